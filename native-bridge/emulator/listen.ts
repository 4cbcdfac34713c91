import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import { streamEnd } from '../transport/stream-end.ts';
import type { EmulatedDevice } from './base.ts';

export interface Listening {
  /** The address under which a driver finds the device. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves an emulated device on a TCP port, to one client at a time, as a serial device server does. Port 0: any. */
export async function listenTcp(
  device: EmulatedDevice,
  clock: Clock,
  host: string,
  port: number,
): Promise<Result<Listening, string>> {
  const server = createServer((socket) => {
    // A second client would be a second master on one line: a device server refuses it.
    if (device.inUse || !device.plugged) socket.destroy();
    else device.attach(streamEnd('a client', socket.setNoDelay(true), clock));
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    return err(`${host}:${port} cannot be listened on: ${(cause as NodeJS.ErrnoException).code}`);
  }
  const bound = (server.address() as { port: number }).port;
  return ok({
    address: `tcp://${host}:${bound}`,
    close: async () => {
      server.close();
    },
  });
}

const PTY_TRIES = 300;
/** How often a device without a terminal is looked at for whether it is plugged in again, in milliseconds. */
const PLUG_LOOK_MS = 100;

/**
 * Puts an emulated device behind a pseudo-terminal that is called `path`. Needs the Debian package socat. The terminal
 * comes back under the same name when a host has closed it.
 */
export async function listenPty(
  device: EmulatedDevice,
  clock: Clock,
  path: string,
): Promise<Result<Listening, string>> {
  let stopped = false;
  let cameUp = false;
  let child: ReturnType<typeof lay> | null = null;
  function lay() {
    const socat = spawn('socat', ['stdio', `pty,rawer,link=${path}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    socat.on('error', () => undefined);
    device.attach(streamEnd(path, Duplex.from({ readable: socat.stdout, writable: socat.stdin }), clock));
    socat.once('exit', again);
    return socat;
  }
  // The terminal is gone as long as the device is unplugged, as a USB port would be.
  function again(): void {
    if (stopped || !cameUp) return;
    if (device.plugged) child = lay();
    else clock.setTimeout(again, PLUG_LOOK_MS);
  }
  if (existsSync(path)) return err(`${path} exists already`);
  child = lay();
  for (let tries = 0; !existsSync(path); tries++) {
    if (tries > PTY_TRIES || child.exitCode !== null) {
      stopped = true;
      child.kill();
      return err(`${path} cannot be made: is socat installed (apt-get install socat)?`);
    }
    await wait(10);
  }
  cameUp = true;
  return ok({
    address: `serial://${path}`,
    close: async () => {
      stopped = true;
      if (child && child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill();
        await exited;
      }
    },
  });
}
