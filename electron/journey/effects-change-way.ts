import type { Application, CaseRecord, Cases, WithdrawalRefusal } from '../cases/index.ts';
import { type Clock, err, ok } from '../core/index.ts';
import type { Submission } from '../regions/index.ts';
import { type FailureKind, failure } from './failures.ts';
import type { JourneyEffects } from './types.ts';

const REFUSED = {
  'unknown-case': 'receiptUnknown',
  'too-late': 'withdrawTooLate',
  'not-supported': 'changeNotHere',
} as const satisfies Record<WithdrawalRefusal, FailureKind>;

/** 撤回本次提交，改交纸质材料: the same application, signed as it was, by the region's way on paper. */
export function changeWayEffect({
  cases,
  clock,
}: {
  readonly cases: Cases;
  readonly clock: Clock;
}): Pick<JourneyEffects, 'changeWay'> {
  return {
    async changeWay(receiptNumber) {
      const record = cases.byReceipt(receiptNumber);
      if (!record) return err(failure('receiptUnknown'));
      const submission = cases.submission(record.id);
      const { otherWay, state } = cases.view(record);
      // The region may have begun it while its citizen read what would become of it.
      if (state === 'accepted' || state === 'correction') return err(failure('withdrawTooLate'));
      if (!submission || !otherWay) return err(failure('changeNotHere'));
      try {
        const changed = cases.changeWay(record.id, applicationOf(submission, record.region), {
          kind: 'courier',
          consentedAt: clock.now(),
        });
        if (!changed.ok) return err(failure(REFUSED[changed.error]));
        const before = cases.byReceipt(receiptNumber) as CaseRecord;
        return ok({ before: cases.view(before), now: cases.view(changed.value) });
      } catch (error) {
        const code = String((error as { code?: unknown }).code ?? 'unknown');
        return err(failure(code === 'SQLITE_FULL' ? 'notKept' : 'internal', code));
      }
    },
  };
}

/** What the citizen gave; numbers and times are the new case's own. */
function applicationOf(submission: Submission, region: string): Application {
  const {
    idempotencyKey: _key,
    receiptNumber: _number,
    taskCode: _task,
    acceptRegion: _site,
    machineCode: _machine,
    submittedAt: _at,
    package: _package,
    ...given
  } = submission;
  return { ...given, region };
}
