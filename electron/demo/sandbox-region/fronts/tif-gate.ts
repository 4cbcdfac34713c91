import { createHash } from 'node:crypto';
import { z } from 'zod';
import * as ciphers from '../../../ciphers/index.ts';
import type { RandomBytes } from '../../../core/index.ts';

/** How this gateway wants to be spoken to. */
export interface TifGateSettings {
  readonly headers: {
    readonly prefix: 'x-tif' | 'x-rio';
    readonly hash: 'sha256' | 'sm3';
    readonly hexCase: 'lower' | 'upper';
  };
  readonly appCode: string;
  readonly version: string;
  readonly cipher: { readonly mode: 'ecb' | 'cbc'; readonly encoding: 'hex' | 'base64' };
  readonly signature: {
    readonly form: 'raw' | 'der';
    readonly encoding: 'hex' | 'base64';
    readonly covers: 'encrypted' | 'plain';
  };
}

export interface TifGateOptions {
  readonly settings: TifGateSettings;
  /** The one account at this gateway. `token` and the SM4 key are known to both sides. */
  readonly account: {
    readonly paasId: string;
    readonly token: string;
    readonly sm4Key: Uint8Array;
    readonly publicKey: Uint8Array;
  };
  readonly privateKey: Uint8Array;
  readonly random: RandomBytes;
  readonly ahead?: ciphers.WorkAhead | undefined;
  /** Seconds that a request's time may differ. */
  readonly skewSeconds?: number;
}

export const TIF_SKEW_SECONDS = 180;

/** A request that passed every check. */
export interface TifRequest {
  readonly operation: string;
  readonly nonce: string;
  readonly key: string | null;
  readonly session: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A gateway's answer to what it does not let pass: unsigned, as the gateway knows nothing of the region's key. */
export interface TifRefusal {
  readonly status: number;
  readonly code: string;
}

const bodySchema = z.strictObject({
  data: z.strictObject({ encData: z.string() }),
  appCode: z.string(),
  version: z.string(),
  encType: z.literal('SM4'),
  signType: z.literal('SM2'),
  timestamp: z.string(),
  signData: z.string(),
});

const payloadSchema = z.strictObject({
  operation: z.string(),
  nonce: z.string(),
  key: z.string().nullable(),
  session: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
});

/** The gateway's checks and the region's envelope, written from the wire format's description and not shared with the adapter. */
export class TifGate {
  readonly #options: TifGateOptions;
  readonly #sign: (message: Uint8Array) => Uint8Array;
  readonly #verify: (message: Uint8Array, signature: Uint8Array) => boolean;
  /** Nonce → until when (seconds) it cannot come again. */
  readonly #nonces = new Map<string, number>();

  constructor(options: TifGateOptions) {
    this.#options = options;
    const { form } = options.settings.signature;
    this.#sign = ciphers.sm2Signer(options.privateKey, options.random, { form }, options.ahead);
    this.#verify = ciphers.sm2Verifier(options.account.publicKey, { form });
  }

  /**
   * Judges a request by headers, body and path, in the order in which a gateway and the region behind it do. `nowMs`: by the
   * region's clock.
   */
  open(
    operation: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    nowMs: number,
  ): { readonly refusal: TifRefusal } | { readonly request: TifRequest } {
    const refusal = this.#headersWrong(headers, nowMs / 1000);
    if (refusal !== null) return { refusal: { status: 401, code: refusal } };
    const nonce = headers[`${this.#options.settings.headers.prefix}-nonce`] as string;
    const timestamp = headers[`${this.#options.settings.headers.prefix}-timestamp`] as string;
    const opened = this.#opened(body, timestamp);
    if (typeof opened === 'string') return { refusal: { status: 401, code: opened } };
    const payload = payloadSchema.safeParse(opened.payload);
    if (!payload.success) return { refusal: { status: 400, code: 'TIF_PAYLOAD' } };
    if (payload.data.operation !== operation || payload.data.nonce !== nonce)
      return { refusal: { status: 401, code: 'TIF_OTHER_REQUEST' } };
    return { request: payload.data };
  }

  /** The key that adapters are told. */
  get publicKeyHex(): string {
    return ciphers.hexOf(ciphers.sm2PublicKeyOf(this.#options.privateKey));
  }

  /** The region's answer to one request, sealed for the account; `forged`: signed by somebody else. */
  seal(payload: unknown, nowMs: number, forged = false): Uint8Array {
    const { settings, account, random } = this.#options;
    const text = JSON.stringify(payload);
    const plain = Buffer.from(text);
    const iv = random(16);
    const encrypted =
      settings.cipher.mode === 'ecb'
        ? ciphers.sm4Encrypt(account.sm4Key, plain, { mode: 'ecb' })
        : Buffer.concat([iv, ciphers.sm4Encrypt(account.sm4Key, plain, { mode: 'cbc', iv })]);
    const encData = Buffer.from(encrypted).toString(settings.cipher.encoding);
    const timestamp = String(Math.floor(nowMs / 1000));
    const sign = forged ? this.#stranger() : this.#sign;
    const signature = sign(
      this.#signedText(settings.signature.covers === 'plain' ? text : encData, timestamp),
    );
    const data = {
      data: { encData },
      appCode: settings.appCode,
      version: settings.version,
      encType: 'SM4',
      signType: 'SM2',
      timestamp,
      signData: Buffer.from(signature).toString(settings.signature.encoding),
    };
    return Buffer.from(JSON.stringify({ code: 0, message: 'OK', data }));
  }

  #stranger(): (message: Uint8Array) => Uint8Array {
    const { random, settings } = this.#options;
    const { form } = settings.signature;
    return ciphers.sm2Signer(ciphers.sm2KeyPair(random).privateKey, random, { form });
  }

  #headersWrong(headers: Readonly<Record<string, string>>, now: number): string | null {
    const { settings, account } = this.#options;
    const { prefix, hash, hexCase } = settings.headers;
    const header = (name: string) => headers[`${prefix}-${name}`] ?? '';
    const [timestamp, nonce] = [header('timestamp'), header('nonce')];
    if (header('paasid') !== account.paasId) return 'TIF_ACCOUNT';
    if (!/^\d{10}$/.test(timestamp) || !/^[0-9A-Za-z-]{8,64}$/.test(nonce)) return 'TIF_HEADER';
    const skew = this.#options.skewSeconds ?? TIF_SKEW_SECONDS;
    if (Math.abs(now - Number(timestamp)) > skew) return 'TIF_TIMESTAMP';
    const text = Buffer.from(`${timestamp}${account.token}${nonce}${timestamp}`);
    const hex =
      hash === 'sm3' ? ciphers.hexOf(ciphers.sm3(text)) : createHash('sha256').update(text).digest('hex');
    if (header('signature') !== (hexCase === 'upper' ? hex.toUpperCase() : hex)) return 'TIF_SIGNATURE';
    for (const [old, until] of this.#nonces) if (until < now) this.#nonces.delete(old);
    if (this.#nonces.has(nonce)) return 'TIF_NONCE';
    this.#nonces.set(nonce, now + 2 * skew);
    return null;
  }

  #opened(body: Uint8Array, timestamp: string): { readonly payload: unknown } | string {
    const { settings, account } = this.#options;
    const parsed = bodySchema.safeParse(jsonOf(Buffer.from(body).toString()));
    if (!parsed.success) return 'TIF_BODY';
    const one = parsed.data;
    if (one.appCode !== settings.appCode || one.version !== settings.version) return 'TIF_APP_CODE';
    if (one.timestamp !== timestamp) return 'TIF_BODY_TIMESTAMP';
    const encrypted = Buffer.from(one.data.encData, settings.cipher.encoding);
    const head = settings.cipher.mode === 'cbc' ? 16 : 0;
    const mode =
      settings.cipher.mode === 'cbc'
        ? ({ mode: 'cbc', iv: encrypted.subarray(0, head) } as const)
        : ({ mode: 'ecb' } as const);
    if (encrypted.length <= head || encrypted.length % 16 !== 0) return 'TIF_CIPHER';
    const plain = ciphers.sm4Decrypt(account.sm4Key, encrypted.subarray(head), mode);
    if (!plain) return 'TIF_CIPHER';
    const text = Buffer.from(plain).toString();
    const signed = this.#signedText(
      settings.signature.covers === 'plain' ? text : one.data.encData,
      timestamp,
    );
    const signature = Buffer.from(one.signData, settings.signature.encoding);
    if (!this.#verify(signed, signature)) return 'TIF_SIGN_DATA';
    return { payload: jsonOf(text) };
  }

  #signedText(data: string, timestamp: string): Uint8Array {
    const { appCode, version } = this.#options.settings;
    const parts = { timestamp, data, version, appCode, encType: 'SM4', signType: 'SM2' };
    return Buffer.from(
      Object.entries(parts)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}=${value}`)
        .join('&'),
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
