import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type {
  CitizenContract,
  DockContract,
  DockState,
  JourneyEvent,
  JourneyView,
  ScreenName,
} from '../../electron/contract/index.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface Dock {
  readonly call: ContractRouterClient<DockContract>['dock'];
  state(): Promise<DockState>;
  /** The first state that fits; fails after ten seconds of none. */
  until(fits: (state: DockState) => boolean, what: string): Promise<DockState>;
  close(): void;
}

/** The citizen's window without a browser: the contract itself. */
export interface Citizen {
  readonly client: ContractRouterClient<CitizenContract>;
  /** The first view that fits; fails after twenty seconds of none. */
  until(fits: (view: JourneyView) => boolean, what: string): Promise<JourneyView>;
  on<N extends ScreenName>(screen: N): Promise<Extract<JourneyView, { screen: N }>>;
  /** Answers the present view; throws when the answer is not taken. */
  say(event: JourneyEvent): Promise<void>;
  close(): void;
}

export interface Kiosk {
  readonly url: string;
  readonly dockUrl: string;
  readonly dataDir: string;
  readonly dock: Dock;
  /** A new link as the citizen's window. */
  citizen(): Promise<Citizen>;
  /** Kills the host process as a crash would (SIGKILL); its shell starts it again. */
  killHost(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Starts the product itself (`npm start` without a browser), in the demo profile, on a port and data folder of its own. */
export async function startKiosk(options: { dataDir?: string; args?: string[] } = {}): Promise<Kiosk> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'tongban-kiosk-'));
  const args = [
    'electron/cli/start.ts',
    '--shell',
    'none',
    '--json',
    '--port',
    '0',
    '--data',
    dataDir,
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const ready = await firstReady(child, said);
  let dock = await connectDock(ready.dockUrl);
  return {
    url: ready.url,
    dockUrl: ready.dockUrl,
    dataDir,
    get dock() {
      return dock;
    },
    citizen: async () => citizenOver(await connect(ready.url, 'citizen')),
    async killHost() {
      const before = childrenOf(child.pid as number);
      for (const pid of before) process.kill(pid, 'SIGKILL');
      dock.close();
      dock = await connectDock(ready.dockUrl);
    },
    async stop() {
      dock.close();
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

async function firstReady(child: ChildProcess, said: string[]): Promise<{ url: string; dockUrl: string }> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    const message = JSON.parse(line) as { ready?: boolean; url: string; dockUrl: string };
    if (message.ready) return message;
  }
  throw new Error(`the kiosk did not start:\n${said.join('\n')}`);
}

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .map(Number)
    .filter(Boolean);
}

async function connectDock(dockUrl: string): Promise<Dock> {
  const socket = await connect(dockUrl, 'dock');
  const client: ContractRouterClient<DockContract> = createORPCClient(
    new RPCLink({ websocket: socket as never }),
  );
  return dockOver(client.dock, () => socket.terminate());
}

/** Opens a link as a page of that address would, tried again until the host is there (after a crash it takes a moment). */
async function connect(pageUrl: string, audience: 'citizen' | 'dock'): Promise<WebSocket> {
  const url = new URL(pageUrl);
  const token = new URLSearchParams(url.hash.slice(1)).get('token') as string;
  for (let tries = 0; ; tries++) {
    const socket = new WebSocket(`ws://${url.host}/rpc/${audience}`, ['tongban', token], {
      origin: url.origin,
    });
    try {
      await once(socket, 'open');
      return socket;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function citizenOver(socket: WebSocket): Citizen {
  const client: Citizen['client'] = createORPCClient(new RPCLink({ websocket: socket as never }));
  let last: JourneyView | null = null;
  const until: Citizen['until'] = async (fits, what) => {
    const signal = AbortSignal.timeout(90_000);
    try {
      for await (const view of await client.journey.watch(undefined, { signal })) {
        last = view;
        if (fits(view)) return view;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    throw new Error(`no view showed ${what}; the last was ${JSON.stringify(last)?.slice(0, 2000)}`);
  };
  return {
    client,
    until,
    on: async (screen) => (await until((view) => view.screen === screen, screen)) as never,
    async say(event) {
      for (let tries = 1; ; tries++) {
        const { boot, seq } = await until(() => true, 'anything');
        const answer = await client.journey.send({ boot, seq, event });
        if (answer.ok) return;
        // The question changed under the finger (a print has ended, say): whoever stands there taps again.
        if (answer.error.kind === 'stale' && tries < 5) continue;
        throw new Error(`${event.type} was not taken on ${last?.screen}: ${answer.error.kind}`);
      }
    },
    close: () => socket.terminate(),
  };
}

function dockOver(call: Dock['call'], close: () => void): Dock {
  return {
    call,
    close,
    async state() {
      const stream = await call.watch();
      const { value } = await stream.next();
      await stream.return?.(undefined);
      return value as DockState;
    },
    async until(fits, what) {
      const stop = AbortSignal.timeout(90_000);
      for await (const state of await call.watch(undefined, { signal: stop })) if (fits(state)) return state;
      throw new Error(`the dock never showed ${what}`);
    },
  };
}
