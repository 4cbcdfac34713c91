import { createHash } from 'node:crypto';
import { hexOf, sm3 } from '../../../ciphers/index.ts';

/** How a region's gateway wants its headers. The defaults differ from gateway to gateway: all of it stands in the region file. */
export interface HeaderOptions {
  /** `x-rio` is the same family's older test environment. */
  readonly prefix: 'x-tif' | 'x-rio';
  readonly hash: 'sha256' | 'sm3';
  readonly hexCase: 'lower' | 'upper';
}

/** The account at the gateway. */
export interface GatewayAccount {
  readonly paasId: string;
  readonly token: string;
}

/** Hexadecimal digest of the text's UTF-8 bytes. */
export function digestText(text: string, { hash, hexCase }: Omit<HeaderOptions, 'prefix'>): string {
  const bytes = new TextEncoder().encode(text);
  const hex = hash === 'sm3' ? hexOf(sm3(bytes)) : createHash('sha256').update(bytes).digest('hex');
  return hexCase === 'upper' ? hex.toUpperCase() : hex;
}

/**
 * The headers of one request: `HASH(timestamp + token + nonce + timestamp)`. `seconds` is the gateway's time (whole seconds
 * since 1970); `nonce` is used once.
 */
export function requestHeaders(
  account: GatewayAccount,
  request: { readonly seconds: number; readonly nonce: string; readonly serviceId: string | null },
  options: HeaderOptions,
): Record<string, string> {
  const { seconds, nonce, serviceId } = request;
  const { prefix } = options;
  const headers: Record<string, string> = {
    [`${prefix}-paasid`]: account.paasId,
    [`${prefix}-timestamp`]: String(seconds),
    [`${prefix}-nonce`]: nonce,
    [`${prefix}-signature`]: digestText(`${seconds}${account.token}${nonce}${seconds}`, options),
  };
  if (serviceId !== null) headers[`${prefix}-serviceId`] = serviceId;
  return headers;
}
