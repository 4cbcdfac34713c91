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
  jsonOf,
  LearntClock,
  retryAfterMs,
} from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { TifConfig } from './config.ts';
import { requestHeaders } from './headers.ts';
import type { AccountKeys, KeysProblem } from './keys.ts';

/** Bytes of a nonce; sent as twice as many hexadecimal digits. */
const NONCE_BYTES = 16;

/** An answer grows by base64 inside, and by hexadecimal or base64 outside. */
const GROWTH = 3;

export interface TifChannelOptions {
  readonly config: TifConfig;
  readonly keys: () => Promise<Result<AccountKeys, KeysProblem>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** What the gateway puts around the region's sealed answer. */
const outerSchema = z.object({ code: z.int(), data: z.unknown().optional() });

const innerSchema = z.union([
  z.object({ nonce: z.string(), outcome: z.literal('answer'), body: z.unknown() }),
  z.object({
    nonce: z.string(),
    outcome: z.literal('refused'),
    code: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/),
  }),
  z.object({
    nonce: z.string(),
    outcome: z.literal('binary'),
    mediaType: z.string(),
    base64: z.string(),
    sha256: z.string().nullable(),
    sm3: z.string().nullish(),
    signature: z.string().nullish(),
  }),
]);

/** Bytes of the longest answer. What is not named is `HTTP_LIMITS.json`. */
const LIMITS: Readonly<Partial<Record<ChannelRequest['operation'], number>>> = {
  fetchResult: HTTP_LIMITS.pdf,
  fetchLicence: HTTP_LIMITS.licence,
  matters: HTTP_LIMITS.licence,
};

/** Signed headers, sealed body, and the answer opened. README.md describes it for the other side. */
export function tifChannel(options: TifChannelOptions): Channel {
  const { config, clock } = options;
  const regionClock = new LearntClock(clock);

  async function once(
    request: ChannelRequest,
    keys: AccountKeys,
  ): Promise<Result<{ http: HttpAnswer; nonce: string; clockMoved: boolean }, RegionFailure>> {
    const { operation, key, session, fields, signal } = request;
    const nonce = hexOf(options.random(NONCE_BYTES));
    const seconds = Math.floor(regionClock.now() / 1000);
    const text = JSON.stringify({ operation, nonce, key, session, fields });
    const envelope = await keys.sealer.seal(text, seconds);
    const sentAt = clock.now();
    const http = await httpCall({
      fetch: options.fetch,
      where: `tif-gateway.${operation}`,
      method: 'POST',
      url: `${config.endpoint.replace(/\/+$/, '')}/${operation}`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...requestHeaders(
          { paasId: config.clientId, token: keys.token },
          { seconds, nonce, serviceId: config.serviceIds[operation] ?? null },
          config.headers,
        ),
      },
      body: JSON.stringify(envelope),
      limit: GROWTH * (LIMITS[operation] ?? HTTP_LIMITS.json),
      signal,
    });
    if (!http.ok) return http;
    const refused = http.value.status === 401;
    const clockMoved = refused && regionClock.learnFromHeaders(http.value.headers, sentAt);
    return ok({ http: http.value, nonce, clockMoved });
  }

  return {
    async send(request) {
      const where = `tif-gateway.${request.operation}`;
      const keys = await options.keys();
      if (!keys.ok) return err(failure('unauthorized', `${where}.${keys.error}`));
      let heard = await once(request, keys.value);
      // The gateway refuses a clock that is wrong, and its answer tells the right time.
      if (heard.ok && heard.value.clockMoved) heard = await once(request, keys.value);
      if (!heard.ok) return heard;
      const { http, nonce } = heard.value;
      if (http.status < 200 || http.status > 299) return err(unsigned(where, http, clock.now()));
      return opened(where, http, nonce, keys.value, config);
    },
  };
}

/** An answer that nobody signed never ends a case, whatever it says. */
function unsigned(where: string, { status, headers }: HttpAnswer, nowMs: number): RegionFailure {
  const wait = retryAfterMs(headers, nowMs);
  if (status === 429) return failure('rate-limited', `${where}.http-429`, wait);
  const down = status >= 500 || status < 400 || status === 408 || status === 425;
  return failure(down ? 'unreachable' : 'unauthorized', `${where}.http-${status}`, down ? wait : undefined);
}

async function opened(
  where: string,
  http: HttpAnswer,
  nonce: string,
  keys: AccountKeys,
  config: TifConfig,
): Promise<Result<ChannelAnswer, RegionFailure>> {
  const drift = (path: string) => err(failure('schema', `${where}.schema:${path}`));
  const outer = outerSchema.safeParse(jsonOf(http.body));
  if (!outer.success) return drift('gateway');
  const { code } = outer.data;
  if (code !== 0)
    return err(failure(config.gatewayCodes[String(code)] ?? 'unreachable', `${where}.gateway-code:${code}`));
  const payload = await keys.sealer.open(outer.data.data);
  if (!payload.ok) return drift(`envelope-${payload.error}`);
  const inner = innerSchema.safeParse(payload.value);
  if (!inner.success) return drift('outcome');
  if (inner.data.nonce !== nonce) return drift('nonce');
  switch (inner.data.outcome) {
    case 'answer':
      return ok({ kind: 'answer', body: inner.data.body });
    case 'refused':
      return ok({ kind: 'refused', code: inner.data.code });
    case 'binary': {
      const { mediaType, base64, sha256, sm3, signature } = inner.data;
      const bytes = bytesOfBase64(base64);
      if (!bytes) return drift('base64');
      return ok({ kind: 'binary', mediaType, bytes, sha256, sm3, signature });
    }
  }
}
