import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import { wireProblemSchema } from './wire.ts';

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Bytes. A longer answer is not read. */
export const LIMITS = { json: 256 * 1024, pdf: 20 * 1024 * 1024 } as const;

export class AnswerTooLong extends Error {}

/** Reads a body, but not more than `limit` bytes. Throws `AnswerTooLong`, or what the network throws. */
export async function readBody(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new AnswerTooLong();
    }
    parts.push(value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Undefined when the bytes are not JSON. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Milliseconds to wait, from `Retry-After` (seconds or a date, RFC 9110 §10.2.3), or undefined. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Codes of a 409 that say "not yet" rather than "no". */
const NOT_YET: ReadonlySet<string> = new Set(['REQUEST_IN_PROGRESS', 'RESULT_NOT_READY']);

/** What an answer outside 200–299 means. `where` is `rest-oauth2.<operation>`. */
export function failureOfStatus(where: string, answer: Answer, nowMs: number): RegionFailure {
  const { status, headers } = answer;
  const wait = retryAfterMs(headers, nowMs);
  if (status === 429) return failure('rate-limited', `${where}.http-429`, wait);
  if (status === 401 || status === 403) return failure('unauthorized', `${where}.http-${status}`);
  // A redirect is somebody else's answer (a captive portal, a maintenance page): nothing is sent after it.
  if (status >= 500 || status < 400 || status === 408 || status === 425)
    return failure('unreachable', `${where}.http-${status}`, wait);
  const problem = wireProblemSchema.safeParse(jsonOf(answer.body));
  const code = problem.success ? `${where}.http-${status}:${problem.data.code}` : `${where}.http-${status}`;
  if (status === 409 && problem.success && NOT_YET.has(problem.data.code))
    return failure('unreachable', code, wait);
  return failure('rejected', code);
}
