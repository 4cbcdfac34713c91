import { err, ok } from '../../../electron/core/index.ts';
import { createFingerprintModule } from '../../devices/fingerprint/driver.ts';
import type { CaptureFeedback } from '../../devices/fingerprint/types.ts';
import { deviceComplaint } from '../advice.ts';
import { done, table } from '../report.ts';
import type { Context, Verb } from '../types.ts';
import { withDevice } from '../with-device.ts';

const ADVICE = {
  'no-finger': 'nobody laid a finger on the sensor in time, or took it off when asked',
  'poor-image': 'wipe the sensor; a dry finger may be breathed on, a wet one dried',
  'not-same-finger': 'use the same finger, in the same place',
  'transfer-failed': 'bytes were lost twice: check the cable, its length and its ground',
} as const;

const WORDS: Record<CaptureFeedback, string> = {
  'place-finger': 'lay a finger on the sensor',
  'too-messy': 'wet, dirty or smeared: dry the finger and try again',
  'too-few-features': 'too light: press harder',
  moved: 'it moved: hold still',
  'lift-finger': 'good; lift the finger, it is wanted once more',
  'does-not-fit': 'that was another finger: the same one, in the same place',
  captured: 'good',
};

const make = ({ address, open, clock }: Context) => createFingerprintModule({ address, open, clock });

/** Says each piece of advice once, not at every try. */
function feedback(context: Context) {
  let last: CaptureFeedback | null = null;
  return (now: CaptureFeedback) => {
    if (now !== last) context.say(WORDS[now]);
    last = now;
  };
}

const info: Verb = {
  help: 'what the module says of itself',
  run: (context) =>
    withDevice(
      context,
      () => make(context),
      async (device) => {
        const parameters = await device.parameters();
        if (!parameters.ok) return err(deviceComplaint(parameters.error, ADVICE));
        const index = await device.index();
        const { value } = parameters;
        const stored = index.ok ? index.value.length : null;
        return done(
          table([
            ['system id', value.systemId],
            ['capacity', `${value.capacity} templates`],
            ['stored', stored],
            ['security level', `${value.securityLevel} of 5`],
            ['data packet', `${value.packetBytes} bytes`],
            ['speed', `${value.baud} baud`],
            ...(value.read
              ? []
              : [['note', 'the module does not answer this question; usual values shown'] as const]),
          ]),
          { ...value, stored },
        );
      },
    ),
};

const capture: Verb = {
  help: 'waits for a finger, makes features of it, and erases them',
  run: (context) =>
    withDevice(
      context,
      () => make(context),
      async (device) => {
        const result = await device.session(
          (session) => session.capture({ waitMs: context.options.timeout, feedback: feedback(context) }),
          context.signal,
        );
        if (!result.ok) return err(deviceComplaint(result.error, ADVICE));
        return done(['captured; nothing of it was kept'], { captured: true });
      },
    ),
};

const verify: Verb = {
  help: 'enrols a finger (two touches), then compares a third touch with it; erases all of it',
  run: (context) =>
    withDevice(
      context,
      () => make(context),
      async (device) => {
        const options = { waitMs: context.options.timeout, feedback: feedback(context) };
        const result = await device.session(async (session) => {
          const enrolled = await session.enrol(options);
          if (!enrolled.ok) return enrolled;
          context.say('enrolled; now lift the finger and lay it on once more to compare');
          const verdict = await session.verify(enrolled.value, options);
          return verdict.ok ? ok(verdict.value) : verdict;
        }, context.signal);
        if (!result.ok) return err(deviceComplaint(result.error, ADVICE));
        const { matched, score } = result.value;
        return done(
          [`${matched ? 'the same finger' : 'another finger'} (score ${score}); nothing was kept`],
          result.value,
        );
      },
    ),
};

export const fingerprintVerbs = { info, capture, verify };
