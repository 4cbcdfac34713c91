import { z } from 'zod';
import { err, ok, type Result } from '../../core/index.ts';
import type { Fetch } from '../adapter-kind.ts';
import { failure } from '../failure.ts';
import type { RegionFailure } from '../port.ts';
import type { ChannelAnswer } from './channel.ts';

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export interface HttpRequest {
  readonly fetch: Fetch;
  /** `<kind>.<operation>`, the beginning of each technician code. */
  readonly where: string;
  readonly method: 'GET' | 'POST';
  /** Holds nothing personal: URLs end up in logs. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Bytes; `HTTP_LIMITS.json` unless told. */
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/** Bytes. A longer answer is not read. */
export const HTTP_LIMITS = { json: 1024 * 1024, licence: 30 * 1024 * 1024, pdf: 20 * 1024 * 1024 } as const;

/**
 * One request over `fetch`, its answer read to the end. Any status is an answer here; `unreachable` is a broken line,
 * `schema` an answer that is too long. Redirects are never followed: they are somebody else's answer (a captive portal).
 */
export async function httpCall(request: HttpRequest): Promise<Result<HttpAnswer, RegionFailure>> {
  try {
    const response = await request.fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: (request.body ?? null) as RequestInit['body'] & {},
      redirect: 'manual',
      signal: request.signal,
    });
    const body = await readBody(response, request.limit ?? HTTP_LIMITS.json);
    if (body === null) return err(failure('schema', `${request.where}.schema:length`));
    return ok({ status: response.status, headers: response.headers, body });
  } catch {
    return err(failure('unreachable', `${request.where}.network`));
  }
}

/** Null when it is longer than `limit` bytes. Throws what the network throws. */
export async function readBody(response: Response, limit: number): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Undefined when the bytes are not UTF-8 or not JSON. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** The longest pause that a region may ask for, in milliseconds: a slip of the pen must not park a lane for a year. */
const LONGEST_PAUSE = 24 * 3_600_000;

/** Milliseconds to wait, from `Retry-After` (seconds or a date, RFC 9110 §10.2.3), or undefined. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_PAUSE);
}

/** Of a refusal only the code is read: its text may name a person. */
const problemSchema = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/) });

/**
 * What an answer outside 200–299 means: the region's own refusal where its body is JSON with a `code`, otherwise a
 * failure. `codeOf` reads another envelope's code. Ask only for such answers.
 */
export function judgeStatus(
  where: string,
  answer: HttpAnswer,
  nowMs: number,
  codeOf: (body: Uint8Array) => string | undefined = problemCode,
): Result<ChannelAnswer, RegionFailure> {
  const { status, headers } = answer;
  const wait = retryAfterMs(headers, nowMs);
  if (status === 429) return err(failure('rate-limited', `${where}.http-429`, wait));
  if (status === 401 || status === 403) return err(failure('unauthorized', `${where}.http-${status}`));
  if (status >= 500 || status < 400 || status === 408 || status === 425)
    return err(failure('unreachable', `${where}.http-${status}`, wait));
  // Only the region's own word counts: a gateway's bare 404 does not say that a case is unknown.
  const code = codeOf(answer.body);
  return code === undefined
    ? err(failure('rejected', `${where}.http-${status}`))
    : ok({ kind: 'refused', code });
}

function problemCode(body: Uint8Array): string | undefined {
  const problem = problemSchema.safeParse(jsonOf(body));
  return problem.success ? problem.data.code : undefined;
}

/** Whether plain http may be spoken to this address. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function secureOrLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
}

/** Https, or plain http to this very machine. For the configuration of every kind that speaks HTTP. */
export const endpointSchema = z
  .url()
  .refine(secureOrLoopback, 'must be https (http is for loopback hosts only)');
