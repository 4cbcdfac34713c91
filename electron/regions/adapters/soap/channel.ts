import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { bytesOfBase64, hexOf } from '../../../ciphers/index.ts';
import { type Clock, err, ok, type RandomBytes, type Result } from '../../../core/index.ts';
import type { Fetch } from '../../adapter-kind.ts';
import {
  type Channel,
  type ChannelAnswer,
  type ChannelRequest,
  HTTP_LIMITS,
  type HttpAnswer,
  httpCall,
  LearntClock,
  retryAfterMs,
} from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { SoapConfig } from './config.ts';
import { createdAt, type Envelope, type EnvelopeProblem, openEnvelope } from './envelope.ts';
import { type Fault, faultOf, judgeFault } from './fault.ts';
import type { Account, KeysProblem } from './keys.ts';
import { jsonOfElement } from './mapping.ts';
import { requestEnvelope } from './request.ts';
import { verifyEnvelope } from './verify.ts';
import { isNamed } from './xml/index.ts';

/** Bytes of a request's id; sent as twice as many hexadecimal digits. */
const ID_BYTES = 16;

/** A document grows by base64, an answer in XML by its names. */
const GROWTH = 2;

/** Bytes of the longest answer. What is not named is `HTTP_LIMITS.json`. */
const LIMITS: Readonly<Partial<Record<ChannelRequest['operation'], number>>> = {
  fetchResult: HTTP_LIMITS.pdf,
  fetchLicence: HTTP_LIMITS.licence,
  matters: HTTP_LIMITS.licence,
};

export interface SoapChannelOptions {
  readonly config: SoapConfig;
  readonly account: () => Promise<Result<Account, KeysProblem>>;
  /** With which answers must be signed; null where they are not. */
  readonly regionKey: KeyObject | null;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const requestId = z.string();
const responseSchema = z.union([
  z.object({ requestId, outcome: z.literal('answer'), body: z.unknown() }),
  z.object({
    ...{ requestId, outcome: z.literal('binary') },
    ...{ mediaType: z.string(), base64: z.string(), sha256: z.string().nullable() },
    ...{ sm3: z.string().nullish(), signature: z.string().nullish() },
  }),
]);

/** What came back to one request, as far as it can be read. */
interface Heard {
  readonly http: HttpAnswer;
  readonly requestId: string;
  readonly envelope: Result<Envelope, EnvelopeProblem>;
  readonly fault: Fault | null;
  readonly clockMoved: boolean;
}

/** SOAP over HTTPS with WS-Security. README.md has the wire format. */
export function soapChannel(options: SoapChannelOptions): Channel {
  const { config, clock, regionKey } = options;
  const { version, namespace } = config;
  const regionClock = new LearntClock(clock);

  async function once(request: ChannelRequest, account: Account): Promise<Result<Heard, RegionFailure>> {
    const id = hexOf(options.random(ID_BYTES));
    const body = await requestEnvelope({
      ...{ request, requestId: id, version, namespace, account, random: options.random },
      nowMs: regionClock.now(),
    });
    const sentAt = clock.now();
    const http = await httpCall({
      fetch: options.fetch,
      where: `soap.${request.operation}`,
      method: 'POST',
      url: config.endpoint,
      headers: headersOf(config, request.operation),
      body,
      limit: GROWTH * (LIMITS[request.operation] ?? HTTP_LIMITS.json),
      signal: request.signal,
    });
    if (!http.ok) return http;
    const envelope = openEnvelope(http.value.body, version);
    const fault = envelope.ok ? faultOf(envelope.value.content, version, namespace) : null;
    const refused = http.value.status === 401 || (fault !== null && fault.security !== null);
    const stated = envelope.ok ? createdAt(envelope.value) : Number.NaN;
    const clockMoved =
      refused &&
      (Number.isNaN(stated)
        ? regionClock.learnFromHeaders(http.value.headers, sentAt)
        : regionClock.learn(stated, sentAt));
    return ok({ http: http.value, requestId: id, envelope, fault, clockMoved });
  }

  function judged(
    where: string,
    request: ChannelRequest,
    heard: Heard,
  ): Result<ChannelAnswer, RegionFailure> {
    const { http, envelope, fault } = heard;
    const wait = retryAfterMs(http.headers, clock.now());
    const success = http.status >= 200 && http.status <= 299;
    if (http.status === 429) return err(failure('rate-limited', `${where}.http-429`, wait));
    if (!success && fault === null) return err(byStatus(where, http.status, wait));
    if (!envelope.ok) return err(failure('schema', `${where}.schema:${envelope.error}`));
    const verdict = regionKey ? verifyEnvelope(envelope.value, regionKey) : 'good';
    if (fault) {
      const own = fault.refusal?.requestId ?? null;
      const ours = own === heard.requestId;
      const trusted = regionKey ? verdict === 'good' && ours : own === null || ours;
      return judgeFault(fault, { where, config, trusted, wait });
    }
    if (verdict !== 'good') return err(failure('schema', `${where}.schema:signature-${verdict}`));
    return opened(where, request, heard.requestId, envelope.value, namespace);
  }

  return {
    async send(request) {
      const where = `soap.${request.operation}`;
      const account = await options.account();
      if (!account.ok) return err(failure('unauthorized', `${where}.${account.error}`));
      let heard = await once(request, account.value);
      // A region refuses a message whose time is over, and its answer tells the right time.
      if (heard.ok && heard.value.clockMoved) heard = await once(request, account.value);
      return heard.ok ? judged(where, request, heard.value) : heard;
    },
  };
}

function headersOf({ version, namespace }: SoapConfig, operation: string): Readonly<Record<string, string>> {
  const action = `"${namespace}#${operation}"`;
  return version === '1.1'
    ? { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', soapaction: action }
    : {
        'content-type': `application/soap+xml; charset=utf-8; action=${action}`,
        accept: 'application/soap+xml',
      };
}

/** What came without a fault was said by somebody on the way: it never ends a case. */
function byStatus(where: string, status: number, wait: number | undefined): RegionFailure {
  const down = status >= 500 || status < 400 || status === 408 || status === 425;
  return failure(down ? 'unreachable' : 'unauthorized', `${where}.http-${status}`, down ? wait : undefined);
}

function opened(
  where: string,
  { operation }: ChannelRequest,
  asked: string,
  { content }: Envelope,
  namespace: string,
): Result<ChannelAnswer, RegionFailure> {
  // Whatever is not as agreed, an answer to somebody else among it, is for a technician.
  const drift = (path: string) => err(failure('schema', `${where}.schema:${path}`));
  if (!isNamed(content, namespace, `${operation}Response`)) return drift('response');
  const value = jsonOfElement(content, namespace);
  if (!value.ok) return drift('mapping');
  const response = responseSchema.safeParse(value.value);
  if (!response.success) return drift('outcome');
  if (response.data.requestId !== asked) return drift('requestId');
  if (response.data.outcome === 'answer') return ok({ kind: 'answer', body: response.data.body });
  const { mediaType, base64, sha256, sm3, signature } = response.data;
  const bytes = bytesOfBase64(base64);
  return bytes ? ok({ kind: 'binary', mediaType, bytes, sha256, sm3, signature }) : drift('base64');
}
