import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { takeCardFeatures } from '../../../native-bridge/codec/card-feature.ts';
import { createCardFingerprintMatcher } from '../../../native-bridge/devices/card-fingerprint-matcher/create.ts';
import {
  createCardFingerprintMatcherEmulator,
  EMULATED_TIMING,
  emulatedCardFeature,
} from '../../../native-bridge/devices/card-fingerprint-matcher/emulator.ts';
import type {
  CardFeature,
  MatcherFailure,
  MatchFeedback,
} from '../../../native-bridge/devices/card-fingerprint-matcher/types.ts';

const failure = (kind: MatcherFailure['kind'], code: string) => ({ ok: false, error: { kind, code } });
const open = async () => ({ ok: false, error: { kind: 'not-found', detail: '' } }) as const;

function features(...fingers: number[]): readonly CardFeature[] {
  const block = new Uint8Array(fingers.length * 512);
  fingers.forEach((finger, i) => {
    block.set(emulatedCardFeature(finger), i * 512);
  });
  return takeCardFeatures(block) as readonly CardFeature[];
}

describe('the features of a card', () => {
  it('are taken out of the block, which is overwritten', () => {
    const block = new Uint8Array(1_024).fill(7);
    const taken = takeCardFeatures(block);
    expect(taken).toHaveLength(2);
    expect(block.every((byte) => byte === 0)).toBe(true);
    expect(taken?.[1]?.lend((bytes) => [bytes.length, bytes[0]])).toEqual([512, 7]);
  });

  it('are none where a place holds nothing', () => {
    const block = new Uint8Array(1_024).fill(0xff, 512);
    expect(takeCardFeatures(block)).toEqual([]);
    block.fill(3, 512, 600);
    expect(takeCardFeatures(block)).toHaveLength(1);
  });

  it('are none in a block of another length, which is overwritten too', () => {
    for (const length of [0, 511, 1_000]) {
      const block = new Uint8Array(length).fill(1);
      expect(takeCardFeatures(block)).toBeNull();
      expect(block.every((byte) => byte === 0)).toBe(true);
    }
  });

  it('are gone when erased, and never stand in a text', () => {
    const [feature] = features(9) as [CardFeature];
    expect(JSON.stringify(feature)).toBe('{}');
    let lent: Uint8Array | null = null;
    feature.lend((bytes) => {
      lent = bytes;
    });
    feature.erase();
    expect(feature.erased).toBe(true);
    expect(feature.lend((bytes) => bytes)).toBeNull();
    expect((lent as Uint8Array | null)?.every((byte) => byte === 0)).toBe(true);
  });
});

describe('the matcher of a kiosk', () => {
  const clock = new VirtualClock();

  it('is null where none is configured', () => {
    for (const config of [null, undefined]) {
      expect(createCardFingerprintMatcher(config, { open, clock })).toEqual({ ok: true, value: null });
    }
  });

  it('is the driver that the configuration names', () => {
    const config = { driver: 'vendor-x', address: 'serial:///dev/x' };
    const made = createCardFingerprintMatcher(
      config,
      { open, clock },
      {
        'vendor-x': (deps) => {
          expect(deps).toEqual({ address: 'serial:///dev/x', open, clock });
          return createCardFingerprintMatcherEmulator(deps.clock);
        },
      },
    );
    expect(made.ok && made.value?.presence.value).toBe('unknown');
  });

  it('is an error, not a silent null, when its driver is missing', () => {
    for (const driver of ['vendor-x', 'toString', 'emulator']) {
      expect(createCardFingerprintMatcher({ driver, address: '' }, { open, clock })).toEqual({
        ok: false,
        error: {
          kind: 'unknown-driver',
          message: `card fingerprint matcher ${driver}: no such driver (there is: none)`,
        },
      });
    }
  });
});

describe('the emulated matcher', () => {
  function bench() {
    const clock = new VirtualClock();
    const matcher = createCardFingerprintMatcherEmulator(clock);
    const feedback: MatchFeedback[] = [];
    matcher.start();
    return { clock, matcher, feedback, noted: { feedback: (one: MatchFeedback) => void feedback.push(one) } };
  }

  it('says that it is one, and tells which finger it was', async () => {
    const { clock, matcher, feedback, noted } = bench();
    expect(matcher.emulated).toBe(true);
    expect(matcher.presence.value).toBe('ready');
    const both = features(11, 300);
    const work = matcher.compare(both, noted);
    await clock.advance(200);
    for (const condition of ['dry', 'wet', 'moving', 'good'] as const) {
      matcher.place(300, condition);
      await clock.advance(200);
    }
    await clock.advance(EMULATED_TIMING.compare);
    expect(await work).toEqual({ ok: true, value: { finger: 1 } });
    expect(feedback).toEqual(['place-finger', 'press-harder', 'too-messy', 'moved', 'comparing']);
    expect(both.every((feature) => !feature.erased)).toBe(true);
  });

  it('finds no match in another finger, nor in any real block', async () => {
    const { clock, matcher } = bench();
    matcher.place(5);
    const real = takeCardFeatures(new Uint8Array(512).fill(0x43)) as readonly CardFeature[];
    for (const one of [features(6), real]) {
      const work = matcher.compare(one);
      await clock.advance(1_000);
      expect(await work).toEqual({ ok: true, value: { finger: null } });
    }
  });

  it('fails in words', async () => {
    const { clock, matcher } = bench();
    expect(await matcher.compare([])).toEqual(failure('no-features', 'none-in-card'));
    const erased = features(1);
    erased[0]?.erase();
    expect(await matcher.compare(erased)).toEqual(failure('no-features', 'none-in-card'));

    const nobody = matcher.compare(features(1), { waitMs: 500 });
    expect(await matcher.compare(features(1))).toEqual(failure('refused', 'busy'));
    await clock.advance(700);
    expect(await nobody).toEqual(failure('no-finger', 'waited'));

    matcher.place(1, 'dry');
    const poor = matcher.compare(features(1), { waitMs: 500 });
    await clock.advance(700);
    expect(await poor).toEqual(failure('poor-image', 'waited'));

    matcher.place(1);
    matcher.refuseNext('e-17');
    const refused = matcher.compare(features(1));
    await clock.advance(700);
    expect(await refused).toEqual(failure('refused', 'e-17'));

    const abort = new AbortController();
    const aborted = matcher.compare(features(1), { signal: abort.signal });
    await clock.advance(50);
    abort.abort();
    await clock.advance(0);
    expect(await aborted).toEqual(failure('cancelled', 'aborted'));
  });

  it('is lost and comes back', async () => {
    const { clock, matcher } = bench();
    const work = matcher.compare(features(1));
    await clock.advance(50);
    matcher.unplug();
    await clock.advance(200);
    expect(await work).toEqual(failure('device-lost', 'absent'));
    expect(matcher.presence.value).toBe('absent');
    matcher.plug();
    expect(matcher.presence.value).toBe('ready');
    await matcher.stop();
    expect(matcher.presence.value).toBe('unknown');
    matcher.unplug();
    expect(matcher.presence.value).toBe('unknown');
    expect(await matcher.compare(features(1))).toEqual(failure('cancelled', 'stopped'));
  });
});
