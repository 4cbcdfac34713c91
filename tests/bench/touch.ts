import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CitizenPage } from '../e2e/citizen-page.ts';
import { startKiosk } from '../support/kiosk.ts';
import { Finger } from './finger.ts';

/**
 * P5: from the end of a touch to the frame that shows the new screen, host included, for every screen change of the
 * citizen's journey that a touch causes, with the CPU of the page throttled four times. Milliseconds.
 */
const THROTTLE = 4;
const QUICK = process.argv.includes('--quick');
const rounds = QUICK ? 1 : 3;
/** Citizens one after the other before the same page: the first of them meets code that never ran. */
const SESSIONS = QUICK ? 2 : 4;
/** Milliseconds that the machine stands before its first citizen. */
const IDLE_MS = 3_000;

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
const all: (Change & { readonly session: number })[] = [];
for (let round = 0; round < rounds; round++) {
  const kiosk = await startKiosk();
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  const finger = await Finger.on(page);
  await page.addInitScript(watchChanges);
  await page.goto(kiosk.url);
  await finger.sees('home');
  // What a first screen does while nobody touches it (loading the parts of later screens) is done before a citizen comes.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(IDLE_MS);
  await finger.throttle(THROTTLE);
  for (let session = 1; session <= SESSIONS; session++) {
    await finger.touch('[data-name=apply]', 'matters');
    await finger.touch('[data-name=matter-XT-GA-020]', 'guide');
    await finger.touch('[data-name=primary]', 'identify');
    await finger.touch('[data-name=primary]', 'identify');
    await kiosk.dock.call.placeCard({ person: 'zhang' });
    await finger.sees('details');
    await finger.touch('[data-name=choice-train]');
    await finger.touch('[data-name=primary]', 'delivery');
    await finger.touch('[data-name=primary]');
    await finger.sees('review');
    await finger.reads();
    await finger.touch('[data-name=primary]', 'sign');
    await new CitizenPage(page, kiosk).sign();
    await finger.touch('[data-name=primary]');
    await finger.sees('submitted');
    await finger.touch('[data-name=primary]', 'farewell');
    const seen = await page.evaluate(() =>
      (window as unknown as { __changes: Change[] }).__changes.splice(0),
    );
    all.push(...seen.map((change) => ({ ...change, session })));
    await kiosk.dock.call.removeCard();
    await finger.sees('home');
  }
  await page.close();
  await kiosk.stop();
}
await browser.close();

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
const figure = (changes: readonly Change[]) => {
  const sorted = changes.map((change) => change.ms).sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return { changes: sorted.length, p50: at(0.5), p95: at(0.95), worst: at(1) };
};
const result = {
  figure: 'P5',
  throttle: THROTTLE,
  ...figure(all),
  first: figure(all.filter(({ session }) => session === 1)),
  later: figure(all.filter(({ session }) => session > 1)),
  unit: 'ms',
};
for (const [whose, { changes, p50, p95, worst }] of [
  ['every session', result],
  ['the first of a page', result.first],
  ['later ones', result.later],
] as const)
  console.log(
    `P5 touch to frame, CPU ÷${THROTTLE}, ${whose}: p50 ${p50} ms, p95 ${p95} ms (target 50), worst ${worst} ms (target 100), ${changes} screen changes`,
  );
const dir = join(import.meta.dirname, 'results');
mkdirSync(dir, { recursive: true });
writeFileSync(join(dir, 'touch.json'), `${JSON.stringify({ ...result, all }, null, 1)}\n`);
if (all.length === 0) throw new Error('no screen change was seen');
