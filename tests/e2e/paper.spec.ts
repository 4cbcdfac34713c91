import { expect, test } from '@playwright/test';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { CitizenPage } from './citizen-page.ts';

/** Paper that does not come, and paper of which nobody knows, as a citizen meets it in the demo. */
let kiosk: Kiosk;
let citizen: CitizenPage;

test.beforeEach(async ({ page }) => {
  kiosk = await startKiosk();
  citizen = new CitizenPage(page, kiosk);
  await citizen.open();
  await citizen.withCard('zhang');
  await citizen.detailsToReview('乘坐火车');
});
test.afterEach(async () => {
  await kiosk.stop();
});

const receipts = async () =>
  (await kiosk.dock.state()).pages.filter(({ title }) => title.startsWith('receipt-')).length;

test('a jam is said and shown, and the receipt comes when the printer is well again', async ({ page }) => {
  await kiosk.dock.call.setPrinter({ state: 'jam-next' });
  await citizen.reviewToSubmitted();
  await expect(page.getByText('打印机卡纸了')).toBeVisible();
  await expect(page.locator('.printer-picture').first()).toBeVisible();
  expect(await receipts()).toBe(0);
  await kiosk.dock.call.setPrinter({ state: 'ready' });
  await citizen.touch('print-receipt');
  await expect(page.getByText('回执打印好了，请从出纸口取走。')).toBeVisible();
  expect(await receipts()).toBe(1);
});

test('a print without a word is asked about, never repeated by itself', async ({ page }) => {
  await kiosk.dock.call.setPrinter({ state: 'lost-next' });
  await citizen.reviewToSubmitted();
  await expect(page.getByText('请看一下出纸口：回执出来了吗？')).toBeVisible();
  await expect(page.locator('[data-name="print-receipt"]')).toHaveCount(0);
  await citizen.touch('came-all');
  await expect(page.getByText('回执打印好了，请从出纸口取走。')).toBeVisible();
  expect(await receipts()).toBe(1);
});
