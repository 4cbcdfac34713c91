import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { MessagePortMain } from 'electron';
import type { Audience } from '../contract/index.ts';
import { type Clock, type Result, systemClock } from '../core/index.ts';
import { isWellFormedFrame } from '../lockdown/index.ts';
import { createLogger, describeError, type Log, type Logger } from '../logging/index.ts';
import { type ElectronHostInit, type FromUtility, toUtilitySchema } from './protocol.ts';

/** The host as a shell sees it. */
export interface ComposedHost {
  /** Handlers whose context is `{audience}`. */
  readonly router: AnyRouter;
  readonly audiences: readonly Audience[];
  stop(): Promise<void>;
}

export type ComposeElectron = (
  init: ElectronHostInit,
  tools: { readonly log: Log; readonly clock: Clock },
) => Promise<Result<ComposedHost, { readonly message: string }>>;

/** The part of Electron's parentPort that is used; a test passes its own. */
export interface ParentPortLike {
  on(event: 'message', listener: (event: { data: unknown; ports: MessagePortMain[] }) => void): unknown;
  postMessage(message: FromUtility): void;
}

const endProcess = (code: number): void => process.exit(code);

/** The port as the RPC handler sees it: malformed messages do not come through. */
function guarded(port: MessagePortMain): Pick<MessagePortMain, 'on' | 'postMessage'> {
  return {
    on: ((event: 'message', listener: (event: { data: unknown }) => void) =>
      port.on(event, (message) => {
        if (event !== 'message' || isWellFormedFrame(message.data)) listener(message);
      })) as MessagePortMain['on'],
    postMessage: port.postMessage.bind(port),
  };
}

/** The utility process's side of the Electron shell: composes the host and serves one MessagePort a window. */
export function runElectronHost(
  compose: ComposeElectron,
  parent: ParentPortLike = (process as unknown as { parentPort: ParentPortLike }).parentPort,
  exit: (code: number) => void = endProcess,
): void {
  let logger: Logger | null = null;
  let host: ComposedHost | null = null;
  let handler: RPCHandler<{ audience: Audience }> | null = null;
  const links = new Map<Audience, MessagePortMain>();

  const bug = (error: unknown) => {
    logger?.log('host.failed', describeError(error));
    exit(70);
  };
  if (exit === endProcess) {
    process.on('uncaughtException', bug);
    process.on('unhandledRejection', bug);
  }

  async function begin(init: ElectronHostInit) {
    mkdirSync(init.dataDir, { recursive: true, mode: 0o700 });
    logger = createLogger({ dir: join(init.dataDir, 'logs'), clock: systemClock, level: 'debug' });
    const composed = await compose(init, { log: logger.log, clock: systemClock });
    if (!composed.ok) {
      parent.postMessage({ failed: composed.error.message });
      logger.close();
      return exit(1);
    }
    host = composed.value;
    handler = new RPCHandler(host.router);
    const ms = Math.round(performance.now());
    logger.log('host.started', { profile: init.profile.name, port: 0, ms, version: process.version });
    parent.postMessage({ ready: true, ms });
  }

  async function end() {
    logger?.log('host.stopping', {});
    for (const port of links.values()) port.close();
    await host?.stop();
    logger?.close();
    exit(0);
  }

  function link(audience: Audience, port: MessagePortMain) {
    if (!host || !handler || !host.audiences.includes(audience)) return port.close();
    // One link an audience: after a reload the former page is gone, whatever its port still says.
    links.get(audience)?.close();
    links.set(audience, port);
    logger?.log('link.opened', { audience });
    handler.upgrade(guarded(port), { context: { audience } });
    port.start();
  }

  parent.on('message', ({ data, ports }) => {
    const parsed = toUtilitySchema.safeParse(data);
    if (!parsed.success) return;
    const message = parsed.data;
    const port = ports[0];
    if (message.type === 'init') begin(message.init).catch(bug);
    else if (message.type === 'ping') parent.postMessage({ pong: true });
    else if (message.type === 'stop') void end();
    else if (port) link(message.audience, port);
  });
}
