import type { Result } from '../../core/index.ts';
import { failure } from '../failure.ts';
import type { CaseProgress, CaseState, RegionFailure, RegionSession } from '../port.ts';
import type { Login, Submission } from '../requests.ts';
import type { Bench, Line, OpenOptions, OwnCode, PlayedRegion, Trait } from './bench.ts';
import { never, type Requests, requestsFor } from './requests.ts';
import { holds, Unmet, value } from './verdict.ts';

/** A line to a region that is played here. */
export interface PlayedLine extends Line {
  readonly region: PlayedRegion;
}

/** How long an answer that comes later is waited for: so often, so many milliseconds of the region's time. */
const LATER = { times: 40, everyMs: 500 } as const;

type Answer<T> = Promise<Result<T, RegionFailure>>;

/** What a check has in its hands. Every line that it opens is closed after it. */
export class Trial {
  readonly bench: Bench;
  readonly requests: Requests;
  readonly #opened: Line[] = [];

  constructor(bench: Bench) {
    this.bench = bench;
    this.requests = requestsFor(bench.world);
  }

  async open(options: OpenOptions = {}): Promise<Line> {
    const line = await this.bench.open(options);
    this.#opened.push(line);
    return line;
  }

  async played(options: OpenOptions = {}): Promise<PlayedLine> {
    const line = await this.open(options);
    holds(line.region !== null, 'this check needs a region that is played here');
    return line as PlayedLine;
  }

  async close(): Promise<void> {
    for (const line of this.#opened.splice(0)) await line.stop();
  }

  knows(trait: Trait): boolean {
    return !this.bench.without.includes(trait);
  }

  /** `<kind>.<operation>.<reason>` */
  code(rest: string): string {
    return `${this.bench.kind}.${rest}`;
  }

  /** The code of what the protocol says in its own way, or its beginning where nobody has told it. */
  own(code: OwnCode, operation: string): string {
    const template = this.bench.codes?.[code];
    return this.code(template ? template.replace('{op}', operation) : `${operation}.`);
  }

  /** Asks until there is an answer, where answers come later. */
  async ask<T>(line: Line, call: () => Answer<T>): Answer<T> {
    let answer = await call();
    for (let i = 0; i < LATER.times && !answer.ok && answer.error.pending && line.region; i++) {
      await line.region.pass(LATER.everyMs);
      answer = await call();
    }
    return answer;
  }

  /** How a case stands `ms` milliseconds later, or when it has got there, where news come later. */
  async after(line: PlayedLine, ms: number, state: CaseState): Promise<CaseProgress | null> {
    const { idempotencyKey } = this.requests.submission();
    const look = async () => value(await line.adapter.progress(idempotencyKey, never), 'progress');
    await line.region.pass(ms);
    let progress = await look();
    for (let i = 0; i < LATER.times && !this.knows('at-once') && progress?.state !== state; i++) {
      await line.region.pass(LATER.everyMs);
      progress = await look();
    }
    return progress;
  }

  /** Hands an application in and waits for its number, where that comes later. Refused then counts as refused at once. */
  async submit(line: Line, submission: Submission): Answer<CaseProgress> {
    const { adapter, region } = line;
    const sent = await adapter.submit(submission, never);
    if (!sent.ok || sent.value.caseNumber !== null) return sent;
    for (let i = 0; i < LATER.times && region; i++) {
      await region.pass(LATER.everyMs);
      const progress = await adapter.progress(submission.idempotencyKey, never);
      if (!progress.ok) return progress;
      if (progress.value?.caseNumber != null) return progress as Result<CaseProgress, never>;
      if (progress.value?.state === 'refused')
        return { ok: false, error: failure('rejected', this.code('submit.refused-later')) };
    }
    throw new Unmet('the case never got a number');
  }

  /** The case number of an application that was taken. */
  async book(line: Line, n = 1, change: Partial<Submission> = {}): Promise<string> {
    const progress = value(await this.submit(line, this.requests.submission(n, change)), 'submit');
    holds(progress.caseNumber !== null, 'the case has a number');
    return progress.caseNumber;
  }

  async login(line: Line, login: Login = this.requests.personLogin()): Promise<RegionSession> {
    return value(await line.adapter.authenticate(login, never), 'authenticate');
  }
}
