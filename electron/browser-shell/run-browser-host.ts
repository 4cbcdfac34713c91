import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../core/index.ts';
import { cameraPages } from '../lockdown/index.ts';
import { createLogger, describeError, type Logger } from '../logging/index.ts';
import {
  type Compose,
  type ComposedHost,
  type FromChild,
  type HostInit,
  type StartFailure,
  toChildSchema,
} from './protocol.ts';
import { type KioskServer, startKioskServer } from './server.ts';

/** How long a stop may take before the process ends anyway, in milliseconds. */
const STOP_LIMIT_MS = 4_000;

/** Exit codes of the child: 0 asked to stop, 1 cannot start (already said why), 70 a bug. */
const EXIT = { stopped: 0, failed: 1, bug: 70 } as const;

/**
 * The child's side of the browser shell: waits for `init` over the IPC channel, composes the host, serves it, and says
 * `ready`. Ends when asked to, or when its parent is gone: a host without a shell would hold the port and the database.
 */
export function runBrowserHost(compose: Compose<HostInit>): void {
  if (!process.send) {
    process.stderr.write('tongban: this file is started by the shell, not by hand; use "npm start"\n');
    process.exitCode = EXIT.failed;
    return;
  }
  const say = (message: FromChild) =>
    new Promise<void>((done) => process.send?.(message, () => done()) ?? done());
  let logger: Logger | null = null;
  let host: ComposedHost | null = null;
  let server: KioskServer | null = null;
  let ending = false;

  const bug = (error: unknown) => {
    const described = describeError(error);
    logger?.log('host.failed', described);
    process.stderr.write(`tongban host: ${described.name} at ${described.where}\n`);
    process.exit(EXIT.bug);
  };
  process.on('uncaughtException', bug);
  process.on('unhandledRejection', bug);

  async function end() {
    if (ending) return;
    ending = true;
    logger?.log('host.stopping', {});
    systemClock.setTimeout(() => process.exit(EXIT.stopped), STOP_LIMIT_MS);
    await server?.close();
    await host?.stop();
    logger?.close();
    process.exit(EXIT.stopped);
  }
  process.on('disconnect', () => void end());
  process.on('SIGTERM', () => void end());
  // Ctrl+C reaches the whole process group; the parent decides and says stop.
  process.on('SIGINT', () => {});

  async function fail(failure: StartFailure) {
    await host?.stop();
    await say({ failed: failure.message });
    process.exit(EXIT.failed);
  }

  async function begin(init: HostInit) {
    try {
      mkdirSync(init.dataDir, { recursive: true, mode: 0o700 });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      return fail({
        message: `data directory ${init.dataDir} cannot be made (${code}): choose another with --data`,
      });
    }
    logger = createLogger({ dir: join(init.dataDir, 'logs'), clock: systemClock, level: 'debug' });
    const { log } = logger;
    const composed = await compose(init, { log, clock: systemClock });
    if (!composed.ok) return fail(composed.error);
    host = composed.value;
    const served = await startKioskServer({
      port: init.port,
      rendererDir: init.rendererDir,
      tokens: init.tokens,
      audiences: host.audiences,
      router: host.router,
      cameraPages: cameraPages(init.profile.devices.documentCamera),
      clock: systemClock,
      log,
    });
    if (!served.ok) return fail(served.error);
    server = served.value;
    const ms = Math.round(performance.now());
    log('host.started', { profile: init.profile.name, port: server.port, ms, version: process.version });
    await say({ ready: true, port: server.port, ms });
  }

  let begun = false;
  process.on('message', (raw) => {
    const parsed = toChildSchema.safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      void fail({
        message: `the shell sent something unexpected at ${issue?.path.join('.')}: rebuild with "npm run build"`,
      });
      return;
    }
    const message = parsed.data;
    if (message.type === 'ping') void say({ pong: true });
    else if (message.type === 'stop') void end();
    else if (!begun) {
      begun = true;
      begin(message.init).catch(bug);
    }
  });
}
