import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { CitizenPage } from './citizen-page.ts';
import { languagesOn } from './layout.ts';

/** The search as a citizen uses it: by the keys on the screen, against the product as it is started. */
const pictures = join(dirname(fileURLToPath(import.meta.url)), 'pictures');
let kiosk: Kiosk;
let citizen: CitizenPage;

test.beforeEach(async ({ page }) => {
  mkdirSync(pictures, { recursive: true });
  kiosk = await startKiosk();
  citizen = new CitizenPage(page, kiosk);
  await citizen.open();
});
test.afterEach(async () => {
  await kiosk.stop();
});

const key = (letter: string) => citizen.page.getByRole('button', { name: letter, exact: true });
async function type(letters: string): Promise<void> {
  for (const letter of letters) await key(letter).tap();
}
async function openSearch(): Promise<void> {
  await citizen.touch('apply');
  await citizen.sees('matters');
  await citizen.touch('open-search');
  await citizen.sees('search');
  await expect(key('q')).toBeVisible();
}
const hit = (code: string) => citizen.page.locator(`[data-name="matter-${code}"]`);

const SIZES = {
  '1080x1920': { width: 1080, height: 1920 },
  '1280x1024': { width: 1280, height: 1024 },
} as const;

for (const [name, size] of Object.entries(SIZES))
  for (const language of languagesOn(name === '1080x1920' ? 'zh-CN' : 'en'))
    test(`finds by letters, opens the guide and comes back, ${name}, ${language}`, async ({ page }) => {
      await page.setViewportSize(size);
      if (language === 'en') await citizen.inEnglish();
      await openSearch();
      await page.screenshot({ path: join(pictures, `search-empty-${language}-${name}.png`) });
      await type(language === 'en' ? 'temporary' : 'linshishen');
      await expect(hit('XT-GA-020')).toBeVisible();
      await page.screenshot({ path: join(pictures, `search-hits-${language}-${name}.png`) });
      await hit('XT-GA-020').tap();
      await citizen.sees('guide');
      await citizen.touch('back');
      await citizen.sees('search');
      await expect(page.getByRole('textbox')).toHaveValue(language === 'en' ? 'temporary' : 'linshishen');
      await page.getByRole('button', { name: language === 'en' ? 'Clear' : '清空', exact: true }).tap();
      await type('xyzzy');
      await expect(
        page.getByText(language === 'en' ? 'This is not on the list.' : '清单里没有这件事。'),
      ).toBeVisible();
      await expect(page.locator('.phone-line')).toBeVisible();
      await page.screenshot({ path: join(pictures, `search-none-${language}-${name}.png`) });
    });

test('every letter counts, however fast it is typed', async ({ page }) => {
  await openSearch();
  const typed = 'linshishenfenzheng';
  // A key in every turn of the event loop: far faster than a hand, and than the host's answers.
  await page.evaluate(async (letters) => {
    const keys = [...document.querySelectorAll<HTMLButtonElement>('.keyboard-place .key')];
    for (const letter of letters) {
      keys.find((one) => one.textContent === letter)?.click();
      await new Promise((next) => setTimeout(next, 0));
    }
  }, typed);
  await expect(page.getByRole('textbox')).toHaveValue(typed);
  await expect(hit('XT-GA-020')).toBeVisible();
  await page.getByRole('textbox').fill('xyzzy');
  await expect(hit('XT-GA-020')).toHaveCount(0);
  await page.getByRole('textbox').fill('身份证明');
  await expect(hit('XT-GA-020')).toBeVisible();
});

test('what was typed is gone with the citizen', async ({ page }) => {
  await openSearch();
  await type('linshi');
  await expect(hit('XT-GA-020')).toBeVisible();
  await citizen.touch('leave');
  await citizen.touch('leave-now');
  await citizen.sees('home');
  await openSearch();
  await expect(page.getByRole('textbox')).toHaveValue('');
});
