import type { CaseRegion, Correction } from '../../electron/cases/index.ts';
import { err, ok, type Result } from '../../electron/core/index.ts';
import {
  type CaseProgress,
  type CorrectionAnswer,
  type CorrectionRound,
  type RegionFailure,
  regionFailure,
  type SignerList,
  type SignerSignature,
  type Submission,
} from '../../electron/regions/index.ts';
import { MemoryRegion } from './cases-bench.ts';

type Answer<T> = Promise<Result<T, RegionFailure>>;
const rejected = (why: string) => err(regionFailure('rejected', why));

export const makeRound = (over: Partial<CorrectionRound> = {}): CorrectionRound => ({
  id: 'round-1',
  until: null,
  items: [{ kind: 'material', name: 'photo', note: '照片不清楚，请重新拍摄' }],
  ...over,
});

export const makeAnswer = (over: Partial<Correction> = {}): Correction => ({
  roundId: 'round-1',
  form: { purpose: 'exam' },
  materials: [],
  document: { base64: 'JVBERg==', sha256: 'b'.repeat(64) },
  signature: { sha256: 'b'.repeat(64), strokes: [], signedAt: 2 },
  ...over,
});

/** A region that asks for corrections and further signatures, and takes one answer a key. */
export class AskingRegion extends MemoryRegion implements CaseRegion {
  override readonly capabilities = {
    checkPersonWithoutCard: true,
    fetchResult: true,
    withdraw: true as boolean,
    correction: true as boolean,
    signatures: true as boolean,
    packages: true as boolean,
    events: true as boolean,
  };
  round: CorrectionRound | null = null;
  parts: CaseProgress['parts'];
  list: SignerList | null = null;
  readonly answers: CorrectionAnswer[] = [];
  /** The key of every answer that arrived, taken or not. */
  readonly keys: string[] = [];
  readonly signed: SignerSignature[] = [];
  /** Says what is asked with the progress, and not when asked for it alone. */
  saysAtOnce = false;
  refusesAnswers = false;
  /** Books the answer and loses the reply. */
  cutAfterAnswer = 0;

  override async progress(key: string): Answer<CaseProgress | null> {
    const known = await super.progress(key);
    return known.ok && known.value ? ok(this.#more(known.value)) : known;
  }

  override async submit(submission: Submission): Answer<CaseProgress> {
    const taken = await super.submit(submission);
    return taken.ok ? ok(this.#more(taken.value)) : taken;
  }

  async status(caseNumber: string): Answer<CaseProgress | null> {
    if (this.failure) return err(this.failure);
    return ok(
      this.#more({
        caseNumber,
        state: this.state,
        acceptedAt: 5,
        finishedAt: null,
        resultReady: this.resultReady,
      }),
    );
  }

  async correction(): Answer<CorrectionRound | null> {
    return this.failure ? err(this.failure) : ok(this.round);
  }

  async answerCorrection(answer: CorrectionAnswer): Answer<CaseProgress> {
    if (this.failure) return err(this.failure);
    this.keys.push(answer.idempotencyKey);
    const before = this.answers.find((one) => one.idempotencyKey === answer.idempotencyKey);
    if (before && JSON.stringify(before) !== JSON.stringify(answer))
      return rejected('IDEMPOTENCY_KEY_REUSED');
    if (this.refusesAnswers) return rejected('UNCLEAR');
    if (!before) {
      if (this.round?.id !== answer.roundId) return rejected('CORRECTION_CLOSED');
      this.answers.push(answer);
      this.round = null;
      this.state = 'accepted';
    }
    if (this.cutAfterAnswer-- > 0) return err(regionFailure('unreachable', 'cut'));
    return this.status(answer.caseNumber) as Answer<CaseProgress>;
  }

  async signers(): Answer<SignerList | null> {
    return this.failure ? err(this.failure) : ok(this.list);
  }

  async sign(signature: SignerSignature): Answer<SignerList> {
    if (this.failure) return err(this.failure);
    if (!this.signed.some((one) => one.idempotencyKey === signature.idempotencyKey))
      this.signed.push(signature);
    const list = this.list as SignerList;
    this.list = {
      ...list,
      signers: list.signers.map((one) => (one.id === signature.signerId ? { ...one, signed: true } : one)),
    };
    return ok(this.list);
  }

  #more(progress: CaseProgress): CaseProgress {
    return {
      ...progress,
      ...(this.saysAtOnce && this.round ? { correction: this.round } : {}),
      ...(this.parts ? { parts: this.parts } : {}),
    };
  }
}
