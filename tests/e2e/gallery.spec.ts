import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'vite';
import { type FakeHost, startFakeHost } from '../support/fake-host.ts';
import { addAxe, axeProblems, collectComplaints, layoutProblems, PANELS } from './layout.ts';

const root = join(import.meta.dirname, '../..');
const pictures = join(import.meta.dirname, 'pictures');
const pages = join(root, 'test-results/gallery');
/** Languages and ways to see, so that each is met with each panel. */
const WISHES = [
  { lang: 'zh-CN' },
  { lang: 'en' },
  { lang: 'zh-CN', text: 'large' },
  { lang: 'en', contrast: 'high', text: 'large' },
] as const;

let host: FakeHost;
test.beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  await build({
    configFile: join(root, 'vite.gallery.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir: pages },
  });
  host = await startFakeHost({ pages });
});
test.afterAll(() => host.close());

async function open(page: Page, wish: Readonly<Record<string, string>>): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${new URL(host.url).origin}/gallery.html#${new URLSearchParams(wish)}`);
  await expect(page.locator('.qr path[d^=M]')).toBeAttached();
}

for (const panel of PANELS) {
  test(`every component in every state fits a finger and an eye on ${panel.name}`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: panel, hasTouch: true, bypassCSP: true });
    const page = await context.newPage();
    for (const wish of WISHES) {
      await open(page, { ...wish, panel: `${panel.widthMm}x${panel.heightMm}` });
      const label = `gallery-${Object.values(wish).join('-')}-${panel.name}`;
      expect.soft(await layoutProblems(page), label).toEqual([]);
      // What axe judges is the same on every panel.
      if (panel.name !== '1080x1920') continue;
      await addAxe(page);
      expect.soft(await axeProblems(page), label).toEqual([]);
      await pictureOfAll(page, join(pictures, `${label}.png`));
    }
    await context.close();
  });
}

test('the gallery runs under the content security policy without a complaint', async ({ page }) => {
  const complaints = collectComplaints(page);
  await open(page, {});
  expect(await page.locator('.state').count()).toBeGreaterThan(80);
  expect(complaints).toEqual([]);
});

test('the focus is seen on everything that can have it', async ({ page }) => {
  await open(page, {});
  const unseen: string[] = [];
  const met = new Set<string>();
  for (let step = 0; step < 150; step++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const el = document.activeElement as HTMLElement;
      // A radio's own input is out of sight: what is seen is its label.
      const shown = el.closest<HTMLElement>('label.choice') ?? el;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown);
      const place = [...document.querySelectorAll('*')].indexOf(shown);
      return {
        key: `${place}`,
        body: el === document.body,
        words: `${shown.className} ${shown.textContent?.slice(0, 20)}`,
        seen:
          outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && outlineColor !== 'transparent',
      };
    });
    if (found.body || met.has(found.key)) break;
    met.add(found.key);
    if (!found.seen) unseen.push(found.words);
  }
  expect(unseen).toEqual([]);
  expect(met.size).toBeGreaterThan(30);
});

test('a press shows at once, with no host behind it, and a busy button takes none', async ({ page }) => {
  await open(page, {});
  const cdp = await page.context().newCDPSession(page);
  for (const name of [
    'button-primary',
    'button-main',
    'button-plain',
    'button-quiet',
    'button-wrong',
    'door',
    'row',
    'choice-b',
    'rating-5',
    'tab-b',
  ]) {
    const control = page.locator(`[data-name=${name}]`).first();
    await control.scrollIntoViewIfNeeded();
    const look = () => control.evaluate((el) => getComputedStyle(el).backgroundColor);
    const before = await look();
    const box = (await control.boundingBox()) as { x: number; y: number; width: number; height: number };
    const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    // Looked at in the very next frame.
    const pressed = await control.evaluate(
      (el) =>
        new Promise<string>((done) =>
          requestAnimationFrame(() => done(getComputedStyle(el).backgroundColor)),
        ),
    );
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchCancel', touchPoints: [] });
    expect.soft(pressed, name).not.toBe(before);
  }
  const busy = page.locator('[data-name=button-busy]');
  await expect(busy).toHaveAttribute('aria-disabled', 'true');
  await expect(busy).toHaveText('正在提交');
});

test('a dialog takes the focus, keeps it and gives it back', async ({ page }) => {
  await open(page, {});
  const opener = page.locator('[data-name=open-dialog]');
  await opener.tap();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 5; step++) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((el) => el.contains(document.activeElement))).toBe(true);
  }
  await page.locator('[data-name=stay]').tap();
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('a long list goes by pages and says where one is', async ({ page }) => {
  await open(page, {});
  const more = page.locator('[data-name=page-more]');
  const list = page.locator('.paged .list-row');
  await expect(list).toHaveCount(3);
  await more.tap();
  await more.tap();
  await expect(page.getByText('第 3 页，共 3 页')).toBeVisible();
  await expect(list).toHaveCount(1);
  await expect(more).toBeDisabled();
});

/** The whole gallery in one picture: what scrolls is made as long as it is. */
async function pictureOfAll(page: Page, path: string): Promise<void> {
  await page.addStyleTag({
    content: 'html, body, #root, .gallery { height: auto !important; overflow: visible !important; }',
  });
  await page.screenshot({ path, fullPage: true });
}
