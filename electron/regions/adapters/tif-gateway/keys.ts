import { bytesOfHex, SM4_BYTES, sm2PrivateKeyOfHex } from '../../../ciphers/index.ts';
import { err, ok, type Result } from '../../../core/index.ts';
import type { SecretName } from '../../adapter-kind.ts';
import type { Sealer, SealerParts } from './sealer.ts';

/** What the account's secrets make. */
export interface AccountKeys {
  readonly token: string;
  readonly sealer: Sealer;
}

/** `no-<name>`: the machine has no such secret. `bad-<name>`: it is not the hexadecimal of a key. */
export type KeysProblem = `${'no' | 'bad'}-${'gateway-token' | 'sm4-key' | 'sm2-private-key'}`;

export interface KeysOptions {
  readonly secret: (name: SecretName) => Promise<string | null>;
  readonly sealerOf: (keys: Pick<SealerParts, 'sm4Key' | 'privateKey'>) => Sealer;
}

/**
 * The account's secrets: `gateway-token`, `sm4-key` (32 hexadecimal digits), `sm2-private-key` (64). Asked for anew each
 * time, so that they can be changed while the machine runs; worked out again only when one is another.
 */
export function accountKeys(options: KeysOptions): () => Promise<Result<AccountKeys, KeysProblem>> {
  let held: { readonly text: string; readonly keys: Result<AccountKeys, KeysProblem> } | null = null;
  return async () => {
    const names = ['gateway-token', 'sm4-key', 'sm2-private-key'] as const;
    const [token, sm4Key, privateKey] = await Promise.all(names.map((name) => options.secret(name)));
    if (token == null) return err('no-gateway-token');
    if (sm4Key == null) return err('no-sm4-key');
    if (privateKey == null) return err('no-sm2-private-key');
    const text = [token, sm4Key, privateKey].join('\n');
    if (held?.text !== text) held = { text, keys: keysOf(token, sm4Key, privateKey, options) };
    return held.keys;
  };
}

function keysOf(
  token: string,
  sm4KeyText: string,
  privateKeyText: string,
  options: KeysOptions,
): Result<AccountKeys, KeysProblem> {
  const sm4Key = bytesOfHex(sm4KeyText);
  if (sm4Key?.length !== SM4_BYTES) return err('bad-sm4-key');
  const privateKey = sm2PrivateKeyOfHex(privateKeyText);
  if (!privateKey) return err('bad-sm2-private-key');
  return ok({ token, sealer: options.sealerOf({ sm4Key, privateKey }) });
}
