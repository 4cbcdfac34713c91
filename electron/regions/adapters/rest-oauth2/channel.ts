import { type Clock, err, ok, type Result } from '../../../core/index.ts';
import type { Fetch } from '../../adapter-kind.ts';
import {
  type Channel,
  type ChannelAnswer,
  type ChannelRequest,
  HTTP_LIMITS,
  type HttpAnswer,
  httpCall,
  jsonOf,
  judgeStatus,
  type Operation,
  within,
} from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { RestOauth2Config } from './config.ts';
import type { Tokens } from './tokens.ts';

export interface ChannelOptions {
  readonly config: RestOauth2Config;
  readonly tokens: Tokens;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const DOCUMENTS = 'application/pdf, application/ofd';
/** Bytes. What is not named is `HTTP_LIMITS.json`. */
const LIMITS: Partial<Record<Operation, number>> = {
  fetchResult: HTTP_LIMITS.pdf,
  fetchLicence: HTTP_LIMITS.licence,
  matters: HTTP_LIMITS.licence,
};

/** JSON over HTTPS, `Authorization: Bearer`. README.md has the wire format. */
export function createChannel(options: ChannelOptions): Channel {
  const { config, tokens, clock } = options;
  const base = config.endpoint.replace(/\/+$/, '');

  async function once(
    request: ChannelRequest,
  ): Promise<Result<{ readonly heard: HttpAnswer; readonly token: string }, RegionFailure>> {
    const where = `rest-oauth2.${request.operation}`;
    // The token request may be shared with other callers: this one stops waiting for it, the request itself goes on.
    const ended = await within(clock, config.tokenTimeout, request.signal, () => tokens.get());
    if (ended.kind !== 'done') return err(failure('unreachable', `rest-oauth2.token.${ended.kind}`));
    const token = ended.value;
    if (!token.ok) return token;
    const ping = request.operation === 'ping';
    const headers: Record<string, string> = {
      authorization: `Bearer ${token.value}`,
      accept: request.operation === 'fetchResult' ? `${DOCUMENTS}, application/json` : 'application/json',
      ...(ping ? {} : { 'content-type': 'application/json' }),
      ...(request.key === null ? {} : { 'idempotency-key': request.key }),
      ...(request.session === null ? {} : { 'tongban-session': request.session }),
    };
    const limit = LIMITS[request.operation];
    const heard = await httpCall({
      fetch: options.fetch,
      where,
      method: ping ? 'GET' : 'POST',
      url: `${base}${pathOf(request.operation)}`,
      headers,
      body: ping ? undefined : JSON.stringify(request.fields),
      ...(limit === undefined ? {} : { limit }),
      signal: request.signal,
    });
    return heard.ok ? ok({ heard: heard.value, token: token.value }) : heard;
  }

  return {
    async send(request) {
      let answer = await once(request);
      // Once: a token that is refused when new is a matter of the account.
      if (answer.ok && answer.value.heard.status === 401) {
        tokens.forget(answer.value.token);
        answer = await once(request);
      }
      if (!answer.ok) return answer;
      const { heard } = answer.value;
      if (heard.status < 200 || heard.status > 299)
        return judgeStatus(`rest-oauth2.${request.operation}`, heard, clock.now());
      return ok(answerOf(heard));
    },
  };
}

/** `checkPerson` → `/v1/check-person`. Nothing personal ever stands in a path. */
export function pathOf(operation: Operation): string {
  if (operation === 'ping') return '/v1/health';
  return `/v1/${operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function answerOf({ headers, body }: HttpAnswer): ChannelAnswer {
  const type = headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (type === 'application/json' || type === '') return { kind: 'answer', body: jsonOf(body) };
  const digest = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):/.exec(headers.get('repr-digest') ?? '')?.[1];
  const sha256 = digest === undefined ? null : Buffer.from(digest, 'base64').toString('hex');
  return {
    kind: 'binary',
    mediaType: type,
    bytes: body,
    sha256,
    signature: headers.get('tongban-signature'),
  };
}
