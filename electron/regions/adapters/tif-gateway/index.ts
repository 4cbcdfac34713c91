import { sm2PublicKeyOfHex } from '../../../ciphers/index.ts';
import { err, ok } from '../../../core/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { adapterOver, checkConfig, exchangeConfig } from '../../exchange/index.ts';
import { tifChannel } from './channel.ts';
import { configSchema } from './config.ts';
import { example } from './example.ts';
import { accountKeys } from './keys.ts';
import { threadedSealer } from './sealer.ts';
import { sealerThread } from './thread.ts';

export {
  type ReverseCall,
  type ReverseCallOptions,
  type ReverseCallProblem,
  verifyReverseCall,
} from './reverse-call.ts';

/** After what is being sent has been handed to the socket. */
const whenIdle = (work: () => void) => void setImmediate(work);

/** The gateway family of the southern provinces: signed headers, SM4-encrypted body, SM2 signature. README.md is the wire format. */
export const tifGateway: AdapterKind = {
  kind: 'tif-gateway',
  example,
  create({ region, config: raw, secret, fetch, clock, random, log }) {
    const checked = checkConfig(configSchema, raw);
    if (!checked.ok) return checked;
    const config = checked.value;
    const exchange = exchangeConfig(config);
    if (!exchange.ok) return exchange;
    const regionKey = sm2PublicKeyOfHex(config.regionPublicKey);
    if (!regionKey) return err({ message: 'adapter.regionPublicKey: not a public SM2 key; correct it' });
    const { appCode, version, cipher, signature } = config;
    const options = { appCode, version, cipher, signature };
    const thread = sealerThread();
    const keys = accountKeys({
      secret,
      sealerOf: (own) => threadedSealer({ options, regionKey, ...own }, thread, random, whenIdle),
    });
    const channel = tifChannel({ config, keys, fetch, clock, random });
    return ok(adapterOver(channel, { region, kind: 'tif-gateway', config: exchange.value, clock, log }));
  },
};
