import { describe, expect, it } from 'vitest';
import type { JourneyView } from '../../../electron/contract/index.ts';
import { compileForm, err, type FormValues, ok, PAGE } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { richAnswers, richForm } from '../../support/forms.ts';
import { DOCUMENT, type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const PERSON = personOf(1);

/** Standing before a long form, just opened by card. */
async function opened(): Promise<Harness> {
  const h = journeyHarness(null, compileForm(richForm()));
  await WAYS.details?.(h);
  return h;
}

type Details = Extract<JourneyView, { screen: 'details' }>['data'];
const data = (h: Harness): Details => {
  const view = h.view();
  if (view.screen !== 'details') throw new Error(`on ${view.screen}`);
  return view.data;
};
const answer = (h: Harness, values: FormValues = richAnswers()) =>
  h.say({ type: 'answerPage', page: data(h).page, values });

/** On this page, with right answers on all before it. */
async function onPage(page: string, values?: FormValues): Promise<Harness> {
  const h = await opened();
  while (data(h).page !== page) await answer(h, values);
  return h;
}

describe('a long form', () => {
  it('opens with the person, filled in from the card and the earlier case', async () => {
    const h = await opened();
    expect(data(h)).toMatchObject({
      page: PAGE.person,
      pages: [PAGE.person, 'applicant', 'company', 'branch', 'shareholders', PAGE.check],
      values: { applicantName: PERSON.name, applicantNumber: PERSON.number, phone: '13900000000' },
      notes: { applicantName: { from: 'card', locked: true }, phone: { from: 'case', locked: false } },
      problems: [],
      today: '2026-11-20',
    });
  });

  it('tells nothing of an earlier case to who has typed a number', async () => {
    const h = journeyHarness(null, compileForm(richForm()));
    await WAYS.checking?.(h);
    h.held.check.answer(ok({ ...PERSON, source: 'typed', address: null }));
    await h.settle();
    expect(data(h).values).not.toHaveProperty('phone');
    expect(data(h).notes.applicantName).toEqual({ from: 'typed', locked: true });
  });

  it('goes page by page to the delivery', async () => {
    const h = await opened();
    const seen: string[] = [];
    while (data(h).page !== PAGE.check) {
      seen.push(data(h).page);
      await answer(h, richAnswers());
    }
    expect(seen).toEqual([PAGE.person, 'applicant', 'company', 'branch', 'shareholders']);
    await h.say({ type: 'confirmDetails', values: data(h).values });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'back' });
    expect(data(h)).toMatchObject({ page: PAGE.check, values: { companyName: '天津示例科技有限公司' } });
  });

  it('stays on a page that is wrong, names what is, and keeps every answer', async () => {
    const h = await onPage('company', richAnswers());
    await answer(h, richAnswers({ foundedOn: '2030-01-01', companyName: '短' }));
    expect(data(h)).toMatchObject({
      page: 'company',
      problems: [
        { field: 'companyName', kind: 'too-short', limit: 4 },
        { field: 'foundedOn', kind: 'future' },
      ],
      values: { companyName: '短', capital: 200.5 },
    });
  });

  it('takes from a page only what the page asks', async () => {
    const h = await onPage('company', richAnswers());
    await answer(h, richAnswers({ phone: '13700000000', admin: true }));
    expect(data(h).page).toBe('branch');
    expect(data(h).values).toMatchObject({ phone: '13800000000' });
    expect(data(h).values).not.toHaveProperty('admin');
    expect(data(h).values).not.toHaveProperty('shareholders');
  });

  it('drops the answers of another page than the one on the screen', async () => {
    const h = await opened();
    await h.say({ type: 'answerPage', page: 'company', values: richAnswers() });
    expect(data(h)).toMatchObject({ page: PAGE.person });
    expect(data(h).values).not.toHaveProperty('companyName');
  });

  it('puts a locked answer back', async () => {
    const h = await onPage('applicant');
    await answer(h, richAnswers({ applicantName: '别人' }));
    expect(data(h)).toMatchObject({ page: 'company', values: { applicantName: PERSON.name } });
  });

  it('goes back with what was typed, right or not', async () => {
    const h = await onPage('company');
    await h.say({ type: 'goToPage', page: 'applicant', values: { companyName: '半' } });
    expect(data(h)).toMatchObject({ page: 'applicant', problems: [], values: { companyName: '半' } });
    await h.say({ type: 'back' });
    expect(data(h).page).toBe(PAGE.person);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('identify');
  });

  it('does not jump forward', async () => {
    const h = await onPage('company');
    for (const page of ['shareholders', PAGE.check, 'company', 'nowhere']) {
      await h.say({ type: 'goToPage', page, values: {} });
      expect(data(h).page).toBe('company');
    }
  });

  it('comes back to the last page after one change', async () => {
    const right = richAnswers();
    const h = await onPage(PAGE.check, right);
    await h.say({ type: 'goToPage', page: 'applicant', values: {} });
    await answer(h, { ...right, homeAddress: '新地址' });
    expect(data(h)).toMatchObject({ page: PAGE.check, values: { homeAddress: '新地址' } });
  });

  it('does not come back while a change has opened another question', async () => {
    const right = richAnswers();
    const h = await onPage(PAGE.check, right);
    await h.say({ type: 'goToPage', page: 'company', values: {} });
    await answer(h, { ...right, capital: 5_000 });
    expect(data(h).page).toBe('branch');
    expect(data(h).pages).toContain('reason');
    await answer(h, right);
    await answer(h, right);
    await answer(h, { ...right, reason: '自有资金' });
    expect(data(h).page).toBe(PAGE.check);
  });

  it('keeps the answer to a hidden question for the session, and lets it go no further', async () => {
    const right = richAnswers({ hasBranch: true, branchRegion: '440000' });
    const h = await onPage('shareholders', right);
    await h.say({ type: 'goToPage', page: 'branch', values: {} });
    await answer(h, { ...right, hasBranch: false });
    expect(data(h).values).toMatchObject({ hasBranch: false, branchRegion: '440000' });
    await answer(h, right);
    await h.say({ type: 'confirmDetails', values: data(h).values });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'back' });
    expect(data(h).values).not.toHaveProperty('branchRegion');
  });

  it('goes to the page of the first wrong answer when all are confirmed at once', async () => {
    const right = richAnswers();
    const h = await onPage(PAGE.check, right);
    await h.say({ type: 'confirmDetails', values: { ...right, hasBranch: 'maybe', phone: '1' } });
    expect(data(h)).toMatchObject({
      page: 'applicant',
      problems: [{ field: 'phone' }, { field: 'hasBranch' }],
    });
    await h.say({ type: 'confirmDetails', values: { ...right, admin: true } });
    expect(data(h)).toMatchObject({ problems: [{ field: 'admin', kind: 'unknown' }] });
    expect(h.screen()).toBe('details');
  });
});

describe('a matter without a form', () => {
  it('goes no further than the person, and back', async () => {
    const h = journeyHarness(null, null);
    await WAYS.details?.(h);
    expect(data(h)).toMatchObject({ form: null, page: PAGE.all, pages: [PAGE.all], notes: {} });
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    expect(h.screen()).toBe('details');
    h.journey.typed(h.view().boot, PAGE.all, { purpose: 'exam' });
    expect(data(h).values).toEqual({ purpose: 'train' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('identify');
  });
});

describe('what is typed', () => {
  it('is kept without being an answer, so that a screen that is lost loses nothing', async () => {
    const h = await onPage('company');
    const { boot, seq } = h.view();
    h.journey.typed(boot, 'company', { companyName: '天津示', phone: '1' });
    expect(h.view().seq).toBe(seq);
    expect(data(h)).toMatchObject({
      page: 'company',
      problems: [],
      values: { companyName: '天津示', phone: '13800000000' },
    });
  });

  it('for another page, another run or another screen is dropped', async () => {
    const h = await onPage('company');
    h.journey.typed('boot-0', 'company', { companyName: '甲' });
    h.journey.typed(h.view().boot, 'branch', { hasBranch: true });
    expect(data(h).values).not.toHaveProperty('companyName');
    expect(data(h).values).not.toHaveProperty('hasBranch');
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    h.journey.typed(h.view().boot, 'company', { companyName: '甲' });
    expect(h.screen()).toBe('farewell');
  });

  it('survives a reader and a printer that go away, and the idle question', async () => {
    const h = await onPage('company');
    h.journey.typed(h.view().boot, 'company', { companyName: '天津示' });
    h.devices.reader = false;
    h.devices.printer = false;
    h.devices.changed();
    await h.clock.advance(65_000);
    expect(h.view().overlay?.kind).toBe('idle');
    await h.say({ type: 'stay' });
    expect(data(h)).toMatchObject({ page: 'company', values: { companyName: '天津示' } });
  });

  it('survives a document that could not be made', async () => {
    const right = richAnswers();
    const h = await onPage(PAGE.check, right);
    await h.say({ type: 'confirmDetails', values: right });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    h.held.prepare.answer(err(failure('internal')));
    await h.settle();
    await h.say({ type: 'back' });
    await h.say({ type: 'back' });
    expect(data(h)).toMatchObject({ page: PAGE.check, values: { companyName: '天津示例科技有限公司' } });
  });

  it('is forgotten with the person', async () => {
    const h = await onPage('company');
    await h.say({ type: 'goToPage', page: PAGE.person, values: { companyName: '甲' } });
    await h.say({ type: 'back' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(2)));
    await h.settle();
    expect(data(h).page).toBe(PAGE.person);
    expect(JSON.stringify(data(h).values)).not.toContain('甲');
    expect(data(h).values.applicantName).toBe(personOf(2).name);
  });

  it('stands in no view of a later screen', async () => {
    const right = richAnswers();
    const h = await onPage(PAGE.check, right);
    await h.say({ type: 'confirmDetails', values: right });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    expect(h.screen()).toBe('review');
    expect(JSON.stringify(h.view())).not.toContain('示例科技');
  });
});
