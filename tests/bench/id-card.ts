import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, systemClock } from '../../electron/core/index.ts';
import { createIdCardReaderEmulator } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { listenPty } from '../../native-bridge/emulator/listen.ts';
import { createIdCardReader, type OpenTransport, openTransport } from '../../native-bridge/index.ts';
import { makeCard } from '../support/cards.ts';
import { type Figure, fineClock, percentile, quick, report } from './support.ts';

/**
 * P9: reading an ID card over a serial line of 115200 bits a second, held against the time that the bytes of the answers
 * alone need on that line. The driver, serialport and the terminal are real. The emulated reader sends at the speed of
 * the line and answers without thinking (its time to think is 0). The bytes to the reader take no time on a terminal
 * and are not reckoned.
 * `node tests/bench/id-card.ts [--quick]`
 */
const BAUD = 115_200;
const TARGET = 1.05;
const ROUNDS = quick ? 3 : 100;

/** What one read's conversation was: when each command was written, and when bytes last came, in milliseconds. */
interface Exchange {
  beganAt: number;
  lastByteAt: number;
  bytes: number;
  /** Time between the end of an answer and the next command: the driver's own. */
  driverMs: number;
}
let exchange: Exchange = { beganAt: 0, lastByteAt: 0, bytes: 0, driverMs: 0 };
const FIND = 0x20_01;

/** The real transport, with a look at its clock whenever bytes pass. */
const timed: OpenTransport = async (address) => {
  const opened = await openTransport(address);
  if (!opened.ok) return opened;
  const line = opened.value;
  return ok({
    ...line,
    write(bytes: Uint8Array) {
      const now = performance.now();
      if ((((bytes[7] as number) << 8) | (bytes[8] as number)) === FIND)
        exchange = { beganAt: now, lastByteAt: now, bytes: 0, driverMs: 0 };
      else exchange.driverMs += now - exchange.lastByteAt;
      return line.write(bytes);
    },
    onData: (receive: (chunk: Uint8Array) => void) =>
      line.onData((chunk) => {
        exchange.lastByteAt = performance.now();
        exchange.bytes += chunk.length;
        receive(chunk);
      }),
  });
};

const dir = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
const emulator = createIdCardReaderEmulator({ clock: fineClock, baud: BAUD, answerMs: 0, readMs: 0 });
const listening = await listenPty(emulator, systemClock, join(dir, 'ttyReader'));
if (!listening.ok) throw new Error(listening.error);
const reader = createIdCardReader({
  address: `${listening.value.address}?baud=${BAUD}`,
  open: timed,
  clock: systemClock,
});
const figures: Figure[] = [];
let wrong = 0;
try {
  reader.start();
  emulator.placeCard(makeCard(1), { fingerprints: true });
  for (const [what, fingerprints, bytes] of [
    ['text and photo', false, 15 + 19 + 1_295],
    ['with fingerprints', true, 15 + 19 + 2_321],
  ] as const) {
    const totals: number[] = [];
    const overheads: number[] = [];
    // The first read pays for code that runs for the first time.
    for (let round = 0; round <= ROUNDS; round++) {
      const card = await readOnce(fingerprints);
      const took = performance.now() - exchange.beganAt;
      const overhead = exchange.driverMs + performance.now() - exchange.lastByteAt;
      if (card !== makeCard(1).number || exchange.bytes !== bytes) wrong++;
      if (round === 0) continue;
      totals.push(took);
      overheads.push(overhead);
    }
    const wireMs = (bytes * 10 * 1_000) / BAUD;
    figures.push(
      { what: `${what}: bytes on the line`, value: wireMs, unit: 'ms' },
      { what: `${what}: whole read p50`, value: percentile(totals, 0.5), unit: 'ms' },
      {
        what: `${what}: of the line, p50`,
        value: (100 * percentile(totals, 0.5)) / wireMs,
        unit: '%',
        target: 100 * TARGET,
      },
      { what: `${what}: of the line, p99`, value: (100 * percentile(totals, 0.99)) / wireMs, unit: '%' },
      { what: `${what}: driver's own p50`, value: 1_000 * percentile(overheads, 0.5), unit: 'µs' },
      { what: `${what}: driver's own p99`, value: 1_000 * percentile(overheads, 0.99), unit: 'µs' },
    );
  }
} finally {
  await reader.stop();
  await listening.value.close();
  rmSync(dir, { recursive: true, force: true });
}
report('id-card', figures);
if (wrong > 0)
  throw new Error(`${wrong} reads gave another card, or other bytes, than was laid on the reader`);
// Milliseconds depend on what else the machine does: only the figures of a full run are held against the target.
if (!quick && figures.some(({ value, target }) => target !== undefined && value > target))
  process.exitCode = 1;

/** Reads the card that lies there, over again; the driver looks for it at its own pace. Gives its number. */
async function readOnce(fingerprints: boolean): Promise<string> {
  while (reader.presence.value !== 'ready') await new Promise((resolve) => setTimeout(resolve, 10));
  const signal = AbortSignal.timeout(10_000);
  const read = fingerprints
    ? await reader.read(signal, () => undefined, { fingerprints: true })
    : await reader.read(signal, () => undefined);
  return read.ok ? read.value.number : `${read.error.kind} ${read.error.code}`;
}
