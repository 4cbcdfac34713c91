import { createHash, type KeyObject } from 'node:crypto';
import type { Envelope } from './envelope.ts';
import { DS, ECDSA_SHA256, EXCLUSIVE_C14N, RSA_SHA256, SHA256, WSU } from './names.ts';
import { isSignature } from './signing.ts';
import {
  attributeOf,
  canonical,
  childrenNamed,
  elementsOf,
  isNamed,
  onlyChild,
  textOf,
  type XmlElement,
} from './xml/index.ts';

/** `unsigned`: there is no signature. `wrong`: one that does not hold, covers something else or is not of the agreed kind. */
export type SignatureVerdict = 'good' | 'unsigned' | 'wrong';

/**
 * Whether the region signed the Body and the Timestamp that are read. Nothing is looked up by an id: the very elements that
 * are read are digested, and a reference must be to their ids. So a signed element that was moved elsewhere proves nothing.
 * Keys that come with the message are not looked at. Further references are not judged, for nothing of them is read.
 */
export function verifyEnvelope({ security, body }: Envelope, key: KeyObject): SignatureVerdict {
  const signatures = security ? childrenNamed(security, DS, 'Signature') : [];
  if (!security || signatures.length === 0) return 'unsigned';
  const timestamp = onlyChild(security, WSU, 'Timestamp');
  const [signature, second] = signatures;
  if (!signature || second || !timestamp) return 'wrong';
  const info = onlyChild(signature, DS, 'SignedInfo');
  const value = onlyChild(signature, DS, 'SignatureValue');
  if (!info || !value || !infoIsSigned(info, textOf(value), key)) return 'wrong';
  const references = childrenNamed(info, DS, 'Reference');
  return [body, timestamp].every((element) => isCovered(element, references)) ? 'good' : 'wrong';
}

function infoIsSigned(info: XmlElement, signature: string | null, key: KeyObject): boolean {
  const canonicalization = onlyChild(info, DS, 'CanonicalizationMethod');
  const method = onlyChild(info, DS, 'SignatureMethod');
  const inclusive = canonicalization && prefixListOf(canonicalization);
  const expected = key.asymmetricKeyType === 'rsa' ? RSA_SHA256 : ECDSA_SHA256;
  if (!inclusive || !method || attributeOf(method, 'Algorithm') !== expected) return false;
  const bytes = bytesOf(signature);
  return bytes !== null && isSignature(canonical(info, inclusive), key, bytes);
}

/** One reference to the element's id, and the digest of this element. */
function isCovered(element: XmlElement, references: readonly XmlElement[]): boolean {
  const id = attributeOf(element, 'Id', WSU);
  if (!id) return false;
  const [reference, second] = references.filter((one) => attributeOf(one, 'URI') === `#${id}`);
  if (!reference || second) return false;
  const transforms = onlyChild(reference, DS, 'Transforms');
  const transform = transforms && onlyTransform(transforms);
  const inclusive = transform && prefixListOf(transform);
  const method = onlyChild(reference, DS, 'DigestMethod');
  const value = onlyChild(reference, DS, 'DigestValue');
  if (!inclusive || !method || !value || attributeOf(method, 'Algorithm') !== SHA256) return false;
  const digest = createHash('sha256').update(canonical(element, inclusive), 'utf8').digest();
  return bytesOf(textOf(value))?.equals(digest) ?? false;
}

function onlyTransform(transforms: XmlElement): XmlElement | null {
  const [one, second] = elementsOf(transforms);
  return one && !second && isNamed(one, DS, 'Transform') ? one : null;
}

/** The PrefixList of exclusive canonicalisation without comments; null when the element asks for another algorithm. */
function prefixListOf(element: XmlElement): readonly string[] | null {
  if (attributeOf(element, 'Algorithm') !== EXCLUSIVE_C14N) return null;
  const [list, second] = elementsOf(element);
  if (!list) return [];
  if (second || !isNamed(list, EXCLUSIVE_C14N, 'InclusiveNamespaces')) return null;
  return (attributeOf(list, 'PrefixList') ?? '').split(/\s+/).filter((prefix) => prefix !== '');
}

/** Base64, line breaks allowed. */
function bytesOf(text: string | null): Buffer | null {
  const packed = text?.replaceAll(/\s/g, '');
  return packed && /^[A-Za-z0-9+/]+={0,2}$/.test(packed) ? Buffer.from(packed, 'base64') : null;
}
