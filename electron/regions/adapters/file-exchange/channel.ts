import { err, ok, type Result } from '../../../core/index.ts';
import type { RegionLog } from '../../adapter-kind.ts';
import type { Channel, ChannelAnswer, ChannelRequest, JsonObject, Operation } from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { Box } from './box.ts';
import type { Envelope, FileAnswer } from './envelope.ts';
import { eventsName, MATTERS_NAME, packageName, pathOf, statusName } from './names.ts';
import { BoxProblem } from './problem.ts';

export interface ChannelOptions {
  readonly kind: string;
  readonly region: string;
  readonly box: Box;
  readonly envelope: Envelope;
  readonly log: RegionLog;
}

/** Refusals of the package and not of what is in it: it may be sent again, so such an acknowledgement is taken away. */
const SEND_AGAIN: ReadonlySet<string> = new Set([
  'PACKAGE_DAMAGED',
  'SIGNATURE_WRONG',
  'ACCOUNT_UNKNOWN',
  'CLOCK_SKEW',
  'REQUEST_IN_PROGRESS',
  'UNAVAILABLE',
  'TOO_MANY',
]);

const CASE_UNKNOWN: ChannelAnswer = { kind: 'refused', code: 'CASE_UNKNOWN' };
const LATER: ChannelAnswer = { kind: 'later' };
const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;
/** Packages of one batch that are written at one time. */
const AT_A_TIME = 4;
const CURSOR = /^f(\d{1,9})$/;

/** Operations as files: packages out, acknowledgements and statuses in. README.md says which file means what. */
export function fileChannel(options: ChannelOptions): Channel {
  return {
    async send(request) {
      try {
        return await new Exchange(options, request).answer();
      } catch (error) {
        if (!(error instanceof BoxProblem)) throw error;
        return err(error.failureOf(`${options.kind}.${request.operation}`));
      }
    },
  };
}

class Exchange {
  readonly #options: ChannelOptions;
  readonly #request: ChannelRequest;
  readonly #signal: AbortSignal;

  constructor(options: ChannelOptions, request: ChannelRequest) {
    this.#options = options;
    this.#request = request;
    this.#signal = request.signal;
  }

  async answer(): Promise<Result<ChannelAnswer, RegionFailure>> {
    const { operation, key, fields } = this.#request;
    const text = (name: string) => String(fields[name]);
    switch (operation) {
      case 'ping':
        await this.#options.box.reach(this.#signal);
        return ok({ kind: 'answer', body: { status: 'up' } });
      case 'submit':
      case 'answerCorrection':
      case 'sign':
      case 'sendTicket':
      case 'rate':
      case 'orderMail':
        return ok(await this.#mail(operation, key ?? '', fields));
      case 'withdraw':
        return ok(await this.#mail(operation, text('caseKey'), fields));
      case 'submitPackage':
        return ok({ kind: 'answer', body: { items: await this.#batch() } });
      case 'progress':
        return ok(await this.#progress(text('caseKey')));
      case 'status':
        return ok((await this.#look('out', statusName(text('caseNumber'), 'case'))) ?? CASE_UNKNOWN);
      case 'correction':
        return ok(await this.#correction(text('caseNumber')));
      case 'signers':
        return ok(await this.#signers(text('caseNumber')));
      case 'fetchResult': {
        const asked = fields.rendition === 'pdf' ? 'result-pdf' : 'result';
        const found = await this.#look('out', statusName(text('caseNumber'), asked));
        // A rendition lies beside its result or not at all.
        const code = asked === 'result' ? 'RESULT_NOT_READY' : 'RENDITION_UNKNOWN';
        return ok(found ?? { kind: 'refused', code });
      }
      case 'ticket': {
        const found = await this.#look('out', statusName(text('ticketNumber'), 'ticket'));
        return ok(found ?? { kind: 'refused', code: 'TICKET_UNKNOWN' });
      }
      case 'matters':
        return ok(await this.#matters(fields.known));
      case 'events':
        return ok(await this.#events(fields.since));
      case 'authenticate':
      case 'endSession':
      case 'checkPerson':
      case 'checkOrganisation':
      case 'checkAuthority':
      case 'preCheck':
      case 'casesOf':
      case 'fetchLicence':
      case 'requestPayment':
      case 'returnPayment':
      case 'paymentState':
        return err(failure('not-supported', `${this.#options.kind}.${operation}.not-supported`));
    }
  }

  /** Null: there is no such file. */
  async #look(folder: 'ack' | 'out', name: string): Promise<FileAnswer | null> {
    const file = await this.#options.box.read(folder, name, this.#signal);
    return file && this.#options.envelope.open(pathOf(folder, name), file);
  }

  /** Puts a package on the box unless it is there or answered; its answer if there is one. */
  async #mail(operation: Operation, key: string, fields: JsonObject): Promise<ChannelAnswer> {
    const { box, envelope } = this.#options;
    const name = packageName(key, operation);
    if (name === null) throw new BoxProblem('rejected', 'key');
    const [answer, there] = await Promise.all([
      this.#look('ack', name),
      box.exists('in', name, this.#signal),
    ]);
    if (answer) {
      // The next attempt sends it anew.
      if (isSentAgain(answer)) await box.remove('ack', name, this.#signal);
      return judged(answer);
    }
    if (!there) await box.place(name, await envelope.seal(operation, key, fields), this.#signal);
    return LATER;
  }

  async #progress(key: string): Promise<ChannelAnswer> {
    const { box, log, region } = this.#options;
    const name = packageName(key, 'submit');
    if (name === null) return CASE_UNKNOWN;
    let answer = await this.#look('ack', name);
    if (!answer) {
      if (await box.exists('in', name, this.#signal)) return LATER;
      // The region acknowledges before it takes a package away: what it took in between is acknowledged now.
      answer = await this.#look('ack', name);
      if (!answer) return CASE_UNKNOWN;
    }
    if (answer.kind === 'refused') {
      if (answer.code === 'ALREADY_RECEIVED') return LATER;
      if (isSentAgain(answer)) {
        // Told once; then it is unknown here, and whoever asks hands it in anew.
        await box.remove('ack', name, this.#signal);
        return judged(answer);
      }
      const code = CODE.test(answer.code) ? answer.code : 'UNNAMED';
      log.warn('region.package-refused', { region, code });
      return { kind: 'turned-away' };
    }
    const number = answer.kind === 'answer' ? caseNumberOf(answer.body) : null;
    return (number && (await this.#look('out', statusName(number, 'case')))) || answer;
  }

  async #correction(caseNumber: string): Promise<ChannelAnswer> {
    const found = await this.#look('out', statusName(caseNumber, 'case'));
    if (found?.kind !== 'answer') return found ?? CASE_UNKNOWN;
    return { kind: 'answer', body: { correction: member(found.body, 'correction') ?? null } };
  }

  async #signers(caseNumber: string): Promise<ChannelAnswer> {
    const found = await this.#look('out', statusName(caseNumber, 'signers'));
    if (found) return found;
    const known = await this.#options.box.exists('out', statusName(caseNumber, 'case'), this.#signal);
    return known ? { kind: 'answer', body: { signers: null } } : CASE_UNKNOWN;
  }

  async #matters(known: unknown): Promise<ChannelAnswer> {
    const found = await this.#look('out', MATTERS_NAME);
    if (!found) throw new BoxProblem('unreachable', 'no-list');
    if (found.kind !== 'answer' || known === null || member(found.body, 'version') !== known) return found;
    return { kind: 'answer', body: { version: known, matters: null } };
  }

  /** A cursor counts the pages that were read. */
  async #events(since: unknown): Promise<ChannelAnswer> {
    const page = since === null ? 0 : Number(CURSOR.exec(String(since))?.[1] ?? Number.NaN);
    if (Number.isNaN(page)) return { kind: 'refused', code: 'CURSOR_UNKNOWN' };
    const found = await this.#look('out', eventsName(page + 1));
    if (!found) return { kind: 'answer', body: { events: [], cursor: `f${page}`, more: false } };
    if (found.kind !== 'answer') return found;
    const events = member(found.body, 'events');
    return { kind: 'answer', body: { events, cursor: `f${page + 1}`, more: true } };
  }

  /** Each item is a package of its own under its own key. Fails only when nothing is known of any of them. */
  async #batch(): Promise<JsonObject[]> {
    const items = this.#request.fields.items as unknown as readonly {
      readonly key: string;
      readonly submission: JsonObject;
    }[];
    const answers: JsonObject[] = [];
    const problems: BoxProblem[] = [];
    let next = 0;
    let known = 0;
    const runner = async () => {
      for (let i = next++; i < items.length; i = next++) {
        const { key, submission } = items[i] as (typeof items)[number];
        try {
          answers[i] = itemOf(key, await this.#mail('submit', key, submission));
          known++;
        } catch (error) {
          if (!(error instanceof BoxProblem)) throw error;
          problems.push(error);
          answers[i] = { key, outcome: 'later' };
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, runner));
    if (known === 0 && problems[0]) throw problems[0];
    return answers;
  }
}

function isSentAgain(answer: FileAnswer): boolean {
  return answer.kind === 'refused' && SEND_AGAIN.has(answer.code);
}

function judged(answer: FileAnswer): ChannelAnswer {
  // A word of this kind alone.
  if (answer.kind === 'refused' && answer.code === 'PACKAGE_DAMAGED')
    throw new BoxProblem('unreachable', 'package-damaged');
  return answer;
}

function itemOf(key: string, answer: ChannelAnswer): JsonObject {
  if (answer.kind === 'answer') return { key, outcome: 'taken', case: answer.body as JsonObject };
  if (answer.kind === 'refused') return { key, outcome: 'refused', code: answer.code };
  return { key, outcome: 'later' };
}

function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function caseNumberOf(body: unknown): string | null {
  const number = member(body, 'caseNumber');
  return typeof number === 'string' ? number : null;
}
