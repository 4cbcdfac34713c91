import { expect, test } from '@playwright/test';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { CitizenPage } from './citizen-page.ts';

/** The print door and help by touch, as a citizen meets them in the demo. */
let kiosk: Kiosk;
let citizen: CitizenPage;

test.beforeEach(async ({ page }) => {
  kiosk = await startKiosk();
  citizen = new CitizenPage(page, kiosk);
  await citizen.open();
});
test.afterEach(async () => {
  await kiosk.stop();
});

test('a certificate is printed in two copies, with help asked for on the way', async ({ page }) => {
  await citizen.touch('help-door');
  await expect(page.locator('.dialog')).toBeVisible();
  await citizen.touch('primary');
  await expect(page.locator('.dialog')).toHaveCount(0);
  await citizen.touch('print');
  await citizen.sees('identify');
  await citizen.touch('primary');
  await kiosk.dock.call.placeCard({ person: 'zhang' });
  await citizen.sees('prints');
  await citizen.touch('print-120000:no-offence');
  await citizen.sees('printOne');
  await citizen.touch('more');
  await expect(page.getByText('打印 2 份，共 2 页')).toBeVisible();

  // Help lies over the paper, and the two copies are still chosen afterwards.
  await citizen.touch('help');
  await citizen.touch('video');
  await kiosk.dock.until(({ help }) => help?.ringing === 'printOne', 'the ringing');
  await kiosk.dock.call.sayVideo({ state: 'connected' });
  await expect(page.getByText('已接通')).toBeVisible();
  await citizen.touch('end-video');
  await page.locator('.dialog [data-name="primary"]').tap();
  await expect(page.locator('.dialog')).toHaveCount(0);
  await citizen.touch('primary');
  await expect(page.getByText('本年度还可打印 3 份，已打印 2 份')).toBeVisible();
  const { pages } = await kiosk.dock.state();
  expect(pages.filter(({ title }) => title.startsWith('certificate-'))).toHaveLength(1);
});
