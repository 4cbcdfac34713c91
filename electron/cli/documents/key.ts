import { ok, type Result } from '../../core/index.ts';
import { type MachineSigner, machineSigner, type SignatureMethod } from '../../documents/index.ts';
import { currentSuite, machineKeys, machineSecret } from '../../store/index.ts';
import { type Complaint, type Context, complain, type Outcome, type World } from './types.ts';

/** `key`: what others need to check this machine's verification texts. Reads the key text and shows no secret of it. */
export function key({ world, options, words }: Context): Outcome {
  if (words.length > 0) return complain('key takes no file: key --data DIR', 2);
  if (options.data === undefined) return complain('--data DIR is needed: the folder with kiosk.db', 2);
  const signers = machineSigners(world, options.data);
  if (!signers.ok) return signers;
  const [{ method, id, pem }] = signers.value;
  return ok({
    lines: [`this machine signs by ${method}; compare the id of its key by telephone: ${id}`, pem.trimEnd()],
    data: { method, id, publicKey: pem },
  });
}

/** The machine's signers: first that of its present suite, then the other, by which it signed under another suite. */
export function machineSigners(
  world: World,
  dataDir: string,
): Result<readonly [MachineSigner, MachineSigner], Complaint> {
  const keys = machineKeys(dataDir, world.credentials, world.random).load(false);
  if (!keys.ok) return complain(keys.error.message);
  const secret = machineSecret(keys.value, 'text signature');
  const [now, before]: readonly [SignatureMethod, SignatureMethod] =
    currentSuite(keys.value) === 'sm4-ctr-hmac-sm3' ? ['SM2', 'Ed25519'] : ['Ed25519', 'SM2'];
  return ok([machineSigner(secret, now), machineSigner(secret, before)]);
}
