import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A package of the system that something here needs. */
export interface Need {
  readonly package: string;
  readonly why: string;
  readonly present: () => boolean;
}

export interface SetupOutcome {
  /** What is still missing afterwards. */
  readonly missing: readonly Need[];
}

const FONT_DIRS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(process.env.HOME ?? '/', '.local/share/fonts'),
];

export function isOnPath(program: string, path = process.env.PATH ?? ''): boolean {
  return path.split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return dir !== '';
    } catch {
      return false;
    }
  });
}

function hasFont(name: RegExp): boolean {
  return FONT_DIRS.some((dir) => {
    if (!existsSync(dir)) return false;
    try {
      return readdirSync(dir, { recursive: true }).some((file) => name.test(String(file)));
    } catch {
      return false;
    }
  });
}

const chromium: Need = {
  package: 'chromium',
  why: 'the window that the screens are shown in',
  present: () => Boolean(process.env.TONGBAN_CHROMIUM) || isOnPath('chromium') || isOnPath('google-chrome'),
};
const screenFonts: readonly Need[] = [
  {
    package: 'fonts-noto-cjk',
    why: 'Chinese on the screen',
    present: () => hasFont(/NotoSansCJK|NotoSansSC/i),
  },
  { package: 'fonts-hanazono', why: 'rare characters in names', present: () => hasFont(/HanaMin/i) },
  {
    package: 'fonts-babelstone-han',
    why: 'still rarer ones, as far as Unicode 15',
    present: () => hasFont(/BabelStoneHan/i),
  },
  {
    package: 'fonts-dejavu-core',
    why: 'Latin, Greek and Cyrillic names',
    present: () => hasFont(/DejaVuSans\.ttf/),
  },
];
const testTools: readonly Need[] = [
  {
    package: 'socat',
    why: 'tests drive the card reader over a pseudo-terminal',
    present: () => isOnPath('socat'),
  },
  {
    package: 'cups-ipp-utils',
    why: 'tests print on its reference IPP printer',
    present: () => isOnPath('ippeveprinter'),
  },
  {
    package: 'avahi-daemon',
    why: 'that printer insists on it',
    present: () => isOnPath('avahi-daemon') || existsSync('/usr/sbin/avahi-daemon'),
  },
  { package: 'dbus', why: 'and avahi on that', present: () => isOnPath('dbus-daemon') },
  {
    package: 'cups-daemon',
    why: 'tests print through a queue of their own',
    present: () => isOnPath('cupsd') || existsSync('/usr/sbin/cupsd'),
  },
  {
    package: 'cups-client',
    why: 'and pause it',
    present: () => isOnPath('cupsdisable') || existsSync('/usr/sbin/cupsdisable'),
  },
  {
    package: 'strace',
    why: 'tests cut the power of a disk that it records',
    present: () => isOnPath('strace'),
  },
  {
    package: 'openssh-server',
    why: 'tests hand packages over to it',
    present: () => existsSync('/usr/sbin/sshd') || isOnPath('sshd'),
  },
  {
    package: 'fonts-ocr-b',
    why: 'tests draw passports in their own type',
    present: () => hasFont(/OCRB\.otf$/),
  },
  { package: 'procps', why: 'tests look for child processes', present: () => isOnPath('ps') },
  { package: 'poppler-utils', why: 'tests read and draw printed pages', present: () => isOnPath('pdftoppm') },
  { package: 'qpdf', why: 'tests check the structure of printed files', present: () => isOnPath('qpdf') },
];

/** What a start with a window needs, and what the tests need. A start without a window needs nothing of the system. */
export const NEEDS = {
  window: [chromium, ...screenFonts],
  test: [chromium, ...screenFonts, ...testTools],
} as const;

export interface Apt {
  /** How apt-get is called with the rights to install, or null. */
  readonly command: readonly string[] | null;
  run(command: readonly string[]): boolean;
}

/** apt as root or through password-less sudo; `TONGBAN_NO_INSTALL=1` forbids installing. */
export function systemApt(): Apt {
  const run = (command: readonly string[]) => {
    const [program = '', ...args] = command;
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Its chatter goes to stderr: stdout belongs to the ready line.
    return spawnSync(program, args, { stdio: ['ignore', 2, 2], env }).status === 0;
  };
  if (process.env.TONGBAN_NO_INSTALL === '1' || !isOnPath('apt-get')) return { command: null, run };
  if (process.getuid?.() === 0) return { command: ['apt-get'], run };
  const sudo = isOnPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return { command: sudo ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'] : null, run };
}

/** Installs what is missing after saying what and why; otherwise says exactly what to install. Never throws. */
export function setUp(
  needs: readonly Need[],
  say: (line: string) => void,
  apt: Apt = systemApt(),
): SetupOutcome {
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return { missing };
  const list = missing.map((need) => `${need.package} (${need.why})`).join(', ');
  const names = missing.map((need) => need.package);
  const byHand = `apt-get install ${names.join(' ')}`;
  if (apt.command === null) {
    say(`missing: ${list}; install it with: sudo ${byHand}`);
    return { missing };
  }
  say(`installing through apt: ${list}`);
  const install = [...apt.command, 'install', '-y', '--no-install-recommends', ...names];
  // The lists are often good enough; a refresh is only paid for when they are not.
  const done = apt.run(install) || (apt.run([...apt.command, 'update']) && apt.run(install));
  const left = needs.filter((need) => !need.present());
  if (!done || left.length > 0)
    say(`could not be installed: ${left.map((need) => need.package).join(', ')}; try: ${byHand}`);
  return { missing: left };
}

if (import.meta.main) {
  const what = process.argv[2] === 'test' ? 'test' : 'window';
  const outcome = setUp(NEEDS[what], (line) => process.stderr.write(`tongban: ${line}\n`));
  process.exitCode = outcome.missing.length === 0 ? 0 : 1;
}
