import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import type {
  DockState,
  JourneyEvent,
  JourneyView,
  ScreenData,
  ScreenName,
} from '../../electron/contract/index.ts';
import { composeDemoHost, type DemoHost } from '../../electron/demo/compose.ts';
import { loadProfile } from '../../electron/profile/index.ts';
import { JumpingClock } from './jumping-clock.ts';

const assetsDir = join(import.meta.dirname, '../../assets');
/** Milliseconds that a screen may take to come on a busy machine. */
const PATIENCE_MS = 40_000;
/** Milliseconds after which a citizen who has gone away is surely forgotten, in steps between which the host works. */
const AWAY = { stepMs: 30_000, steps: 20 } as const;

/** The whole host of the demo in this process, with everything of it in one folder, and time that can be moved on. */
export interface CanaryHost {
  readonly folder: string;
  readonly dataDir: string;
  /** What the log said. */
  log(): string;
  on<N extends ScreenName>(
    screen: N,
    fits?: (data: ScreenData<N>) => boolean,
  ): Promise<Extract<JourneyView, { screen: N }>>;
  view(fits: (view: JourneyView) => boolean, what: string): Promise<JourneyView>;
  /** As soon as it is asked for. */
  say(event: JourneyEvent): Promise<void>;
  citizen(group: string, name: string, input?: unknown): Promise<never>;
  hand(name: string, input?: unknown): Promise<never>;
  dock(fits: (state: DockState) => boolean, what: string): Promise<DockState>;
  boot(): Promise<string>;
  /** Nobody touches anything until the first screen is there again. */
  goAway(): Promise<void>;
  stop(): Promise<void>;
}

type Call = (input?: unknown, options?: { readonly signal: AbortSignal }) => Promise<never>;

export async function startCanaryHost(): Promise<CanaryHost> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-canary-'));
  const dataDir = join(folder, 'data');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  // Whatever the product writes into a temporary folder, it writes where the canary looks.
  const before = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  const profile = loadProfile('demo', { assetsDir });
  if (!profile.ok) throw new Error(profile.error.message);
  const clock = new JumpingClock();
  const said: string[] = [];
  const started = await composeDemoHost(
    {
      profile: { ...profile.value, phone: { address: '127.0.0.1', port: await freePort() } },
      dataDir,
      assetsDir,
    },
    { log: (event, fields) => void said.push(`${event} ${JSON.stringify(fields)}`), clock },
  );
  if (!started.ok) throw new Error(started.error.message);
  const host: DemoHost = started.value;
  const calls = (audience: 'citizen' | 'dock', group: string) =>
    (
      createRouterClient(host.router, { context: { audience } } as never) as unknown as Record<
        string,
        Record<string, Call>
      >
    )[group] as Record<string, Call>;

  async function first<T>(watch: Call, fits: (value: T) => boolean, what: string): Promise<T> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    let last: T | null = null;
    try {
      for await (const value of (await watch(undefined, { signal })) as AsyncIterable<T>) {
        last = value;
        if (fits(value)) return value;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    throw new Error(`never ${what}; the last was ${JSON.stringify(last)?.slice(0, 1_500)}`);
  }
  const view: CanaryHost['view'] = (fits, what) =>
    first<JourneyView>(calls('citizen', 'journey').watch as Call, fits, what);
  const dock: CanaryHost['dock'] = (fits, what) =>
    first<DockState>(calls('dock', 'dock').watch as Call, fits, what);
  const hand: CanaryHost['hand'] = (name, input) => (calls('dock', 'dock')[name] as Call)(input);
  const say: CanaryHost['say'] = async (event) => {
    for (let tries = 0; ; tries++) {
      const { boot, seq } = await view(
        ({ events }) => events.includes(event.type),
        `asked for ${event.type}`,
      );
      const taken = (await (calls('citizen', 'journey').send as Call)({ boot, seq, event })) as {
        ok: boolean;
      };
      if (taken.ok) return;
      if (tries > 5) throw new Error(`${event.type} was not taken`);
      await moment(20);
    }
  };
  return {
    folder,
    dataDir,
    log: () => said.join('\n'),
    view,
    on: async (screen, fits = () => true) =>
      (await view((one) => one.screen === screen && fits(one.data as never), `on ${screen}`)) as never,
    say,
    citizen: (group, name, input) => (calls('citizen', group)[name] as Call)(input),
    hand,
    dock,
    boot: async () => (await view(() => true, 'anything')).boot,
    async goAway() {
      await hand('removeCard');
      for (let step = 0; step < AWAY.steps; step++) {
        if ((await view(() => true, 'anything')).screen === 'home') return;
        await clock.jump(AWAY.stepMs);
        await moment(20);
      }
      throw new Error(`nobody was forgotten on ${(await view(() => true, 'anything')).screen}`);
    },
    async stop() {
      await host.stop();
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
