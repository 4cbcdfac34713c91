import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, Programs } from './ipp-printer.ts';
import { hasTool } from './missing-tool.ts';

/**
 * A private CUPS: own configuration, own port on the loopback interface, own spool, ended by its process number. Its
 * queues pass documents on as they are. Debian packages: cups-daemon cups-client.
 */
export interface TestCups {
  /** `ipp://localhost:port/printers/NAME` */
  address(queue: string): string;
  /** Runs a program of CUPS (`cupsdisable`, `lp` …) as its administrator. */
  tool(program: string, ...args: string[]): Promise<string>;
  /** Which files of the spool hold this text. */
  spoolHolds(text: string): string[];
  stop(): Promise<void>;
}

export interface TestQueue {
  readonly name: string;
  /** Address of the printer behind it. */
  readonly printer: string;
  readonly errorPolicy: 'abort-job' | 'retry-job' | 'stop-printer' | 'retry-current-job';
}

export function missingForCups(): string[] {
  return ['cupsd', 'cupsdisable'].filter((tool) => !hasTool(tool));
}

const QUEUE = ({ name, printer, errorPolicy }: TestQueue) => `<Printer ${name}>
DeviceURI ${printer}
State Idle
Accepting Yes
Shared No
JobSheets none none
OpPolicy default
ErrorPolicy ${errorPolicy}
</Printer>
`;

/** Who may what is CUPS's own default, but for the administrator, who is whoever comes from this machine. */
const CONFIGURATION = (port: number) => `Listen 127.0.0.1:${port}
LogLevel debug
MaxLogSize 0
Browsing Off
WebInterface No
DefaultAuthType None
JobRetryInterval 1
PreserveJobHistory Yes
PreserveJobFiles Yes
<Location />
  Order deny,allow
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  <Limit Create-Job Print-Job Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Hold-Job Release-Job Purge-Jobs Cancel-Job Cancel-My-Jobs Set-Job-Attributes>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`;

export async function startCups(queues: readonly TestQueue[]): Promise<TestCups> {
  const dir = mkdtempSync(join(tmpdir(), 'tongban-cups-'));
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  const programs = new Programs(env);
  const stop = async () => {
    await programs.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  // Run as root, CUPS gives its backends to another user, who has to come in here.
  chmodSync(dir, 0o755);
  for (const name of ['cache', 'log', 'run', 'spool', 'tmp', 'web']) mkdirSync(join(dir, name));
  const port = await freePort();
  writeFileSync(join(dir, 'cupsd.conf'), CONFIGURATION(port));
  writeFileSync(join(dir, 'printers.conf'), queues.map(QUEUE).join(''));
  const places = Object.entries({
    ServerRoot: '.',
    CacheDir: 'cache',
    StateDir: 'run',
    RequestRoot: 'spool',
    TempDir: 'tmp',
    DocumentRoot: 'web',
    AccessLog: 'log/access',
    ErrorLog: 'log/error',
    PageLog: 'log/pages',
  }).map(([key, place]) => `${key} ${join(dir, place)}`);
  writeFileSync(join(dir, 'cups-files.conf'), [...places, 'SystemGroup root', ''].join('\n'));
  programs.run('cupsd', ['-f', '-c', join(dir, 'cupsd.conf'), '-s', join(dir, 'cups-files.conf')]);
  await programs
    .until(async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) !== null, 'cupsd')
    .catch(async (cause) => {
      await stop();
      throw cause;
    });
  return {
    address: (queue) => `ipp://localhost:${port}/printers/${queue}`,
    async tool(program, ...args) {
      const child = spawn(program, ['-h', `127.0.0.1:${port}`, ...args], { env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
      await once(child, 'close');
      return said;
    },
    spoolHolds: (text) =>
      readdirSync(join(dir, 'spool'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => readFileSync(file).includes(text)),
    stop,
  };
}
