import OAuth2Server from '@node-oauth/oauth2-server';
import type { Clock } from '../../core/index.ts';

/** What a client may ask for. */
const SCOPES: readonly string[] = ['cases', 'persons'];

export interface AccountsOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds. */
  readonly tokenLifeMs: number;
  readonly clock: Clock;
}

/** Headers and body of an OAuth answer. */
export interface OauthAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface OauthRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** The region's OAuth 2.0 server: one client, client credentials, tokens in memory that end by the injected clock. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #tokens = new Map<string, { token: OAuth2Server.Token; endsAt: number }>();
  readonly #server: OAuth2Server;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#server = new OAuth2Server({
      model: this.#model(),
      accessTokenLifetime: Math.round(options.tokenLifeMs / 1000),
    });
  }

  /** Forgets every token: the next use of one is answered with `invalid_token`. */
  expire(): void {
    this.#tokens.clear();
  }

  async grant(request: OauthRequest): Promise<OauthAnswer> {
    const response = new OAuth2Server.Response({ headers: {} });
    try {
      await this.#server.token(oauthRequest(request), response);
    } catch (error) {
      if (!(error instanceof OAuth2Server.OAuthError)) throw error;
    }
    return { status: response.status ?? 500, headers: response.headers ?? {}, body: response.body };
  }

  /** Null when the token allows the scope, otherwise the answer to give. */
  async check(request: OauthRequest, scope: string): Promise<OauthAnswer | null> {
    const response = new OAuth2Server.Response({ headers: {} });
    const options = { scope: [scope], addAcceptedScopesHeader: false, addAuthorizedScopesHeader: false };
    try {
      await this.#server.authenticate(oauthRequest(request), response, options);
      return null;
    } catch (error) {
      if (!(error instanceof OAuth2Server.OAuthError)) throw error;
      return {
        status: error.code,
        headers: response.headers ?? {},
        body: { code: error.name.toUpperCase() },
      };
    }
  }

  #model(): OAuth2Server.ClientCredentialsModel {
    const { clientId, clientSecret, clock, tokenLifeMs } = this.#options;
    return {
      getClient: async (id, secret) =>
        id === clientId && secret === clientSecret ? { id, grants: ['client_credentials'] } : null,
      getUserFromClient: async (client) => ({ id: client.id }),
      validateScope: async (_user, _client, asked) => {
        const scope = asked ?? [...SCOPES];
        return scope.every((one) => SCOPES.includes(one)) ? scope : false;
      },
      saveToken: async (token, client, user) => {
        const saved = { ...token, client, user };
        this.#tokens.set(token.accessToken, { token: saved, endsAt: clock.now() + tokenLifeMs });
        return saved;
      },
      // The library compares with the wall clock; which side of it a token stands on is decided by ours.
      getAccessToken: async (text) => {
        const held = this.#tokens.get(text);
        if (!held) return null;
        const accessTokenExpiresAt = clock.now() < held.endsAt ? new Date(8.64e15) : new Date(0);
        return { ...held.token, accessTokenExpiresAt };
      },
      verifyScope: async (token, scope) => scope.every((one) => token.scope?.includes(one) ?? false),
    };
  }
}

function oauthRequest({ method, headers, form }: OauthRequest): OAuth2Server.Request {
  return new OAuth2Server.Request({ method, headers: { ...headers }, query: {}, body: form ?? {} });
}
