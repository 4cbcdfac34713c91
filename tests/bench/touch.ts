import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CitizenPage } from '../e2e/citizen-page.ts';
import { startKiosk } from '../support/kiosk.ts';

/**
 * P5: from the end of a touch to the frame that shows the new screen, host included, for every screen change of the
 * citizen's journey that a touch causes, with the CPU of the page throttled four times. Milliseconds.
 */
const THROTTLE = 4;
const rounds = process.argv.includes('--quick') ? 1 : 10;

/** Where the time of a change goes; each part begins where the one before it ends. */
const PARTS = ['answer', 'host', 'render', 'wait', 'draw'] as const;
type Part = (typeof PARTS)[number];

interface Change extends Readonly<Record<Part, number>> {
  readonly from: string;
  readonly to: string;
  readonly ms: number;
}

/** Runs in the page: notes each touch, and the first painted frame of each screen after it. */
function watchChanges(): void {
  const changes: Change[] = [];
  Object.assign(window, { __changes: changes });
  let touchedAt: number | null = null;
  let sentAt = 0;
  let toldAt = 0;
  let shown = '';
  window.addEventListener(
    'pointerup',
    (event) => {
      touchedAt = event.timeStamp;
      sentAt = 0;
    },
    { capture: true },
  );
  const Link = window.WebSocket;
  window.WebSocket = class extends Link {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', () => {
        toldAt = performance.now();
      });
    }
    override send(data: Parameters<WebSocket['send']>[0]) {
      if (sentAt === 0) sentAt = performance.now();
      super.send(data);
    }
  };
  const look = () => {
    const screen = document.querySelector('[data-screen]');
    const name = screen?.getAttribute('data-screen') ?? '';
    // Some screens change their question without changing their name: the heading tells.
    const now = name && `${name} ${screen?.querySelector('h1')?.textContent ?? ''}`;
    if (now === shown) return;
    const from = shown;
    shown = now;
    const began = touchedAt;
    touchedAt = null;
    if (began === null || from === '') return;
    const rendered = performance.now();
    // A change of the page of a form asks nobody.
    const sent = sentAt || began;
    const told = Math.max(toldAt, sent);
    requestAnimationFrame(() => {
      const framed = performance.now();
      // The message arrives after the frame was painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const ended = performance.now();
        changes.push({
          from,
          to: now,
          ms: ended - began,
          answer: sent - began,
          host: told - sent,
          render: rendered - told,
          wait: framed - rendered,
          draw: ended - framed,
        });
      };
      port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-screen'],
    characterData: true,
  });
}

const browser = await chromium.launch({
  executablePath: process.env.TONGBAN_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const all: Change[] = [];
for (let round = 0; round < rounds; round++) {
  const kiosk = await startKiosk();
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  await page.addInitScript(watchChanges);
  const citizen = new CitizenPage(page, kiosk);
  await citizen.open();
  // What a first screen does while nobody touches it (loading the parts of later screens) is done before a citizen comes.
  await page.waitForLoadState('networkidle');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await citizen.withCard('zhang');
  await citizen.detailsToReview('乘坐火车');
  await citizen.reviewToSubmitted();
  await citizen.touch('primary');
  await citizen.sees('farewell');
  all.push(...(await page.evaluate(() => (window as unknown as { __changes: Change[] }).__changes)));
  await page.close();
  await kiosk.stop();
}
await browser.close();

const sorted = all.map((change) => change.ms).sort((a, b) => a - b);
const at = (share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
const median = (numbers: readonly number[]) =>
  Math.round([...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN);
const byChange = Map.groupBy(all, ({ from, to }) => `${from} → ${to}`);
console.table(
  [...byChange].map(([change, times]) => ({
    change,
    n: times.length,
    ...Object.fromEntries(PARTS.map((part) => [part, median(times.map((one) => one[part]))])),
    median: median(times.map(({ ms }) => ms)),
    worst: Math.round(Math.max(...times.map(({ ms }) => ms))),
  })),
);
console.log(
  'answer: touch to the answer sent; host: to the new view received; render: to the new screen in the document; wait: to the next frame; draw: style, layout, paint',
);
const result = {
  figure: 'P5',
  throttle: THROTTLE,
  changes: sorted.length,
  p50: at(0.5),
  p95: at(0.95),
  worst: at(1),
  unit: 'ms',
};
console.log(
  `P5 touch to frame, CPU ÷${THROTTLE}: p50 ${result.p50} ms, p95 ${result.p95} ms (target 50), worst ${result.worst} ms (target 100), ${result.changes} screen changes`,
);
const dir = join(import.meta.dirname, 'results');
mkdirSync(dir, { recursive: true });
writeFileSync(join(dir, 'touch.json'), `${JSON.stringify({ ...result, all }, null, 1)}\n`);
if (sorted.length === 0) throw new Error('no screen change was seen');
