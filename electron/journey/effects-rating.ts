import type { Cases, GivenRating } from '../cases/index.ts';
import type { RatedAs, RatingRemark } from '../contract/index.ts';
import { err, ok } from '../core/index.ts';
import { failure } from './failures.ts';
import type { TicketDesk } from './ticket-desk.ts';
import type { JourneyEffects, RatingOrder } from './types.ts';

export interface RatingDeps {
  readonly cases: Cases;
  readonly tickets: TicketDesk;
  /** Ready remarks; without them a rating has a level and words. */
  readonly remarks?: readonly RatingRemark[];
}

const LEVEL: Readonly<Record<RatedAs, string>> = {
  'very-satisfied': '非常满意',
  satisfied: '满意',
  'fairly-satisfied': '基本满意',
  dissatisfied: '不满意',
  'very-dissatisfied': '非常不满意',
};

/** A rating goes to the region by the queue; with a telephone number it becomes a ticket as well, so that somebody rings. */
export function ratingEffects(deps: RatingDeps): Pick<JourneyEffects, 'rate'> {
  const { cases, tickets } = deps;
  return {
    async rate({ receiptNumber, ticketId, who, words }) {
      const record = cases.byReceipt(receiptNumber);
      if (!record) return err(failure('receiptUnknown'));
      const rater = raterOf(cases, record.id, who);
      if (!rater) return err(failure('ratingByWhom'));
      const remarks = remarksOf(deps, words);
      // First what may be refused: a number that nobody can ring.
      const filed =
        words.phone === null
          ? null
          : tickets.file({
              id: ticketId,
              from: 'cases',
              kind: 'not-done',
              region: record.region,
              matter: null,
              receiptNumber,
              technicianCode: null,
              query: '',
              said: { text: textOf(remarks, words), phone: words.phone, name: '', wishedBy: null },
              number: who?.number ?? cases.submission(record.id)?.applicant.number ?? null,
            });
      if (filed && !filed.ok) return filed;
      try {
        const rated = cases.rate(record.id, {
          satisfaction: words.satisfaction,
          remarks: remarks.map(({ code }) => code),
          comment: words.words === '' ? null : words.words,
          rater,
        });
        if (!rated.ok) return err(failure('ratingOver', rated.error));
        return ok({ view: cases.view(rated.value), ticket: filed?.value ?? null });
      } catch (error) {
        const code = String((error as { code?: unknown }).code ?? 'unknown');
        return err(failure(code === 'SQLITE_FULL' ? 'notKept' : 'internal', code));
      }
    },
  };
}

/** Who applied: the organisation where it is one. Of a case of another machine, who laid down the card. */
function raterOf(cases: Cases, caseId: string, who: RatingOrder['who']): GivenRating['rater'] | null {
  const submission = cases.submission(caseId);
  if (submission?.organisation) {
    const { name, creditCode } = submission.organisation;
    return { holder: 'organisation', name, number: creditCode };
  }
  const person = submission?.applicant ?? who;
  return person && { holder: 'person', name: person.name, number: person.number };
}

/** Of the list, and of this level. */
function remarksOf({ remarks = [] }: RatingDeps, { remarks: chosen, satisfaction }: RatingOrder['words']) {
  return remarks.filter(({ code, levels }) => chosen.includes(code) && levels.includes(satisfaction));
}

function textOf(remarks: readonly RatingRemark[], { satisfaction, words }: RatingOrder['words']): string {
  const said = [...remarks.map(({ text }) => text['zh-CN']), words].filter((one) => one !== '');
  return [`好差评：${LEVEL[satisfaction]}`, ...said].join('；');
}
