import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import {
  createIdCardReaderEmulator,
  fillerFingerprints,
  type IdCardReaderEmulator,
} from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { type Listening, listenPty, listenTcp } from '../../native-bridge/emulator/listen.ts';
import { createIdCardReader, openTransport } from '../../native-bridge/index.ts';
import { makeCard, makeForeign2023, makePermit } from '../support/cards.ts';
import { eventually } from '../support/eventually.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';

const skip = mustSkip('the card reader on a terminal', hasTool('socat') ? [] : ['socat']);
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const never = new AbortController().signal;

/** A reader that answers at the speed of its line, and the driver on the other end of it. */
async function connect(
  listen: (emulator: IdCardReaderEmulator) => Promise<{ ok: boolean; value?: Listening; error?: string }>,
) {
  const emulator = createIdCardReaderEmulator({ clock: systemClock, readMs: 20, answerMs: 2 });
  const listening = await listen(emulator);
  if (!listening.value) throw new Error(listening.error);
  const { address, close } = listening.value;
  undo.push(close);
  const reader = createIdCardReader({ address, open: openTransport, clock: systemClock });
  undo.push(() => reader.stop());
  reader.start();
  await eventually(reader.presence, (presence) => presence === 'ready');
  return { emulator, reader };
}

/** All that a reader is for: what it is, every type of card, fingerprints, address, lifting. */
async function useFully({ emulator, reader }: Awaited<ReturnType<typeof connect>>): Promise<void> {
  expect(await reader.info()).toMatchObject({
    ok: true,
    value: { status: 0x90, samNumber: { text: '05.03-20240101-0000000000-0000000001' } },
  });
  expect(await reader.setRadioFrame(80)).toMatchObject({ ok: true });
  emulator.placeCard(makeCard(41), { fingerprints: true, newAddress: '示例省样本市新路1号' });
  const read = await reader.read(never, () => undefined, {
    fingerprints: true,
    newAddress: true,
    managementNumber: true,
    picture: true,
  });
  expect(read).toMatchObject({
    ok: true,
    value: {
      ...makeCard(41),
      newAddress: '示例省样本市新路1号',
      managementNumber: new Uint8Array(28).fill(0x11),
      picture: { ok: false, error: { kind: 'no-decoder' } },
    },
  });
  const features = read.ok ? read.value.fingerprints : null;
  expect(features?.map((feature) => feature.lend((bytes) => bytes.slice()))).toEqual([
    fillerFingerprints().slice(0, 512),
    fillerFingerprints().slice(512),
  ]);
  emulator.removeCard();
  await eventually(reader.cardPresent, (present) => !present);
  for (const card of [makePermit(), makeForeign2023()]) {
    emulator.placeCard(card);
    const accept = ['residence-permit', 'foreign-permanent-resident'] as const;
    expect(await reader.read(never, () => undefined, { accept })).toEqual({ ok: true, value: card });
    emulator.removeCard();
    await eventually(reader.cardPresent, (present) => !present);
  }
  expect(await reader.reset()).toMatchObject({ ok: true });
  expect(emulator.overlaps).toBe(0);
}

describe.skipIf(skip)('the card reader on a terminal', () => {
  it('is fully used, also after a change of its speed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tongban-reader-'));
    undo.push(() => rmSync(dir, { recursive: true, force: true }));
    const bench = await connect((emulator) => listenPty(emulator, systemClock, join(dir, 'ttyReader')));
    await useFully(bench);
    const changed = await bench.reader.setSpeed(57_600);
    expect(changed).toMatchObject({ ok: true });
    expect(bench.reader.address).toMatch(/\?baud=57600$/);
    await eventually(bench.reader.presence, (presence) => presence === 'ready');
    expect(bench.emulator.speed).toBe(57_600);
    await useFully(bench);
  }, 60_000);
});

describe('the card reader behind a serial device server', () => {
  it('is fully used', async () => {
    const bench = await connect((emulator) => listenTcp(emulator, systemClock, '127.0.0.1', 0));
    await useFully(bench);
    expect(await bench.reader.setSpeed(9_600)).toMatchObject({ error: { code: 'not-serial' } });
  }, 60_000);
});
