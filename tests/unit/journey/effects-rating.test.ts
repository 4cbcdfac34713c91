import { describe, expect, it } from 'vitest';
import type { CaseRecord, Cases, GivenRating } from '../../../electron/cases/index.ts';
import type { GivenWords } from '../../../electron/contract/index.ts';
import { err, ok, type Result } from '../../../electron/core/index.ts';
import { ratingEffects } from '../../../electron/journey/effects-rating.ts';
import { failure, type ReportToFile, type TicketDesk } from '../../../electron/journey/index.ts';
import { application } from '../../support/cases-bench.ts';
import { caseView, personOf, TICKET } from '../../support/journey-harness.ts';

const RECEIPT = caseView().receiptNumber;
const REMARKS = [
  { code: 'S101', levels: ['satisfied' as const], text: { 'zh-CN': '办得快', en: 'quick' } },
  { code: 'S301', levels: ['dissatisfied' as const], text: { 'zh-CN': '等得太久', en: 'slow' } },
];
const words = (over: Partial<GivenWords> = {}): GivenWords => ({
  satisfaction: 'dissatisfied',
  remarks: ['S301', 'S101', 'made-up'],
  words: '很久',
  phone: '13900000000',
  ...over,
});

/** The effect over a book of cases and a desk that the test holds in its hand. */
function bench(
  over: { readonly submission?: object | null; readonly taken?: Result<unknown, unknown> } = {},
) {
  const rated: GivenRating[] = [];
  const filed: ReportToFile[] = [];
  const desk = { refuses: false };
  const cases = {
    byReceipt: (number: string) => (number === RECEIPT ? { id: 'case', region: '120000' } : null),
    submission: () => (over.submission === undefined ? application() : over.submission),
    rate: (_: string, rating: GivenRating) => {
      rated.push(rating);
      if (over.taken instanceof Error) throw over.taken;
      return over.taken ?? ok({ id: 'case' } as CaseRecord);
    },
    view: () => caseView(),
  } as unknown as Cases;
  const tickets = {
    file: (report: ReportToFile) => {
      filed.push(report);
      return desk.refuses ? err(failure('ticketPhone')) : ok(TICKET);
    },
  } as unknown as TicketDesk;
  const { rate } = ratingEffects({ cases, tickets, remarks: REMARKS });
  const give = (said: GivenWords, who: Parameters<typeof rate>[0]['who'] = null, receiptNumber = RECEIPT) =>
    rate({ receiptNumber, ticketId: 'ticket-1', who, words: said });
  return { rated, filed, desk, give };
}

describe('a rating', () => {
  it('is of who applied, with the remarks of its level alone', async () => {
    const { rated, filed, give } = bench();
    expect(await give(words({ phone: null }))).toMatchObject({ ok: true, value: { ticket: null } });
    const { name, number } = application().applicant;
    expect(rated).toEqual([
      {
        satisfaction: 'dissatisfied',
        remarks: ['S301'],
        comment: '很久',
        rater: { holder: 'person', name, number },
      },
    ]);
    expect(filed).toEqual([]);
  });

  it('of an organisation is the organisation’s', async () => {
    const organisation = { name: '天津示例科技有限公司', creditCode: '91120116MA00000001' };
    const { rated, give } = bench({ submission: { ...application(), organisation } });
    await give(words({ words: '' }));
    expect(rated[0]).toMatchObject({
      comment: null,
      rater: { holder: 'organisation', name: organisation.name, number: organisation.creditCode },
    });
  });

  it('of a case of another machine is of who laid down the card, and of nobody without one', async () => {
    const { rated, give } = bench({ submission: null });
    expect(await give(words())).toMatchObject({ ok: false, error: { kind: 'ratingByWhom' } });
    expect(rated).toEqual([]);
    await give(words(), personOf(3));
    expect(rated[0]?.rater.number).toBe(personOf(3).number);
  });

  it('with a telephone number is a ticket as well, in words that a leader can use', async () => {
    const { filed, give } = bench();
    expect(await give(words())).toMatchObject({ ok: true, value: { ticket: TICKET } });
    expect(filed).toMatchObject([
      {
        id: 'ticket-1',
        kind: 'not-done',
        region: '120000',
        receiptNumber: RECEIPT,
        number: application().applicant.number,
        said: { text: '好差评：不满意；等得太久；很久', phone: '13900000000' },
      },
    ]);
  });

  it('whose number nobody can ring is not stored by half', async () => {
    const { rated, desk, give } = bench();
    desk.refuses = true;
    expect(await give(words())).toMatchObject({ error: { kind: 'ticketPhone' } });
    expect(rated).toEqual([]);
  });

  it('that is not taken is said in words', async () => {
    expect(await bench({ taken: err('not-taken') }).give(words())).toMatchObject({
      error: { kind: 'ratingOver', retryable: false },
    });
    expect(await bench().give(words(), null, 'B017-0')).toMatchObject({ error: { kind: 'receiptUnknown' } });
  });

  it.each([
    ['SQLITE_FULL', 'notKept'],
    ['SQLITE_IOERR', 'internal'],
  ])('that the disk does not take (%s) can be given again', async (code, kind) => {
    const broken = Object.assign(new Error('disk'), { code }) as never;
    expect(await bench({ taken: broken }).give(words())).toMatchObject({ error: { kind, retryable: true } });
  });
});
