import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type Clock, err, ok, type Result } from '../../../core/index.ts';
import type { RegionLog } from '../../adapter-kind.ts';
import { failure } from '../../failure.ts';
import { incapable, NO_CAPABILITIES } from '../../incapable.ts';
import type { CaseProgress, RegionAdapter, RegionFailure } from '../../port.ts';
import { type Answer, jsonOf } from './answers.ts';
import type { RestOauth2Config } from './config.ts';
import type { Line, Operation } from './line.ts';
import { fromWire, toWire } from './mapping.ts';
import { wireCaseSchema, wireHealthSchema, wireMatchSchema, wireWithdrawalSchema } from './wire.ts';

export interface AdapterOptions {
  readonly region: string;
  readonly config: RestOauth2Config;
  readonly line: Line;
  readonly clock: Clock;
  readonly log: RegionLog;
}

const where = (operation: Operation) => `rest-oauth2.${operation}`;

export function createAdapter(options: AdapterOptions): RegionAdapter {
  const { region, config, line } = options;

  /** Writes each call's outcome into the log: codes and durations, nothing else. */
  async function told<T>(
    operation: Operation,
    work: Promise<Result<T, RegionFailure>>,
  ): Promise<Result<T, RegionFailure>> {
    const begun = options.clock.now();
    const result = await work;
    const ms = options.clock.now() - begun;
    if (result.ok) options.log.info('region.call', { region, operation, ms });
    else {
      const { kind, technicianCode, retryable } = result.error;
      options.log.warn('region.call-failed', { region, operation, ms, kind, technicianCode, retryable });
    }
    return result;
  }

  function caseOf(
    operation: Operation,
    answer: Answer,
    receiptNumber: string | null,
  ): Result<CaseProgress, RegionFailure> {
    const parsed = parse(operation, wireCaseSchema, answer);
    if (!parsed.ok) return parsed;
    if (receiptNumber !== null && parsed.value.receiptNumber !== receiptNumber)
      return err(drift(operation, 'receiptNumber'));
    const progress = fromWire(config.mappings, parsed.value);
    return progress.ok ? progress : err(drift(operation, progress.error.path));
  }

  return {
    ...incapable('rest-oauth2'),
    region,
    capabilities: { ...NO_CAPABILITIES, ...config.capabilities },

    ping: (signal) =>
      told(
        'ping',
        (async () => {
          const answer = await line({ operation: 'ping', method: 'GET', path: '/v1/health', signal });
          if (!answer.ok) return answer;
          const parsed = parse('ping', wireHealthSchema, answer.value);
          return parsed.ok ? ok() : parsed;
        })(),
      ),

    checkPerson: (claim, signal) =>
      told(
        'checkPerson',
        (async () => {
          if (!config.capabilities.checkPersonWithoutCard)
            return err(failure('not-supported', `${where('checkPerson')}.not-supported`));
          const body = {
            name: claim.name,
            certificateType: config.mappings.certificate['resident-id'],
            certificateNumber: claim.number,
          };
          const answer = await line({
            operation: 'checkPerson',
            method: 'POST',
            path: '/v1/persons/check',
            body,
            signal,
          });
          return answer.ok ? parse('checkPerson', wireMatchSchema, answer.value) : answer;
        })(),
      ),

    submit: (submission, signal) =>
      told(
        'submit',
        (async () => {
          const body = toWire(config.mappings, submission);
          if (!body.ok) return err(failure('rejected', `${where('submit')}.mapping:${body.error.path}`));
          const answer = await line({
            operation: 'submit',
            method: 'POST',
            path: '/v1/cases',
            headers: { 'idempotency-key': submission.idempotencyKey },
            body: body.value,
            signal,
          });
          return answer.ok ? caseOf('submit', answer.value, submission.receiptNumber) : answer;
        })(),
      ),

    progress: (idempotencyKey, signal) =>
      told(
        'progress',
        (async () => {
          const path = `/v1/cases/by-key/${encodeURIComponent(idempotencyKey)}`;
          const answer = await line({ operation: 'progress', method: 'GET', path, signal });
          if (answer.ok) return caseOf('progress', answer.value, null);
          // Only the region's own word counts: a gateway's bare 404 does not say that the case is unknown.
          return answer.error.technicianCode === `${where('progress')}.http-404:CASE_UNKNOWN`
            ? ok(null)
            : answer;
        })(),
      ),

    fetchResult: (caseNumber, signal) =>
      told(
        'fetchResult',
        (async () => {
          if (!config.capabilities.fetchResult)
            return err(failure('not-supported', `${where('fetchResult')}.not-supported`));
          const path = `/v1/cases/${encodeURIComponent(caseNumber)}/result`;
          const answer = await line({
            operation: 'fetchResult',
            method: 'GET',
            path,
            accept: 'application/pdf',
            signal,
          });
          return answer.ok ? pdfOf(answer.value) : answer;
        })(),
      ),

    withdraw: (idempotencyKey, signal) =>
      told(
        'withdraw',
        (async () => {
          if (!config.capabilities.withdraw)
            return err(failure('not-supported', `${where('withdraw')}.not-supported`));
          const path = `/v1/cases/by-key/${encodeURIComponent(idempotencyKey)}/withdrawal`;
          const answer = await line({ operation: 'withdraw', method: 'POST', path, body: {}, signal });
          if (!answer.ok) return answer;
          const parsed = parse('withdraw', wireWithdrawalSchema, answer.value);
          return parsed.ok ? ok(parsed.value.outcome) : parsed;
        })(),
      ),
  };
}

function drift(operation: Operation, path: string): RegionFailure {
  return failure('schema', `${where(operation)}.schema:${path}`);
}

/** Names where the answer is not what the protocol says, never what stood there. */
function parse<S extends z.ZodType>(
  operation: Operation,
  schema: S,
  answer: Answer,
): Result<z.infer<S>, RegionFailure> {
  const json = jsonOf(answer.body);
  if (json === undefined) return err(drift(operation, 'json'));
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return err(drift(operation, parsed.error.issues[0]?.path.map(String).join('.') || 'root'));
}

function pdfOf({ headers, body }: Answer): Result<{ pdf: Uint8Array }, RegionFailure> {
  const type = headers.get('content-type')?.split(';')[0]?.trim();
  if (type !== 'application/pdf') return err(drift('fetchResult', 'content-type'));
  if (Buffer.from(body.subarray(0, 5)).toString('latin1') !== '%PDF-')
    return err(drift('fetchResult', 'pdf'));
  const stated = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):/.exec(headers.get('repr-digest') ?? '')?.[1];
  if (stated !== undefined && stated !== createHash('sha256').update(body).digest('base64'))
    return err(drift('fetchResult', 'repr-digest'));
  return ok({ pdf: body });
}
