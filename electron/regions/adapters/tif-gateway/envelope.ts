import { z } from 'zod';
import {
  decodeBytes,
  type Encoding,
  encodeBytes,
  joined,
  SM4_BYTES,
  type Sm2Sign,
  type Sm2SignatureForm,
  type Sm2Verify,
  sm4Decrypt,
  sm4Encrypt,
} from '../../../ciphers/index.ts';
import { err, ok, type RandomBytes, type Result } from '../../../core/index.ts';

/** How a region's gateway seals a body. */
export interface EnvelopeOptions {
  readonly appCode: string;
  readonly version: string;
  /** CBC: a random vector is the first block of what is sent. */
  readonly cipher: { readonly mode: 'ecb' | 'cbc'; readonly encoding: Encoding };
  readonly signature: {
    readonly form: Sm2SignatureForm;
    readonly encoding: Encoding;
    /** Whether `data` of the signed text is what is sent or what it says. */
    readonly covers: 'encrypted' | 'plain';
  };
}

export interface EnvelopeKeys {
  /** 16 bytes. */
  readonly sm4Key: Uint8Array;
  /** Ours, over what we send. */
  readonly sign: Sm2Sign;
  /** The region's, over what it sends. */
  readonly verify: Sm2Verify;
}

const envelopeSchema = z.object({
  data: z.object({ encData: z.string() }),
  appCode: z.string(),
  version: z.string(),
  encType: z.literal('SM4'),
  signType: z.literal('SM2'),
  timestamp: z.union([z.string().regex(/^\d{1,14}$/), z.int()]).transform(String),
  signData: z.string(),
});

/** A body as it travels. */
export interface Envelope {
  readonly data: { readonly encData: string };
  readonly appCode: string;
  readonly version: string;
  readonly encType: 'SM4';
  readonly signType: 'SM2';
  /** Whole seconds since 1970. */
  readonly timestamp: string;
  readonly signData: string;
}

/** Encrypts and signs a payload's JSON. `seconds` is the region's time. */
export function sealEnvelope(
  text: string,
  seconds: number,
  keys: Pick<EnvelopeKeys, 'sm4Key' | 'sign'>,
  options: EnvelopeOptions,
  random: RandomBytes,
): Envelope {
  const encData = encodeBytes(
    encrypt(new TextEncoder().encode(text), keys.sm4Key, options, random),
    options.cipher.encoding,
  );
  const unsigned = { appCode: options.appCode, version: options.version, timestamp: String(seconds) };
  const signed = signedText({ ...unsigned, data: options.signature.covers === 'plain' ? text : encData });
  return {
    data: { encData },
    ...unsigned,
    encType: 'SM4',
    signType: 'SM2',
    signData: encodeBytes(keys.sign(signed), options.signature.encoding),
  };
}

/**
 * `form`: not an envelope for us. `signature`: not signed by the region, or changed since; what does not decrypt counts as
 * changed, so that an answer tells nothing about the key. `json`: signed, and no JSON.
 */
export type EnvelopeProblem = 'form' | 'signature' | 'json';

/** Checks and opens what the region sent. */
export function openEnvelope(
  body: unknown,
  keys: Pick<EnvelopeKeys, 'sm4Key' | 'verify'>,
  options: EnvelopeOptions,
): Result<unknown, EnvelopeProblem> {
  const parsed = envelopeSchema.safeParse(body);
  if (!parsed.success || parsed.data.appCode !== options.appCode) return err('form');
  const { appCode, version, timestamp, signData, data } = parsed.data;
  const signature = decodeBytes(signData, options.signature.encoding);
  const encrypted = decodeBytes(data.encData, options.cipher.encoding);
  if (!signature || !encrypted) return err('form');
  const good = (text: string) =>
    keys.verify(signedText({ appCode, version, timestamp, data: text }), signature);
  const { covers } = options.signature;
  if (covers === 'encrypted' && !good(data.encData)) return err('signature');
  const text = textOf(decrypt(encrypted, keys.sm4Key, options));
  if (text === null || (covers === 'plain' && !good(text))) return err('signature');
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('json');
  }
}

/** What is signed: `key=value` in the order of the keys, joined by `&`, in UTF-8. */
function signedText(parts: {
  readonly appCode: string;
  readonly data: string;
  readonly timestamp: string;
  readonly version: string;
}): Uint8Array {
  const { appCode, data, timestamp, version } = parts;
  return new TextEncoder().encode(
    `appCode=${appCode}&data=${data}&encType=SM4&signType=SM2&timestamp=${timestamp}&version=${version}`,
  );
}

function encrypt(
  plain: Uint8Array,
  key: Uint8Array,
  options: EnvelopeOptions,
  random: RandomBytes,
): Uint8Array {
  if (options.cipher.mode === 'ecb') return sm4Encrypt(key, plain, { mode: 'ecb' });
  const iv = random(SM4_BYTES);
  return joined(iv, sm4Encrypt(key, plain, { mode: 'cbc', iv }));
}

function decrypt(encrypted: Uint8Array, key: Uint8Array, options: EnvelopeOptions): Uint8Array | null {
  if (options.cipher.mode === 'ecb') return sm4Decrypt(key, encrypted, { mode: 'ecb' });
  if (encrypted.length < 2 * SM4_BYTES) return null;
  const iv = encrypted.subarray(0, SM4_BYTES);
  return sm4Decrypt(key, encrypted.subarray(SM4_BYTES), { mode: 'cbc', iv });
}

function textOf(bytes: Uint8Array | null): string | null {
  if (!bytes) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
