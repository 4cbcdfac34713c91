import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
  ResponseBodyError,
} from 'oauth4webapi';
import { type Clock, err, ok, type Result } from '../../../core/index.ts';
import type { Fetch } from '../../adapter-kind.ts';
import { HTTP_LIMITS, isLoopback, judgeStatus, readBody, refusal, within } from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { RestOauth2Config } from './config.ts';

const WHERE = 'rest-oauth2.token';

/** Milliseconds. */
const TIMES = {
  /** A token is not used in its last moments: the request must arrive before it ends. */
  margin: 30_000,
  /** A token without a stated life lives this long here. */
  unstatedLife: 120_000,
} as const;

export interface Tokens {
  /** A token good for now. Callers at the same time share one request. */
  get(): Promise<Result<string, RegionFailure>>;
  /** The region refused this token. */
  forget(token: string): void;
}

export interface TokensOptions {
  readonly config: RestOauth2Config;
  readonly secret: () => Promise<string | null>;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** OAuth 2.0 client credentials (RFC 6749 §4.4) with a cache in memory. */
export function createTokens(options: TokensOptions): Tokens {
  const { clock } = options;
  let held: { readonly token: string; readonly goodUntil: number } | null = null;
  let pending: Promise<Result<string, RegionFailure>> | null = null;

  async function renew(): Promise<Result<string, RegionFailure>> {
    const askedAt = clock.now();
    const answer = await requestToken(options);
    if (!answer.ok) return answer;
    const { token, lifeMs } = answer.value;
    // A very short life leaves half of itself rather than nothing.
    held = { token, goodUntil: askedAt + Math.max(lifeMs - TIMES.margin, lifeMs / 2) };
    return ok(token);
  }

  return {
    get: async () => {
      if (held && clock.now() < held.goodUntil) return ok(held.token);
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    forget: (token) => {
      if (held?.token === token) held = null;
    },
  };
}

async function requestToken(
  options: TokensOptions,
): Promise<Result<{ readonly token: string; readonly lifeMs: number }, RegionFailure>> {
  const { config, clock } = options;
  const secret = await options.secret();
  if (secret === null) return err(failure('unauthorized', `${WHERE}.no-secret`));
  const server: AuthorizationServer = {
    issuer: new URL(config.tokenEndpoint).origin,
    token_endpoint: config.tokenEndpoint,
  };
  const client: Client = { client_id: config.clientId };
  const prove =
    config.clientAuthentication === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret);
  const parameters = new URLSearchParams(config.scope === undefined ? {} : { scope: config.scope });
  try {
    const ended = await within(clock, config.tokenTimeout, undefined, async (signal) => {
      const response = await clientCredentialsGrantRequest(server, client, prove, parameters, {
        signal,
        [customFetch]: (url, init) => options.fetch(url, init as RequestInit),
        [allowInsecureRequests]: isLoopback(config.tokenEndpoint),
      });
      const body = await readBody(response, HTTP_LIMITS.json);
      return { response, body };
    });
    if (ended.kind !== 'done') return err(failure('unreachable', `${WHERE}.${ended.kind}`));
    const { response, body } = ended.value;
    const { status, headers } = response;
    if (body === null) return err(failure('schema', `${WHERE}.schema:length`));
    if (status !== 200 && status !== 400 && status !== 401) {
      const judged = judgeStatus(WHERE, { status, headers, body }, clock.now());
      if (!judged.ok) return judged;
      return err(refusal(WHERE, judged.value.kind === 'refused' ? judged.value.code : ''));
    }
    return await judge(server, client, new Response(new TextDecoder().decode(body), { status, headers }));
  } catch {
    return err(failure('unreachable', `${WHERE}.network`));
  }
}

/** Error codes of RFC 6749 §5.2: all say that our account, not the citizen's application, is refused. */
const OAUTH_ERRORS: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

async function judge(
  server: AuthorizationServer,
  client: Client,
  response: Response,
): Promise<Result<{ readonly token: string; readonly lifeMs: number }, RegionFailure>> {
  const status = response.status;
  try {
    const answer = await processClientCredentialsResponse(server, client, response);
    const lifeMs = answer.expires_in === undefined ? TIMES.unstatedLife : answer.expires_in * 1000;
    return ok({ token: answer.access_token, lifeMs });
  } catch (error) {
    const named = error instanceof ResponseBodyError && OAUTH_ERRORS.has(error.error) ? error.error : null;
    if (status !== 200) return err(failure('unauthorized', `${WHERE}.${named ?? `http-${status}`}`));
    return err(failure('schema', `${WHERE}.schema`));
  }
}
