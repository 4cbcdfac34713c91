import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasTool } from './missing-tool.ts';

/**
 * `ippeveprinter`, the reference IPP Everywhere printer of CUPS, as the printer of a test. It insists on DNS-SD, so a
 * message bus and Avahi must run: where the machine has none, private ones are started on the loopback interface
 * (Avahi needs root for that). Debian packages: cups-ipp-utils avahi-daemon dbus.
 */
export type PrinterMode =
  | 'print'
  | 'slow'
  | 'waits' /** with the sheet half drawn in, until `letGo` */
  | 'no-paper'
  | 'paper-runs-out'
  | 'jam' /** after two pages, for half a second */
  | 'cover' /** is opened under the job, for half a second */
  | 'abort';

export interface TestPrinter {
  /** `ipp://localhost:port/ipp/print` */
  readonly address: string;
  setMode(mode: PrinterMode): void;
  /** What came out, in order: the bytes of each document. */
  printed(): Uint8Array[];
  /** What each job was asked to be, in order: its IPP attributes as the printer hands them to its command. */
  asked(): string[];
  letGo(): void;
  /** Ends the printer alone, as pulling its plug would. */
  pull(): Promise<void>;
  /** On again at the same address; it counts its jobs from 1. */
  plug(): Promise<void>;
  stop(): Promise<void>;
}

const AVAHI_SOCKET = '/run/avahi-daemon/socket';
const SYSTEM_BUS = '/run/dbus/system_bus_socket';
const systemAvahi = () => existsSync(AVAHI_SOCKET) && existsSync(SYSTEM_BUS);

/** What is missing for {@link startIppPrinter}; empty when all parts are there. */
export function missingForIppPrinter(): string[] {
  const missing = ['ippeveprinter'].filter((tool) => !hasTool(tool));
  if (systemAvahi()) return missing;
  missing.push(...['dbus-daemon', 'avahi-daemon'].filter((tool) => !hasTool(tool)));
  if (process.getuid?.() !== 0) missing.push('a running avahi-daemon, or root to start one');
  return missing;
}

/**
 * How the printer behaves when a job reaches it. It is handed the job's file; what it prints to its error output
 * changes the printer's state; its exit status ends the job.
 */
const BEHAVIOUR = `#!/bin/sh
out="$(dirname "$0")"
mode="$(cat "$out/mode")"
echo "$IPP_JOB_NAME copies=$IPP_COPIES sides=$IPP_SIDES pages=$IPP_PAGE_RANGES media=$IPP_MEDIA" >> "$out/jobs"
case "$mode" in
  print | slow | waits)
    echo "STATE: -media-empty-error" >&2
    [ "$mode" = slow ] && sleep 0.8
    while [ "$mode" = waits ] && [ ! -e "$out/go" ] && kill -0 $PPID 2>/dev/null; do sleep 0.05; done
    # Without power no paper comes out.
    kill -0 $PPID 2>/dev/null || exit 1
    count="$(ls "$out/printed" | wc -l)"
    cp "$1" "$out/printed/.part" && mv "$out/printed/.part" "$out/printed/$(printf %04d "$count").pdf"
    ;;
  no-paper) echo "STATE: +media-empty-error" >&2; exit 1 ;;
  paper-runs-out) echo "STATE: +media-empty-error" >&2; sleep 0.5; exit 1 ;;
  jam)
    echo "ATTR: job-impressions-completed=2" >&2
    echo "STATE: +media-jam" >&2; sleep 0.5; echo "STATE: -media-jam" >&2; exit 1 ;;
  cover) echo "STATE: +cover-open" >&2; sleep 0.5; echo "STATE: -cover-open" >&2; exit 1 ;;
  abort) exit 1 ;;
esac
`;

const BUS_CONFIGURATION = (socket: string) => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_type="method_call"/><allow send_type="signal"/><allow send_requested_reply="true"/>
    <allow receive_type="method_call"/><allow receive_type="signal"/><allow receive_requested_reply="true"/>
  </policy>
</busconfig>
`;

const AVAHI_CONFIGURATION = `[server]
host-name=tongban-test
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[publish]
publish-addresses=no
publish-hinfo=no
publish-workstation=no
`;

/** The service directory that printers on this machine announce themselves to. */
export interface DnsSd {
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** How long `startDnsSd` may wait for another test file's Avahi to end, in milliseconds. */
export const DNS_SD_WAIT_MS = 300_000;

/**
 * Takes the machine's own Avahi, or starts a private one on a private bus. Only one can run on a machine, because the
 * place of its PID file is fixed: a second test file waits for the first one's to end.
 */
export async function startDnsSd(): Promise<DnsSd> {
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  if (systemAvahi()) return { env, stop: async () => undefined };
  const dir = mkdtempSync(join(tmpdir(), 'tongban-dns-sd-'));
  const programs = new Programs(env);
  const stop = async () => {
    await programs.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const bus = join(dir, 'bus');
  writeFileSync(join(dir, 'bus.conf'), BUS_CONFIGURATION(bus));
  writeFileSync(join(dir, 'avahi.conf'), AVAHI_CONFIGURATION);
  env.DBUS_SYSTEM_BUS_ADDRESS = `unix:path=${bus}`;
  try {
    programs.run('dbus-daemon', [`--config-file=${join(dir, 'bus.conf')}`, '--nofork', '--nopidfile']);
    // Its socket is there a moment before anybody listens on it.
    await programs.until(() => accepts(bus), 'the message bus');
    for (const giveUpAt = Date.now() + DNS_SD_WAIT_MS - 10_000; ; ) {
      const avahi = programs.run('avahi-daemon', [
        ...['-f', join(dir, 'avahi.conf')],
        ...['--no-drop-root', '--no-chroot', '--no-rlimits'],
      ]);
      const isUp = () => programs.said.includes('startup complete');
      await programs.until(() => isUp() || avahi.exitCode !== null, 'avahi');
      if (isUp()) return { env, stop };
      if (Date.now() > giveUpAt) throw new Error(`avahi did not start\n${programs.said}`);
      endOrphan();
      await wait(250);
    }
  } catch (cause) {
    await stop();
    throw cause;
  }
}

const AVAHI_PID = '/run/avahi-daemon/pid';

/** Ends the Avahi that a killed run of these tests left behind: its name is ours and its parent is gone. */
function endOrphan(): void {
  try {
    const pid = Number(readFileSync(AVAHI_PID, 'utf8'));
    const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('[tongban-test.local]');
    const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (isOurs && parent === '1') process.kill(pid, 'SIGTERM');
  } catch {
    // It ended by itself meanwhile.
  }
}

/** Child processes of one test, what they said, and their end. */
export class Programs {
  said = '';
  readonly #env: NodeJS.ProcessEnv;
  readonly #started: ChildProcess[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  run(program: string, args: string[]): ChildProcess {
    const child = spawn(program, args, { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        this.said += `${program}: ${text}`;
      });
    this.#started.push(child);
    return child;
  }

  async until(fits: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let tries = 0; !(await fits()); tries++) {
      if (tries > 600) throw new Error(`${what} did not start\n${this.said}`);
      await wait(25);
    }
  }

  async stop(): Promise<void> {
    for (const child of this.#started.splice(0).reverse()) await end(child);
  }
}

export async function startIppPrinter(dnsSd: DnsSd): Promise<TestPrinter> {
  const dir = mkdtempSync(join(tmpdir(), 'tongban-ipp-'));
  for (const name of ['printed', 'spool']) mkdirSync(join(dir, name));
  const programs = new Programs(dnsSd.env);
  const stop = async () => {
    await programs.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  writeFileSync(join(dir, 'mode'), 'print');
  writeFileSync(join(dir, 'behave.sh'), BEHAVIOUR, { mode: 0o755 });
  const port = await freePort();
  const flags = [
    '-2',
    '-r',
    'off',
    '-p',
    String(port),
    '-s',
    '60',
    '-f',
    'application/pdf',
    '-n',
    'localhost',
  ];
  const files = ['-d', join(dir, 'spool'), '-c', join(dir, 'behave.sh')];
  let printer: ChildProcess;
  const plug = async () => {
    printer = programs.run('ippeveprinter', [...flags, ...files, 'Tongban test printer']);
    await programs.until(() => answersAt(port), 'ippeveprinter');
  };
  await plug().catch(async (cause) => {
    await stop();
    throw cause;
  });

  return {
    address: `ipp://localhost:${port}/ipp/print`,
    setMode: (mode) => {
      rmSync(join(dir, 'go'), { force: true });
      writeFileSync(join(dir, 'mode'), mode);
    },
    letGo: () => writeFileSync(join(dir, 'go'), ''),
    printed: () =>
      readdirSync(join(dir, 'printed'))
        .filter((name) => name.endsWith('.pdf'))
        .sort()
        .map((name) => new Uint8Array(readFileSync(join(dir, 'printed', name)))),
    asked: () =>
      existsSync(join(dir, 'jobs')) ? readFileSync(join(dir, 'jobs'), 'utf8').trim().split('\n') : [],
    pull: () => end(printer),
    plug,
    stop,
  };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await exited;
  clearTimeout(killer);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether a program listens on this socket of the file system. */
function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function answersAt(port: number): Promise<boolean> {
  const answer = await fetch(`http://localhost:${port}/`).catch(() => null);
  return answer?.ok === true;
}
