import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import type { JourneyView } from '../../electron/contract/index.ts';
import { type FakeHost, startFakeHost } from '../support/fake-host.ts';
import { sampleViews } from '../support/sample-views.ts';
import { both, makeInfo, makeStatus, SATURDAY_NIGHT } from '../support/views.ts';
import {
  addAxe,
  axeProblems,
  collectComplaints,
  LANGUAGES,
  languagesOn,
  layoutProblems,
  PANELS,
} from './layout.ts';

const here = dirname(fileURLToPath(import.meta.url));
const pictures = join(here, 'pictures');
/** Pictures are for eyes; CI has none. */
const LOOKED_AT = !process.env.CI;
/** Each language has its axe on one panel, upright and lying. */
const AXE_ON: Readonly<Record<(typeof LANGUAGES)[number], (typeof PANELS)[number]['name']>> = {
  'zh-CN': '1080x1920',
  en: '1280x1024',
};

let host: FakeHost;
test.beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  // Another build of the pages can be looked at without touching the one that stands in dist/.
  host = await startFakeHost(process.env.TONGBAN_PAGES ? { pages: process.env.TONGBAN_PAGES } : {});
});
test.afterAll(() => host.close());

for (const panel of PANELS) {
  for (const language of panel.name === '1920x1080' ? languagesOn('zh-CN') : LANGUAGES) {
    test(`every screen fits ${panel.name} in ${language}, is reachable and has no axe violation`, async ({
      browser,
    }) => {
      test.setTimeout(240_000);
      const context = await browser.newContext({ viewport: panel, hasTouch: true, bypassCSP: true });
      const page = await context.newPage();
      const complaints = collectComplaints(page);
      host.setInfo(makeInfo({ screen: { widthMm: panel.widthMm, heightMm: panel.heightMm } }));
      host.setStatus(makeStatus());
      host.show(localised(sampleViews().get('home') as JourneyView, language));
      await page.goto(host.url);
      await addAxe(page);
      for (const [name, sample] of sampleViews()) {
        const view = localised(sample, language);
        host.setStatus(
          name === 'submitted-waiting'
            ? makeStatus({ regions: [{ code: '120000', line: 'down', since: SATURDAY_NIGHT - 1_500_000 }] })
            : makeStatus(),
        );
        host.show(view);
        await arrive(page, view);
        const label = `${name}-${language}-${panel.name}`;
        if (LOOKED_AT) await page.screenshot({ path: join(pictures, `${label}.png`) });
        expect.soft(await layoutProblems(page), label).toEqual([]);
        // What axe judges hardly hangs on the panel: it costs more than all the rest.
        if (AXE_ON[language] === panel.name) expect.soft(await axeProblems(page), label).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
}

// Where there is least room; the others are looked at outside of CI.
for (const panel of process.env.CI ? PANELS.slice(-1) : PANELS) {
  test(`every screen bears elder text in high contrast on ${panel.name}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ viewport: panel, hasTouch: true });
    const page = await context.newPage();
    host.setInfo(makeInfo({ screen: { widthMm: panel.widthMm, heightMm: panel.heightMm } }));
    host.setStatus(makeStatus());
    host.show(sampleViews().get('home') as JourneyView);
    await page.goto(host.url);
    await page.evaluate(() =>
      Object.assign(document.documentElement.dataset, { text: 'large', contrast: 'high' }),
    );
    for (const [name, view] of sampleViews()) {
      host.show(view);
      await arrive(page, view);
      const label = `elder-${name}-${panel.name}`;
      if (LOOKED_AT) await page.screenshot({ path: join(pictures, `${label}.png`) });
      expect.soft(await layoutProblems(page), label).toEqual([]);
    }
    await context.close();
  });
}

test('the pages run under their own content security policy without a complaint', async ({ page }) => {
  const complaints = collectComplaints(page);
  await page.setViewportSize({ width: 1080, height: 1920 });
  host.setInfo(makeInfo());
  for (const view of sampleViews().values()) {
    host.show(view);
    if (page.url() === 'about:blank') await page.goto(host.url);
    await arrive(page, view);
  }
  expect(complaints).toEqual([]);
});

test('a double tap answers once', async ({ page }) => {
  host.show(sampleViews().get('guide') as JourneyView);
  await page.goto(host.url);
  const before = host.sent.length;
  await page.locator('[data-name=primary]').dblclick();
  await expect.poll(() => host.sent.length).toBe(before + 1);
  await page.locator('[data-name=primary]').click();
  host.show(sampleViews().get('details') as JourneyView);
  await expect(page.locator('[data-screen=details]')).toBeVisible();
  expect(host.sent.slice(before).map(({ event }) => event.type)).toEqual(['start']);
});

test('a lost link is said calmly and the truth comes back by itself', async ({ page }) => {
  host.show(sampleViews().get('submitted') as JourneyView);
  await page.goto(host.url);
  await expect(page.locator('[data-screen=submitted]')).toBeVisible();
  host.cut(true);
  await expect(page.getByRole('heading', { name: '正在恢复，请稍候' })).toBeVisible();
  await expect(page.getByText('送出的申请都已存好。')).toBeVisible();
  host.show({ ...(sampleViews().get('home') as JourneyView), boot: 'boot-2' });
  host.cut(false);
  await expect(page.locator('[data-screen=home]')).toBeVisible({ timeout: 10_000 });
  await expect(page.getByRole('heading', { name: '正在恢复，请稍候' })).toBeHidden();
  host.show(sampleViews().get('details') as JourneyView);
  await expect(page.locator('[data-screen=details]')).toBeVisible();
  host.cut(true);
  await expect(page.getByRole('heading', { name: '正在恢复，请稍候' })).toBeVisible();
  await expect(page.getByText('送出的申请都已存好。')).toHaveCount(0);
  host.cut(false);
  await expect(page.getByRole('heading', { name: '正在恢复，请稍候' })).toBeHidden({ timeout: 10_000 });
});

test('a name with a rare character is typed without a keyboard, and stays when the region says no', async ({
  page,
}) => {
  host.show(sampleViews().get('no-card') as JourneyView);
  await page.goto(host.url);
  const key = (name: string) => page.getByRole('button', { name, exact: true });
  await key('zhang'[0] as string).click();
  for (const ch of 'hang') await key(ch).click();
  await key('张').click();
  await page.getByText('编码', { exact: true }).click();
  for (const ch of '20BB7') await key(ch).click();
  await page.getByRole('button', { name: /输入这个字/ }).click();
  await expect(page.getByLabel('姓名')).toHaveValue('张𠮷');
  await page.getByLabel('公民身份号码').click();
  for (const ch of '99000019950609035X') await key(ch).click();
  await page.locator('[data-name=primary]').click();
  await expect
    .poll(() => host.sent.at(-1)?.event)
    .toEqual({
      type: 'giveIdentity',
      name: '张𠮷',
      number: '99000019950609035X',
    });
  host.show(sampleViews().get('checking') as JourneyView);
  await expect(page.locator('[data-screen=checking]')).toBeVisible();
  host.show(sampleViews().get('no-card-wrong') as JourneyView);
  await expect(page.getByLabel('姓名')).toHaveValue('张𠮷');
  host.show(sampleViews().get('home') as JourneyView);
  await expect(page.locator('[data-screen=home]')).toBeVisible();
  host.show(sampleViews().get('no-card') as JourneyView);
  await expect(page.getByLabel('姓名')).toHaveValue('');
});

test('the signature is sent as strokes, and only when there is one', async ({ page }) => {
  host.show(sampleViews().get('sign') as JourneyView);
  await page.goto(host.url);
  const submit = page.locator('[data-name=primary]');
  await expect(submit).toBeDisabled();
  const box = (await page.locator('[data-name=signature]').boundingBox()) as {
    x: number;
    y: number;
    width: number;
    height: number;
  };
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 8 });
  await page.mouse.up();
  await submit.click();
  await expect.poll(() => host.sent.at(-1)?.event.type).toBe('signed');
  const event = host.sent.at(-1)?.event;
  const stroke = event?.type === 'signed' ? event.strokes[0] : undefined;
  expect(stroke?.[0]?.x).toBeCloseTo(0.2, 1);
  expect(stroke?.at(-1)?.y).toBeCloseTo(0.7, 1);
  expect(stroke?.length).toBeGreaterThan(5);
});

test('the document must be seen to its last page before it can be signed', async ({ page }) => {
  await page.setViewportSize({ width: 1080, height: 1920 });
  host.show(sampleViews().get('review') as JourneyView);
  await page.goto(host.url);
  await expect(page.locator('canvas')).toHaveCount(2);
  const sign = page.locator('[data-name=primary]');
  await expect(sign).toBeDisabled();
  const down = page.getByRole('button', { name: '往下看' });
  // The button may go out between a look and a click: then the next look sees that all was read.
  await expect(async () => {
    if (await sign.isEnabled()) return;
    if (await down.isEnabled({ timeout: 500 })) await down.click({ timeout: 500 });
    await expect(sign).toBeEnabled({ timeout: 200 });
  }).toPass({ timeout: 60_000 });
  await sign.click();
  await expect.poll(() => host.sent.at(-1)?.event.type).toBe('toSign');
});

test('the dock shows its hands and what came out of the printer', async ({ page }) => {
  const complaints = collectComplaints(page);
  host.setDock({
    people: [
      { id: 'a', name: '张伟', number: '990000195803120139', note: '普通居民' },
      { id: 'b', name: '𠮷田明', number: '990000199506090355', note: '扩展区生僻字（U+20BB7）' },
    ],
    passports: [],
    cardOnReader: null,
    readerPlugged: true,
    locker: null,
    padPlugged: true,
    fingerPlugged: true,
    finger: 'none',
    printerState: 'ready',
    trayFeels: false,
    pages: [{ id: 'p1', title: '回执', at: SATURDAY_NIGHT, taken: false }],
    regions: [{ code: '120000', short: both('天津', 'Tianjin'), backend: 'on' }],
    received: [
      { region: '120000', caseNumber: '120000202611210042', receiptNumber: 'B017-261121-0042-B', copies: 1 },
    ],
    payments: [],
  });
  await page.setViewportSize({ width: 1100, height: 1000 });
  await page.goto(host.dockUrl);
  await expect(page.locator('.page figcaption').first()).not.toBeEmpty();
  await page.screenshot({ path: join(pictures, 'dock.png') });
  await page.locator('[data-name=card-b]').click();
  await expect(page.locator('li.here')).toContainText('𠮷田明');
  expect(complaints).toEqual([]);
});

function localised(view: JourneyView, language: JourneyView['language']): JourneyView {
  return { ...view, language };
}

/** Until the view stands and what it loads is there. */
async function arrive(page: Page, view: JourneyView): Promise<void> {
  await expect(page.locator(`[data-screen=${view.screen}]`)).toBeAttached();
  await expect(page.locator('html')).toHaveAttribute('lang', view.language);
  if (view.overlay) await expect(page.locator('.dialog')).toBeVisible();
  else await expect(page.locator('.dialog')).toHaveCount(0);
  if (view.screen === 'noCard') await expect(page.locator('.key').first()).toBeVisible();
  if (view.screen === 'review') await expect(page.locator('.page figcaption').first()).not.toBeEmpty();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
