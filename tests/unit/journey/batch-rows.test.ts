import { describe, expect, it } from 'vitest';
import type { Guide } from '../../../electron/contract/index.ts';
import { compileForm, type FormFile, ok } from '../../../electron/core/index.ts';
import {
  cityOf,
  commonForm,
  deliveriesOf,
  mostRows,
  regionsOf,
  rowProblems,
  troublesOf,
} from '../../../electron/journey/batch-rows.ts';
import type { Batch, BatchCity, BatchRow } from '../../../electron/journey/batch-types.ts';
import { NO_BATCH } from '../../../electron/journey/machine-batch.ts';
import type { SessionContext } from '../../../electron/journey/machine-session.ts';
import type { JourneyFacts } from '../../../electron/journey/types.ts';
import { COMMON, companyForm, companyOf } from '../../support/batch-samples.ts';
import { caseView, type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

/** Rows of a batch at the edges: what its guide, its form or this machine does not have, and rows that are mended. */

const TIANJIN: BatchCity = { region: '120000', short: { 'zh-CN': '天津', en: 'Tianjin' }, why: null };
const row = (over: Partial<BatchRow> = {}): BatchRow => ({
  id: 1,
  ...companyOf(1),
  city: '天津',
  authority: '',
  values: {},
  instead: null,
  unprintable: false,
  ...over,
});

interface Given {
  readonly facts?: Partial<JourneyFacts>;
  readonly guide?: Partial<Guide>;
  readonly batch?: Partial<Batch>;
  readonly form?: FormFile;
}

function contextOf({ facts, guide, batch, form = companyForm() }: Given = {}): SessionContext {
  const compiled = compileForm(form);
  return {
    region: '120000',
    sources: {},
    guide: { matter: { code: 'm' }, deliveries: ['print-here', 'window', 'ems'], ...guide },
    batch: { ...NO_BATCH, rows: [row()], ...batch },
    facts: {
      form: () => compiled,
      now: () => 0,
      batchCity: () => TIANJIN,
      printerReady: () => true,
      guide: () => null,
      ...facts,
    },
  } as unknown as SessionContext;
}

const PER_ROW = { batch: { max: 3, perRow: ['purposeText'] } };
/** A form that asks for these alone. */
function only(names: readonly string[], prefillKey?: string): FormFile {
  const { schema, ui, ...rest } = companyForm();
  const groups = ui.groups.flatMap((group) => {
    const fields = group.fields
      .filter(({ name }) => names.includes(name))
      .map((field) =>
        field.prefill && prefillKey && field.name === names[0]
          ? { ...field, prefill: { ...field.prefill, key: prefillKey } }
          : field,
      );
    return fields.length > 0 ? [{ ...group, fields }] : [];
  });
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([n]) => names.includes(n)));
  const required = (schema.required ?? []).filter((name) => names.includes(name));
  return { ...rest, schema: { ...schema, properties, required }, ui: { groups } } as FormFile;
}

describe('a batch at a machine', () => {
  it('whose guide takes none any more has room for no row', () => {
    expect(mostRows(contextOf())).toBe(0);
    expect(mostRows(contextOf({ guide: PER_ROW }))).toBe(3);
  });

  it('that knows no cities has none to choose, and every row says so', () => {
    const facts = { batchCity: undefined, batchRegions: undefined } as unknown as Partial<JourneyFacts>;
    const context = contextOf({ facts });
    expect(regionsOf(context)).toEqual([]);
    expect(cityOf(context, '天津')).toEqual({ region: null, short: null, why: 'city-unknown' });
    expect(troublesOf(context).get(1)).toEqual(['city-unknown']);
  });
});

describe('the questions that are answered once for all', () => {
  it('are the whole form where it asks nothing but what the licence says', () => {
    const form = only(['companyName', 'companyCode']);
    expect(commonForm(contextOf({ form }))).toEqual(form);
  });
});

describe('the answers of a row', () => {
  it('may leave open what has a common answer, though the form wants it', () => {
    const form = companyForm();
    const fields = form.ui.groups.flatMap((group) => group.fields);
    expect(fields.find(({ name }) => name === 'purposeText')?.required).toBe(true);
    const regions = [{ code: '120000', short: { 'zh-CN': '天津', en: 'Tianjin' } }];
    const context = contextOf({ guide: PER_ROW, facts: { batchRegions: () => regions } });
    const { name, creditCode } = companyOf(1);
    const given = { batchName: name, batchCode: creditCode, batchCity: '120000' };
    expect(rowProblems(context, given)).toEqual([]);
    expect(rowProblems(context, { ...given, batchCode: '' })).toMatchObject([{ field: 'batchCode' }]);
    expect(troublesOf(context).get(1)).toEqual([]);
  });

  it('are wrong when the licence does not say what the form wants of it', () => {
    const regions = [{ code: '120000', short: { 'zh-CN': '天津', en: 'Tianjin' } }];
    const facts = { batchRegions: () => regions };
    const said = { facts, batch: { answered: true } };
    const names = ['companyName', 'companyCode'];
    expect(troublesOf(contextOf({ ...said, form: only(names) })).get(1)).toEqual([]);
    expect(troublesOf(contextOf({ ...said, form: only(names, 'address') })).get(1)).toEqual(['answers']);
  });
});

describe('the ways of delivery of a batch', () => {
  const guideWith = (deliveries: readonly string[]) => () => ({ deliveries }) as unknown as Guide;
  it.each<[string, Partial<JourneyFacts>, string[]]>([
    [
      'every region of the list has',
      { guide: guideWith(['window', 'print-here']) },
      ['print-here', 'window'],
    ],
    [
      'is not lost by a row without a region',
      { batchCity: () => ({ ...TIANJIN, region: null }) },
      ['print-here', 'window'],
    ],
    ['is not lost by a region without a guide', {}, ['print-here', 'window']],
    ['one region lacks', { guide: guideWith(['window']) }, ['window']],
    ['wants a printer that does not stand', { printerReady: () => false }, ['window']],
  ])('are those that %s, and none that is for one company alone', (_, facts, ways) =>
    expect(deliveriesOf(contextOf({ facts }))).toEqual(ways),
  );
});

const rowsIn = (h: Harness) => {
  const view = h.view();
  if (view.screen !== 'batch') throw new Error(`on ${view.screen}`);
  return view.data.rows;
};

describe('a row that is mended', () => {
  it('keeps its place; the mark that it cannot be printed goes with the name alone', async () => {
    const h = journeyHarness();
    await WAYS.batchPreparing?.(h);
    h.held.prepareBatch.answer(ok({ missing: '第' }));
    await h.settle();
    const [first, second] = rowsIn(h);
    if (!first || !second) throw new Error('no rows');
    const { name, creditCode } = companyOf(1);
    const mend = async (batchName: string) => {
      await h.say({ type: 'openRow', row: first.id });
      await h.say({ type: 'giveRow', values: { batchName, batchCode: creditCode, batchCity: '120000' } });
      return rowsIn(h).map((one) => [one.id, one.troubles]);
    };
    expect(await mend(name)).toEqual([
      [first.id, ['unprintable']],
      [second.id, ['unprintable']],
    ]);
    expect(await mend('样本集团改名公司')).toEqual([
      [first.id, []],
      [second.id, ['unprintable']],
    ]);
  });

  it('is a new case where its region refused the first one: nothing is there in whose place it would be', async () => {
    const h = journeyHarness();
    await WAYS.batchSending?.(h);
    h.held.submitBatch.answer(
      ok([
        caseView({ state: 'refused' }),
        caseView({ receiptNumber: 'B017-261121-0003-J', state: 'stopped', canWithdraw: false }),
      ]),
    );
    await h.settle();
    h.held.print.answer(ok());
    await h.settle();
    await h.say({ type: 'repeatRows' });
    expect(rowsIn(h).map(({ name }) => name)).toEqual([companyOf(1).name]);
    await h.say({ type: 'rowsDone' });
    await h.say({ type: 'giveCommon', values: COMMON });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    expect(h.batches.at(-1)?.rows).toMatchObject([{ name: companyOf(1).name, instead: null }]);
  });
});

describe('a list that was kept', () => {
  it('goes no further when its matter takes no batch any more, and nothing of it is lost', async () => {
    const h = journeyHarness();
    const batch = { rows: [row()], common: COMMON, answered: true };
    h.shelf.kept.push({
      number: personOf(1).number,
      region: '120000',
      matter: 'full',
      answers: { values: {}, page: null, organisation: null, batch },
    });
    await WAYS.details?.(h);
    await h.say({ type: 'resumeDraft' });
    expect(h.view()).toMatchObject({ screen: 'batch', data: { max: 0, ready: false, rows: [{ id: 1 }] } });
    expect(h.view().events).not.toContain('rowsDone');
  });
});
