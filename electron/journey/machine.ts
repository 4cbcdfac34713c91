import { assign, enqueueActions, raise, stateIn } from 'xstate';
import { attention } from './machine-attention.ts';
import { batch } from './machine-batch.ts';
import { camera } from './machine-camera.ts';
import { character } from './machine-character.ts';
import { commitment, signCommitment } from './machine-commitment.ts';
import { correct } from './machine-correct.ts';
import { decided, delivery, mailAddress } from './machine-delivery.ts';
import { details } from './machine-details.ts';
import { preparing, review, sign, submitting } from './machine-document.ts';
import { dropping, keeping, mayKeep, resume } from './machine-draft.ts';
import { fee } from './machine-fee.ts';
import {
  authorising,
  checkingCompany,
  company,
  forWhom,
  principal,
  readAuthorisation,
  signAuthorisation,
} from './machine-for-whom.ts';
import { help, staffCall } from './machine-help.ts';
import { cardNeeded, checking, identify, noCard } from './machine-identity.ts';
import { licence } from './machine-licence.ts';
import { cell, collect, collectCard, collectCode, collectList } from './machine-locker.ts';
import { materials, phone } from './machine-materials.ts';
import { cases, finding, recovered, submitted } from './machine-paper.ts';
import { otherProof, passport } from './machine-passport.ts';
import { prints } from './machine-prints.ts';
import { rate } from './machine-rating.ts';
import { report, reported, reportFrom } from './machine-report.ts';
import { resultPhone } from './machine-result-phone.ts';
import { base, comparisonOf, fresh } from './machine-session.ts';
import { readAsSigner, signAsSigner, signerCard, signers } from './machine-signers.ts';
import { checkingWard, ward } from './machine-ward.ts';

/** How often the farewell waits again for paper that lies in the tray. */
const REMINDED_AT_MOST = 5;

const noHelp = stateIn({ help: 'away' });

/** The flow of screens: one state a screen. Wiping and leaving work from everywhere, but for the moment of storing. */
const flow = base.createStateConfig({
  initial: 'entry',
  on: {
    WIPE: { target: '.home', actions: 'defaultLanguage' },
    keepDraft: { guard: ({ context }) => mayKeep(context), target: '.keeping' },
    leaveNow: [
      { guard: 'knowsSomeone', target: '.farewell' },
      { target: '.home', actions: 'defaultLanguage' },
    ],
  },
  states: {
    entry: {
      always: [
        { guard: ({ context }) => context.recovered !== null, target: 'recovered' },
        { target: 'home' },
      ],
    },

    home: {
      // Raised for the attention beside us: nobody is here any more.
      entry: ['wipe', raise({ type: 'WIPE' })],
      after: { idle: { guard: noHelp, actions: 'defaultLanguage' } },
      on: {
        WIPE: {},
        leaveNow: {},
        setLanguage: {
          // Under help nothing begins anew.
          guard: noHelp,
          target: 'home',
          reenter: true,
          actions: assign({ language: ({ event }) => event.language }),
        },
        apply: { target: 'matters', actions: assign({ purpose: 'apply' }) },
        track: { target: 'identify', actions: assign({ purpose: 'track' }) },
        print: { target: 'identify', actions: assign({ purpose: 'print' }) },
        collect: { target: 'collect', actions: assign({ purpose: 'apply' }) },
        report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'home')) },
      },
    },

    matters: {
      initial: 'list',
      on: {
        chooseRegion: {
          guard: ({ context, event }) => context.facts.regions().some((r) => r.code === event.region),
          actions: assign({ region: ({ event }) => event.region }),
        },
        chooseMatter: {
          guard: ({ context, event }) => context.facts.guide(context.region, event.matter) !== null,
          target: 'guide',
          actions: assign({
            guide: ({ context, event }) => context.facts.guide(context.region, event.matter),
          }),
        },
        back: 'home',
      },
      states: {
        list: { on: { openSearch: 'searching' } },
        searching: {
          on: {
            search: {
              actions: assign(({ context, event }) => ({
                query: event.query,
                // Words that name a region ask for that region: 天津 公积金.
                region: context.facts.search(context.region, event.query)?.region ?? context.region,
              })),
            },
            back: { target: 'list', actions: assign({ query: '' }) },
            report: {
              target: '#journey.flow.report',
              actions: assign(({ context }) => reportFrom(context, 'search')),
            },
          },
        },
      },
    },

    guide: {
      on: {
        start: {
          guard: ({ context }) => context.guide?.matter.depth === 'full' && context.facts.hasRoom(),
          target: 'identify',
        },
        compare: { guard: ({ context }) => comparisonOf(context) !== null, target: 'compare' },
        report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'guide')) },
        back: [
          { guard: ({ context }) => context.query !== '', target: 'matters.searching' },
          { target: 'matters' },
        ],
      },
    },
    compare: { on: { back: 'guide' } },
    identify,
    noCard,
    cardNeeded,
    checking,
    otherProof,
    passport,
    forWhom,
    company,
    checkingCompany,
    ward,
    checkingWard,
    principal,
    authorising,
    readAuthorisation,
    signAuthorisation,
    batch,
    resume,
    dropping,
    keeping,
    details,
    materials,
    camera,
    licence,
    phone,
    resultPhone,
    prints,
    delivery,
    mailAddress,
    decided,
    fee,
    preparing,
    character,
    review,
    commitment,
    signCommitment,
    sign,
    signers,
    signerCard,
    readAsSigner,
    signAsSigner,
    submitting,
    submitted,
    collect,
    collectCard,
    collectCode,
    collectList,
    cell,
    finding,
    cases,
    correct,
    rate,

    stuck: {
      on: {
        report: { target: 'report', actions: assign(({ context }) => reportFrom(context, 'stuck')) },
        retry: [
          {
            guard: 'hasDraft',
            target: 'decided',
            actions: 'clearProblem',
          },
          {
            guard: ({ context }) => context.claim !== null && context.person === null,
            target: 'checking',
            actions: 'clearProblem',
          },
          { target: 'identify', actions: 'clearProblem' },
        ],
        back: [
          { guard: ({ context }) => context.purpose !== 'apply', target: 'home' },
          {
            guard: 'hasDraft',
            target: 'delivery',
            actions: 'clearProblem',
          },
          { target: 'identify', actions: 'clearProblem' },
        ],
      },
    },
    recovered,
    report,
    reported,

    farewell: {
      // The citizen is forgotten on entering, not on leaving: a crash in between leaves nothing.
      entry: enqueueActions(({ context, enqueue }) => {
        enqueue.assign({
          ...fresh(context.facts),
          language: context.language,
          kept: context.kept,
          stored: context.stored,
          receipt: context.receipt,
          result: context.result,
          reminded: context.reminded,
        });
      }),
      exit: 'defaultLanguage',
      after: {
        farewell: [
          {
            // Whoever forgets the paper is reminded while it still lies there, though not for ever.
            guard: ({ context }) =>
              context.facts.paperWaiting?.() === true && context.reminded < REMINDED_AT_MOST,
            target: 'farewell',
            reenter: true,
            actions: assign({ reminded: ({ context }) => context.reminded + 1 }),
          },
          { target: 'home' },
        ],
      },
      on: { leaveNow: 'home', done: 'home' },
    },
  },
});

/** The journey: the flow of screens and, beside it, the attention of the citizen. Pure; effects are provided from outside. */
export const journeyMachine = base.createMachine({
  id: 'journey',
  type: 'parallel',
  context: ({ input }) => ({ ...fresh(input.facts), recovered: input.recovered }),
  on: { setLanguage: { actions: assign({ language: ({ event }) => event.language }) } },
  states: { flow, attention, help, staffCall },
});
