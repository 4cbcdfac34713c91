import type { BatchTrouble, CaseView, Delivery, Guide } from '../contract/index.ts';
import {
  type CompiledForm,
  compileForm,
  type FormFile,
  type FormProblem,
  type FormValues,
  formWithout,
  organisationCodeValid,
} from '../core/index.ts';
import { licenceFields, rowForm, valuesOfRow } from './batch-list.ts';
import type { Batch, BatchCity, BatchRow } from './batch-types.ts';
import { formOf, judgeOf, type SessionContext } from './machine-session.ts';

/** What a batch (批量办理) asks, row by row and once for all, and what keeps it back; nothing is changed here. */

/** Characters of a company's name, at least. */
const NAME_SHORTEST = 2;

export const needed = (context: SessionContext): Batch => context.batch as Batch;
export const guideOf = ({ guide }: SessionContext): Guide => guide as Guide;
export const wholeForm = (context: SessionContext) => formOf(context) as CompiledForm;
export const perRow = (context: SessionContext) => guideOf(context).batch?.perRow ?? [];
export const mostRows = (context: SessionContext) => guideOf(context).batch?.max ?? 0;

export function regionsOf(context: SessionContext) {
  return context.facts.batchRegions?.(guideOf(context).matter.code, context.region) ?? [];
}

export function cityOf(context: SessionContext, word: string): BatchCity {
  const unknown = { region: null, short: null, why: 'city-unknown' } as const;
  return context.facts.batchCity?.(word, guideOf(context).matter.code, context.region) ?? unknown;
}

/** The questions of one row. */
export function formOfRow(context: SessionContext): FormFile {
  return rowForm(wholeForm(context), perRow(context), regionsOf(context));
}

/** The questions that are answered once for all; a form that asks nothing else of a row still has one. */
export function commonForm(context: SessionContext): FormFile {
  const form = wholeForm(context);
  return formWithout(form.file, licenceFields(form)) ?? form.file;
}

/** Every answer of a row: what is common, what the licence says, what is its own. */
export function answersOf(context: SessionContext, row: BatchRow): FormValues {
  const form = wholeForm(context);
  const { name, creditCode } = row;
  const licence = { name, code: creditCode };
  const { values } = form.prefill({ ...context.sources, licence });
  const own = licenceFields(form).flatMap((field) => {
    const value = values[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return { ...needed(context).common, ...Object.fromEntries(own), ...row.values };
}

export const judgeRow = (context: SessionContext, { name, creditCode }: BatchRow) => ({
  ...judgeOf(context),
  sources: { ...context.sources, licence: { name, code: creditCode } },
});

/** What keeps each row back; all of them right is what goes on. */
export function troublesOf(context: SessionContext): ReadonlyMap<number, readonly BatchTrouble[]> {
  const { rows, answered } = needed(context);
  const own = compileForm(formOfRow(context));
  const seen = new Set<string>();
  return new Map(
    rows.map((row) => {
      const found: BatchTrouble[] = [];
      if (row.name.trim().length < NAME_SHORTEST) found.push('name');
      if (!organisationCodeValid(row.creditCode)) found.push('code');
      else if (seen.has(row.creditCode)) found.push('duplicate');
      seen.add(row.creditCode);
      const city = cityOf(context, row.city);
      if (city.why !== null) found.push(city.why);
      if (row.unprintable) found.push('unprintable');
      if (found.length === 0 && !sound(context, row, own, answered)) found.push('answers');
      return [row.id, found];
    }),
  );
}

function sound(context: SessionContext, row: BatchRow, own: CompiledForm, answered: boolean): boolean {
  const mine = own.problems(valuesOfRow(row, cityOf(context, row.city).region), judgeOf(context));
  // What is not this row's own has the common answer, once there is one.
  if (mine.some(({ field, kind }) => kind !== 'missing' || !perRow(context).includes(field))) return false;
  return !answered || wholeForm(context).validate(answersOf(context, row), judgeRow(context, row)).ok;
}

export function isReady(context: SessionContext): boolean {
  const { rows } = needed(context);
  if (rows.length === 0 || rows.length > mostRows(context)) return false;
  return [...troublesOf(context).values()].every((troubles) => troubles.length === 0);
}

/** The row on the screen: as it is kept, or as it was typed and found wrong. */
export function editedValues(context: SessionContext): FormValues {
  const { typed } = needed(context);
  const row = editedRow(context);
  return typed ?? (row ? valuesOfRow(row, cityOf(context, row.city).region) : {});
}

export function editedRow(context: SessionContext): BatchRow | null {
  const { rows, editing } = needed(context);
  return rows.find(({ id }) => id === editing) ?? null;
}

/** A row's own answers may be left open: then the common ones hold. */
export function rowProblems(context: SessionContext, values: FormValues): readonly FormProblem[] {
  return compileForm(formOfRow(context))
    .problems(values, judgeOf(context))
    .filter(({ field, kind }) => kind !== 'missing' || !perRow(context).includes(field));
}

/** What a list has no place for: an address or a locker for each of its companies. */
const ONE_BY_ONE: readonly Delivery[] = ['ems', 'locker'];

/** Ways of delivery that every region of the list has. */
export function deliveriesOf(context: SessionContext) {
  const regions = new Set(needed(context).rows.map(({ city }) => cityOf(context, city).region));
  const { matter } = guideOf(context);
  const guides = [...regions].flatMap((region) =>
    region === null ? [] : (context.facts.guide(region, matter.code) ?? []),
  );
  return guideOf(context).deliveries.filter(
    (one) =>
      !ONE_BY_ONE.includes(one) &&
      guides.every(({ deliveries }) => deliveries.includes(one)) &&
      (one !== 'print-here' || context.facts.printerReady()),
  );
}

/** A row that its region did not take and that may be handed in once more without being there twice. */
export function repeatable({ state, canWithdraw }: CaseView): boolean {
  return state === 'refused' || (state === 'stopped' && canWithdraw);
}
