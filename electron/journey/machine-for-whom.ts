import { assign } from 'xstate';
import type { ActingWay, Failure, Guide, PrincipalView, ScreenData } from '../contract/index.ts';
import { err, localDate, organisationCodeValid, type PrefillSources, type Result } from '../core/index.ts';
import { failure } from './failures.ts';
import { base, NO_ANSWERS, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import { signing } from './machine-sign.ts';
import type { ForWhom, Person } from './types.ts';

/** For whom: oneself, a company as its legal representative, a person who authorises the agent here, or a minor. */

/** Years of age from which somebody acts by themselves (Civil Code, article 17). */
const FULL_AGE = 18;

/** `birthDate`: YYYYMMDD, `now`: ms. Of age on the eighteenth birthday. */
export function isMinor(birthDate: string, now: number): boolean {
  const ofAge = `${Number(birthDate.slice(0, 4)) + FULL_AGE}${birthDate.slice(4)}`;
  return ofAge > localDate(now).replaceAll('-', '');
}

/** A guardian is one by the region's register: where that cannot be asked, a counter looks at the papers. */
function guardiansHere({ guide, facts, region }: SessionContext): boolean {
  const agents = guide?.identity.agents ?? [];
  return (
    agents.some(({ who, here }) => here && who === 'guardian') && facts.checksGuardians?.(region) === true
  );
}

/** What leads on at this machine, as far as the matter lets anybody act for another. */
function waysOf(context: SessionContext): ActingWay[] {
  const { identity, batch, charge } = context.guide as Guide;
  return [
    'self',
    ...(identity.accepts.includes('business-licence') ? (['legal-representative'] as const) : []),
    ...(identity.agents.some(({ who, here }) => here && who !== 'guardian') ? (['authorised'] as const) : []),
    ...(guardiansHere(context) ? (['guardian'] as const) : []),
    // A fee is paid application by application.
    ...(batch && !charge?.here ? (['batch'] as const) : []),
  ];
}

/** Whether there is anything to ask. Who has no card here can act for nobody else. */
export function asksForWhom(context: SessionContext): boolean {
  const { guide, person } = context;
  if (!guide || person?.source !== 'card') return false;
  return guide.identity.agents.length > 0 || waysOf(context).length > 1;
}

export function forWhomOf(context: SessionContext): ScreenData<'forWhom'> {
  const { matter, identity } = context.guide as Guide;
  return {
    matter: matter.name,
    ways: waysOf(context),
    elsewhere: identity.agents
      .filter(({ who, here }) => !here || (who === 'guardian' && !guardiansHere(context)))
      .map(({ who, proof }) => ({ who, proof })),
    phone: context.facts.sitePhone(),
  };
}

/** For the screen on which it must be checked; null for oneself. */
export function principalOf({ forWhom }: SessionContext): PrincipalView | null {
  if (forWhom?.principal) {
    const { name, number, document } = forWhom.principal;
    return { holder: 'person', name, number, document };
  }
  return forWhom?.organisation
    ? { holder: 'organisation', ...forWhom.organisation, known: forWhom.known }
    : null;
}

/** What a form is filled in from: the card of whom it is for. What a principal said earlier is not the agent's to see. */
export function sourcesOf({ facts, person, forWhom }: SessionContext): PrefillSources {
  if (forWhom?.principal) return { ...facts.sources(forWhom.principal), case: null };
  const own = facts.sources(person as Person);
  if (!forWhom?.organisation) return own;
  const { name, creditCode } = forWhom.organisation;
  return { ...own, licence: { name, code: creditCode } };
}

/** The principal as the card says, or why not this one. */
function principalIn(context: SessionContext, result: Result<Person, Failure>): Result<Person, Failure> {
  if (!result.ok) return result;
  const { number, document, birthDate } = result.value;
  if (number === context.person?.number) return err(failure('principalSame'));
  if (!context.guide?.identity.accepts.includes(document)) return err(failure('principalCard'));
  return isMinor(birthDate, context.facts.now()) ? err(failure('principalMinor')) : result;
}

export const NOBODY_ELSE: ForWhom = {
  organisation: null,
  known: false,
  principal: null,
  authorisation: null,
};

const may =
  (way: ActingWay) =>
  ({ context, event }: { context: SessionContext; event: { as: ActingWay } }) =>
    event.as === way && waysOf(context).includes(way);

export const forWhom = base.createStateConfig({
  entry: assign({ forWhom: null, problem: null }),
  always: { guard: ({ context }) => !asksForWhom(context), target: 'details' },
  on: {
    // Whatever was filled in for another is not for this one.
    actFor: [
      { guard: may('self'), target: 'details', actions: assign(NO_ANSWERS) },
      { guard: may('legal-representative'), target: 'company', actions: assign(NO_ANSWERS) },
      { guard: may('authorised'), target: 'principal', actions: assign(NO_ANSWERS) },
      { guard: may('guardian'), target: 'ward', actions: assign(NO_ANSWERS) },
      { guard: may('batch'), target: 'batch' },
    ],
    back: 'identify',
  },
});

export const company = base.createStateConfig({
  on: {
    giveOrganisation: [
      {
        guard: ({ event }) => !organisationCodeValid(event.creditCode),
        actions: assign({ problem: failure('organisationCodeWrong') }),
      },
      {
        target: 'checkingCompany',
        actions: assign({
          forWhom: ({ event: { name, creditCode } }) => ({
            ...NOBODY_ELSE,
            organisation: { name, creditCode },
          }),
          problem: null,
        }),
      },
    ],
    back: 'forWhom',
  },
});

export const checkingCompany = base.createStateConfig({
  invoke: {
    src: 'checkOrganisation',
    input: ({ context }) => ({
      region: context.region,
      matter: (context.guide as Guide).matter.code,
      organisation: (context.forWhom as ForWhom).organisation as NonNullable<ForWhom['organisation']>,
      representative: context.person as Person,
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.ok,
        target: 'details',
        actions: assign({
          forWhom: ({ context, event }) => ({
            ...(context.forWhom as ForWhom),
            known: valueOr(event.output, { known: false }).known,
          }),
        }),
      },
      { target: 'company', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
    ],
    onError: { target: 'stuck', actions: 'internalProblem' },
  },
  on: { back: 'company' },
});

export const principal = base.createStateConfig({
  initial: 'consent',
  on: { back: 'forWhom' },
  states: {
    consent: { on: { consent: 'lift' } },
    /** The agent's card, or one that did not do, has to go first. */
    lift: {
      always: { guard: ({ context }) => !context.facts.cardOnReader(), target: 'reader' },
      on: { DEVICES: { guard: ({ context }) => !context.facts.cardOnReader(), target: 'reader' } },
    },
    reader: {
      always: { guard: 'readerReady', target: 'reading' },
      on: { DEVICES: { guard: 'readerReady', target: 'reading' } },
    },
    reading: {
      initial: 'waiting',
      invoke: { src: 'readCard' },
      states: { waiting: { on: { READING: 'card' } }, card: {} },
      on: {
        PERSON: [
          {
            guard: ({ context, event }) => principalIn(context, event.result).ok,
            target: '#journey.flow.authorising',
            actions: assign({
              forWhom: ({ event }) => ({ ...NOBODY_ELSE, principal: valueOr(event.result, null) }),
              problem: null,
            }),
          },
          { guard: ({ event }) => problemIn(event.result)?.kind === 'readerAbsent', target: 'reader' },
          {
            guard: ({ event }) => problemIn(event.result)?.kind === 'internal',
            target: '#journey.flow.stuck',
            actions: assign({ problem: ({ event }) => problemIn(event.result) }),
          },
          {
            target: 'lift',
            actions: assign({
              problem: ({ context, event }) => problemIn(principalIn(context, event.result)),
            }),
          },
        ],
      },
    },
  },
});

export const authorising = base.createStateConfig({
  invoke: {
    src: 'prepareAuthorisation',
    input: ({ context }) => ({
      region: context.region,
      matter: (context.guide as Guide).matter.code,
      agent: context.person as Person,
      principal: (context.forWhom as ForWhom).principal as Person,
    }),
    onDone: [
      {
        guard: ({ event }) => event.output.ok,
        target: 'readAuthorisation',
        actions: assign({
          forWhom: ({ context, event }) => {
            const made = valueOr(event.output, null);
            const authorisation = made && { ...made, strokes: null, signedAt: 0 };
            return { ...(context.forWhom as ForWhom), authorisation };
          },
        }),
      },
      { target: 'stuck', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
    ],
    onError: { target: 'stuck', actions: 'internalProblem' },
  },
});

export const readAuthorisation = base.createStateConfig({
  on: { toSign: 'signAuthorisation', back: 'forWhom' },
});

export const signAuthorisation = signing({
  here: '#journey.flow.signAuthorisation',
  signed: '#journey.flow.details',
  back: '#journey.flow.readAuthorisation',
  keep: (context, mark) => {
    const forWhom = context.forWhom as ForWhom;
    const authorisation = forWhom.authorisation && {
      ...forWhom.authorisation,
      ...mark,
      signedAt: context.facts.now(),
    };
    return { forWhom: { ...forWhom, authorisation } };
  },
});
