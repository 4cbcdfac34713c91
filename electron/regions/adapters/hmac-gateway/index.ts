import { ok } from '../../../core/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { adapterOver, checkConfig, exchangeConfig } from '../../exchange/index.ts';
import { hmacChannel } from './channel.ts';
import { configSchema } from './config.ts';
import { example } from './example.ts';

/** The gateway family of the eastern provinces: a canonical request signed with HMAC-SHA256. README.md is the wire format. */
export const hmacGateway: AdapterKind = {
  kind: 'hmac-gateway',
  example,
  create({ region, config: raw, secret, fetch, clock, log }) {
    const checked = checkConfig(configSchema, raw);
    if (!checked.ok) return checked;
    const exchange = exchangeConfig(checked.value);
    if (!exchange.ok) return exchange;
    const channel = hmacChannel({ config: checked.value, secret: () => secret('hmac-key'), fetch, clock });
    return ok(adapterOver(channel, { region, kind: 'hmac-gateway', config: exchange.value, clock, log }));
  },
};
