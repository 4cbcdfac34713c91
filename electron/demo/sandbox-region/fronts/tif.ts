import type { BackendReply } from '../backend/index.ts';
import type { Desk, Front, FrontFactory } from '../front.ts';
import { type Heard, Listener, type Reply } from '../listener.ts';
import { TifGate, type TifGateOptions } from './tif-gate.ts';

export interface TifFrontOptions
  extends Pick<TifGateOptions, 'settings' | 'account' | 'privateKey' | 'skewSeconds'> {
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
}

const BASE = '/ebus/tongban';

/** `clock-skew` without a measure: milliseconds. */
const USUAL_SKEW = 600_000;

/** HTTP on 127.0.0.1 with signed headers and sealed bodies: the other side of the adapter kind `tif-gateway`. */
export function tifFront(options: TifFrontOptions): FrontFactory {
  return (desk) => new TifFront(desk, options);
}

class TifFront implements Front {
  readonly #desk: Desk;
  readonly #options: TifFrontOptions;
  readonly #gate: TifGate;
  readonly #listener: Listener;

  constructor(desk: Desk, options: TifFrontOptions) {
    this.#desk = desk;
    this.#options = options;
    const { port, ...gate } = options;
    this.#gate = new TifGate({ ...gate, random: desk.random, ahead: (work) => void setImmediate(work) });
    this.#listener = new Listener(port ?? 0, (heard) => this.#answer(heard));
  }

  get connection() {
    return {
      endpoint: `http://127.0.0.1:${this.#listener.port}${BASE}`,
      clientId: this.#options.account.paasId,
      regionPublicKey: this.#gate.publicKeyHex,
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
    const skewMs = skew ? (skew.skewMs ?? USUAL_SKEW) : 0;
    const now = () => clock.now() + skewMs;
    if (this.#desk.refusing) return gatewayReply(503, 'TIF_DOWN', now());
    if (operation === undefined) return gatewayReply(404, 'TIF_NO_SUCH_SERVICE', now());
    if (heard.method !== 'POST') return gatewayReply(405, 'TIF_METHOD', now());
    const judged = this.#gate.open(operation, heard.headers, heard.body, now());
    if ('refusal' in judged) return gatewayReply(judged.refusal.status, judged.refusal.code, now());
    if (faults.take('expired-token', operation)) return gatewayReply(401, 'TIF_TOKEN', now());
    if (faults.take('wrong-signature', operation)) return gatewayReply(401, 'TIF_SIGNATURE', now());
    const { nonce, ...request } = judged.request;
    const served = await this.#desk.serve(request);
    if (served.kind === 'cut') return { status: 0, cut: true };
    if (served.kind === 'down') return gatewayReply(served.status, 'TIF_DOWN', now(), served.retryAfter);
    if (served.kind === 'busy') return gatewayReply(429, 'TIF_BUSY', now(), served.retryAfter);
    const forged = faults.take('forged-answer', operation) !== null;
    const body = this.#gate.seal({ nonce, ...outcomeOf(served) }, now(), forged);
    return { status: 200, headers: headersAt(now()), body };
  }
}

/** What the region says of a request, before it is sealed. */
function outcomeOf(served: BackendReply): Record<string, unknown> {
  switch (served.kind) {
    case 'answer':
      return { outcome: 'answer', body: served.body };
    case 'refused':
      return { outcome: 'refused', code: served.code };
    case 'binary': {
      const { kind, bytes, ...said } = served;
      return { outcome: kind, base64: Buffer.from(bytes).toString('base64'), ...said };
    }
  }
}

/** What the gateway says by itself: unsigned, for it knows nothing of the region's key. */
function gatewayReply(status: number, code: string, nowMs: number, retryAfter: string | null = null): Reply {
  const headers = { ...headersAt(nowMs), ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) };
  return { status, headers, body: Buffer.from(JSON.stringify({ code, message: '网关拒绝' })) };
}

/** With the region's own clock, not that of the process that plays it. */
function headersAt(nowMs: number): Record<string, string> {
  return { 'content-type': 'application/json', date: new Date(nowMs).toUTCString() };
}
