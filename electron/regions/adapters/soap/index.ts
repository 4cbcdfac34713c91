import { err, ok } from '../../../core/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { adapterOver, checkConfig, exchangeConfig } from '../../exchange/index.ts';
import { soapChannel } from './channel.ts';
import { configSchema } from './config.ts';
import { example } from './example.ts';
import { accountOf, regionKeyOf } from './keys.ts';

/** Older approval systems: SOAP 1.1 or 1.2 with WS-Security. README.md is the wire format. */
export const soap: AdapterKind = {
  kind: 'soap',
  example,
  create({ region, config: raw, secret, fetch, clock, random, log }) {
    const checked = checkConfig(configSchema, raw);
    if (!checked.ok) return checked;
    const config = checked.value;
    const exchange = exchangeConfig(config);
    if (!exchange.ok) return exchange;
    const regionKey = config.security === 'x509' ? regionKeyOf(config) : null;
    if (config.security === 'x509' && !regionKey) {
      const name = config.regionCertificate === undefined ? 'regionPublicKey' : 'regionCertificate';
      return err({ message: `adapter.${name}: no RSA (2048) or EC (P-256, P-384) key; correct it` });
    }
    const account = accountOf(config, secret);
    const channel = soapChannel({ config, account, regionKey, fetch, clock, random });
    return ok(adapterOver(channel, { region, kind: 'soap', config: exchange.value, clock, log }));
  },
};
