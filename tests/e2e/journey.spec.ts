import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Kiosk, startKiosk } from '../support/kiosk.ts';
import { pdfText } from '../support/pdf-text.ts';
import { CitizenPage } from './citizen-page.ts';
import { languagesOn } from './layout.ts';

/** The matter as a citizen does it: by touch, in a real browser, against the product as it is started. */
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

const receivedOnce = async (receiptNumber: string) => {
  const { received } = await kiosk.dock.until(
    (s) => s.received.some((c) => c.receiptNumber === receiptNumber),
    `case ${receiptNumber}`,
  );
  expect(received.filter((c) => c.receiptNumber === receiptNumber)).toHaveLength(1);
};

const SIZES = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } } as const;
const PURPOSE = { 'zh-CN': '乘坐火车', en: 'Taking a train' } as const;

for (const [layout, size] of Object.entries(SIZES))
  for (const language of languagesOn(layout === 'portrait' ? 'zh-CN' : 'en'))
    test(`card to receipt and result, ${layout}, ${language}`, async ({ page }) => {
      await page.setViewportSize(size);
      if (language === 'en') await citizen.inEnglish();
      await citizen.withCard('ouyang');
      await citizen.detailsToReview(PURPOSE[language]);
      const receipt = await citizen.reviewToSubmitted();
      await receivedOnce(receipt);
      await kiosk.dock.until((s) => s.pages.length === 2, 'receipt and result');
      const { pages } = await kiosk.dock.state();
      const paper = async (n: number) =>
        pdfText(
          Buffer.from(
            (await kiosk.dock.call.page({ id: pages[n]?.id as string })).base64 as string,
            'base64',
          ),
        );
      expect(await paper(1)).toContain(receipt);
      expect(await paper(0)).toContain('欧阳秀兰');
      await expect(page.getByText('欧阳秀兰')).toHaveCount(0);
      await citizen.touch('primary');
      await citizen.sees('farewell');
      await expect(page.locator('body')).not.toContainText(receipt);
      await citizen.sees('home');
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    });

test('without a card: name by pinyin, number by pad, checked by the region', async ({ page }) => {
  const zhang = (await kiosk.dock.state()).people.find((p) => p.id === 'zhang');
  if (!zhang) throw new Error('no such person');
  await citizen.toIdentity();
  await citizen.touch('without-card');
  await citizen.sees('noCard');
  for (const [syllable, character] of [
    ['zhang', '张'],
    ['jian', '建'],
    ['guo', '国'],
  ] as const) {
    for (const letter of syllable) await page.getByRole('button', { name: letter, exact: true }).tap();
    await page.getByRole('button', { name: character, exact: true }).tap();
  }
  await page.getByRole('textbox').nth(1).tap();
  for (const digit of zhang.number) await page.getByRole('button', { name: digit, exact: true }).tap();
  await citizen.touch('primary');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await receivedOnce(await citizen.reviewToSubmitted());
});

test('the line is down and comes back: a receipt now, the case once', async ({ page }) => {
  await citizen.withCard('zhang');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await kiosk.dock.call.setBackend({ mode: 'off' });
  const receipt = await citizen.reviewToSubmitted();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已存好，线路恢复就送出');
  await kiosk.dock.until((s) => s.pages.length === 1, 'the receipt');
  await expect(page.locator('body')).not.toContainText('已受理');
  await kiosk.dock.call.setBackend({ mode: 'on' });
  await receivedOnce(receipt);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('已存好，线路恢复就送出', {
    timeout: 60_000,
  });
});

test('the card is taken off in the middle: nothing is reset', async ({ page }) => {
  await citizen.withCard('rare');
  await kiosk.dock.call.removeCard();
  await expect(page.locator('[data-screen="details"]')).toContainText('𠮷田明');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await receivedOnce(await citizen.reviewToSubmitted());
});

test('the reader is unplugged while it waits: a pause, and on again', async ({ page }) => {
  await citizen.toIdentity();
  await citizen.touch('primary');
  await kiosk.dock.call.plugReader({ plugged: false });
  await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeVisible();
  await kiosk.dock.call.plugReader({ plugged: true });
  await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toHaveCount(0);
  await kiosk.dock.call.placeCard({ person: 'zhang' });
  await citizen.sees('details');
});

test('the host is killed before the signature: nothing was sent, and the screen says so', async ({
  page,
}) => {
  await citizen.withCard('zhang');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await kiosk.killHost();
  await citizen.sees('recovered');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('机器刚才重启，没有提交任何申请');
  await expect(page.locator('body')).not.toContainText('张建国');
  expect((await kiosk.dock.state()).received).toEqual([]);
});

test('the host is killed after "submitted" with the line down: the case arrives exactly once', async ({
  page,
}) => {
  await citizen.withCard('zhang');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await kiosk.dock.call.setBackend({ mode: 'off' });
  const receipt = await citizen.reviewToSubmitted();
  await kiosk.killHost();
  await citizen.sees('recovered');
  await expect(page.locator('body')).toContainText(receipt);
  await receivedOnce(receipt);
});

test('leaving asks first, then forgets', async ({ page }) => {
  await citizen.withCard('zhang');
  await citizen.touch('leave');
  await citizen.touch('stay');
  await citizen.sees('details');
  await citizen.touch('leave');
  await citizen.touch('leave-now');
  await citizen.sees('farewell');
  await expect(page.locator('body')).not.toContainText('张建国');
});

test('a page that is loaded again comes back to where the citizen was', async ({ page }) => {
  await citizen.withCard('zhang');
  await page.reload();
  await citizen.sees('details');
  await expect(page.locator('body')).toContainText('张建国');
});

test('nothing personal stays in the browser', async ({ page, context }) => {
  await citizen.withCard('zhang');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await citizen.reviewToSubmitted();
  await citizen.touch('primary');
  await citizen.sees('home');
  const stored = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    text: document.documentElement.outerHTML,
  }));
  expect({ ...stored, text: '' }).toEqual({ local: [], session: [], databases: 0, caches: 0, text: '' });
  expect(stored.text).not.toContain('张建国');
  expect(await context.cookies()).toEqual([]);
});

test('the same screens over a MessagePort, as under Electron', async ({ page }) => {
  // Stands for the preload and the main process: hands the page a port and carries its messages to the host.
  await page.addInitScript(() => {
    const connect = () => {
      const { port1, port2 } = new MessageChannel();
      const token = new URLSearchParams(window.location.hash.slice(1)).get('token') as string;
      const socket = new WebSocket(`ws://${window.location.host}/rpc/citizen`, ['tongban', token]);
      socket.binaryType = 'arraybuffer';
      const early: (string | ArrayBuffer)[] = [];
      port2.onmessage = ({ data }) => (socket.readyState === 1 ? socket.send(data) : early.push(data));
      socket.onopen = () => {
        for (const data of early) socket.send(data);
      };
      socket.onmessage = ({ data }) => port2.postMessage(data);
      window.postMessage({ type: 'tongban:port' }, window.location.origin, [port1]);
    };
    Object.assign(window, { tongban: { connect }, __overPort: true });
  });
  await page.reload();
  await citizen.sees('home');
  expect(await page.evaluate(() => '__overPort' in window)).toBe(true);
  await citizen.withCard('zhang');
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await receivedOnce(await citizen.reviewToSubmitted());
});

test('a screen that breaks says so calmly, tells the log, and comes back to its place', async ({ page }) => {
  await citizen.withCard('zhang');
  await citizen.touchText(PURPOSE['zh-CN']);
  // Until the page is loaded again, no screen can be laid out.
  await page.evaluate(() => {
    window.ResizeObserver = class {
      constructor() {
        throw new TypeError('planted');
      }
    } as never;
  });
  await citizen.touch('primary');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('屏幕出了点问题');
  await citizen.sees('delivery');
  const logs = join(kiosk.dataDir, 'logs');
  const lines = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'));
  expect(lines.join('')).toMatch(/"name":"TypeError".*screen\.fault/);
});

test('the dock plays the hardware with its own buttons, and its paper can be looked at', async ({
  page,
  context,
}) => {
  const dock = await context.newPage();
  await dock.goto(kiosk.dockUrl);
  // A page behind another one is not drawn, so whoever acts comes to the front.
  await page.bringToFront();
  await citizen.toIdentity();
  await citizen.touch('primary');
  await dock.bringToFront();
  await dock.getByRole('button', { name: /place/ }).first().tap();
  await dock.getByText('断线', { exact: false }).first().tap();
  await page.bringToFront();
  await citizen.detailsToReview(PURPOSE['zh-CN']);
  await citizen.reviewToSubmitted();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已存好，线路恢复就送出');
  await dock.bringToFront();
  const paper = dock.locator('.papers li').first();
  await expect(paper.locator('canvas')).toBeVisible();
  const small = (await paper.boundingBox())?.width ?? 0;
  await paper.getByRole('button', { name: /look/ }).tap();
  await expect
    .poll(async () => (await paper.locator('canvas').boundingBox())?.width ?? 0)
    .toBeGreaterThan(2 * small);
  await dock.screenshot({ path: 'tests/e2e/pictures/dock-paper.png', fullPage: true });
  await paper.getByRole('button', { name: /take/ }).tap();
  await expect(paper).toHaveClass(/taken/);
});
