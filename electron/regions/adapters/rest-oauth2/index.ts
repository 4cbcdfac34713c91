import { err, ok } from '../../../core/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { createAdapter } from './adapter.ts';
import { configSchema } from './config.ts';
import { createLine } from './line.ts';
import { createTokens } from './tokens.ts';

/** JSON over HTTPS with OAuth 2.0 client credentials: a modern municipal gateway. README.md has the wire format. */
export const restOauth2: AdapterKind = {
  kind: 'rest-oauth2',
  create: ({ region, config: raw, secret, fetch, clock, log }) => {
    const checked = configSchema.safeParse(raw);
    if (!checked.success) {
      const issue = checked.error.issues[0];
      const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      const path = ['adapter', ...(issue?.path ?? []).map(String), ...keys].join('.');
      const what =
        keys.length > 0 ? 'unknown key; remove it or correct its spelling' : `${issue?.message}; correct it`;
      return err({ message: `${path}: ${what}` });
    }
    const config = checked.data;
    const tokens = createTokens({ config, secret: () => secret('client-secret'), fetch, clock });
    const line = createLine({ config, tokens, fetch, clock });
    return ok(createAdapter({ region, config, line, clock, log }));
  },
};
