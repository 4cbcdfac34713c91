import { assign } from 'xstate';
import type { Guide, PassportWay, ScreenData } from '../contract/index.ts';
import { err, fitsZone, nameOfZone, ok, type Result } from '../core/index.ts';
import { failure } from './failures.ts';
import { reportFrom } from './machine-report.ts';
import { base, type SessionContext } from './machine-session.ts';
import type { Failure, IdentityClaim, ReadPassport } from './types.ts';

/** Who someone is by a passport: the zone that the document camera sees, the holder's word, and the region's check. */

/** After so many pictures in a row without a zone it is said how the passport should lie. */
const MISSES = 4;

/** Whether a passport leads on, in the chosen matter at this machine. */
export function passportWay({ guide, facts, region }: SessionContext): PassportWay {
  if (!guide?.identity.accepts.includes('passport')) return 'not-taken';
  return facts.passport?.(region) ?? 'no-camera';
}

export const mayShowPassport = ({ context }: { context: SessionContext }): boolean =>
  context.purpose === 'apply' && passportWay(context) === 'here';

/** Without a card here: there is something to choose, or something to say, as soon as the matter takes passports. */
export const asksOtherProof = ({ context }: { context: SessionContext }): boolean =>
  context.purpose === 'apply' && passportWay(context) !== 'not-taken';

export function otherProofOf(context: SessionContext): ScreenData<'otherProof'> {
  const { matter, region, withoutCard, places } = context.guide as Guide;
  return {
    matter: matter.name,
    region: region.short,
    number: withoutCard,
    passport: passportWay(context),
    places,
  };
}

/** What the zone says, as the holder is shown it. */
export function shownPassport({ names, ...rest }: ReadPassport): NonNullable<ScreenData<'passport'>['read']> {
  return { name: nameOfZone(names), truncated: names.truncated, ...rest };
}

/** The person as the holder confirmed, or why the name that was typed is not the one in the passport. */
function claimIn({ passport }: SessionContext, name: string): Result<IdentityClaim, Failure> {
  const read = passport?.read;
  // coverage-defer: asked only where something was read
  /* v8 ignore next -- @preserve */
  if (!read) throw new Error('no passport was read');
  const { names, number, nationality, birthDate, sex } = read;
  const same = name === nameOfZone(names);
  if (!same && !fitsZone(name, names)) return err(failure('passportName'));
  return ok({ name, number, passport: { nationality, birthDate, sex } });
}

export const otherProof = base.createStateConfig({
  on: {
    withoutCard: { guard: ({ context }) => context.guide?.withoutCard === true, target: 'noCard' },
    showPassport: { guard: mayShowPassport, target: 'passport' },
    report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'cardNeeded')) },
    back: 'identify',
  },
});

const NOTHING_READ = { read: null, misses: 0 } as const;

export const passport = base.createStateConfig({
  initial: 'consent',
  on: { back: 'otherProof' },
  states: {
    consent: {
      entry: assign({ passport: NOTHING_READ, claim: null, problem: null }),
      on: { consent: 'watching' },
    },
    watching: {
      entry: assign({ passport: NOTHING_READ }),
      on: {
        ZONE: [
          {
            guard: ({ event }) => event.result.ok,
            target: 'check',
            actions: assign({
              passport: ({ event }) => ({
                ...NOTHING_READ,
                read: event.result.ok ? event.result.value : null,
              }),
              problem: null,
            }),
          },
          {
            guard: ({ event }) => !event.result.ok && event.result.error.kind === 'zoneMissing',
            actions: assign(({ context }) => {
              const misses = (context.passport?.misses ?? 0) + 1;
              return {
                passport: { ...NOTHING_READ, misses },
                problem: misses >= MISSES ? failure('zoneMissing') : context.problem,
              };
            }),
          },
          {
            guard: ({ event }) => !event.result.ok && event.result.error.kind === 'zoneUnclear',
            actions: assign({ passport: NOTHING_READ, problem: failure('zoneUnclear') }),
          },
          {
            target: 'refused',
            actions: assign({ problem: ({ event }) => (event.result.ok ? null : event.result.error) }),
          },
        ],
      },
    },
    /** An expired one, or none that can be read at all: the next one may do. */
    refused: { on: { retry: { target: 'watching', actions: 'clearProblem' } } },
    check: {
      on: {
        confirmPassport: [
          {
            guard: ({ context, event }) => claimIn(context, event.name).ok,
            target: '#journey.flow.checking',
            actions: assign({
              claim: ({ context, event }) => {
                const claim = claimIn(context, event.name);
                return claim.ok ? claim.value : null;
              },
              problem: null,
            }),
          },
          { actions: assign({ problem: failure('passportName') }) },
        ],
        retry: { target: 'watching', actions: 'clearProblem' },
      },
    },
  },
});
