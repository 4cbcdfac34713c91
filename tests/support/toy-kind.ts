import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { err, ok, type Result } from '../../electron/core/index.ts';
import type { PlayedKind } from '../../electron/demo/conformance/index.ts';
import type { Desk, Front, Served } from '../../electron/demo/sandbox-region/index.ts';
import {
  adapterOver,
  type Channel,
  type ChannelAnswer,
  checkConfig,
  exchangeConfig,
  exchangeShape,
} from '../../electron/regions/exchange/index.ts';
import { type AdapterKind, type RegionFailure, regionFailure } from '../../electron/regions/index.ts';

/**
 * A seventh kind that no room of the house knows: JSON lines over TCP, a question and an answer a connection. `doubles` and `leaks`
 * are planted faults that the kit must find.
 */
export type Mischief = 'doubles' | 'leaks';

const KIND = 'toy-lines';
const PASSWORD = 'toy password';

const configSchema = z.strictObject({
  kind: z.literal(KIND),
  port: z.number().int().min(1).max(65_535),
  ...exchangeShape,
});

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), body: z.unknown() }),
  z.object({ kind: z.literal('refused'), code: z.string() }),
  z.object({ kind: z.literal('down') }),
  z.object({ kind: z.literal('busy'), retryAfterMs: z.number().optional() }),
  z.object({ kind: z.literal('stranger') }),
]);
type Line = z.infer<typeof lineSchema>;

type Answer = Result<ChannelAnswer, RegionFailure>;

function toyChannel(
  port: number,
  password: () => Promise<string | null>,
  mischief: Mischief | undefined,
): Channel {
  return {
    async send({ operation, key, session, fields, signal }) {
      const where = `${KIND}.${operation}`;
      const say = async (usedKey: string | null): Promise<Line | null> => {
        const question = { password: await password(), operation, key: usedKey, session, fields };
        return heard(await exchange(port, JSON.stringify(question), signal));
      };
      let line = await say(key);
      if (line === null && mischief === 'doubles' && key !== null)
        line = await say(key.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
      if (line === null) {
        const { applicant } = fields as { applicant?: { name?: string } };
        const detail = mischief === 'leaks' && applicant ? `:${applicant.name}` : '';
        return err(regionFailure('unreachable', `${where}.network${detail}`));
      }
      return answerOf(line, where);
    },
  };
}

function answerOf(line: Line, where: string): Answer {
  switch (line.kind) {
    case 'answer':
      return ok({ kind: 'answer', body: line.body });
    case 'refused':
      return ok({ kind: 'refused', code: line.code });
    case 'down':
      return err(regionFailure('unreachable', `${where}.down`));
    case 'busy':
      return err(regionFailure('rate-limited', `${where}.busy`, line.retryAfterMs));
    case 'stranger':
      return err(regionFailure('unauthorized', `${where}.stranger`));
  }
}

function heard(text: string | null): Line | null {
  return text === null ? null : lineSchema.parse(JSON.parse(text));
}

/** One line there, one back; null when the connection ends before. */
function exchange(port: number, question: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', signal });
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
    createInterface(socket)
      .on('line', (line) => {
        resolve(line);
        socket.destroy();
      })
      .on('error', () => resolve(null));
    socket.write(`${question}\n`);
  });
}

class ToyFront implements Front {
  readonly #desk: Desk;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get connection() {
    return { port: this.#port };
  }

  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer((socket) => this.#serve(socket));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as { port: number }).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    createInterface(socket)
      .on('line', (line) => {
        void this.#answer(line).then((answer) =>
          answer ? void socket.end(`${JSON.stringify(answer)}\n`) : void socket.destroy(),
        );
      })
      .on('error', () => {});
  }

  async #answer(line: string): Promise<Line | null> {
    if (this.#desk.refusing) return { kind: 'down' };
    const { password, operation, key, session, fields } = JSON.parse(line);
    if (password !== PASSWORD || this.#desk.faults.take('wrong-signature', operation))
      return { kind: 'stranger' };
    return this.#rendered(await this.#desk.serve({ operation, key, session, fields }));
  }

  #rendered(served: Served): Line | null {
    switch (served.kind) {
      case 'answer':
      case 'refused':
        return served;
      case 'binary': {
        const { mediaType, bytes, sha256 } = served;
        const base64 = Buffer.from(bytes).toString('base64');
        return { kind: 'answer', body: { mediaType, base64, sha256 } };
      }
      case 'down':
        return { kind: 'down' };
      case 'busy': {
        const { retryAfter } = served;
        if (retryAfter === null) return { kind: 'busy' };
        const seconds = Number(retryAfter);
        const until = Date.parse(retryAfter) - this.#desk.clock.now();
        return { kind: 'busy', retryAfterMs: Number.isNaN(seconds) ? until : seconds * 1_000 };
      }
      case 'cut':
        return null;
    }
  }
}

/** The kind and how it is played: all that a new kind has to give. */
export function toyKind(mischief?: Mischief): PlayedKind {
  const kind: AdapterKind = {
    kind: KIND,
    example: { port: 4_000 },
    create({ region, config: raw, secret, clock, log }) {
      const checked = checkConfig(configSchema, raw);
      if (!checked.ok) return checked;
      const config = exchangeConfig(checked.value);
      if (!config.ok) return config;
      const channel = toyChannel(checked.value.port, () => secret('password'), mischief);
      return ok(adapterOver(channel, { region, kind: KIND, config: config.value, clock, log }));
    },
  };
  return {
    kind,
    access: () => ({ front: (desk) => new ToyFront(desk), secrets: { password: PASSWORD } }),
    without: ['expired-token', 'clock-skew', 'forged-answer'],
  };
}
