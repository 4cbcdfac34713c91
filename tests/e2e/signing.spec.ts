import { expect, test } from '@playwright/test';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { CitizenPage } from './citizen-page.ts';

/** Signing on the pad of the demo, seen on the screen; the pad is pulled, and the screen takes over. */
let kiosk: Kiosk;
test.beforeEach(async () => {
  kiosk = await startKiosk();
});
test.afterEach(async () => {
  await kiosk.stop();
});

/** A line across the pad, as a hand writes it: not all of it at once. */
async function write() {
  for (let part = 0; part < 6; part++) {
    const points = Array.from({ length: 10 }, (_, i) => {
      const at = part * 10 + i;
      return { x: 0.2 + at / 100, y: 0.5 + 0.2 * Math.sin(at / 6), p: 0.6 };
    });
    await kiosk.dock.call.movePen({ points, lifted: part === 5 });
  }
}

test('the pad first, with a picture of what is written; the screen when the pad is pulled', async ({
  page,
}) => {
  const citizen = new CitizenPage(page, kiosk);
  await citizen.open();
  await citizen.withCard('zhang');
  await citizen.detailsToReview('乘坐火车');
  await expect(page.locator('[data-screen="review"] canvas').first()).toBeVisible();
  await citizen.readToTheEnd();
  await citizen.touch('primary');
  await citizen.sees('sign');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('请在手写板上签名');
  const primary = page.locator('[data-name="primary"]');
  await expect(page.locator('.sign-here')).toHaveText('写的会显示在这里');
  await expect(primary).toBeDisabled();
  await write();
  await expect(primary).toBeEnabled();
  const ink = () =>
    page.locator('[data-name="signature"]').evaluate((el: HTMLCanvasElement) => {
      const { data } = (el.getContext('2d') as CanvasRenderingContext2D).getImageData(
        0,
        0,
        el.width,
        el.height,
      );
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    });
  await expect.poll(ink).toBeGreaterThan(100);
  await citizen.touch('clear');
  await expect(primary).toBeDisabled();
  await expect.poll(ink).toBe(0);
  await write();
  await expect(primary).toBeEnabled();

  await kiosk.dock.call.plugPad({ plugged: false });
  await expect(page.getByText('手写板断开了')).toBeVisible();
  await expect.poll(ink).toBe(0);
  await citizen.sign();
  await citizen.touch('primary');
  await citizen.sees('submitted');
  const receipt = await citizen.receiptNumber();
  const { received } = await kiosk.dock.until(
    (state) => state.received.some((one) => one.receiptNumber === receipt),
    'the case',
  );
  expect(received.filter((one) => one.receiptNumber === receipt)).toHaveLength(1);
});
