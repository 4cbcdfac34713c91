import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import type { Language } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { createPress, defaultFontFiles, joinPhotographs } from '../../electron/documents/index.ts';
import { writeFilm } from '../support/fake-camera.ts';
import { startFakeHost } from '../support/fake-host.ts';
import { FILLED } from '../support/filled-forms.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { likeness, squares } from '../support/likeness.ts';
import { type PrintedPage, photograph } from '../support/photographed-sheet.ts';
import { sign } from '../support/steps.ts';
import { makeInfo, makeView } from '../support/views.ts';
import { sampleForm } from '../unit/documents/samples.ts';
import { CitizenPage } from './citizen-page.ts';
import { layoutProblems, PANELS } from './layout.ts';

/** A material under the document camera, from the lens to the region. Chromium's fake camera shows a photograph of a paper. */

const REGION = '120000';
const MATTER = 'XT-ZJ-001';
/** Pictures are for eyes; CI has none. */
const PICTURES = join(import.meta.dirname, 'pictures');
const LOOKS = [
  ['en', 'en', 'normal'],
  ['elder', 'zh-CN', 'large'],
] as const;
const CAMERA = { width: 2016, height: 1512 } as const;

let folder: string;
let printed: PrintedPage;
let kiosk: Kiosk;
let browser: Browser;
let page: Page;
let window: CitizenPage;
let citizen: Citizen;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-camera-'));
  const press = await createPress({ fontFiles: defaultFontFiles(), clock: systemClock });
  writeFileSync(join(folder, 'paper.pdf'), await press.applicationForm(sampleForm()));
  printed = drawn(join(folder, 'paper.pdf'), 1, 150);
  const { picture } = photograph({ page: printed, ground: 'dark', seed: 4, shadow: false, ...CAMERA });
  writeFilm(join(folder, 'film.y4m'), picture);
  kiosk = await startKiosk();
  browser = await chromium.launch({
    executablePath: process.env.TONGBAN_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'film.y4m')}`,
    ],
  });
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  window = new CitizenPage(page, kiosk);
  await window.open();
  citizen = await kiosk.citizen();
});
test.afterAll(async () => {
  citizen?.close();
  await browser?.close();
  await kiosk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A page of a PDF as pdftoppm draws it, one byte a pixel. */
function drawn(pdf: string, number: number, dpi: number): PrintedPage {
  const out = execFileSync('pdftoppm', ['-gray', '-r', `${dpi}`, '-f', `${number}`, '-l', `${number}`, pdf], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const [head = '', width = '', height = ''] =
    /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(out.toString('latin1', 0, 40)) ?? [];
  return { width: Number(width), height: Number(height), data: Uint8Array.from(out.subarray(head.length)) };
}

const seen = ({ width, height, data }: PrintedPage) =>
  squares(width, height, (x, y) => data[y * width + x] as number);

async function toMaterials(): Promise<void> {
  await citizen.on('home');
  await citizen.say({ type: 'apply' });
  await citizen.say({ type: 'chooseRegion', region: REGION });
  await citizen.say({ type: 'chooseMatter', matter: MATTER });
  await citizen.on('guide');
  await citizen.say({ type: 'start' });
  await citizen.on('identify');
  await citizen.say({ type: 'consent' });
  const [person] = (await kiosk.dock.state()).people;
  await kiosk.dock.call.placeCard({ person: person?.id ?? '' });
  const first = await citizen.until(
    (view) => view.screen === 'details' || view.screen === 'forWhom',
    'the form',
  );
  if (first.screen === 'forWhom') await citizen.say({ type: 'actFor', as: 'self' });
  await citizen.on('details');
  await citizen.say({ type: 'confirmDetails', values: FILLED['housing-fund-retirement'] ?? {} });
  await citizen.on('materials');
  await citizen.say({ type: 'handInLater', material: 'retirement' });
}

/** Takes one page and keeps it. */
async function takePage(): Promise<void> {
  await window.touch('primary');
  await expect(page.getByText('这一页看得清吗？')).toBeVisible();
  await window.touch('primary');
  await expect(page.getByText(/已拍 \d+ 页/).first()).toBeVisible();
}

test('a paper is photographed in two pages, one of them again, and reaches the region as one PDF that is straight', async () => {
  await toMaterials();
  await window.sees('materials');
  await window.touch('bank-card-camera');
  await window.sees('camera');
  await takePage();
  await window.touch('more');
  await takePage();
  await window.touch('retake-1');
  await takePage();
  await expect(page.locator('.camera-pages li')).toHaveCount(2);
  const { data } = await citizen.on('camera');
  const kept = await Promise.all(
    data.pages.map(async ({ id }) => {
      const answer = await citizen.client.camera.page({ page: id });
      return answer.ok ? Uint8Array.from(Buffer.from(answer.value.base64, 'base64')) : new Uint8Array();
    }),
  );
  await window.touch('primary');
  await window.sees('materials');
  await expect(page.getByText('在这里拍的照片，共 2 页')).toBeVisible();

  await citizen.say({ type: 'materialsDone' });
  await citizen.on('delivery');
  await citizen.say({ type: 'chooseDelivery', delivery: 'window' });
  await citizen.on('review');
  await sign(citizen);
  await citizen.on('submitted');
  await kiosk.dock.until(({ received }) => received.length === 1, 'the case at the region');

  // The same pages give the same bytes, so that the file that arrived can be looked at.
  const pdf = await joinPhotographs(kept);
  if (!pdf.ok) throw new Error(pdf.error);
  const sha256 = createHash('sha256').update(pdf.value).digest('hex');
  const books = JSON.parse(readFileSync(join(kiosk.dataDir, 'sandbox', `${REGION}.json`), 'utf8'));
  expect(books.cases[0].materials).toContainEqual(expect.objectContaining({ code: 'bank-card', sha256 }));
  expect(kept.every(({ length }) => length > 10_000 && length <= 400 * 1024)).toBe(true);

  writeFileSync(join(folder, 'arrived.pdf'), pdf.value);
  for (const number of [1, 2])
    expect(likeness(seen(drawn(join(folder, 'arrived.pdf'), number, 100)), seen(printed))).toBeGreaterThan(
      0.85,
    );
});

/** CI looks at the smallest panel alone. */
const LOOKED_ON = process.env.CI ? PANELS.slice(-1) : PANELS;

test('every step of it bears both languages and elder text on every panel', async () => {
  test.setTimeout(240_000);
  const empty = (language: Language) => makeView('camera', {}, { language });
  let shown = empty('zh-CN');
  const host = await startFakeHost({
    ...(process.env.TONGBAN_PAGES ? { pages: process.env.TONGBAN_PAGES } : {}),
    answer: (event, view) => {
      if (event.type !== 'keepPage' || view.screen !== 'camera') return null;
      const pages = [...view.data.pages, { id: event.picture }];
      shown = makeView(
        'camera',
        { pages },
        { events: [...view.events, 'removePage', 'earlierPage', 'pagesDone'] },
      );
      return shown;
    },
  });
  const at = await browser.newPage({ hasTouch: true });
  const look = async (name: string) => {
    for (const [kind, language, text] of LOOKS) {
      host.show({ ...shown, language });
      await at.evaluate((size) => document.documentElement.setAttribute('data-text', size), text);
      await expect(at.locator('html')).toHaveAttribute('lang', language);
      await at.waitForTimeout(60);
      if (!process.env.CI) await at.screenshot({ path: join(PICTURES, `camera-${name}-${kind}.png`) });
      expect.soft(await layoutProblems(at), `${name} ${kind}`).toEqual([]);
    }
    host.show(shown);
    await at.evaluate(() => document.documentElement.setAttribute('data-text', 'normal'));
    await expect(at.locator('html')).toHaveAttribute('lang', 'zh-CN');
  };
  const touch = async (name: string) => at.locator(`[data-name="${name}"]:visible`).tap();
  for (const { name, width, height, widthMm, heightMm } of LOOKED_ON) {
    await at.setViewportSize({ width, height });
    host.setInfo(makeInfo({ screen: { widthMm, heightMm } }));
    shown = empty('zh-CN');
    host.show(makeView('home'));
    await at.goto(host.url);
    host.show(shown);
    await expect(at.locator('[data-name="primary"]')).toBeEnabled();
    await look(`live-${name}`);
    await touch('primary');
    await expect(at.locator('.camera-stage img')).toBeVisible();
    await look(`preview-${name}`);
    await touch('adjust');
    await touch('left');
    await look(`adjust-${name}`);
    await touch('primary');
    await expect(at.locator('.camera-stage img')).toBeVisible();
    await touch('whole');
    await expect(at.getByText('没找到纸的四边')).toBeVisible();
    await touch('primary');
    await expect(at.locator('.camera-pages li')).toHaveCount(1);
    await look(`pages-${name}`);
  }
  await host.close();
});
