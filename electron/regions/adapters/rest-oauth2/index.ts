import { ok } from '../../../core/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { adapterOver, checkConfig, exchangeConfig } from '../../exchange/index.ts';
import { createChannel } from './channel.ts';
import { configSchema } from './config.ts';
import { example } from './example.ts';
import { createTokens } from './tokens.ts';

/** JSON over HTTPS with OAuth 2.0 client credentials: a modern municipal gateway. README.md has the wire format. */
export const restOauth2: AdapterKind = {
  kind: 'rest-oauth2',
  example,
  create: ({ region, config: raw, secret, fetch, clock, log }) => {
    const checked = checkConfig(configSchema, raw);
    if (!checked.ok) return checked;
    const shared = exchangeConfig(checked.value);
    if (!shared.ok) return shared;
    const config = checked.value;
    const tokens = createTokens({ config, secret: () => secret('client-secret'), fetch, clock });
    const channel = createChannel({ config, tokens, fetch, clock });
    return ok(adapterOver(channel, { region, kind: 'rest-oauth2', config: shared.value, clock, log }));
  },
};
