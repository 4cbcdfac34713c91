import { type ChildProcess, fork } from 'node:child_process';
import { type Clock, err, ok, type Result, type TimerHandle } from '../core/index.ts';
import { cleanEnvironment, keepRunning, type RestartRules } from '../lockdown/index.ts';
import { fromChildSchema, type HostInit, type StartFailure, type ToChild } from './protocol.ts';

/** Milliseconds. */
export const HOST_LIMITS = {
  /** From start to ready. A database that has to be repaired takes its time. */
  ready: 60_000,
  /** From the stop message to the kill. */
  stop: 5_000,
  pingEvery: 5_000,
  /** Silence after which the host counts as hung. */
  silent: 20_000,
} as const;

export interface HostProcess {
  readonly port: number;
  /** From process start to ready, in milliseconds, as the host measured it. */
  readonly startMs: number;
  pid(): number | null;
  /** Asks the child to stop, kills it after five seconds. */
  stop(): Promise<void>;
  /** Resolves when the host crashed too often; never when it was stopped. */
  readonly givenUp: Promise<StartFailure>;
}

export interface HostProcessOptions {
  readonly entry: string;
  readonly init: HostInit;
  readonly clock: Clock;
  readonly rules?: RestartRules;
  /** Something for people to read: the host crashed and comes back. */
  readonly notice: (line: string) => void;
}

type Ready = { readonly port: number; readonly ms: number };

/** Starts the host's entry as a child and keeps it running, always with the same port and tokens. */
export async function startHostProcess(
  options: HostProcessOptions,
): Promise<Result<HostProcess, StartFailure>> {
  const { clock } = options;
  let child: ChildProcess | null = null;
  let port = options.init.port;
  let lastFailure: string | null = null;
  let stopping = false;
  let giveUp: (failure: StartFailure) => void = () => {};
  const givenUp = new Promise<StartFailure>((resolve) => {
    giveUp = resolve;
  });

  function launch(): Promise<Result<Ready, StartFailure>> {
    return new Promise((resolve) => {
      const begun = fork(options.entry, [], {
        execArgv: [],
        env: cleanEnvironment(process.env),
        // The child's own words go to stderr: stdout belongs to the ready line.
        stdio: ['ignore', 2, 2, 'ipc'],
      });
      child = begun;
      let isReady = false;
      let watch: TimerHandle = clock.setTimeout(hung, HOST_LIMITS.ready);
      let ping: TimerHandle | null = null;
      function hung() {
        lastFailure = isReady ? 'the host hung' : 'the host was not ready in time';
        begun.kill('SIGKILL');
      }
      function beat() {
        tell(begun, { type: 'ping' });
        ping = clock.setTimeout(beat, HOST_LIMITS.pingEvery);
      }
      begun.on('message', (raw) => {
        const parsed = fromChildSchema.safeParse(raw);
        if (!parsed.success) return;
        const message = parsed.data;
        if ('failed' in message) {
          lastFailure = message.failed;
          return;
        }
        clock.clearTimeout(watch);
        watch = clock.setTimeout(hung, HOST_LIMITS.silent);
        if ('ready' in message) {
          isReady = true;
          lastFailure = null;
          beat();
          resolve(ok({ port: message.port, ms: message.ms }));
        }
      });
      begun.on('error', (error) => {
        lastFailure = `the host cannot be started (${error.message})`;
      });
      begun.on('close', (code, signal) => {
        clock.clearTimeout(watch);
        if (ping !== null) clock.clearTimeout(ping);
        if (child === begun) child = null;
        const message = lastFailure ?? `the host ended by itself (${signal ?? `code ${code}`})`;
        resolve(err({ message }));
        if (isReady && !stopping) {
          options.notice(`${message}; starting it again`);
          keeper.crashed();
        }
      });
      tell(begun, { type: 'init', init: { ...options.init, port } });
    });
  }

  const keeper = keepRunning({
    clock,
    ...(options.rules ? { rules: options.rules } : {}),
    start: () =>
      void launch().then((again) => {
        if (again.ok || stopping) return;
        options.notice(`the host did not come back: ${again.error.message}`);
        keeper.crashed();
      }),
    onGiveUp: () =>
      giveUp({ message: `the host crashed too often; last: ${lastFailure ?? 'ended by itself'}` }),
  });

  const first = await launch();
  if (!first.ok) {
    keeper.stop();
    return first;
  }
  port = first.value.port;
  return ok({
    port,
    startMs: first.value.ms,
    pid: () => child?.pid ?? null,
    givenUp,
    async stop() {
      stopping = true;
      keeper.stop();
      const last = child;
      if (!last) return;
      const gone = new Promise<void>((resolve) => last.once('close', () => resolve()));
      tell(last, { type: 'stop' });
      const kill = clock.setTimeout(() => last.kill('SIGKILL'), HOST_LIMITS.stop);
      await gone;
      clock.clearTimeout(kill);
    },
  });
}

function tell(child: ChildProcess, message: ToChild): void {
  if (!child.connected) return;
  // The child can be gone between the check and the sending; its end is reported by `close`.
  child.send(message, () => {});
}
