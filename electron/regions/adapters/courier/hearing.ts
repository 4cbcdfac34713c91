import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../core/index.ts';
import type { CustodyEntry, LedgerFault } from '../../custody/index.ts';
import type { AnswerProblem, RegionAnswer } from './answer.ts';
import type { PackagePlace, PackageRecord, Shelf } from './shelf.ts';

/** Milliseconds that a region's clock may be ahead of ours. */
export const AHEAD_MS = 86_400_000;

export type BoxProblem =
  /** The ledger is not what was written: nothing is done before a person has looked. */
  { readonly kind: 'ledger'; readonly fault: LedgerFault };

/** Why an answer is not taken. */
export type AnswerRefusal =
  | BoxProblem
  | AnswerProblem
  | {
      readonly kind:
        | 'unknown-package'
        /** It speaks of a sealed file that this package never was. */
        | 'other-package'
        /** It was taken before, or says nothing new. */
        | 'duplicate'
        /** The package was destroyed here, or the case has ended. */
        | 'ended'
        | 'case-number-taken'
        | 'other-case-number'
        /** An answer to what was not asked. */
        | 'not-asked'
        | 'from-the-future';
    };

/** Where a package is by a word of the region. */
export const PLACE_OF: Readonly<Partial<Record<RegionAnswer['word']['kind'], PackagePlace>>> = {
  received: 'region',
  'seal-broken': 'broken',
  lost: 'lost',
};

/** Whether the answer is late, or why it is none. */
export function judge(
  shelf: Shelf,
  now: number,
  one: PackageRecord,
  answer: RegionAnswer,
): Result<boolean, AnswerRefusal> {
  const { id, word, saidAt, packageSha256 } = answer;
  if (shelf.hasAnswer(id)) return err({ kind: 'duplicate' });
  if (packageSha256 !== null && !shelf.wasSealedAs(one.number, packageSha256))
    return err({ kind: 'other-package' });
  if (one.place === 'destroyed') return err({ kind: 'ended' });
  if (saidAt > now + AHEAD_MS) return err({ kind: 'from-the-future' });
  switch (word.kind) {
    case 'received':
    case 'seal-broken':
    case 'lost': {
      if (one.place === PLACE_OF[word.kind] || saidAt <= one.placeSaidAt) return err({ kind: 'duplicate' });
      // Found again is news; lost after the region had it is none.
      return one.place === 'region' || one.case ? err({ kind: 'duplicate' }) : ok(false);
    }
    case 'refused':
      if (one.case) return err({ kind: one.case.state === 'refused' ? 'duplicate' : 'ended' });
      return ok(false);
    case 'withdrawal':
      if (one.kind !== 'withdrawal') return err({ kind: 'not-asked' });
      return shelf.get(one.about ?? '')?.withdrawal === 'asked' ? ok(false) : err({ kind: 'duplicate' });
    case 'mail':
      if (one.kind !== 'mail-order') return err({ kind: 'not-asked' });
      return one.mailNumber === null ? ok(false) : err({ kind: 'duplicate' });
    case 'case':
      return judgeCase(shelf, one, answer, word.heard);
  }
}

function judgeCase(
  shelf: Shelf,
  one: PackageRecord,
  { saidAt }: RegionAnswer,
  heard: Extract<RegionAnswer['word'], { kind: 'case' }>['heard'],
): Result<boolean, AnswerRefusal> {
  if (one.kind !== 'application') return err({ kind: 'not-asked' });
  const owner = shelf.byCase(heard.caseNumber);
  if (owner && owner.number !== one.number) return err({ kind: 'case-number-taken' });
  const before = one.case;
  if (!before) return ok(false);
  if (before.caseNumber !== null && before.caseNumber !== heard.caseNumber)
    return err({ kind: 'other-case-number' });
  const same =
    before.state === heard.state &&
    before.resultReady === heard.resultReady &&
    before.acceptedAt === heard.acceptedAt &&
    before.finishedAt === heard.finishedAt &&
    before.round === (heard.correction?.id ?? null) &&
    before.parts === printOf(heard.parts);
  if (same) return err({ kind: 'duplicate' });
  if (saidAt < before.saidAt) return ok(true);
  // The result of a finished case may come after the word that it is finished; nothing else comes after an end.
  const onlyResult = before.state === 'finished' && heard.state === 'finished' && !before.resultReady;
  const ended = before.state === 'finished' || before.state === 'refused' || before.state === 'withdrawn';
  return ended && !onlyResult ? err({ kind: 'ended' }) : ok(false);
}

/** Tells two states of a joint case's parts apart, without naming them; null where there are none. */
function printOf(parts: readonly unknown[] | null | undefined): string | null {
  if (!parts || parts.length === 0) return null;
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The row of an answer that is taken. */
export function rowOf(
  one: PackageRecord,
  answer: RegionAnswer,
  late: boolean,
  about: { readonly region: string; readonly now: number },
): CustodyEntry {
  const { word, id, saidAt, packageSha256 } = answer;
  const region = `region:${about.region}`;
  const base = {
    ...rowOn(one, about.now),
    sha256: packageSha256,
    seal: one.seal,
    by: region,
  };
  const facts = { answer: id, saidAt };
  switch (word.kind) {
    case 'received':
    case 'seal-broken':
      return { ...base, event: word.kind, from: one.holder, to: region, facts };
    case 'lost':
      return { ...base, event: 'lost', from: one.holder, facts };
    case 'refused':
      return {
        ...base,
        event: 'answered',
        facts: { ...facts, kind: 'refused', state: 'refused', code: word.code },
      };
    case 'withdrawal':
      return { ...base, event: 'answered', facts: { ...facts, kind: 'withdrawal', outcome: word.outcome } };
    case 'mail':
      return { ...base, event: 'answered', facts: { ...facts, kind: 'mail', mailNumber: word.mailNumber } };
    case 'case': {
      const { caseNumber, state, acceptedAt, finishedAt, resultReady, correction, parts } = word.heard;
      const print = printOf(parts);
      return {
        ...base,
        event: 'answered',
        facts: {
          ...facts,
          kind: 'case',
          caseNumber,
          state,
          resultReady,
          ...(acceptedAt === null ? {} : { acceptedAt }),
          ...(finishedAt === null ? {} : { finishedAt }),
          ...(correction ? { round: correction.id } : {}),
          ...(print === null ? {} : { parts: print }),
          ...(late ? { late } : {}),
        },
      };
    }
  }
}

/** What most rows have. */
export function rowOn(one: Pick<PackageRecord, 'number' | 'machine' | 'sha256'>, at: number) {
  const by = one.machine === '' ? 'kiosk' : `kiosk:${one.machine}`;
  return { at, package: one.number, sha256: one.sha256, seal: null, from: null, to: null, by, facts: {} };
}
