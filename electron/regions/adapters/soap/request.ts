import { createHash } from 'node:crypto';
import type { RandomBytes } from '../../../core/index.ts';
import type { ChannelRequest } from '../../exchange/index.ts';
import type { Account } from './keys.ts';
import { elementOf } from './mapping.ts';
import {
  BASE64_BINARY,
  DS,
  ECDSA_SHA256,
  ENVELOPE,
  EXCLUSIVE_C14N,
  PASSWORD_DIGEST,
  PASSWORD_TEXT,
  RSA_SHA256,
  SHA256,
  type SoapVersion,
  WSSE,
  WSU,
  X509_V3,
} from './names.ts';
import { signText } from './signing.ts';
import { escapeAttribute, escapeText } from './xml/index.ts';

/** Milliseconds that a request says it is good for. */
export const REQUEST_LIFE = 300_000;

/** Bytes of a UsernameToken's nonce. */
const NONCE_BYTES = 16;

export interface RequestParts {
  readonly request: Pick<ChannelRequest, 'operation' | 'key' | 'session' | 'fields'>;
  /** Comes back in the answer. */
  readonly requestId: string;
  readonly version: SoapVersion;
  readonly namespace: string;
  readonly account: Account;
  /** By the region's clock. */
  readonly nowMs: number;
  readonly random: RandomBytes;
}

/**
 * A whole envelope. What is signed is written in its exclusive canonical form (each signed element declares the prefixes
 * that it uses, none is empty-element, attributes are sorted), so that it is digested as it stands.
 */
export async function requestEnvelope(parts: RequestParts): Promise<string> {
  const { version, account } = parts;
  const timestamp = timestampOf(parts.nowMs);
  const body = bodyOf(parts);
  const proof =
    account.by === 'password'
      ? usernameToken(account, parts)
      : await signature(account, [
          ['body', body],
          ['timestamp', timestamp],
        ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<s:Envelope xmlns:s="${ENVELOPE[version]}"><s:Header>`,
    `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" s:mustUnderstand="${version === '1.1' ? '1' : 'true'}">`,
    timestamp,
    proof,
    '</wsse:Security></s:Header>',
    body,
    '</s:Envelope>',
  ].join('');
}

function bodyOf({ request, requestId, version, namespace }: RequestParts): string {
  const { operation, key, session, fields } = request;
  return [
    `<s:Body xmlns:s="${ENVELOPE[version]}" xmlns:wsu="${WSU}" wsu:Id="body">`,
    `<tb:${operation} xmlns:tb="${escapeAttribute(namespace)}">`,
    elementOf('requestId', requestId),
    elementOf('key', key),
    elementOf('session', session),
    elementOf('fields', fields),
    `</tb:${operation}></s:Body>`,
  ].join('');
}

/** `2026-11-21T08:00:00Z` */
const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function timestampOf(nowMs: number): string {
  return (
    `<wsu:Timestamp xmlns:wsu="${WSU}" wsu:Id="timestamp"><wsu:Created>${instant(nowMs)}</wsu:Created>` +
    `<wsu:Expires>${instant(nowMs + REQUEST_LIFE)}</wsu:Expires></wsu:Timestamp>`
  );
}

/** Web Services Security UsernameToken Profile 1.0: digest = Base64(SHA-1(nonce ‖ created ‖ password)). */
function usernameToken(
  { name, password, digest }: Extract<Account, { by: 'password' }>,
  { nowMs, random }: RequestParts,
): string {
  const nonce = Buffer.from(random(NONCE_BYTES));
  const created = instant(nowMs);
  const said = digest
    ? createHash('sha1').update(nonce).update(created).update(password, 'utf8').digest('base64')
    : escapeText(password);
  return (
    `<wsse:UsernameToken wsu:Id="user"><wsse:Username>${escapeText(name)}</wsse:Username>` +
    `<wsse:Password Type="${digest ? PASSWORD_DIGEST : PASSWORD_TEXT}">${said}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${BASE64_BINARY}">${nonce.toString('base64')}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken>`
  );
}

/** X.509 Certificate Token Profile and XML Signature: our certificate, and what it signs by id. */
async function signature(
  { key, certificate }: Extract<Account, { by: 'signature' }>,
  signed: readonly (readonly [id: string, canonicalForm: string])[],
): Promise<string> {
  const references = signed.map(
    ([id, text]) =>
      `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${EXCLUSIVE_C14N}"></ds:Transform></ds:Transforms>` +
      `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>` +
      `<ds:DigestValue>${createHash('sha256').update(text, 'utf8').digest('base64')}</ds:DigestValue></ds:Reference>`,
  );
  const method = key.asymmetricKeyType === 'rsa' ? RSA_SHA256 : ECDSA_SHA256;
  const info = [
    `<ds:SignedInfo xmlns:ds="${DS}">`,
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></ds:CanonicalizationMethod>`,
    `<ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>`,
    ...references,
    '</ds:SignedInfo>',
  ].join('');
  const value = await signText(info, key);
  return [
    `<wsse:BinarySecurityToken EncodingType="${BASE64_BINARY}" ValueType="${X509_V3}" wsu:Id="certificate">${certificate}</wsse:BinarySecurityToken>`,
    `<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>`,
    `<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI="#certificate" ValueType="${X509_V3}"></wsse:Reference>`,
    '</wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>',
  ].join('');
}
