import { afterAll, describe, expect, it } from 'vitest';
import { type JourneyEventName, journeyViewSchema } from '../../../electron/contract/index.ts';
import { err } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { type Harness, journeyHarness } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

/** Answers that lead on or out; another language alone is no way on. */
const NO_STEP: readonly JourneyEventName[] = ['setLanguage'];
/** Screens on which the machine itself goes on: it stores, prepares or looks something up. */
const WORKING = ['submitting', 'preparing'];

/** What may happen to somebody who stands on any screen. */
const TROUBLES: Record<string, (h: Harness) => Promise<Harness>> = {
  'who leaves': async (h) => {
    if (h.view().events.includes('leave')) await h.say({ type: 'leave' });
    if (h.view().events.includes('leaveNow')) await h.say({ type: 'leaveNow' });
    return h;
  },
  'who goes away without a word': async (h) => {
    await h.clock.advance(300_000);
    return h;
  },
  'whose card reader is lost': async (h) => {
    h.devices.reader = false;
    h.devices.changed();
    await h.settle();
    return h;
  },
  'whose printer is lost': async (h) => {
    h.devices.printer = false;
    h.devices.changed();
    await h.settle();
    return h;
  },
  'whose host is lost': async (h) => {
    const open = h.marks.lastIndexOf('begin') > h.marks.lastIndexOf('end');
    const stored = h.marks.some((mark) => mark.startsWith('received')) || h.screen() === 'submitted';
    const next = journeyHarness(open ? { receiptNumber: stored ? 'B017-261121-0001-N' : null } : null);
    await next.settle();
    return next;
  },
  'whose region cannot be reached': async (h) => {
    for (const effect of Object.values<{ calls: number; answer(value: never): void }>(h.held)) {
      if (effect.calls === 0) continue;
      // Whatever is being waited for now fails; what is not waited for has nothing to answer.
      try {
        effect.answer(err(failure('regionDown')) as never);
      } catch {}
    }
    await h.settle();
    return h;
  },
};

let count = 0;
afterAll(() =>
  console.log(`${count} combinations of a state and a trouble led to a screen with a next step`),
);

describe('the journey never comes to a dead end', () => {
  it.each(
    Object.keys(WAYS).flatMap((way) => Object.keys(TROUBLES).map((trouble) => [way, trouble] as const)),
  )('%s, for somebody %s', async (way, trouble) => {
    const stand = journeyHarness();
    await WAYS[way]?.(stand);
    const before = stand.view();
    const h = await (TROUBLES[trouble] as (h: Harness) => Promise<Harness>)(stand);
    const view = h.view();
    expect(journeyViewSchema.parse(view)).toEqual(view);
    const steps = view.events.filter((event) => !NO_STEP.includes(event));
    if (!WORKING.includes(view.screen)) expect(steps, view.screen).not.toEqual([]);
    if (trouble === 'whose card reader is lost' || trouble === 'whose printer is lost') {
      // A device that goes is a pause: nobody is sent back, and nothing that was said is lost.
      expect(view.screen).toBe(before.screen);
      if (view.screen === 'details' && before.screen === 'details')
        expect(view.data.values).toEqual(before.data.values);
    }
    if (trouble === 'who goes away without a word' && before.screen !== 'submitting')
      expect(view.screen).toBe('home');
    count++;
  });
});
