import { ok } from '../../core/index.ts';
import { makeKeyPair, writeKeyPair } from '../../sealed-file/index.ts';
import { type Context, complain, type Outcome } from './types.ts';

/** `new-key sender|recipient FILE`: a pair of keys for sealed files. */
export function newKey({ words, world }: Context): Outcome {
  const [role, path] = words;
  if ((role !== 'sender' && role !== 'recipient') || !path)
    return complain('new-key needs a role and a file: new-key sender|recipient FILE.pem', 2);
  const pair = makeKeyPair(role, world.random);
  const written = writeKeyPair(path, pair);
  if (!written.ok) return complain(written.error.message);
  const { publicPath } = written.value;
  return ok({
    lines: [
      `${path} is the private key: it never leaves this place`,
      `${publicPath} is for the other side; compare its id by telephone: ${pair.public.id}`,
    ],
    data: { role, id: pair.public.id, privatePath: path, publicPath },
  });
}
