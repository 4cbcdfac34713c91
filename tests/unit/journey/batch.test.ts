import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { COMMON, companyOf, listOf } from '../../support/batch-samples.ts';
import { caseView, DOCUMENT, type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  expect(journeyViewSchema.safeParse(h.view()).error).toBeUndefined();
  return h;
};

const rowsIn = (h: Harness) => {
  const view = h.view();
  if (view.screen !== 'batch') throw new Error(`on ${view.screen}`);
  return view.data.rows;
};

async function send(h: Harness, bytes: Uint8Array): Promise<void> {
  h.page.hear({ kind: 'list', bytes });
  await h.settle();
}

describe('a batch', () => {
  it('is offered where the matter has it, and begins with an empty list', async () => {
    const h = await at('batch');
    expect(h.view()).toMatchObject({
      screen: 'batch',
      step: { at: 3 },
      data: {
        max: 3,
        rows: [],
        ready: false,
        phone: true,
        cities: [{ 'zh-CN': '天津' }, { 'zh-CN': '广州' }],
      },
    });
    expect(h.view().events).not.toContain('rowsDone');
    const other = await at('forWhom');
    expect(other.view()).toMatchObject({ data: { ways: ['self', 'legal-representative', 'authorised'] } });
    await other.say({ type: 'actFor', as: 'batch' });
    expect(other.screen()).toBe('forWhom');
  });

  it('is not offered where a fee is paid here first', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'many-with-fee' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'forWhom', data: { ways: ['self', 'legal-representative'] } });
  });

  it('takes companies one by one, and says what is wrong with one', async () => {
    const h = await at('batchRow');
    expect(h.view()).toMatchObject({ screen: 'batchRow', data: { at: null } });
    const { name, creditCode } = companyOf(1);
    await h.say({ type: 'giveRow', values: { batchName: name, batchCode: '91', batchCity: '120000' } });
    expect(h.view()).toMatchObject({ screen: 'batchRow', data: { problems: [{ field: 'batchCode' }] } });
    await h.say({ type: 'giveRow', values: { batchName: name, batchCode: creditCode, batchCity: '120000' } });
    expect(rowsIn(h)).toMatchObject([{ name, creditCode, region: { code: '120000' }, troubles: [] }]);
    await h.say({ type: 'openRow', row: rowsIn(h)[0]?.id ?? 0 });
    expect(h.view()).toMatchObject({ data: { at: 1, of: 1, values: { batchName: name } } });
    await h.say({ type: 'back' });
    await h.say({ type: 'openRow', row: null });
    await h.say({ type: 'back' });
    expect(rowsIn(h)).toHaveLength(1);
  });

  it('judges every row of a list that came from the phone', async () => {
    const h = await at('batchPhone');
    expect(h.page.opened.at(-1)).toMatchObject({ list: true });
    await send(
      h,
      listOf([
        { ...companyOf(1), city: '天津' },
        { name: '', creditCode: '123', city: '哪里' },
        { ...companyOf(1), city: '广州' },
        { ...companyOf(2), city: '唐山' },
        { ...companyOf(3), city: '济南' },
        { ...companyOf(4), city: '广州', copies: '9' },
      ]),
    );
    expect(rowsIn(h).map(({ troubles }) => troubles)).toEqual([
      [],
      ['name', 'code', 'city-unknown'],
      ['duplicate'],
      ['city-not-here'],
      ['not-offered'],
      ['answers'],
    ]);
    expect(h.view().events).not.toContain('rowsDone');
    expect(h.page.closed).toBe(1);
    for (const row of rowsIn(h).slice(1)) {
      await h.say({ type: 'openRow', row: row.id });
      await h.say({ type: 'leaveOutRow', row: row.id });
    }
    expect(rowsIn(h)).toHaveLength(1);
    expect(h.view().events).toContain('rowsDone');
    await h.say({ type: 'clearRows' });
    expect(rowsIn(h)).toEqual([]);
  });

  it('goes no further with more rows than the matter takes, and takes no further one', async () => {
    const h = await at('batchPhone');
    await send(h, listOf([1, 2, 3, 4].map((seed) => ({ ...companyOf(seed), city: '天津' }))));
    expect(rowsIn(h)).toHaveLength(4);
    expect(h.view().events).not.toContain('rowsDone');
    await h.say({ type: 'openRow', row: null });
    expect(h.screen()).toBe('batch');
  });

  it.each([
    ['PK\u0003\u0004 a workbook', 'batchListKind'],
    ['name,code\nA,B', 'batchListColumns'],
    [`企业名称,统一社会信用代码,城市\n${'A,B,C\n'.repeat(401)}`, 'batchListLong'],
  ])('says why a list is not taken', async (text, kind) => {
    const h = await at('batchPhone');
    await send(h, Buffer.from(text));
    expect(h.view()).toMatchObject({ screen: 'batchPhone', data: { problem: { kind } } });
    await h.say({ type: 'retry' });
    expect(h.view()).toMatchObject({ screen: 'batchPhone', data: { problem: null } });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('batch');
  });

  it('hears that the phone was refused, that the page is over, and a bug', async () => {
    const h = await at('batchPhone');
    h.page.hear({ kind: 'refused', problem: failure('materialTooLarge') });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { problem: { kind: 'materialTooLarge' } } });
    const over = await at('batchPhoneOver');
    expect(over.view()).toMatchObject({ data: { problem: { kind: 'phoneOver' }, url: null } });
    expect(over.view().events).toContain('retry');
  });

  it('gives the empty list to the phone, and waits longer for somebody who is busy with one', async () => {
    const h = await at('batchTemplate');
    expect(h.page.given.at(-1)).toMatch(/^\ufeff企业名称,统一社会信用代码,城市,授权书编号,份数\r\n$/);
    await h.clock.advance(100_000);
    expect(h.view().overlay).toBeNull();
    h.page.hear({ kind: 'taken' });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { taken: true } });
    await h.say({ type: 'listFromPhone' });
    expect(h.view()).toMatchObject({ data: { errand: 'list' } });
    const again = await at('batchTemplateTaken');
    await again.say({ type: 'retry' });
    expect(again.view()).toMatchObject({ data: { errand: 'template', taken: false } });
    again.page.hear({ kind: 'closed', problem: failure('phoneOver') });
    await again.settle();
    await again.say({ type: 'retry' });
    await again.say({ type: 'back' });
    expect(again.screen()).toBe('batch');
  });

  it('asks what is common once, filled in from what is known', async () => {
    const h = await at('batchCommon');
    const view = h.view();
    if (view.screen !== 'batchCommon') throw new Error(view.screen);
    expect(view.data).toMatchObject({ count: 2, values: { phone: '13900000000' } });
    const asked = view.data.form.ui.groups.flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(asked).not.toContain('companyName');
    expect(asked).toContain('copies');
    await h.say({ type: 'giveCommon', values: { ...COMMON, phone: '1' } });
    expect(h.view()).toMatchObject({ screen: 'batchCommon', data: { problems: [{ field: 'phone' }] } });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('batch');
  });

  it('hands each row in with the common answers and its own', async () => {
    const h = await at('batchPhone');
    await send(
      h,
      listOf([
        { ...companyOf(1), city: '天津' },
        { ...companyOf(2), city: '广州', authority: 'SQ-7', copies: '3' },
      ]),
    );
    await h.say({ type: 'rowsDone' });
    await h.say({ type: 'giveCommon', values: COMMON });
    expect(h.screen()).toBe('delivery');
    expect(h.view()).toMatchObject({ data: { options: ['print-here', 'window'] } });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    expect(h.screen()).toBe('preparing');
    expect(h.batches[0]).toMatchObject({
      matter: 'for-many',
      person: personOf(1),
      delivery: 'window',
      rows: [
        {
          region: '120000',
          authority: '',
          answers: { ...COMMON, companyName: companyOf(1).name, companyCode: companyOf(1).creditCode },
        },
        { region: '440100', authority: 'SQ-7', answers: { copies: 3, companyName: companyOf(2).name } },
      ],
    });
    h.held.prepareBatch.answer(ok(DOCUMENT));
    await h.settle();
    expect(h.screen()).toBe('review');
    expect(h.journey.document()?.sha256).toBe(DOCUMENT.sha256);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('batchCommon');
  });

  it('asks for shared materials where the matter wants any', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'many-papers' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    await h.say({ type: 'actFor', as: 'batch' });
    await h.say({ type: 'listFromPhone' });
    await send(h, listOf([{ ...companyOf(1), city: '天津' }]));
    await h.say({ type: 'rowsDone' });
    await h.say({ type: 'giveCommon', values: COMMON });
    expect(h.screen()).toBe('materials');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('batchCommon');
    await h.say({ type: 'giveCommon', values: COMMON });
    await h.say({ type: 'bringToWindow', material: 'licence' });
    await h.say({ type: 'materialsDone' });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
    expect(h.batches[0]?.materials).toMatchObject([{ id: 'licence', given: { way: 'window' } }]);
  });

  it('marks rows whose name cannot be printed, and says so of anything else', async () => {
    const h = await at('batchPreparing');
    h.held.prepareBatch.answer(ok({ missing: '第' }));
    await h.settle();
    expect(rowsIn(h).map(({ troubles }) => troubles)).toEqual([['unprintable'], ['unprintable']]);
    const other = await at('batchPreparing');
    other.held.prepareBatch.answer(ok({ missing: '\ue863' }));
    await other.settle();
    expect(other.view()).toMatchObject({ screen: 'batch', data: { problem: { kind: 'unprintable' } } });
    for (const end of ['answer', 'fail'] as const) {
      const broken = await at('batchPreparing');
      if (end === 'answer') broken.held.prepareBatch.answer(err(failure('internal')));
      else broken.held.prepareBatch.fail();
      await broken.settle();
      expect(broken.view()).toMatchObject({ screen: 'batch', data: { problem: { kind: 'internal' } } });
    }
  });

  it('keeps the list when nothing could be taken in, and the citizen who leaves meanwhile has still handed in', async () => {
    const h = await at('batchSending');
    expect(h.screen()).toBe('submitting');
    expect(h.view().events).toEqual(['setLanguage']);
    h.held.submitBatch.answer(err(failure('diskFull')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'sign', data: { problem: { kind: 'diskFull' } } });
    const broken = await at('batchSending');
    broken.held.submitBatch.fail();
    await broken.settle();
    expect(broken.screen()).toBe('sign');
    const gone = await at('batchSending');
    await gone.clock.advance(300_000);
    expect(gone.screen()).toBe('submitting');
  });

  it('shows a line a row, follows the news, and prints one receipt', async () => {
    const h = await at('batchProgress');
    expect(h.view()).toMatchObject({
      screen: 'batchProgress',
      step: { at: 7 },
      data: {
        receipt: 'printing',
        again: 1,
        rows: [{ case: { state: 'waiting' } }, { case: { state: 'stopped' } }],
      },
    });
    expect(h.marks).toContain('print receipt');
    expect(h.view().events).not.toContain('repeatRows');
    h.held.print.answer(err(failure('printUnknown')));
    await h.settle();
    await h.say({ type: 'paperCame', what: 'receipt', word: 'nothing' });
    h.held.print.answer(ok());
    await h.settle();
    h.caseChanges(caseView({ receiptNumber: 'B017-261121-0003-J', state: 'sent' }));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { again: 0, receipt: 'printed' } });
    await h.say({ type: 'printReceipt' });
    h.held.print.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'failed' } });
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
    expect(JSON.stringify(h.view())).not.toContain('样本集团');
  });

  it('hands in once more what was not taken, in the place of the case that was not', async () => {
    const h = await at('batchProgress');
    h.held.print.answer(ok());
    await h.settle();
    await h.say({ type: 'repeatRows' });
    expect(rowsIn(h)).toMatchObject([{ name: companyOf(2).name, troubles: [] }]);
    await h.say({ type: 'openRow', row: rowsIn(h)[0]?.id ?? 0 });
    await h.say({
      type: 'giveRow',
      values: { batchName: '样本集团改名公司', batchCode: companyOf(2).creditCode, batchCity: '440100' },
    });
    await h.say({ type: 'rowsDone' });
    await h.say({ type: 'giveCommon', values: COMMON });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    expect(h.batches.at(-1)?.rows).toMatchObject([
      { name: '样本集团改名公司', city: '广州', instead: 'B017-261121-0003-J' },
    ]);
  });

  it('is forgotten with the citizen, and by a choice to act for oneself', async () => {
    const h = await at('batchFilled');
    await h.say({ type: 'back' });
    await h.say({ type: 'actFor', as: 'self' });
    await h.say({ type: 'back' });
    await h.say({ type: 'actFor', as: 'batch' });
    expect(rowsIn(h)).toEqual([]);
  });
});
