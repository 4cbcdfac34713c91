import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../../electron/cli/region/run.ts';
import { REGION_KINDS } from '../../../electron/regions/index.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');
const folders: string[] = [];
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true });
});

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'region-'));
  folders.push(dir);
  return dir;
}

async function region(...args: string[]) {
  const said = { out: '', say: '' };
  const code = await run(args, {
    assetsDir,
    out: (words) => {
      said.out += words;
    },
    say: (words) => {
      said.say += words;
    },
  });
  return { code, ...said };
}

/** A new file of a kind, changed. */
async function fileOf(kind: string, change: (file: Record<string, unknown>) => void): Promise<string> {
  const path = join(folder(), '120000.json');
  await region('new', kind, '--out', path);
  const file = JSON.parse(readFileSync(path, 'utf8'));
  change(file);
  writeFileSync(path, JSON.stringify(file));
  return path;
}

describe('region -- new', () => {
  it.each(REGION_KINDS.filter(({ example }) => example).map(({ kind }) => kind))(
    'a new file of kind %s passes check',
    async (kind) => {
      const path = join(folder(), 'new.json');
      expect(await region('new', kind, '--code', '440100', '--out', path)).toMatchObject({ code: 0 });
      expect(await region('check', path)).toEqual({
        code: 0,
        out: `440100 speaks ${kind}; the file is sound\n`,
        say: '',
      });
    },
  );

  it('writes to the screen when no file is named, and says the kinds when none is', async () => {
    const { out } = await region('new', 'soap');
    expect(JSON.parse(out)).toMatchObject({ code: '120000', sample: true, adapter: { kind: 'soap' } });
    const { code, say } = await region('new', 'telex');
    expect([code, say]).toEqual([2, expect.stringContaining('this build speaks rest-oauth2, ')]);
  });

  it('never writes over a file', async () => {
    const path = await fileOf('soap', () => {});
    expect(await region('new', 'soap', '--out', path)).toMatchObject({
      code: 1,
      say: `${path} is already there; take another name\n`,
    });
  });

  it('takes codes of the catalogue alone', async () => {
    expect(await region('new', 'soap', '--code', '999999')).toMatchObject({
      code: 1,
      say: '--code 999999: catalogue/divisions.json has none; add it there or take another\n',
    });
  });
});

describe('region -- check', () => {
  it('says every problem of the file and of its adapter, each with its path', async () => {
    const path = await fileOf('rest-oauth2', (file) => {
      file.adapter = {
        kind: 'rest-oauth2',
        endpoint: 'http://gateway.example',
        codeSet: 'klingon',
        speed: 9,
      };
      file.codeSource = 'local';
    });
    const { code, out } = await region('check', path);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^error: codeSource: is "local", but catalogue\/divisions\.json says "GB\/T 2260"/,
      ),
      expect.stringMatching(/^error: adapter\.codeSet: .*"tongban".*; correct it$/),
      expect.stringMatching(/^error: adapter\.endpoint: .*; correct it$/),
      'error: adapter.tokenEndpoint: missing; add it',
      'error: adapter.clientId: missing; add it',
      'error: adapter.clientAuthentication: missing; add it',
      'error: adapter.speed: unknown key; remove it or correct its spelling',
      '7 errors, 0 warnings',
    ]);
  });

  it('the same for scripts', async () => {
    const path = await fileOf('soap', (file) => {
      file.adapter = { kind: 'telex' };
    });
    const { code, out } = await region('check', '--json', path);
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      { errors: 1, problems: [{ severity: 'error', path: 'adapter.kind' }] },
    ]);
  });

  it('a file that is not there or not JSON is an error of the file', async () => {
    expect((await region('check', '/there/is/none.json')).out).toContain('error: the file: does not exist');
    const path = join(folder(), 'x.json');
    writeFileSync(path, '{"code": ');
    expect((await region('check', path)).out).toContain('is broken JSON');
  });
});

describe('region', () => {
  it('explains itself, and what it does not understand is code 2', async () => {
    expect(await region('--help')).toMatchObject({ code: 0, out: expect.stringContaining('check FILE') });
    expect(await region()).toMatchObject({ code: 2 });
    expect(await region('dance')).toMatchObject({ code: 2, say: expect.stringContaining('"dance"') });
    expect(await region('check', 'a.json', '--code', '1')).toMatchObject({
      code: 2,
      say: 'check takes no --code; "npm run region -- --help" shows what it takes\n',
    });
  });
});
