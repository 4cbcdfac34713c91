import { assign, raise } from 'xstate';
import type { CaseView } from '../contract/index.ts';
import { compileForm, type FormValues, type Result } from '../core/index.ts';
import { rowOfValues, rowsOf, templateOf } from './batch-list.ts';
import {
  answersOf,
  cityOf,
  commonForm,
  deliveriesOf,
  editedRow,
  formOfRow,
  guideOf,
  isReady,
  judgeRow,
  mostRows,
  needed,
  perRow,
  repeatable,
  rowProblems,
  wholeForm,
} from './batch-rows.ts';
import type { Batch, BatchDraft, BatchRow } from './batch-types.ts';
import { failure } from './failures.ts';
import { askedMaterials, materialsSettled } from './machine-materials.ts';
import {
  base,
  judgeOf,
  printed,
  problemIn,
  type SessionContext,
  settledMaterials,
  valueOr,
} from './machine-session.ts';
import { marked, signing, UNSIGNED } from './machine-sign.ts';
import type { Failure, Person, PhoneNews, PreparedDocument } from './types.ts';

/** 批量办理: a list of companies, checked row by row, signed once; then a case each, with a line each. */

type Turn = Partial<SessionContext>;

export const NO_BATCH: Batch = {
  rows: [],
  nextId: 1,
  editing: null,
  typed: null,
  common: {},
  answered: false,
  page: null,
  handed: [],
};

const changed = (context: SessionContext, over: Partial<Batch>): Turn => ({
  batch: { ...needed(context), ...over },
});

function rowTaken(context: SessionContext, given: FormValues): Turn {
  const batch = needed(context);
  const values = compileForm(formOfRow(context)).normalise(given, judgeOf(context));
  const before = editedRow(context);
  const place = before && { city: before.city, region: cityOf(context, before.city).region };
  const made = rowOfValues(values, place);
  const row: BatchRow = {
    ...made,
    id: before?.id ?? batch.nextId,
    instead: before?.instead ?? null,
    unprintable: before?.name === made.name && before.unprintable,
  };
  return changed(context, {
    rows: before ? batch.rows.map((one) => (one.id === row.id ? row : one)) : [...batch.rows, row],
    nextId: before ? batch.nextId : batch.nextId + 1,
    editing: null,
    typed: null,
  });
}

/** A list takes the place of what was there. */
function listTaken(context: SessionContext, news: PhoneNews): Turn {
  // coverage-defer: guarded transitions bring lists only; the other half is for the types
  /* v8 ignore next -- @preserve */
  if (news.kind !== 'list') return {};
  const batch = needed(context);
  const list = rowsOf(news.bytes, wholeForm(context), perRow(context));
  if (!list.ok) return { problem: list.error };
  const rows = list.value.map((row, at) => ({
    ...row,
    id: batch.nextId + at,
    instead: null,
    unprintable: false,
  }));
  return { ...changed(context, { rows, nextId: batch.nextId + rows.length, page: null }), problem: null };
}

const commonValid = (context: SessionContext, values: FormValues) =>
  compileForm(commonForm(context)).validate(values, judgeOf(context));

function commonTaken(context: SessionContext, given: FormValues): Turn {
  const values = compileForm(commonForm(context)).normalise(given, judgeOf(context));
  return { ...changed(context, { common: values, answered: true }), formProblems: [], problem: null };
}

function commonRefused(context: SessionContext, values: FormValues): Turn {
  const result = commonValid(context, values);
  // coverage-defer: a guard brings wrong answers only; the other half is for the types
  /* v8 ignore next -- @preserve */
  const formProblems = result.ok ? [] : result.error;
  return { ...changed(context, { common: values }), formProblems, problem: null };
}

/** The batch as far as it goes. */
function draft(context: SessionContext): BatchDraft {
  const { rows, common } = needed(context);
  const { delivery, document, strokes, fingerprint } = context;
  return {
    region: context.region,
    matter: guideOf(context).matter.code,
    person: context.person as Person,
    rows: rows.map((row) => ({
      ...row,
      region: cityOf(context, row.city).region as string,
      answers: wholeForm(context).normalise(answersOf(context, row), judgeRow(context, row)),
    })),
    common,
    materials: settledMaterials(context),
    delivery: delivery as NonNullable<typeof delivery>,
    document,
    strokes,
    fingerprint,
  };
}

type Made = Result<PreparedDocument | { readonly missing: string }, Failure>;
const missingOf = (made: Made): string => (made.ok && 'missing' in made.value ? made.value.missing : '');

/** Rows whose name no font has all of are marked: they are done at a counter. */
function unprintable(context: SessionContext, missing: string): Turn {
  const characters = [...missing];
  const { rows } = needed(context);
  const hit = (row: BatchRow) => characters.some((one) => row.name.includes(one));
  return {
    ...changed(context, { rows: rows.map((row) => ({ ...row, unprintable: hit(row) })) }),
    // It stands somewhere else than in a row: nothing on the list would mend it.
    problem: rows.some(hit) ? null : failure('unprintable'),
  };
}

const handed = (context: SessionContext, views: readonly CaseView[]): Turn =>
  changed(context, {
    handed: needed(context).rows.map((row, at) => ({ row, view: views[at] as CaseView })),
  });

/** The receipt is that of the first row: a batch without rows is never handed in. */
const ownCase = (context: SessionContext) =>
  (needed(context).handed[0] as Batch['handed'][number]).view.receiptNumber;

/** The rows that were not taken, as a list of their own. */
function repeated(context: SessionContext): Turn {
  const rows = needed(context)
    .handed.filter(({ view }) => repeatable(view))
    .map(({ row, view }) => ({ ...row, instead: view.state === 'stopped' ? view.receiptNumber : null }));
  return { ...changed(context, { rows, handed: [] }), receipt: 'none', problem: null };
}

export const batch = base.createStateConfig({
  initial: 'list',
  entry: assign(({ context }) => ({
    batch: context.batch ?? NO_BATCH,
    sources: context.batch ? context.sources : context.facts.sources(context.person as Person),
  })),
  states: {
    list: {
      on: {
        listFromPhone: { guard: ({ context }) => context.facts.phoneReady?.() === true, target: 'phone' },
        templateToPhone: {
          guard: ({ context }) => context.facts.phoneReady?.() === true,
          target: 'template',
        },
        openRow: {
          guard: ({ context, event }) =>
            event.row === null
              ? needed(context).rows.length < mostRows(context)
              : needed(context).rows.some(({ id }) => id === event.row),
          target: 'row',
          actions: assign(({ context, event }) => ({
            ...changed(context, { editing: event.row, typed: null }),
            formProblems: [],
            problem: null,
          })),
        },
        clearRows: {
          actions: assign(({ context }) => ({ ...changed(context, { rows: [] }), problem: null })),
        },
        rowsDone: { guard: ({ context }) => isReady(context), target: 'common', actions: 'clearProblem' },
        back: { target: '#journey.flow.forWhom', actions: 'clearProblem' },
      },
    },
    row: {
      on: {
        giveRow: [
          {
            guard: ({ context, event }) => rowProblems(context, event.values).length === 0,
            target: 'list',
            actions: assign(({ context, event }) => ({
              ...rowTaken(context, event.values),
              formProblems: [],
            })),
          },
          {
            actions: assign(({ context, event }) => ({
              ...changed(context, { typed: event.values }),
              formProblems: rowProblems(context, event.values),
            })),
          },
        ],
        leaveOutRow: {
          guard: ({ context, event }) => needed(context).editing === event.row,
          target: 'list',
          actions: assign(({ context, event }) => ({
            ...changed(context, { rows: needed(context).rows.filter(({ id }) => id !== event.row) }),
            formProblems: [],
          })),
        },
        back: { target: 'list', actions: assign({ formProblems: [] }) },
      },
    },
    phone: {
      initial: 'waiting',
      entry: 'clearProblem',
      exit: 'forgetBatchPage',
      states: {
        waiting: {
          invoke: {
            src: 'receiveFromPhone',
            input: ({ context }) => ({
              name: guideOf(context).matter.name,
              language: context.language,
              room: 0,
              list: true,
            }),
            onError: { target: 'over', actions: 'internalProblem' },
          },
          on: {
            PHONE: [
              {
                guard: ({ event }) => event.news.kind === 'open',
                actions: ['keepBatchPage', raise({ type: 'ACTIVITY' })],
              },
              {
                guard: ({ context, event: { news } }) =>
                  news.kind === 'list' && rowsOf(news.bytes, wholeForm(context), perRow(context)).ok,
                target: '#journey.flow.batch.list',
                actions: [
                  assign(({ context, event }) => listTaken(context, event.news)),
                  raise({ type: 'ACTIVITY' }),
                ],
              },
              {
                guard: ({ event }) => event.news.kind === 'list',
                target: 'over',
                actions: assign(({ context, event }) => listTaken(context, event.news)),
              },
              {
                // The phone says why, and may send another file to the same address.
                guard: ({ event }) => event.news.kind === 'refused',
                actions: ['noteNewsProblem', raise({ type: 'ACTIVITY' })],
              },
              { target: 'over', actions: 'noteNewsProblem' },
            ],
          },
        },
        over: { entry: 'forgetBatchPage', on: { retry: { target: 'waiting', actions: 'clearProblem' } } },
      },
      on: { back: { target: 'list', actions: 'clearProblem' } },
    },
    template: {
      initial: 'waiting',
      entry: 'clearProblem',
      exit: 'forgetBatchPage',
      states: {
        waiting: {
          invoke: {
            src: 'giveTemplate',
            input: ({ context }) => ({
              csv: templateOf(wholeForm(context), perRow(context), context.language),
              language: context.language,
            }),
            onError: { target: 'over', actions: 'internalProblem' },
          },
          on: {
            PHONE: [
              {
                guard: ({ event }) => event.news.kind === 'open',
                actions: ['keepBatchPage', raise({ type: 'ACTIVITY' })],
              },
              {
                guard: ({ event }) => event.news.kind === 'taken',
                target: 'taken',
                actions: raise({ type: 'ACTIVITY' }),
              },
              { target: 'over', actions: 'noteNewsProblem' },
            ],
          },
        },
        taken: { on: { retry: 'waiting', listFromPhone: '#journey.flow.batch.phone' } },
        over: { entry: 'forgetBatchPage', on: { retry: { target: 'waiting', actions: 'clearProblem' } } },
      },
      on: { back: { target: 'list', actions: 'clearProblem' } },
    },
    common: {
      entry: ['forgetDocument', assign(({ context }) => firstCommon(context))],
      on: {
        giveCommon: [
          {
            guard: ({ context, event }) => !commonValid(context, event.values).ok,
            actions: assign(({ context, event }) => commonRefused(context, event.values)),
          },
          {
            target: 'checking',
            actions: assign(({ context, event }) => commonTaken(context, event.values)),
          },
        ],
        back: { target: 'list', actions: assign({ formProblems: [] }) },
      },
    },
    /** With the common answers a row may be wrong that was right by itself. */
    checking: {
      always: [
        { guard: ({ context }) => !isReady(context), target: 'list' },
        {
          guard: ({ context }) => askedMaterials(context).length > 0,
          target: '#journey.flow.materials',
        },
        { target: 'delivery' },
      ],
    },
    delivery: {
      always: { guard: ({ context }) => !materialsSettled(context), target: '#journey.flow.materials' },
      on: {
        chooseDelivery: {
          guard: ({ context, event }) => deliveriesOf(context).includes(event.delivery),
          target: 'preparing',
          actions: [assign({ delivery: ({ event }) => event.delivery }), 'forgetDocument'],
        },
        back: [
          {
            guard: ({ context }) => askedMaterials(context).length > 0,
            target: '#journey.flow.materials',
          },
          { target: 'common' },
        ],
      },
    },
    preparing: {
      invoke: {
        src: 'prepareBatch',
        input: ({ context }) => draft(context),
        onDone: [
          {
            guard: ({ event }) => missingOf(event.output) !== '',
            target: 'list',
            actions: assign(({ context, event }) => unprintable(context, missingOf(event.output))),
          },
          {
            guard: ({ event }) => event.output.ok,
            target: 'review',
            actions: assign({ document: ({ event }) => documentOf(event.output) }),
          },
          { target: 'list', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'list', actions: 'internalProblem' },
      },
    },
    review: { on: { toSign: 'sign', back: { target: 'delivery', actions: 'forgetDocument' } } },
    sign: signing({
      here: '#journey.flow.batch.sign',
      signed: '#journey.flow.batch.sending',
      back: '#journey.flow.batch.review',
      keep: marked,
    }),
    /** Taken in, or not, in one transaction: who leaves meanwhile has still handed in or not. */
    sending: {
      invoke: {
        src: 'submitBatch',
        input: ({ context }) => draft(context),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'progress',
            actions: assign(({ context, event }) => ({
              ...handed(context, valueOr(event.output, [])),
              stored: true,
              document: null,
              ...UNSIGNED,
            })),
          },
          {
            target: 'sign',
            actions: assign({ problem: ({ event }) => problemIn(event.output), ...UNSIGNED }),
          },
        ],
        onError: { target: 'sign', actions: ['internalProblem', assign(UNSIGNED)] },
      },
      on: { WIPE: {}, leaveNow: {} },
      exit: raise({ type: 'ANSWERED' }),
    },
    progress: {
      initial: 'printing',
      invoke: {
        src: 'watchCases',
        input: ({ context }) => ({
          receiptNumbers: needed(context).handed.map(({ view }) => view.receiptNumber),
        }),
        // The cases are stored: without news of them the picture stands still, the journey goes on.
        onError: {},
      },
      on: {
        CASE: {
          actions: assign(({ context, event }) =>
            changed(context, {
              handed: needed(context).handed.map((one) =>
                one.view.receiptNumber === event.view.receiptNumber ? { ...one, view: event.view } : one,
              ),
            }),
          ),
        },
        done: '#journey.flow.farewell',
      },
      states: {
        printing: {
          entry: assign({ receipt: 'printing' }),
          invoke: {
            src: 'print',
            input: ({ context }) => ({
              what: 'receipt' as const,
              receiptNumber: ownCase(context),
              language: context.language,
              known: true,
              came: context.came,
            }),
            onDone: {
              target: 'shown',
              actions: assign(({ event }) => ({
                receipt: printed(event.output),
                came: null,
                problem: problemIn(event.output),
              })),
            },
            onError: {
              target: 'shown',
              actions: ['internalProblem', assign({ receipt: 'failed', came: null })],
            },
          },
        },
        shown: {
          on: {
            printReceipt: { guard: ({ context }) => context.receipt !== 'asking', target: 'printing' },
            paperCame: { guard: 'receiptAsked', target: 'printing', actions: 'noteWhatCame' },
            repeatRows: {
              guard: ({ context }) => needed(context).handed.some(({ view }) => repeatable(view)),
              target: '#journey.flow.batch.list',
              actions: assign(({ context }) => repeated(context)),
            },
          },
        },
      },
    },
  },
});

function documentOf(made: Made): PreparedDocument | null {
  // coverage-defer: a guard asks for documents only; the other half is for the types
  /* v8 ignore next -- @preserve */
  if (!made.ok || 'missing' in made.value) return null;
  return made.value;
}

/** What is known already stands there at the first look: the telephone number of an earlier case, say. */
function firstCommon(context: SessionContext): Turn {
  const { common } = needed(context);
  if (Object.keys(common).length > 0) return {};
  const asked = new Set(compileForm(commonForm(context)).fields.map(({ name }) => name));
  const { values } = wholeForm(context).prefill(context.sources);
  return changed(context, {
    common: Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name))),
  });
}
