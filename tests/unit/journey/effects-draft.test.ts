import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../electron/catalogue/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import type { DraftShelf, KeptDraft } from '../../../electron/drafts/index.ts';
import {
  type BatchDraft,
  type Draft,
  draftFacts,
  failure,
  type JourneyEffects,
  type Person,
  withDrafts,
} from '../../../electron/journey/index.ts';
import { caseView, personOf } from '../../support/journey-harness.ts';

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const me = personOf(1);
const REGION = '120000';
const MATTER = 'XT-GA-020';
const TIANJIN = text('天津', 'Tianjin');
const CERTIFICATE = text('开具临时身份证明', 'Temporary proof of identity');
const ANSWERS = { values: { purpose: 'train' }, page: 'purpose', organisation: null, batch: null };
const UNTIL = 86_400_000;

const catalogue = {
  region: (code: string) => (code === REGION ? { short: TIANJIN } : null),
  matter: (code: string) => (code === MATTER ? { name: CERTIFICATE } : null),
} as unknown as Catalogue;

type Kept = KeptDraft & { readonly until: number };
const kept = (over: Partial<Kept> = {}): Kept => ({
  region: REGION,
  matter: MATTER,
  content: ANSWERS,
  until: UNTIL,
  ...over,
});

/** A shelf that holds `drafts` of one person; `broken` is what its disk throws. */
function shelfWith(drafts: readonly Kept[] = [], broken: Error | null = null) {
  const dropped: string[][] = [];
  const written: [string, KeptDraft][] = [];
  const shelf: DraftShelf = {
    of: (number) => (number === me.number ? [...drafts] : []),
    keep(number, draft) {
      if (broken) throw broken;
      written.push([number, draft]);
      return UNTIL;
    },
    drop(...which) {
      if (broken) throw broken;
      dropped.push(which);
    },
    sweep: () => 0,
  };
  return { shelf, dropped, written };
}

type Beneath = Pick<JourneyEffects, 'submit' | 'submitBatch' | 'findByPerson'>;
const effectsOver = (shelf: DraftShelf, beneath: Partial<Beneath>) =>
  withDrafts(beneath as JourneyEffects, shelf, catalogue);
const order = { number: me.number, region: REGION, matter: MATTER };
const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });

describe('what is kept of a person', () => {
  const facts = (drafts: readonly Kept[], keeps = true) =>
    draftFacts(shelfWith(drafts).shelf, catalogue, keeps);

  it('is shown with the names of region and matter in both languages, and its day', () => {
    expect(facts([kept()]).drafts?.(me.number)).toEqual([
      {
        region: { code: REGION, short: TIANJIN },
        matter: { code: MATTER, name: CERTIFICATE },
        until: UNTIL,
      },
    ]);
  });

  it('is not shown when this machine knows its region or its matter no more', () => {
    const gone = [kept({ region: '999999' }), kept({ matter: 'XT-GONE' })];
    expect(facts(gone).drafts?.(me.number)).toEqual([]);
    expect(facts([...gone, kept()]).drafts?.(me.number)).toHaveLength(1);
  });

  it('is given back for its own region and matter alone, and to its own person', () => {
    const { draftAnswers } = facts([kept()]);
    expect(draftAnswers?.(me.number, REGION, MATTER)).toEqual(ANSWERS);
    expect(draftAnswers?.(me.number, '310000', MATTER)).toBeNull();
    expect(draftAnswers?.(me.number, REGION, 'XT-GA-001')).toBeNull();
    expect(draftAnswers?.(personOf(2).number, REGION, MATTER)).toBeNull();
  });

  it('stays to be found at a machine that keeps no more', () => {
    expect([true, false].map((keeps) => facts([kept()], keeps).keepsDrafts?.())).toEqual([true, false]);
    expect(facts([kept()], false).drafts?.(me.number)).toHaveLength(1);
  });
});

describe('keeping a draft', () => {
  it('puts the answers on the shelf under the number on the card', async () => {
    const { shelf, written } = shelfWith();
    expect(await effectsOver(shelf, {}).keepDraft?.({ ...order, answers: ANSWERS })).toEqual(ok(undefined));
    expect(written).toEqual([[me.number, { region: REGION, matter: MATTER, content: ANSWERS }]]);
  });

  it.each([
    ['a full disk', full, 'ENOSPC'],
    ['an error that has no code', new Error('odd'), 'unknown'],
  ])('says after %s that nothing was kept', async (_, broken, code) => {
    const { shelf } = shelfWith([], broken);
    expect(await effectsOver(shelf, {}).keepDraft?.({ ...order, answers: ANSWERS })).toEqual(
      err(failure('notKept', code)),
    );
  });
});

describe('throwing a draft away', () => {
  it('removes that one', async () => {
    const { shelf, dropped } = shelfWith([kept()]);
    expect(await effectsOver(shelf, {}).dropDraft?.(order)).toEqual(ok(undefined));
    expect(dropped).toEqual([[me.number, REGION, MATTER]]);
  });

  it('does not say that it is gone when it stayed', async () => {
    const { shelf } = shelfWith([kept()], full);
    await expect(effectsOver(shelf, {}).dropDraft?.(order)).rejects.toThrow('no space');
  });
});

describe('handing in', () => {
  const draft = { person: me, region: REGION, matter: MATTER };
  const view = caseView();
  const ways = [
    [
      'one application',
      (shelf: DraftShelf, fails: boolean) =>
        effectsOver(shelf, {
          submit: async () => (fails ? err(failure('diskFull')) : ok(view)),
        }).submit(draft as Draft),
      ok(view),
    ],
    [
      'a batch',
      (shelf: DraftShelf, fails: boolean) =>
        effectsOver(shelf, {
          submitBatch: async () => (fails ? err(failure('diskFull')) : ok([view])),
        }).submitBatch?.(draft as BatchDraft),
      ok([view]),
    ],
  ] as const;

  it.each(ways)('of %s ends its draft', async (_, handIn, taken) => {
    const { shelf, dropped } = shelfWith([kept()]);
    expect(await handIn(shelf, false)).toEqual(taken);
    expect(dropped).toEqual([[me.number, REGION, MATTER]]);
  });

  it.each(ways)('of %s that is not taken in leaves the draft', async (_, handIn) => {
    const { shelf, dropped } = shelfWith([kept()]);
    expect(await handIn(shelf, true)).toEqual(err(failure('diskFull')));
    expect(dropped).toEqual([]);
  });

  it.each(ways)('of %s is done, though its draft cannot be removed', async (_, handIn, taken) => {
    const { shelf } = shelfWith([kept()], full);
    expect(await handIn(shelf, false)).toEqual(taken);
  });

  it('of a batch fails at a machine that takes none, and leaves the draft', async () => {
    const { shelf, dropped } = shelfWith([kept()]);
    expect(await effectsOver(shelf, {}).submitBatch?.(draft as BatchDraft)).toEqual(err(failure('internal')));
    expect(dropped).toEqual([]);
  });
});

describe('looking up one’s own', () => {
  const find = (
    drafts: readonly Kept[],
    found: Awaited<ReturnType<JourneyEffects['findByPerson']>>,
    who = me,
  ) => effectsOver(shelfWith(drafts).shelf, { findByPerson: async () => found }).findByPerson(who);
  const none = err(failure('noCases'));

  it('finds a draft where there is no case', async () => {
    expect(await find([kept()], none)).toEqual(ok([]));
  });

  it('finds nothing where there is neither', async () => {
    expect(await find([], none)).toEqual(none);
  });

  it('finds nothing where there is only a draft that this machine cannot show', async () => {
    expect(await find([kept({ matter: 'XT-GONE' })], none)).toEqual(none);
  });

  it('tells nobody of a draft who came without the card', async () => {
    const typed: Person = { ...me, source: 'typed' };
    expect(await find([kept()], none, typed)).toEqual(none);
  });

  it('gives cases as they are', async () => {
    expect(await find([kept()], ok([caseView()]))).toEqual(ok([caseView()]));
  });

  it('finds a draft while a region does not answer: that stands beside it', async () => {
    const unheard = err(failure('casesUnheard'));
    expect(await find([kept()], unheard)).toEqual(ok([]));
    expect(await find([], unheard)).toEqual(unheard);
  });

  it('hides no other failure behind a draft', async () => {
    const broken = err(failure('internal'));
    expect(await find([kept()], broken)).toEqual(broken);
  });
});
