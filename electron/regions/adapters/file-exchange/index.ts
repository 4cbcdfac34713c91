import { ok } from '../../../core/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { adapterOver, checkConfig, exchangeConfig } from '../../exchange/index.ts';
import { Box } from './box.ts';
import { fileChannel } from './channel.ts';
import { addressOf, configSchema } from './config.ts';
import { Envelope } from './envelope.ts';
import { example } from './example.ts';

const KIND = 'file-exchange';

/** Regions whose zones are joined by a front-end box (前置机) alone: sealed files over SFTP. README.md says which file means what. */
export const fileExchange: AdapterKind = {
  kind: KIND,
  example,
  create({ region, config: raw, secret, clock, random, log }) {
    const checked = checkConfig(configSchema, raw);
    if (!checked.ok) return checked;
    const config = checked.value;
    const exchange = exchangeConfig(config);
    if (!exchange.ok) return exchange;
    const { clientId: user, authentication, hostKeys, sender } = config;
    const address = addressOf(config.endpoint);
    const box = new Box({ address, user, authentication, hostKeys, sender, secret, clock, random });
    const envelope = new Envelope({ config, secret, clock, random });
    const channel = fileChannel({ kind: KIND, region, box, envelope, log });
    return ok(adapterOver(channel, { region, kind: KIND, config: exchange.value, clock, log }));
  },
};
