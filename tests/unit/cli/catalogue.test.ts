import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../../electron/cli/catalogue/run.ts';
import { type Assets, goodAssets, text, writeAssets } from '../../support/catalogue-assets.ts';

const ROOT = join(import.meta.dirname, '../../..');
const folders: string[] = [];
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true });
});

function folder(change: (assets: Assets) => void = () => {}): string {
  const assets = goodAssets();
  change(assets);
  const dir = writeAssets(assets);
  folders.push(dir);
  return dir;
}

function catalogue(...args: string[]) {
  const said = { out: '', say: '' };
  const code = run(args, {
    assetsDir: '/there/are/no/assets',
    now: () => Date.parse('2026-11-21T02:00:00Z'),
    out: (words) => {
      said.out += words;
    },
    say: (words) => {
      said.say += words;
    },
  });
  return { code, ...said };
}

const broken = (a: Assets) => {
  a['regions/120000.json'].phone = 7;
  a['catalogue/agreements.json'].agreements[0].signatures = [];
};

describe('catalogue -- check', () => {
  it('sound assets: one line, exit code 0', () => {
    expect(catalogue('check', '--assets', folder())).toEqual({
      code: 0,
      out: 'the catalogue is sound\n',
      say: '',
    });
  });

  it('every error in a line of its own, exit code 1', () => {
    const { code, out } = catalogue('check', '--assets', folder(broken));
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^error: catalogue\/agreements\.json: agreements\[0\]\.signatures lack that of "beijing-etown"; .*add it/,
      ),
      expect.stringMatching(
        /^error: catalogue\/agreements\.json: agreements\[0\]\.signatures lack that of "440100"/,
      ),
      'error: regions/120000.json: phone must be a text, not a number; correct it',
      '3 errors, 0 warnings',
    ]);
  });

  it('the same for scripts', () => {
    const { code, out } = catalogue('check', '--json', '--assets', folder(broken));
    expect(code).toBe(1);
    const { errors, warnings, problems } = JSON.parse(out);
    expect([errors, warnings, problems.length]).toEqual([3, 0, 3]);
    expect(problems[2]).toEqual({
      severity: 'error',
      file: 'regions/120000.json',
      path: 'phone',
      message: 'must be a text, not a number; correct it',
    });
  });

  it('warnings alone are no failure', () => {
    const { code, out } = catalogue(
      'check',
      '--assets',
      folder((a) => a['catalogue/terms.json'].themes.push({ id: 'idle', name: text('闲', 'Idle') })),
    );
    expect(code).toBe(0);
    expect(out).toContain('warning: catalogue/terms.json: themes[1] "idle" is used nowhere');
    expect(out).toContain('0 errors, 1 warning\n');
  });

  it('looks at the routes of tickets too', () => {
    const { code, out } = catalogue(
      'check',
      '--assets',
      folder((a) => {
        a['catalogue/ticket-routes.json'].default.hours.open = '9';
      }),
    );
    expect(code).toBe(1);
    expect(out).toContain(
      'error: catalogue/ticket-routes.json: default.hours.open must be HH:MM; correct it\n',
    );
  });

  it('looks at the package’s own assets unless told otherwise', () => {
    const { code, out } = catalogue('check');
    expect(code).toBe(1);
    expect(out).toContain('catalogue/matters.json: the file does not exist');
  });

  it('a key with a control character cannot move the cursor', () => {
    const { out } = catalogue(
      'check',
      '--assets',
      folder((a) => {
        a['catalogue/release.json']['\u001b[2J'] = 1;
      }),
    );
    expect(out).toContain('has the unknown key "?[2J"');
  });
});

describe('catalogue -- diff', () => {
  it('says what changed, line by line', () => {
    const after = folder((a) => {
      a['catalogue/release.json'].version = '2026.12.01-1';
      a['regions/120000.json'].matters[0].promisedWorkingDays = 2;
      a['regions/120000.json'].matters.push({
        ...a['regions/120000.json'].matters[0],
        effectiveFrom: '2026-07-01',
        deliveries: ['window'],
      });
      a['catalogue/agreements.json'].agreements.pop();
    });
    const { code, out } = catalogue('diff', folder(), after);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'release 2026.11.21-1 to 2026.12.01-1',
      'agreements: - etown-guangzhou-next',
      '120000: + XT-GA-020 from 2026-07-01: deliveries',
      '120000: ~ XT-GA-020 from 2026-01-01: promisedWorkingDays',
      'matters: 4',
      'regions: 2',
      'versions: 4 to 5',
      'agreements: 2 to 1',
      'alliances: 2',
      'zones: 2',
      'halls: 1',
      'forms: 1',
    ]);
  });

  it('remarks on a release that has not gone up', () => {
    const after = folder((a) => {
      a['regions/120000.json'].phone = '022-12345';
    });
    const { out } = catalogue('diff', folder(), after);
    expect(out).toContain('remark: the content differs, but the release is 2026.11.21-1 in both');
    expect(out).toContain('120000: phone\n');
  });

  it('regions that came and went', () => {
    const less = folder((a) => delete a['regions/440100.json']);
    expect(catalogue('diff', folder(), less).out).toContain('regions: - 440100\n');
    expect(catalogue('diff', less, folder()).out).toContain('regions: + 440100\n');
  });

  it('for scripts', () => {
    const { out } = catalogue('diff', folder(), folder(), '--json');
    expect(JSON.parse(out)).toMatchObject({ remarks: [], matters: { added: [] } });
  });

  it('not of a folder with a fault', () => {
    const { code, out, say } = catalogue('diff', folder(), folder(broken), '--json');
    expect(code).toBe(1);
    expect(say).toMatch(/cannot be compared: catalogue\/agreements\.json/);
    expect(JSON.parse(out).error).toBe(say.trimEnd());
  });
});

describe('a command that is not understood', () => {
  it.each([
    [['diff', 'only-one'], /diff compares two assets folders/],
    [['diff', 'a', 'b', 'c'], /diff compares two assets folders/],
    [['check', 'assets'], /name a folder by --assets DIR/],
    [['constructor'], /no such command: "constructor"; there are check, diff/],
    [['check', '--colour'], /Unknown option '--colour'; "npm run catalogue -- --help" lists the commands/],
  ])('%j: exit code 2 and what to say instead', (args, words) => {
    const { code, say } = catalogue(...args);
    expect(code).toBe(2);
    expect(say).toMatch(words);
  });

  it('help lists the commands', () => {
    const help = catalogue('--help');
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/check .*\n.*diff A B/);
    expect(catalogue()).toMatchObject({ code: 2, out: help.out });
  });
});

it('npm run catalogue -- check finds the bundled assets sound', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'electron/cli/catalogue.ts'), 'check', '--json'],
    { encoding: 'utf8', cwd: ROOT },
  );
  expect(stderr).toBe('');
  const { errors, problems } = JSON.parse(stdout);
  expect(errors, JSON.stringify(problems, null, 1)).toBe(0);
  expect(status).toBe(0);
});

describe('catalogue -- export, import', () => {
  const assets = join(ROOT, 'assets');
  const target = () => join(folder(), 'guides.json');

  it('writes guides in force in the standard’s shape, which come back whole', () => {
    const file = target();
    expect(catalogue('export', 'XT-RS-028', '--assets', assets, '--out', file)).toMatchObject({
      code: 0,
      out: '6 guides\n',
    });
    const back = catalogue('import', file, '--json');
    const guides = JSON.parse(back.out) as { region: string; matter: string; gaps: string[] }[];
    expect(guides.map(({ matter, gaps }) => [matter, gaps.length])).toEqual(
      Array.from({ length: 6 }, () => ['XT-RS-028', 0]),
    );
    expect(guides.map(({ region }) => region)).toContain('120000');
  });

  it('takes one region, and the version of another day', () => {
    const promised = (on: string) => {
      const args = ['export', 'XT-YB-001', '--assets', assets, '--region', '440112', '--on', on];
      const guide = JSON.parse(catalogue(...args).out).事项[0];
      return `${guide.计划生效日期} ${JSON.stringify(guide.扩展)}`;
    };
    expect(promised('2026-11-21')).not.toBe(promised('2027-02-01'));
  });

  it('never writes over a file', () => {
    const file = target();
    expect(catalogue('export', '--assets', assets, '--out', file).code).toBe(0);
    expect(catalogue('export', '--assets', assets, '--out', file)).toMatchObject({
      code: 1,
      say: `${file}: exists already; name another file\n`,
    });
  });

  it.each([
    [['export', 'XT-ZZ-999'], 1, 'there is no matter XT-ZZ-999'],
    [['export', '--region', '999999'], 1, 'no region has such a guide'],
    [['export', '--on', 'today'], 2, '--on needs a date'],
    [['export', 'a', 'b'], 2, 'at most one matter'],
    [['import'], 2, 'import reads one file'],
    [['import', '/there/is/none.json'], 1, 'ENOENT'],
    [['import', join(ROOT, 'README.md')], 1, 'is not JSON'],
    [['import', join(ROOT, 'package.json')], 1, '标准'],
    [['compare'], 2, 'needs a matter'],
    [['compare', 'XT-RS-028', '120000'], 1, 'fewer than two'],
    [['compare', 'XT-RS-028', '999999'], 1, '999999'],
  ])('%j: exit code %i, and why', (args, code, why) => {
    const words = args[0] === 'import' ? args : [...args, '--assets', assets];
    expect(catalogue(...words)).toMatchObject({ code, say: expect.stringContaining(why) });
  });
});

describe('catalogue -- compare', () => {
  it('says what all ask alike, and who differs', () => {
    const { code, out } = catalogue(
      'compare',
      'XT-RS-028',
      '120000',
      '110000',
      '440112',
      '--assets',
      join(ROOT, 'assets'),
    );
    expect(code).toBe(0);
    expect(out).toContain('社会保险个人权益记录单查询（天津、北京、广州）：同事同标\n');
    expect(out).toContain('办理层级\n  ≠ 天津、北京：省级\n  ≠ 广州：市级\n');
  });
});
