import { Accounts, type OauthAnswer } from '../accounts.ts';
import type { Desk, Front, FrontFactory, Served } from '../front.ts';
import { type Heard, Listener, type Reply } from '../listener.ts';

export interface RestFrontOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds. */
  readonly tokenLifeMs: number;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
}

const BASE = '/tongban';
const TOKEN = '/oauth2/token';

/** Operations that look into the registers; all others need the scope `cases`. */
const PERSONS: ReadonlySet<string> = new Set([
  'authenticate',
  'endSession',
  'checkPerson',
  'checkOrganisation',
  'checkAuthority',
  'fetchLicence',
]);

/** HTTP on 127.0.0.1 with a real OAuth 2.0 server: the other side of the adapter kind `rest-oauth2`. */
export function restFront(options: RestFrontOptions): FrontFactory {
  return (desk) => new RestFront(desk, options);
}

class RestFront implements Front {
  readonly #desk: Desk;
  readonly #accounts: Accounts;
  readonly #listener: Listener;
  readonly #clientId: string;

  constructor(desk: Desk, { port, ...account }: RestFrontOptions) {
    this.#desk = desk;
    this.#clientId = account.clientId;
    this.#accounts = new Accounts({ ...account, clock: desk.clock });
    this.#listener = new Listener(port ?? 0, (heard) => this.#answer(heard));
  }

  get connection() {
    const origin = `http://127.0.0.1:${this.#listener.port}`;
    return { endpoint: `${origin}${BASE}`, tokenEndpoint: `${origin}${TOKEN}`, clientId: this.#clientId };
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  stop(): Promise<void> {
    return this.#listener.stop();
  }

  async #answer(heard: Heard): Promise<Reply> {
    if (this.#desk.refusing) return problem(503, 'UNAVAILABLE');
    if (heard.path === TOKEN) return this.#token(heard);
    const operation = operationOf(heard);
    if (operation === null) return problem(404, 'NO_SUCH_PATH');
    if (this.#desk.faults.take('expired-token', operation)) this.#accounts.expire();
    if (this.#desk.faults.take('wrong-signature', operation)) return problem(401, 'INVALID_TOKEN');
    const refused = await this.#accounts.check(heard, PERSONS.has(operation) ? 'persons' : 'cases');
    if (refused) return oauthReply(refused);
    return reply(
      await this.#desk.serve({
        operation,
        key: heard.headers['idempotency-key'] ?? null,
        session: heard.headers['tongban-session'] ?? null,
        fields: operation === 'ping' ? {} : jsonOf(heard.body),
      }),
    );
  }

  async #token(heard: Heard): Promise<Reply> {
    if (heard.method !== 'POST') return problem(405, 'METHOD');
    const form = Object.fromEntries(new URLSearchParams(heard.body.toString('utf8')));
    return oauthReply(await this.#accounts.grant({ ...heard, form }));
  }
}

/** `POST /tongban/v1/check-person` → `checkPerson`. */
function operationOf({ method, path }: Heard): string | null {
  if (method === 'GET') return path === `${BASE}/v1/health` ? 'ping' : null;
  const name = new RegExp(`^${BASE}/v1/([a-z]+(?:-[a-z]+)*)$`).exec(path)?.[1];
  if (method !== 'POST' || name === undefined || name === 'ping') return null;
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The status of each refusal; 422 for all others. */
const STATUS: Readonly<Record<string, number>> = {
  SCHEMA: 400,
  IDEMPOTENCY_KEY_MISSING: 400,
  NO_SUCH_OPERATION: 404,
  CASE_UNKNOWN: 404,
  TICKET_UNKNOWN: 404,
  PAYMENT_UNKNOWN: 404,
  CASE_WITHDRAWN: 409,
  RESULT_NOT_READY: 409,
  ALREADY_RECEIVED: 409,
};

function reply(served: Served): Reply {
  switch (served.kind) {
    case 'answer':
      return json(200, served.body);
    case 'refused':
      return json(STATUS[served.code] ?? 422, { code: served.code, path: served.path });
    case 'binary': {
      const { sha256, signature } = served;
      const digest = sha256 === null ? null : Buffer.from(sha256, 'hex').toString('base64');
      const headers = {
        'content-type': served.mediaType,
        ...(digest === null ? {} : { 'repr-digest': `sha-256=:${digest}:` }),
        ...(signature === undefined ? {} : { 'tongban-signature': signature }),
      };
      return { status: 200, headers, body: served.bytes };
    }
    case 'down':
      return problem(served.status, 'UNAVAILABLE', retryAfter(served.retryAfter));
    case 'busy':
      return problem(429, 'TOO_MANY', retryAfter(served.retryAfter));
    case 'cut':
      return { status: 0, cut: true };
  }
}

function retryAfter(text: string | null): Record<string, string> {
  return text === null ? {} : { 'retry-after': text };
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return json(status, { code }, headers);
}

function oauthReply({ status, headers, body }: OauthAnswer): Reply {
  return json(status, body ?? {}, headers);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
