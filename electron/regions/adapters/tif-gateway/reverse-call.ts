import { timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../../../core/index.ts';
import { digestText, type HeaderOptions } from './headers.ts';

/** Seconds that a reverse call's time may differ from ours when the region file says nothing. */
export const REVERSE_SKEW_SECONDS = 180;

/** What a reverse call says about itself once its signature holds. Whoever takes the call remembers the nonce. */
export interface ReverseCall {
  /** Whom the call is about, as the gateway knows them; empty when nobody. Personal. */
  readonly uid: string;
  /** More about them, in the gateway's own writing. Personal. */
  readonly uinfo: string;
  readonly ext: string;
  readonly nonce: string;
  /** Whole seconds since 1970. */
  readonly seconds: number;
}

/** `header`: one is missing or out of form. `skew`: too old or too new. `signature`: made with another token or changed. */
export type ReverseCallProblem = 'header' | 'skew' | 'signature';

export interface ReverseCallOptions {
  readonly token: string;
  readonly prefix: HeaderOptions['prefix'];
  /** SHA-256 unless the region says otherwise. Upper case is what the family sends; either is taken. */
  readonly hash?: HeaderOptions['hash'];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly skewSeconds?: number;
}

/**
 * Judges a call from the region to us by its headers (names in lower case):
 * `HASH(ts + token + nonce + "," + uid + "," + uinfo + "," + ext + ts)`. A second call with a nonce is not told from a first:
 * the caller keeps the nonces of twice the allowed skew.
 */
export function verifyReverseCall(
  headers: Readonly<Record<string, string | undefined>>,
  options: ReverseCallOptions,
): Result<ReverseCall, ReverseCallProblem> {
  const header = (name: string) => headers[`${options.prefix}-${name}`];
  const timestamp = header('timestamp') ?? '';
  const nonce = header('nonce') ?? '';
  const signature = header('signature') ?? '';
  const [uid, uinfo, ext] = [header('uid') ?? '', header('uinfo') ?? '', header('ext') ?? ''];
  if (!/^\d{1,12}$/.test(timestamp) || nonce === '' || !/^[0-9A-Fa-f]{64}$/.test(signature))
    return err('header');
  const seconds = Number(timestamp);
  const skew = options.skewSeconds ?? REVERSE_SKEW_SECONDS;
  if (Math.abs(options.nowMs / 1000 - seconds) > skew) return err('skew');
  const text = `${timestamp}${options.token}${nonce},${uid},${uinfo},${ext}${timestamp}`;
  const expected = digestText(text, { hash: options.hash ?? 'sha256', hexCase: 'upper' });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature.toUpperCase()))) return err('signature');
  return ok({ uid, uinfo, ext, nonce, seconds });
}
