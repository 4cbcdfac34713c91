import { createHash, timingSafeEqual } from 'node:crypto';
import { sm3 } from '../../ciphers/index.ts';
import { xml } from '../../core/index.ts';
import { type Package, pathOf } from './package.ts';
import { readSesSignature } from './ses.ts';
import { type EmbeddedSeal, RESULT_LIMITS, Refused } from './types.ts';

const OFD = 'http://www.ofdspec.org/2016';

type Digest = (bytes: Uint8Array) => Uint8Array;
const sha256: Digest = (bytes) => createHash('sha256').update(bytes).digest();

/** CheckMethod of GB/T 33190-2016 §18.2.3, as OID or name. MD5 and SHA-1 prove nothing any more: they are not checked. */
const DIGESTS: Readonly<Record<string, Digest>> = {
  '1.2.156.10197.1.401': sm3,
  SM3: sm3,
  '2.16.840.1.101.3.4.2.1': sha256,
  SHA256: sha256,
  'SHA-256': sha256,
};

interface Signed {
  readonly at: string;
  readonly root: xml.XmlElement;
}

/**
 * The signatures of an OFD (GB/T 33190-2016 §18): the digest of each file that one names, whether anything is left out, and
 * the signed value as far as `readSesSignature` reaches.
 */
export function sealsOf(
  signatures: readonly Signed[],
  { entries, besides }: { readonly entries: Package; readonly besides: readonly string[] },
): EmbeddedSeal[] {
  // Nothing can sign itself, nor what is signed after it.
  const folders = signatures
    .map(({ at }) => at.slice(0, at.lastIndexOf('/') + 1))
    .filter((one) => one !== '');
  const left = (name: string) =>
    !besides.includes(name) && !folders.some((folder) => name.startsWith(folder));
  const content = [...entries.keys()].filter(left);
  return signatures.map((one) => sealOf(one, entries, content));
}

function sealOf({ at, root }: Signed, entries: Package, content: readonly string[]): EmbeddedSeal {
  const info = xml.onlyChild(root, OFD, 'SignedInfo');
  const list = info && xml.onlyChild(info, OFD, 'References');
  const valueAt = xml.onlyChild(root, OFD, 'SignedValue');
  if (!list || !valueAt) throw new Refused('broken', 'SignedInfo');
  const references = xml.childrenNamed(list, OFD, 'Reference');
  if (references.length > RESULT_LIMITS.references) throw new Refused('bomb', 'references');
  const value = entries.get(pathOf((xml.textOf(valueAt) ?? '').trim(), at));
  const ses = value ? readSesSignature(value) : null;
  const by = ses?.by ?? null;
  const keys = ses?.keys ?? [];
  const digest = DIGESTS[(xml.attributeOf(list, 'CheckMethod') ?? 'MD5').trim().toUpperCase()];
  if (!digest) return { by, keys, state: 'unchecked' };
  const covered = new Set<string>();
  for (const reference of references) {
    const name = pathOf(xml.attributeOf(reference, 'FileRef') ?? '', at);
    const stated = xml.onlyChild(reference, OFD, 'CheckValue');
    const file = entries.get(name);
    if (!file || !same(digest(file), (stated && xml.textOf(stated)) ?? ''))
      return { by, keys, state: 'broken' };
    covered.add(name);
  }
  // A signed value that is gone was taken out; one of another form may be right.
  if (!value) return { by, keys, state: 'broken' };
  if (!ses) return { by, keys, state: 'unchecked' };
  const stands = ses.stands((hashed) => {
    const signature = entries.get(at) as Uint8Array;
    return equal(sm3(signature), hashed) || equal(sha256(signature), hashed);
  });
  if (!stands) return { by, keys, state: 'broken' };
  return { by, keys, state: content.every((name) => covered.has(name)) ? 'good' : 'unchecked' };
}

const same = (digest: Uint8Array, base64: string) => equal(digest, Buffer.from(base64.trim(), 'base64'));

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
