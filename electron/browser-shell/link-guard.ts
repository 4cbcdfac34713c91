import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Audience } from '../contract/index.ts';

/** The WebSocket sub-protocol of the kiosk's links; the token follows it as a second offer. */
export const SUBPROTOCOL = 'tongban';

export type Tokens = { readonly [A in Audience]?: string | undefined };

export type LinkDecision =
  | { readonly ok: true; readonly audience: Audience }
  | { readonly ok: false; readonly status: 401 | 403 | 404 | 421; readonly reason: string };

/** The request named our own address and nothing else: a page of another name that points at 127.0.0.1 is refused. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}`;
}

/** Compares in a time that tells nothing about where two tokens differ, nor how long the right one is. */
export function sameToken(given: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(right));
}

/** Who may open a link: right host, exact origin, a path that names an audience, and that audience's token. */
export function decideLink(
  request: { readonly url?: string | undefined; readonly headers: IncomingHttpHeaders },
  own: { readonly port: number; readonly tokens: Tokens; readonly audiences: readonly Audience[] },
): LinkDecision {
  if (!isOwnHost(request.headers.host, own.port)) return { ok: false, status: 421, reason: 'host' };
  if (request.headers.origin !== `http://127.0.0.1:${own.port}`)
    return { ok: false, status: 403, reason: 'origin' };
  const name = /^\/rpc\/([a-z]+)$/.exec(request.url ?? '')?.[1];
  const audience = own.audiences.find((known) => known === name);
  const right = audience && own.tokens[audience];
  if (!audience || !right) return { ok: false, status: 404, reason: 'path' };
  const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((offer) => offer.trim());
  if (offers.length !== 2 || offers[0] !== SUBPROTOCOL || !sameToken(offers[1] ?? '', right))
    return { ok: false, status: 401, reason: 'token' };
  return { ok: true, audience };
}
