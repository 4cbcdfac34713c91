import {
  allowInsecureRequests,
  customFetch,
  protectedResourceRequest,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { type Clock, err, ok, type Result } from '../../../core/index.ts';
import type { Fetch } from '../../adapter-kind.ts';
import { within } from '../../exchange/deadline.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import { type Answer, AnswerTooLong, failureOfStatus, LIMITS, readBody } from './answers.ts';
import { isLoopback, type RestOauth2Config } from './config.ts';
import type { Tokens } from './tokens.ts';

export type Operation = 'ping' | 'checkPerson' | 'submit' | 'progress' | 'fetchResult' | 'withdraw';

export interface Call {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  /** Under the endpoint, begins with `/`. Holds nothing personal. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: 'application/json' | 'application/pdf';
  /** The caller gave up. */
  readonly signal: AbortSignal;
}

/** One call to the region: token, request, deadline, and what a bad status means. */
export type Line = (call: Call) => Promise<Result<Answer, RegionFailure>>;

export interface LineOptions {
  readonly config: RestOauth2Config;
  readonly tokens: Tokens;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** An answer is either read to its end or was a challenge (`WWW-Authenticate`), of which the status and error are kept. */
type Heard = Answer & { readonly tokenRefused: boolean };

export function createLine(options: LineOptions): Line {
  const { tokens, clock } = options;

  async function once(call: Call): Promise<Result<{ heard: Heard; token: string }, RegionFailure>> {
    // The token request may be shared with other callers: this one stops waiting for it, the request itself goes on.
    const ended = await within(clock, options.config.timeouts.token, call.signal, () => tokens.get());
    if (ended.kind !== 'done') return err(failure('unreachable', `rest-oauth2.token.${ended.kind}`));
    const token = ended.value;
    if (!token.ok) return token;
    const heard = await send(options, call, token.value);
    return heard.ok ? ok({ heard: heard.value, token: token.value }) : heard;
  }

  return async (call) => {
    let answer = await once(call);
    if (answer.ok && answer.value.heard.tokenRefused) {
      tokens.forget(answer.value.token);
      answer = await once(call);
    }
    if (!answer.ok) return answer;
    const { heard } = answer.value;
    if (heard.status >= 200 && heard.status < 300) return ok(heard);
    return err(failureOfStatus(`rest-oauth2.${call.operation}`, heard, clock.now()));
  };
}

async function send(options: LineOptions, call: Call, token: string): Promise<Result<Heard, RegionFailure>> {
  const { config, clock } = options;
  const where = `rest-oauth2.${call.operation}`;
  const accept = call.accept ?? 'application/json';
  const headers = new Headers({
    ...call.headers,
    accept: accept === 'application/pdf' ? `${accept}, application/json` : accept,
  });
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const url = new URL(config.endpoint.replace(/\/+$/, '') + call.path);
  try {
    const ended = await within(
      clock,
      config.timeouts[call.operation],
      call.signal,
      async (signal): Promise<Heard> => {
        try {
          const response = await protectedResourceRequest(token, call.method, url, headers, body, {
            signal,
            [customFetch]: (to, init) => options.fetch(to, init as RequestInit),
            [allowInsecureRequests]: isLoopback(config.endpoint),
          });
          const limit = accept === 'application/pdf' ? LIMITS.pdf : LIMITS.json;
          const { status } = response;
          return {
            status,
            headers: response.headers,
            body: await readBody(response, limit),
            tokenRefused: false,
          };
        } catch (error) {
          if (!(error instanceof WWWAuthenticateChallengeError)) throw error;
          const { status, response } = error;
          await response.body?.cancel();
          const tokenRefused =
            status === 401 && error.cause.some((one) => one.parameters.error === 'invalid_token');
          return { status, headers: response.headers, body: new Uint8Array(), tokenRefused };
        }
      },
    );
    if (ended.kind !== 'done') return err(failure('unreachable', `${where}.${ended.kind}`));
    return ok(ended.value);
  } catch (error) {
    if (error instanceof AnswerTooLong) return err(failure('schema', `${where}.schema:length`));
    return err(failure('unreachable', `${where}.network`));
  }
}
