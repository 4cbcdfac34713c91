import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Desk, Front, FrontFactory, Served } from '../front.ts';
import { type Heard, Listener, type Reply } from '../listener.ts';

export interface HmacFrontOptions {
  readonly accessKey: string;
  readonly secret: string;
  /** The body's digest is asked for and signed. */
  readonly signBody: boolean;
  /** Milliseconds that a request's date may differ from the region's clock; `HMAC_TOLERANCE_MS` unless told. */
  readonly toleranceMs?: number | undefined;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
}

/** What the eastern provinces' gateways allow. */
export const HMAC_TOLERANCE_MS = 90_000;

const BASE = '/zwfw/tongban';
/** What the gateway wants in every query. */
const QUERY = { appId: 'kiosk 通办' } as const;
/** `clock-skew` without a measure: milliseconds. */
const USUAL_SKEW = 600_000;

/**
 * HTTP on 127.0.0.1 with signed canonical requests: the other side of the adapter kind `hmac-gateway`. Written from the
 * wire format's description, on its own: it shares no code with the adapter.
 */
export function hmacFront(options: HmacFrontOptions): FrontFactory {
  return (desk) => new HmacFront(desk, options);
}

class HmacFront implements Front {
  readonly #desk: Desk;
  readonly #options: HmacFrontOptions;
  readonly #listener: Listener;

  constructor(desk: Desk, options: HmacFrontOptions) {
    this.#desk = desk;
    this.#options = options;
    this.#listener = new Listener(options.port ?? 0, (heard) => this.#answer(heard));
  }

  get connection() {
    return {
      endpoint: `http://127.0.0.1:${this.#listener.port}${BASE}`,
      clientId: this.#options.accessKey,
      query: QUERY,
      signBody: this.#options.signBody,
    };
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  stop(): Promise<void> {
    return this.#listener.stop();
  }

  async #answer(heard: Heard): Promise<Reply> {
    const { faults, clock } = this.#desk;
    const operation = new RegExp(`^${BASE}/([A-Za-z]+)$`).exec(heard.path)?.[1];
    const skew = operation === undefined ? null : faults.take('clock-skew', operation);
    const now = () => clock.now() + (skew ? (skew.skewMs ?? USUAL_SKEW) : 0);
    const reply = (status: number, body: unknown, retryAfter: string | null = null): Reply => ({
      status,
      headers: {
        'content-type': 'application/json',
        date: new Date(now()).toUTCString(),
        ...(retryAfter === null ? {} : { 'retry-after': retryAfter }),
      },
      body: Buffer.from(JSON.stringify(body)),
    });
    if (this.#desk.refusing) return reply(503, { message: 'down' });
    if (operation === undefined || heard.method !== (operation === 'ping' ? 'GET' : 'POST'))
      return reply(404, { message: 'no such service' });
    const refusal = this.#refusal(heard, now());
    if (refusal) return reply(401, { code: refusal });
    if (faults.take('wrong-signature', operation) || faults.take('expired-token', operation))
      return reply(401, { code: 'SIGNATURE_WRONG' });
    return render(
      await this.#desk.serve({
        operation,
        key: heard.headers['idempotency-key'] ?? null,
        session: heard.headers['tongban-session'] ?? null,
        fields: operation === 'ping' ? {} : jsonOf(heard.body),
      }),
      reply,
    );
  }

  /** Why the gateway lets nothing through, or null. */
  #refusal({ method, path, query, headers, body }: Heard, nowMs: number): string | null {
    const { accessKey, secret, signBody, toleranceMs = HMAC_TOLERANCE_MS } = this.#options;
    const date = headers['x-bg-date-time'] ?? '';
    const signature = headers['x-bg-hmac-signature'] ?? '';
    if (headers['x-bg-hmac-access-key'] !== accessKey) return 'ACCOUNT_UNKNOWN';
    if (headers['x-bg-hmac-algorithm'] !== 'hmac-sha256') return 'ALGORITHM';
    // Exactly RFC 1123: what another library would also understand is not what is signed.
    if (new Date(Date.parse(date)).toUTCString() !== date) return 'DATE';
    if (Math.abs(Date.parse(date) - nowMs) > toleranceMs) return 'CLOCK_SKEW';
    const pairs = query === '' ? [] : query.split('&');
    if (pairs.join('&') !== pairs.toSorted().join('&')) return 'QUERY_ORDER';
    if (new URLSearchParams(query).get('appId') !== QUERY.appId) return 'APP_UNKNOWN';
    let text = `${method}\n${path}\n${query}\n${accessKey}\n${date}\n`;
    if (signBody) {
      const digest = createHash('sha256').update(body).digest('base64');
      if (headers['x-bg-body-digest'] !== `sha-256=:${digest}:`) return 'BODY_DIGEST';
      text += `${digest}\n`;
    }
    const expected = createHmac('sha256', secret).update(text).digest();
    const given = Buffer.from(signature, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'SIGNATURE_WRONG';
    return null;
  }
}

function render(
  served: Served,
  reply: (status: number, body: unknown, retryAfter?: string | null) => Reply,
): Reply {
  switch (served.kind) {
    case 'answer':
      return reply(200, served.body);
    case 'refused':
      return reply(422, { code: served.code });
    case 'binary': {
      const { kind: _, bytes, ...said } = served;
      return reply(200, { base64: Buffer.from(bytes).toString('base64'), ...said });
    }
    case 'down':
      return reply(served.status, { message: 'down' }, served.retryAfter);
    case 'busy':
      return reply(429, { message: 'busy' }, served.retryAfter);
    case 'cut':
      return { status: 0, cut: true };
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
