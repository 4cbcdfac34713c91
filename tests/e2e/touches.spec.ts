import { expect, test } from '@playwright/test';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { CitizenPage } from './citizen-page.ts';

/** What a certificate costs a citizen who has nothing but a card. */
const MOST_TOUCHES = 5;

let kiosk: Kiosk;

test.beforeEach(async ({ page }) => {
  kiosk = await startKiosk();
  // The page counts the fingers itself, so that no helper of the tests can touch without being counted.
  await page.addInitScript(() => {
    const count = { fingers: 0, keys: 0 };
    Object.assign(window, { __count: count });
    window.addEventListener('pointerdown', (event) => void (event.isTrusted && count.fingers++), true);
    window.addEventListener('keydown', (event) => void (event.isTrusted && count.keys++), true);
  });
});
test.afterEach(async () => {
  await kiosk.stop();
});

test('a certificate with a card only takes at most five touches from the first screen, and no phone', async ({
  page,
}) => {
  const citizen = new CitizenPage(page, kiosk);
  await citizen.open();
  await citizen.touch('print');
  await citizen.sees('identify');
  // The primary button is the consent: it is a touch of its own and may not be saved.
  await citizen.touch('primary');
  await kiosk.dock.call.placeCard({ person: 'zhang' });
  await citizen.sees('prints');
  await citizen.touch('print-120000:no-offence');
  await citizen.sees('printOne');
  await citizen.touch('primary');
  await kiosk.dock.until(
    ({ pages }) => pages.some(({ title }) => title.startsWith('certificate-')),
    'the certificate in the tray',
  );
  const paper = await touches();
  await expect(page.getByText('本年度还可打印 4 份，已打印 1 份')).toBeVisible();
  await citizen.touch('primary');
  await citizen.sees('farewell');
  const all = await touches();
  console.log(`U2: certificate with a card only: ${paper} touches to the paper, ${all} to the farewell`);
  // One that counts nothing would pass too.
  expect(paper).toBeGreaterThan(0);
  expect(all).toBeLessThanOrEqual(MOST_TOUCHES);

  async function touches(): Promise<number> {
    const { fingers, keys } = await page.evaluate(
      () => (window as unknown as { __count: { fingers: number; keys: number } }).__count,
    );
    expect(keys).toBe(0);
    return fingers;
  }
});
