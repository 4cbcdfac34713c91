import { type Clock, err, ok, type Result } from '../../../core/index.ts';
import type { Fetch } from '../../adapter-kind.ts';
import {
  type Channel,
  type ChannelRequest,
  HTTP_LIMITS,
  type HttpAnswer,
  httpCall,
  jsonOf,
  judgeStatus,
  LearntClock,
  type Operation,
} from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { HmacConfig } from './config.ts';
import { bodyDigestOf, canonicalQuery, httpDate, signatureOf } from './signature.ts';

export interface HmacChannelOptions {
  readonly config: HmacConfig;
  /** The account's secret key, asked for anew for each request. */
  readonly secret: () => Promise<string | null>;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** A document travels as base64 in JSON. */
const GROWTH = 2;
/** Bytes. What is not named is `HTTP_LIMITS.json`. */
const LIMITS: Partial<Record<Operation, number>> = {
  fetchResult: GROWTH * HTTP_LIMITS.pdf,
  fetchLicence: GROWTH * HTTP_LIMITS.licence,
  matters: HTTP_LIMITS.licence,
};

/** JSON over HTTPS with a signed canonical request. README.md has the wire format. */
export function hmacChannel(options: HmacChannelOptions): Channel {
  const { config, clock } = options;
  const regionClock = new LearntClock(clock);
  const base = new URL(config.endpoint);
  const query = Object.entries(config.query);
  const search = query.length === 0 ? '' : `?${canonicalQuery(query)}`;
  const prefix = config.headerPrefix;

  async function once(
    { operation, key, session, fields, signal }: ChannelRequest,
    secret: string,
  ): Promise<Result<{ readonly heard: HttpAnswer; readonly clockMoved: boolean }, RegionFailure>> {
    const method = operation === 'ping' ? 'GET' : 'POST';
    const path = `${base.pathname.replace(/\/+$/, '')}/${operation}`;
    const body = method === 'POST' ? JSON.stringify(fields) : undefined;
    const date = httpDate(regionClock.now());
    const bodyDigest = config.signBody ? bodyDigestOf(body ?? '') : null;
    const signature = signatureOf(secret, {
      method,
      path,
      query,
      accessKey: config.clientId,
      date,
      bodyDigest,
    });
    const sentAt = clock.now();
    const limit = LIMITS[operation];
    const heard = await httpCall({
      fetch: options.fetch,
      where: `hmac-gateway.${operation}`,
      method,
      url: `${base.origin}${path}${search}`,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(session === null ? {} : { 'tongban-session': session }),
        [`${prefix}-HMAC-ACCESS-KEY`]: config.clientId,
        [`${prefix}-HMAC-ALGORITHM`]: 'hmac-sha256',
        [`${prefix}-DATE-TIME`]: date,
        [`${prefix}-HMAC-SIGNATURE`]: signature,
        ...(bodyDigest === null ? {} : { [`${prefix}-BODY-DIGEST`]: `sha-256=:${bodyDigest}:` }),
      },
      body,
      ...(limit === undefined ? {} : { limit }),
      signal,
    });
    if (!heard.ok) return heard;
    const clockMoved =
      heard.value.status === 401 && regionClock.learnFromHeaders(heard.value.headers, sentAt);
    return ok({ heard: heard.value, clockMoved });
  }

  return {
    async send(request) {
      const where = `hmac-gateway.${request.operation}`;
      const secret = await options.secret();
      if (secret === null) return err(failure('unauthorized', `${where}.no-hmac-key`));
      let answer = await once(request, secret);
      // The gateway takes no date that is more than 90 seconds off, and its refusal tells the right time.
      if (answer.ok && answer.value.clockMoved) answer = await once(request, secret);
      if (!answer.ok) return answer;
      const { heard } = answer.value;
      if (heard.status < 200 || heard.status > 299) return judgeStatus(where, heard, clock.now());
      return ok({ kind: 'answer', body: jsonOf(heard.body) });
    },
  };
}
