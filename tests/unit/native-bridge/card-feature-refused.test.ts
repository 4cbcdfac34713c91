import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import { takeCardFeatures } from '../../../native-bridge/codec/card-feature.ts';
import { Framer } from '../../../native-bridge/codec/framer.ts';
import { emulatedCardFeature } from '../../../native-bridge/devices/card-fingerprint-matcher/emulator.ts';
import type { CardFeature } from '../../../native-bridge/devices/card-fingerprint-matcher/types.ts';
import { ef01Framing, PACKET } from '../../../native-bridge/devices/fingerprint/protocol.ts';
import type {
  FingerprintModule,
  FingerprintSession,
  ModuleTemplate,
} from '../../../native-bridge/devices/fingerprint/types.ts';
import { recordedOpen } from '../../../native-bridge/transport/recording.ts';
import { fingerprintBench } from '../../support/fingerprint-bench.ts';

const REFUSED = { ok: false, error: { kind: 'foreign-template', code: 'not-of-this-module' } };

/** The first 24 bytes of the block that is to be kept out, as they would stand in a recording. */
const BLOCK = emulatedCardFeature(7);
const TRACE = Buffer.from(BLOCK.slice(0, 24)).toString('hex');

function cardFeature(): CardFeature {
  const taken = takeCardFeatures(BLOCK.slice());
  if (!taken?.[0]) throw new Error('no feature');
  return taken[0];
}

/** Everything that a card's block can be dressed up as. `real` is a template that the module did make. */
function disguises(real: ModuleTemplate): readonly (readonly [string, unknown])[] {
  const feature = cardFeature();
  const raw = BLOCK.slice();
  return [
    ['a card feature', feature],
    ['the bytes of one', raw],
    ['a buffer', Buffer.from(raw)],
    ['an object of the same shape', { size: 512, erase: () => undefined, bytes: raw }],
    ['an heir of a real template', Object.create(real)],
    ['a copy of a real template', { ...real, bytes: raw }],
    ['a proxy of a real template', new Proxy(real, { get: () => raw })],
    ['a structured copy', structuredClone({ size: 512, bytes: raw })],
    ['a page made of it', { page: raw }],
    ['a page that was never stored', { page: 0 }],
    ['nothing', null],
  ];
}

describe('features of an ID card', () => {
  it('are refused by type, before anything runs', () => {
    const feature = cardFeature();
    const never = (session: FingerprintSession) => [
      // @ts-expect-error a card's features are no template of a module
      session.verify(feature),
      // @ts-expect-error nor to be stored
      session.store(feature),
      // @ts-expect-error nor are their bytes
      session.store(new Uint8Array(512)),
      // @ts-expect-error nor is something of the same shape
      session.verify({ size: 512, erase: () => undefined }),
    ];
    expect(never).toBeTypeOf('function');
    expect(feature.erased).toBe(false);
  });

  it('never get into DownChar, by no public call and in no disguise', async () => {
    const lines: string[] = [];
    const { module, emulator, ready, finish, asked } = fingerprintBench({
      driver: { model: { light: 'ring', sleep: true } },
      through: (open, clock) => recordedOpen(open, clock, (line) => lines.push(line)),
    });
    await ready();
    emulator.place(3);
    const tried: string[] = [];
    const ended = await finish(
      module.session(async (session) => {
        await session.capture();
        const real = await session.template();
        if (!real.ok) return real;
        for (const [name, disguise] of disguises(real.value)) {
          const from = emulator.asked.length;
          // The two calls that take a template…
          for (const call of ['verify', 'store'] as const) {
            const result = await session[call](disguise as ModuleTemplate);
            if (name === 'a page that was never stored' && call === 'verify')
              expect(result).toMatchObject({ ok: false, error: { kind: 'not-there' } });
            else expect(result, `${call} ${name}`).toEqual(REFUSED);
          }
          // …are refused before the finger is asked for, and before any byte leaves.
          expect(asked(from), name).toEqual([]);
          tried.push(name);
        }
        // Every other call of the session, with the block in every place.
        const feature = cardFeature();
        for (const call of ['capture', 'enrol', 'identify', 'template', 'image'] as const) {
          const options = { waitMs: 100, keep: feature, feedback: undefined };
          await (session[call] as (...all: unknown[]) => Promise<unknown>)(
            call === 'image' ? undefined : options,
            feature,
            BLOCK.slice(),
          );
        }
        return ok();
      }),
      120_000,
    );
    expect(ended).toEqual(ok());
    expect(tried).toHaveLength(11);
    // Every call of the module itself.
    const calls: (keyof FingerprintModule)[] = ['parameters', 'index', 'remove', 'empty', 'light', 'sleep'];
    for (const call of calls) {
      const given = call === 'light' ? [{ mode: 'on' }] : [cardFeature(), BLOCK.slice()];
      await finish((module[call] as unknown as (...all: unknown[]) => Promise<unknown>).apply(module, given));
    }
    await module.stop();
    const sent = lines.filter((line) => line.includes('"dir":"out"'));
    expect(sent.length).toBeGreaterThan(20);
    expect(sent.some((line) => line.includes(TRACE))).toBe(false);
    // What went down by DownChar were zeros only, the wiping: no template of the module was laid in this test.
    const framer = new Framer(ef01Framing);
    const data = sent
      .flatMap((line) => framer.push(Buffer.from((JSON.parse(line) as { hex: string }).hex, 'hex')))
      .flatMap((event) => (event.kind === 'frame' && event.frame.id !== PACKET.command ? [event.frame] : []));
    expect(data.length).toBeGreaterThan(8);
    expect(data.every(({ payload }) => payload.every((byte) => byte === 0))).toBe(true);
  });

  it('have the size of a template: size is not what tells them apart', async () => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    emulator.place(3);
    const sizes = await finish(
      module.session(async (session) => {
        await session.capture();
        const real = await session.template();
        if (!real.ok) return real;
        const own = await session.verify(real.value);
        return ok([real.value.size, own.ok && own.value.matched]);
      }),
    );
    expect(sizes).toEqual(ok([BLOCK.length, true]));
    await module.stop();
  });
});
