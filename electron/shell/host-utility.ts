import type { MessagePortMain } from 'electron';
import type { Audience } from '../contract/index.ts';
import type { Clock, TimerHandle } from '../core/index.ts';
import { cleanEnvironment, keepRunning, type RestartRules } from '../lockdown/index.ts';
import type { ElectronApi, UtilityProcess } from './electron-api.ts';
import { type ElectronHostInit, fromUtilitySchema, type ToUtility } from './protocol.ts';

/** Milliseconds. */
export const UTILITY_LIMITS = { ready: 60_000, stop: 5_000, pingEvery: 5_000, silent: 20_000 } as const;

export interface HostUtility {
  /** Gives the host one end of a link; kept until the host is ready. */
  link(audience: Audience, port: MessagePortMain): void;
  stop(): Promise<void>;
}

/** Runs the host in a utility process and keeps it running. Windows notice by their closed port and connect again. */
export function startHostUtility(
  electron: ElectronApi,
  options: {
    readonly entry: string;
    readonly init: ElectronHostInit;
    readonly clock: Clock;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly rules?: RestartRules;
    readonly onReady: (ms: number) => void;
    readonly onCrash: (code: string) => void;
    /** The first start failed, or it crashed too often: one line that says what to do. */
    readonly onGiveUp: (message: string) => void;
  },
): HostUtility {
  const { clock } = options;
  let child: UtilityProcess | null = null;
  let ready = false;
  let everReady = false;
  let stopping = false;
  let lastFailure: string | null = null;
  let waiting: { audience: Audience; port: MessagePortMain }[] = [];
  const tell = (to: UtilityProcess, message: ToUtility, ports?: MessagePortMain[]) =>
    to.postMessage(message, ports);

  function launch() {
    const begun = electron.utilityProcess.fork(options.entry, [], {
      serviceName: 'tongban host',
      stdio: 'inherit',
      env: cleanEnvironment(options.env),
    });
    child = begun;
    ready = false;
    const hung = () => {
      lastFailure = ready ? 'the host hung' : 'the host was not ready in time';
      begun.kill();
    };
    let watch: TimerHandle = clock.setTimeout(hung, UTILITY_LIMITS.ready);
    let ping: TimerHandle | null = null;
    const beat = () => {
      tell(begun, { type: 'ping' });
      ping = clock.setTimeout(beat, UTILITY_LIMITS.pingEvery);
    };
    begun.on('message', (raw) => {
      const parsed = fromUtilitySchema.safeParse(raw);
      if (!parsed.success) return;
      if ('failed' in parsed.data) {
        lastFailure = parsed.data.failed;
        return;
      }
      clock.clearTimeout(watch);
      watch = clock.setTimeout(hung, UTILITY_LIMITS.silent);
      if (!('ready' in parsed.data)) return;
      ready = true;
      everReady = true;
      lastFailure = null;
      for (const { audience, port } of waiting) tell(begun, { type: 'link', audience }, [port]);
      waiting = [];
      beat();
      options.onReady(parsed.data.ms);
    });
    begun.once('exit', (code) => {
      clock.clearTimeout(watch);
      if (ping !== null) clock.clearTimeout(ping);
      if (child === begun) child = null;
      ready = false;
      if (stopping) return;
      if (!everReady) {
        keeper.stop();
        options.onGiveUp(lastFailure ?? `the host ended by itself (code ${code})`);
        return;
      }
      options.onCrash(String(code));
      keeper.crashed();
    });
    tell(begun, { type: 'init', init: options.init });
  }

  const keeper = keepRunning({
    clock,
    start: launch,
    ...(options.rules ? { rules: options.rules } : {}),
    onGiveUp: () => options.onGiveUp(`the host crashed too often; last: ${lastFailure ?? 'ended by itself'}`),
  });
  launch();

  return {
    link(audience, port) {
      if (child && ready) tell(child, { type: 'link', audience }, [port]);
      // One link an audience: a page that asked twice gets the newer one.
      else waiting = [...waiting.filter((one) => one.audience !== audience), { audience, port }];
    },
    async stop() {
      stopping = true;
      keeper.stop();
      const last = child;
      if (!last) return;
      const gone = new Promise<void>((resolve) => last.once('exit', () => resolve()));
      tell(last, { type: 'stop' });
      const kill = clock.setTimeout(() => last.kill(), UTILITY_LIMITS.stop);
      await gone;
      clock.clearTimeout(kill);
    },
  };
}
