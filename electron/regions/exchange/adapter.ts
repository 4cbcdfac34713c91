import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type Clock, err, ok, type Result } from '../../core/index.ts';
import type { RegionLog } from '../adapter-kind.ts';
import { contradicted, failure, pending } from '../failure.ts';
import type {
  CaseProgress,
  Payment,
  RegionAdapter,
  RegionFailure,
  RegionResult,
  RegionSession,
} from '../port.ts';
import type { Submission } from '../requests.ts';
import type { Channel, ChannelAnswer, JsonObject } from './channel.ts';
import { Coder, type MappingGap } from './coder.ts';
import type { ExchangeConfig } from './config.ts';
import { within } from './deadline.ts';
import { answerSchemas, paymentOf, progressOf, ticketOf } from './from-wire.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { REFUSALS, refusal, sessionEnded } from './refusals.ts';
import { checkedResult, type HeardResult } from './result.ts';
import { requestFields } from './to-wire.ts';

export interface ExchangeOptions {
  readonly region: string;
  /** The kind's name, the beginning of every technician code. */
  readonly kind: string;
  readonly config: ExchangeConfig;
  readonly clock: Clock;
  readonly log: RegionLog;
}

/** What goes with an operation. A mapping gap stops it before anything is sent. */
interface Asked {
  readonly fields?: JsonObject | Result<JsonObject, MappingGap>;
  readonly key?: string;
  readonly session?: RegionSession;
  readonly signal: AbortSignal;
}

type Outcome<T> = Promise<Result<T, RegionFailure>>;

/**
 * A whole adapter over a channel: what is asked, in the region's codes; deadlines; what an answer means; drift. A kind adds
 * nothing but the channel.
 */
export function adapterOver(channel: Channel, options: ExchangeOptions): RegionAdapter {
  const { region, kind, config, clock, log } = options;
  const { capabilities } = config;
  const coder = new Coder(config);
  const out = requestFields(coder);
  const schemas = answerSchemas(coder);
  const where = (operation: Operation) => `${kind}.${operation}`;
  const drift = (operation: Operation, path: string) =>
    failure('schema', `${where(operation)}.schema:${path}`);
  const refused = (operation: Operation, code: string) => refusal(where(operation), code);

  /** Sends, and writes the outcome into the log: codes and durations, nothing else. */
  async function send(operation: Operation, asked: Asked): Outcome<ChannelAnswer> {
    const begun = clock.now();
    const result = await attempt(operation, asked);
    const ms = clock.now() - begun;
    if (result.ok && result.value.kind !== 'refused') log.info('region.call', { region, operation, ms });
    else {
      const failed = result.ok ? refused(operation, (result.value as { code: string }).code) : result.error;
      const { kind: what, technicianCode, retryable } = failed;
      log.warn('region.call-failed', { region, operation, ms, kind: what, technicianCode, retryable });
    }
    return result;
  }

  async function attempt(operation: Operation, asked: Asked): Outcome<ChannelAnswer> {
    const { needs, timeoutMs } = OPERATIONS[operation];
    if (needs !== null && !capabilities[needs])
      return err(failure('not-supported', `${where(operation)}.not-supported`));
    const { session } = asked;
    // A token of one region must never travel to another, not even by a slip of the caller.
    if (session && session.region !== region) return err(sessionEnded(where(operation), 'other-region'));
    if (session && clock.now() >= session.expiresAt) return err(sessionEnded(where(operation), 'expired'));
    const fields = asked.fields ?? {};
    const mapped = isResult(fields) ? fields : ok(fields);
    if (!mapped.ok) return err(failure('rejected', `${where(operation)}.mapping:${mapped.error.path}`));
    try {
      const ended = await within(clock, config.timeouts[operation] ?? timeoutMs, asked.signal, (signal) =>
        channel.send({
          operation,
          key: asked.key ?? null,
          session: session?.token ?? null,
          fields: mapped.value,
          signal,
        }),
      );
      if (ended.kind === 'done') return ended.value;
      return err(failure('unreachable', `${where(operation)}.${ended.kind}`));
    } catch {
      // What was thrown may hold a body: only that it happened is told.
      return err(failure('unreachable', `${where(operation)}.channel`));
    }
  }

  /** An answer in our words; `onRefusal` knows refusals that are answers. */
  async function ask<S extends z.ZodType, T = never>(
    operation: Operation,
    asked: Asked,
    schema: S,
    onRefusal?: (code: string) => Outcome<T> | undefined,
    onLater?: (state: 'received' | 'refused') => Outcome<T>,
  ): Outcome<z.infer<S> | T> {
    const answer = await send(operation, asked);
    if (!answer.ok) return answer;
    if (answer.value.kind === 'refused')
      return onRefusal?.(answer.value.code) ?? err(refused(operation, answer.value.code));
    if (answer.value.kind === 'later' || answer.value.kind === 'turned-away') {
      const state = answer.value.kind === 'later' ? 'received' : 'refused';
      return onLater?.(state) ?? err(pending(where(operation)));
    }
    return read(operation, schema, answer.value.kind === 'answer' ? answer.value.body : undefined);
  }

  /** Names where the answer is not what the protocol says, never what stood there. */
  function read<S extends z.ZodType>(
    operation: Operation,
    schema: S,
    body: unknown,
  ): Result<z.infer<S>, RegionFailure> {
    if (body === undefined) return told(operation, drift(operation, 'json'));
    const parsed = schema.safeParse(body);
    if (parsed.success) return ok(parsed.data);
    const path = parsed.error.issues[0]?.path ?? [];
    return told(operation, drift(operation, pathOf(path)));
  }

  function told(operation: Operation, failed: RegionFailure): Result<never, RegionFailure> {
    const { kind: what, technicianCode, retryable } = failed;
    log.warn('region.drift', { region, operation, kind: what, technicianCode, retryable });
    return err(failed);
  }

  /** The region must speak of the very thing that it was asked for. */
  function same<T, K extends keyof T & string>(
    operation: Operation,
    answer: Result<T, RegionFailure>,
    key: K,
    value: T[K],
  ): Result<T, RegionFailure> {
    if (answer.ok && answer.value[key] !== value) return told(operation, drift(operation, key));
    return answer;
  }

  /** A result that agrees with what the region states of it. */
  async function resultBy(asked: Asked): Outcome<RegionResult> {
    const answer = await send('fetchResult', asked);
    if (!answer.ok) return answer;
    if (answer.value.kind === 'refused') return err(refused('fetchResult', answer.value.code));
    if (answer.value.kind === 'later' || answer.value.kind === 'turned-away')
      return err(pending(where('fetchResult')));
    let heard: HeardResult;
    if (answer.value.kind === 'binary') heard = answer.value;
    else {
      const read_ = read('fetchResult', schemas.fetchResult, answer.value.body);
      if (!read_.ok) return read_;
      const { base64, ...rest } = read_.value;
      heard = { ...rest, bytes: Buffer.from(base64, 'base64') };
    }
    const checked = checkedResult(heard, config.results);
    if (checked.ok) return checked;
    const { kind: what, path } = checked.error;
    if (what === 'form') return told('fetchResult', drift('fetchResult', path));
    return err(contradicted(`${where('fetchResult')}.schema:${path}`));
  }

  const caseUnknown = (code: string) =>
    code === REFUSALS.caseUnknown ? Promise.resolve(ok(null)) : undefined;

  const unnumbered = (state: 'received' | 'refused'): Outcome<CaseProgress> =>
    Promise.resolve(ok({ caseNumber: null, state, acceptedAt: null, finishedAt: null, resultReady: false }));

  async function progress(idempotencyKey: string, signal: AbortSignal): Outcome<CaseProgress | null> {
    const asked = { fields: { caseKey: idempotencyKey }, signal };
    const answer = await ask<typeof schemas.case, CaseProgress | null>(
      'progress',
      asked,
      schemas.case,
      caseUnknown,
      unnumbered,
    );
    if (!answer.ok || !answer.value) return answer as Result<null, RegionFailure>;
    return ok('receiptNumber' in answer.value ? progressOf(answer.value) : answer.value);
  }

  function lacking(one: Submission): string | null {
    if (one.parts && !capabilities.jointHandling) return 'parts';
    if (one.package && !capabilities.packages) return 'package';
    if (one.furtherSigners && !capabilities.signatures) return 'furtherSigners';
    return null;
  }

  async function submit(submission: Submission, signal: AbortSignal): Outcome<CaseProgress> {
    const lack = lacking(submission);
    if (lack) return err(failure('not-supported', `${where('submit')}.not-supported:${lack}`));
    const { idempotencyKey: key, receiptNumber } = submission;
    const asked = { fields: out.submission(submission), key, signal };
    const answer = await ask(
      'submit',
      asked,
      schemas.case,
      (code) => (code === REFUSALS.alreadyReceived ? ownCopy(key, signal) : undefined),
      unnumbered,
    );
    if (!answer.ok) return answer;
    const heard = answer.value;
    if (!('receiptNumber' in heard)) return ok(heard);
    const checked = same('submit', ok(heard), 'receiptNumber', receiptNumber);
    return checked.ok ? ok(progressOf(checked.value)) : checked;
  }

  /** "Already received" without a case: the case is asked for by its key. */
  async function ownCopy(key: string, signal: AbortSignal): Outcome<CaseProgress> {
    const known = await progress(key, signal);
    if (!known.ok) return known;
    // Received, and not in the books: told apart from a refusal, for the case may be there in a moment.
    return known.value ? ok(known.value) : err(failure('unreachable', `${where('submit')}.received-unseen`));
  }

  async function payment(operation: Operation, asked: Asked): Outcome<Payment> {
    const answer = await ask(operation, asked, schemas.payment);
    return answer.ok ? ok(paymentOf(answer.value)) : answer;
  }

  return {
    region,
    capabilities,
    progress,
    submit,

    async ping(signal) {
      const answer = await ask('ping', { signal }, schemas.ping);
      return answer.ok ? ok() : answer;
    },

    async authenticate(login, signal) {
      const answer = await ask('authenticate', { fields: out.login(login), signal }, schemas.authenticate);
      if (!answer.ok) return answer;
      const { session, expiresAt } = answer.value;
      return ok({ region, holder: login.holder, token: session, expiresAt });
    },

    async endSession(session, signal) {
      const ended = async (code: string) =>
        code === REFUSALS.sessionEnded ? ok(null) : err(refused('endSession', code));
      const answer = await ask('endSession', { session, signal }, schemas.endSession, ended);
      if (answer.ok) return ok();
      return session.region === region && clock.now() >= session.expiresAt ? ok() : answer;
    },

    checkPerson: (claim, signal) => ask('checkPerson', { fields: out.person(claim), signal }, schemas.match),

    checkOrganisation: (claim, signal) =>
      ask('checkOrganisation', { fields: out.organisation(claim), signal }, schemas.match),

    checkAuthority: (claim, signal) =>
      ask('checkAuthority', { fields: out.authority(claim), signal }, schemas.checkAuthority),

    async matters(known, signal) {
      const answer = await ask('matters', { fields: { known }, signal }, schemas.matters);
      if (answer.ok && answer.value.matters === null && answer.value.version !== known)
        return told('matters', drift('matters', 'matters'));
      return answer;
    },

    preCheck: (draft, signal) => ask('preCheck', { fields: out.preCheck(draft), signal }, schemas.preCheck),

    async submitPackage(items, signal) {
      const written: JsonObject[] = [];
      for (const item of items) {
        const lack = lacking(item);
        if (lack) return err(failure('not-supported', `${where('submitPackage')}.not-supported:${lack}`));
        const fields = out.submission(item);
        if (!fields.ok)
          return err(failure('rejected', `${where('submitPackage')}.mapping:${fields.error.path}`));
        written.push({ key: item.idempotencyKey, submission: fields.value });
      }
      const answer = await ask('submitPackage', { fields: { items: written }, signal }, schemas.package);
      if (!answer.ok) return answer;
      const heard = new Map(answer.value.items.map((item) => [item.key, item]));
      return ok(
        items.map((item): Result<CaseProgress, RegionFailure> => {
          const one = heard.get(item.idempotencyKey);
          if (!one) return err(failure('unreachable', `${where('submitPackage')}.item-missing`));
          if (one.outcome === 'later')
            return err(failure('unreachable', `${where('submitPackage')}.item-later`));
          if (one.outcome === 'refused') return err(refused('submitPackage', one.code));
          if (one.case.receiptNumber !== item.receiptNumber)
            return told('submitPackage', drift('submitPackage', 'items.case.receiptNumber'));
          return ok(progressOf(one.case));
        }),
      );
    },

    async casesOf(session, after, signal) {
      const answer = await ask('casesOf', { session, fields: { after }, signal }, schemas.casesOf);
      if (!answer.ok) return answer;
      const { cases, next } = answer.value;
      return ok({
        next,
        cases: cases.map((one) => {
          const { receiptNumber, matterCode, taskCode, matterName, submittedAt } = one;
          return { ...progressOf(one), receiptNumber, matterCode, taskCode, matterName, submittedAt };
        }),
      });
    },

    async status(caseNumber, signal) {
      const answer = await ask('status', { fields: { caseNumber }, signal }, schemas.case, caseUnknown);
      if (!answer.ok || !answer.value) return answer as Result<null, RegionFailure>;
      const checked = same('status', ok(answer.value), 'caseNumber', caseNumber);
      return checked.ok ? ok(progressOf(checked.value)) : checked;
    },

    events: (since, signal) => ask('events', { fields: { since }, signal }, schemas.events),

    async correction(caseNumber, signal) {
      const answer = await ask('correction', { fields: { caseNumber }, signal }, schemas.correction);
      return answer.ok ? ok(answer.value.correction) : answer;
    },

    async answerCorrection(answer, signal) {
      const asked = { fields: out.correctionAnswer(answer), key: answer.idempotencyKey, signal };
      const heard = await ask('answerCorrection', asked, schemas.case);
      const checked = same('answerCorrection', heard, 'caseNumber', answer.caseNumber);
      return checked.ok ? ok(progressOf(checked.value)) : checked;
    },

    async signers(caseNumber, signal) {
      const answer = await ask('signers', { fields: { caseNumber }, signal }, schemas.signers);
      return answer.ok ? ok(answer.value.signers) : answer;
    },

    sign: (signature, signal) =>
      ask(
        'sign',
        { fields: out.signerSignature(signature), key: signature.idempotencyKey, signal },
        schemas.sign,
      ),

    async withdraw(idempotencyKey, signal) {
      const asked = { fields: { caseKey: idempotencyKey }, signal };
      const answer = await ask('withdraw', asked, schemas.withdraw);
      return answer.ok ? ok(answer.value.outcome) : answer;
    },

    async fetchResult(caseNumber, signal, rendition) {
      const asked = { fields: { caseNumber, rendition }, signal };
      const first = await resultBy(asked);
      // What was spoilt on the way is right the second time.
      const answer = !first.ok && first.error.contradicted ? await resultBy(asked) : first;
      return answer.ok || !answer.error.contradicted ? answer : told('fetchResult', answer.error);
    },

    async fetchLicence(session, request, signal) {
      const asked = { session, fields: out.licence(request), signal };
      const answer = await ask('fetchLicence', asked, schemas.licence);
      if (!answer.ok) return answer;
      const { licence } = answer.value;
      if (licence === null) return ok(null);
      const { base64, sha256, copiesLeft, ...rest } = licence;
      const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
      if (sha256Of(bytes) !== sha256) return told('fetchLicence', drift('fetchLicence', 'licence.sha256'));
      return ok({ ...rest, bytes, ...(typeof copiesLeft === 'number' && { copiesLeft }) });
    },

    requestPayment: (request, signal) =>
      payment('requestPayment', { fields: out.payment(request), key: request.idempotencyKey, signal }),

    async paymentState(paymentNumber, signal) {
      const answer = await payment('paymentState', { fields: { paymentNumber }, signal });
      return same('paymentState', answer, 'paymentNumber', paymentNumber);
    },

    async returnPayment({ paymentNumber, idempotencyKey: key }, signal) {
      const answer = await payment('returnPayment', { fields: { paymentNumber }, key, signal });
      return same('returnPayment', answer, 'paymentNumber', paymentNumber);
    },

    async sendTicket(ticket, signal) {
      const asked = { fields: out.ticket(ticket), key: ticket.idempotencyKey, signal };
      const answer = await ask('sendTicket', asked, schemas.ticket);
      return answer.ok ? ok(ticketOf(answer.value)) : answer;
    },

    async ticket(ticketNumber, signal) {
      const answer = await ask('ticket', { fields: { ticketNumber }, signal }, schemas.ticket, (code) =>
        code === REFUSALS.ticketUnknown ? Promise.resolve(ok(null)) : undefined,
      );
      return answer.ok ? ok(answer.value && ticketOf(answer.value)) : answer;
    },

    async rate(rating, signal) {
      const asked = { fields: out.rating(rating), key: rating.idempotencyKey, signal };
      const answer = await ask('rate', asked, schemas.rate);
      return answer.ok ? ok() : answer;
    },

    orderMail: (order, signal) =>
      ask('orderMail', { fields: out.mail(order), key: order.idempotencyKey, signal }, schemas.mail),
  };
}

function isResult(
  fields: JsonObject | Result<JsonObject, MappingGap>,
): fields is Result<JsonObject, MappingGap> {
  return typeof fields.ok === 'boolean';
}

/** Our schemas' own names and places in lists; nothing that the region wrote. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.') || 'root';
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
