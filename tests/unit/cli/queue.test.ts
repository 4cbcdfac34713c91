import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RegionFailure, regionFailure } from '../../../electron/regions/index.ts';
import { bufferSource, openSealedFile, writeKeyPair } from '../../../electron/sealed-file/index.ts';
import type { OpenDatabase, SqlDatabase } from '../../../electron/store/index.ts';
import { application, down, person } from '../../support/cases-bench.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { DataFolder } from '../../support/queue-cli.ts';
import { EXPECTED, PARTIES } from '../../support/sealed.ts';

const HOUR = 3_600_000;
const refusal: RegionFailure = regionFailure('rejected', 'MATERIAL_MISSING');

let dir: string;
let kiosk: DataFolder;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-queue-cli-'));
  kiosk = new DataFolder(join(dir, 'data'));
  for (const [name, pair] of Object.entries(PARTIES)) writeKeyPair(join(dir, `${name}.pem`), pair);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Cases taken in while the line was down, after which the kiosk was stopped. */
async function waiting(count = 1): Promise<string[]> {
  kiosk.region.failure = down;
  return kiosk.session(HOUR, ({ cases }) =>
    Array.from({ length: count }, () => cases.submit(application()).id),
  );
}
/** A case that its region refused, as a technical matter. */
async function dead(): Promise<string> {
  kiosk.region.failure = refusal;
  return kiosk.session(1_000, ({ cases }) => cases.submit(application()).id);
}
const lineIsBack = async () => {
  kiosk.region.failure = null;
  await kiosk.session(HOUR, () => undefined);
};
const exportArgs = (file: string) => [
  'export',
  join(dir, file),
  '--to',
  join(dir, 'office.pub.pem'),
  '--key',
  join(dir, 'kiosk.pem'),
];
const importArgs = (file: string, change: Record<string, string> = {}) => {
  const options = {
    key: join(dir, 'office.pem'),
    from: join(dir, 'kiosk.pub.pem'),
    out: join(dir, 'in'),
    ...change,
  };
  return [
    'import',
    join(dir, file),
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
  ];
};
const states = () => (kiosk.json(0, 'list').jobs as { state: string }[]).map((job) => job.state);

describe('what is not understood', () => {
  it.each([
    ['dance', /no such command: "dance"; there are list, show/],
    ['toString', /no such command/],
    ['list --colour', /Unknown option '--colour'; "npm run queue -- --help"/],
    ['list --state asleep', /--state is one of ready, held, done, dead/],
    ['show', /id of a job is a number/],
    ['show x1', /id of a job is a number/],
    ['retry', /retry needs the id of one job, or --all-dead/],
    ['retry 1 --all-dead', /retry needs the id of one job, or --all-dead/],
    ['hold', /id of a job is a number/],
    ['release', /release needs the id of one job, or --export/],
    ['export', /export needs a file/],
    ['export x', /--to is needed/],
    ['export x --to y', /--key is needed/],
    ['import', /import needs a file/],
    ['import x --key y', /--from is needed/],
    ['new-key', /new-key needs a role and a file/],
    ['new-key king x', /new-key needs a role and a file/],
  ])('%j is said in one line, with exit code 2', async (line, message) => {
    await waiting();
    const { code, out, said } = kiosk.command(...line.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(said).toMatch(message);
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  it('--help lists every command', () => {
    const { code, out } = kiosk.command('--help');
    expect(code).toBe(0);
    for (const word of ['list', 'show', 'retry', 'hold', 'release', 'export', 'import', 'verify', 'new-key'])
      expect(out).toContain(`  ${word} `);
    expect(kiosk.command()).toMatchObject({ code: 2, out });
  });

  it('a folder without a database is a failure, and stays empty', () => {
    rmSync(kiosk.dir, { recursive: true });
    for (const words of [['list'], ['show', '1'], ['retry', '1'], ['hold', '1'], ['verify']]) {
      expect(kiosk.command(...words)).toMatchObject({
        code: 1,
        said: expect.stringContaining('there is no database'),
      });
    }
    expect(kiosk.json(1, 'list')).toEqual({ error: expect.stringContaining('there is no database') });
    expect(existsSync(kiosk.dir)).toBe(false);
  });
});

describe('looking', () => {
  it('lists what waits, and what is done when asked', async () => {
    const [first] = await waiting(2);
    await kiosk.clock.advance(25 * HOUR);
    const { jobs } = kiosk.json(0, 'list');
    expect(jobs).toHaveLength(2);
    expect(jobs[0]).toMatchObject({
      id: 1,
      lane: '120000',
      kind: 'case',
      receiptNumber: expect.stringMatching(/^B017-/),
      state: 'ready',
      lastError: 'down',
      exportedIn: null,
    });
    expect(jobs[0].attempts).toBeGreaterThan(0);
    expect(kiosk.json(0, 'list', '--lane', 'site').jobs).toEqual([]);
    expect(kiosk.command('list', '--state', 'dead').out).toBe('no jobs\n');
    const text = kiosk.command('list').out;
    expect(text).toMatch(
      /^id +lane +kind +receipt +state +tries +age +next try +last error\n1 +120000 +case +B017-/,
    );
    expect(text).toMatch(/ready +\d+ +1d \d+h/);
    await lineIsBack();
    const done = kiosk.json(0, 'list', '--state', 'done').jobs;
    expect(done.map((job: { kind: string }) => job.kind)).toContain('case');
    expect(kiosk.json(0, 'show', '1').case).toMatchObject({ id: first, state: 'sent' });
  });

  it('shows a job, and what it carries only when asked', async () => {
    const [id] = await waiting();
    const job = kiosk.json(0, 'show', '1');
    expect(job).toMatchObject({
      idempotencyKey: id,
      blocked: null,
      case: { id, state: 'waiting', region: '120000' },
    });
    expect(job).not.toHaveProperty('payload');
    expect(kiosk.json(0, 'show', '1', '--reveal').payload.applicant.number).toBe(person.number);
    expect(kiosk.command('show', '1', '--reveal').out).toContain(person.name);
    expect(kiosk.command('show', '1').out).toMatch(/case\.state +waiting/);
    expect(kiosk.command('show', '7')).toMatchObject({ code: 1, said: expect.stringContaining('no job 7') });
  });

  it('reveals nothing without the key, and makes no new one', async () => {
    await waiting();
    rmSync(join(kiosk.dir, 'keys.json'));
    expect(kiosk.command('show', '1', '--reveal')).toMatchObject({
      code: 1,
      said: expect.stringContaining('keys.json'),
    });
    expect(kiosk.command('show', '1').code).toBe(0);
    expect(existsSync(join(kiosk.dir, 'keys.json'))).toBe(false);
  });

  it('says when what it should reveal cannot be opened', async () => {
    await waiting();
    kiosk.tamper(`update outbox set payload = zeroblob(100)`);
    expect(kiosk.command('show', '1', '--reveal').said).toBe(
      'the payload of job 1 cannot be opened: not-authentic\n',
    );
  });

  it('lets no region move the cursor', async () => {
    await waiting();
    kiosk.tamper(`update outbox set last_error = 'x' || char(27) || '[2J'`);
    const { out } = kiosk.command('list');
    expect(out).toContain('x?[2J');
    expect(out).not.toContain('\u001b');
  });

  it('puts nothing personal into any answer but --reveal', async () => {
    await waiting(2);
    await dead();
    const answers = [
      kiosk.command('list'),
      kiosk.command('list', '--json'),
      kiosk.command('show', '1'),
      kiosk.command('show', '1', '--json'),
      kiosk.command('verify', '--json'),
      kiosk.command('retry', '--all-dead', '--json'),
      kiosk.command('hold', '1', '--json'),
      kiosk.command(...exportArgs('out.tbs'), '--json'),
      kiosk.command(...importArgs('out.tbs'), '--json'),
    ];
    for (const { code, out, said } of answers) {
      expect(code).toBe(0);
      for (const secret of [person.name, person.number, person.number.slice(0, 14), 'JVBERg'])
        expect(out + said).not.toContain(secret);
    }
    const receipt = readdirSync(join(dir, 'in')).find((name) => name.startsWith('receipt-')) as string;
    expect(readFileSync(join(dir, 'in', receipt), 'utf8')).not.toContain(person.number);
    expect(readFileSync(join(dir, 'out.tbs')).includes(person.number)).toBe(false);
  });
});

describe('retry', () => {
  it('takes a dead job off the shelf, and its case waits again', async () => {
    const id = await dead();
    expect(kiosk.json(0, 'show', '1').case.state).toBe('stopped');
    expect(states()).toEqual(['dead']);
    expect(kiosk.json(0, 'retry', '1')).toEqual({ ready: [1], stay: [] });
    expect(kiosk.json(0, 'show', '1')).toMatchObject({
      state: 'ready',
      attempts: 1,
      case: { state: 'waiting' },
    });
    await lineIsBack();
    expect(kiosk.region.books.get(id)?.copies).toBe(1);
  });

  it('takes all of a lane', async () => {
    await dead();
    await dead();
    expect(kiosk.json(0, 'retry', '--all-dead', '--lane', 'site').ready).toEqual([]);
    expect(kiosk.json(0, 'retry', '--all-dead').ready).toEqual([1, 2]);
    expect(kiosk.command('retry', '--all-dead').out).toBe('0 jobs are ready\n');
  });

  it('has a job that waits tried now', async () => {
    await waiting();
    expect(Date.parse(kiosk.json(0, 'list').jobs[0].nextTryAt)).toBeGreaterThan(kiosk.clock.now());
    expect(kiosk.command('retry', '1')).toEqual({ code: 0, out: 'job 1 is ready\n', said: '' });
    expect(Date.parse(kiosk.json(0, 'list').jobs[0].nextTryAt)).toBe(kiosk.clock.now());
  });

  it('leaves what is held or done', async () => {
    await waiting();
    kiosk.command('hold', '1');
    expect(kiosk.command('retry', '1')).toMatchObject({ code: 1, said: 'job 1 is held: release it\n' });
    kiosk.command('release', '1');
    await lineIsBack();
    expect(kiosk.command('retry', '1')).toMatchObject({ code: 1, said: 'job 1 is done\n' });
  });

  it('works beside a running kiosk, and says when it is taken up', async () => {
    await dead();
    const running = kiosk.start();
    const { code, out } = kiosk.command('retry', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/^job 1 is ready\nanother program has the database open: .* restart/);
    kiosk.region.failure = null;
    running.queue.wake('120000');
    await kiosk.clock.advance(1_000);
    expect(kiosk.region.books.size).toBe(1);
    await kiosk.stop(running);
  });
});

describe('hold and release', () => {
  it('keep a job from being sent, and let it go, asking the region first', async () => {
    const [id] = await waiting();
    expect(kiosk.json(0, 'hold', '1')).toEqual({ held: [1] });
    await lineIsBack();
    expect(kiosk.region.books.size).toBe(0);
    expect(states()).toEqual(['held']);
    expect(kiosk.command('hold', '1')).toMatchObject({
      code: 1,
      said: expect.stringContaining('does not wait'),
    });
    expect(kiosk.json(0, 'release', '1')).toEqual({ ready: [1], stay: [] });
    expect(kiosk.command('release', '1')).toMatchObject({ code: 1, said: 'job 1 is not held\n' });
    await lineIsBack();
    expect(kiosk.region.books.get(id as string)?.copies).toBe(1);
  });

  it('hold asks for the kiosk to be stopped', async () => {
    await waiting();
    const running = kiosk.start();
    expect(kiosk.command('hold', '1')).toMatchObject({
      code: 1,
      said: expect.stringContaining('stop the kiosk first'),
    });
    await kiosk.stop(running);
    expect(states()).toEqual(['ready']);
  });

  it('never make two live applications: what a withdrawal holds stays held', async () => {
    const [id] = await waiting();
    await kiosk.session(1_000, ({ cases }) => {
      const changed = cases.changeWay(id as string, application({ delivery: 'window' }));
      expect(changed.ok).toBe(true);
    });
    const held = kiosk.json(0, 'list', '--state', 'held').jobs as { id: number }[];
    expect(held).toHaveLength(2);
    for (const job of held) {
      expect(kiosk.command('release', String(job.id))).toMatchObject({
        code: 1,
        said: expect.stringContaining('stays'),
      });
      expect(kiosk.command('retry', String(job.id))).toMatchObject({
        code: 1,
        said: expect.stringContaining('stays'),
      });
    }
    // Of the three jobs only the withdrawal may be carried.
    const { exported, leftOut } = kiosk.json(0, ...exportArgs('out.tbs'));
    expect(exported).toHaveLength(1);
    expect(leftOut.map((job: { why: string }) => job.why)).toEqual(['in-withdrawal', 'replaces-another']);
  });
});

describe('export and import', () => {
  it('carry what waits to its region, and send it no more from here', async () => {
    const ids = await waiting(3);
    const exported = kiosk.json(0, ...exportArgs('out.tbs'));
    expect(exported).toMatchObject({ exported: [1, 2, 3], leftOut: [], sender: 'B017', lane: '120000' });
    expect(statSync(join(dir, 'out.tbs')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(kiosk.json(0, 'list').jobs.map((job: { exportedIn: string }) => job.exportedIn)).toEqual([
      exported.id,
      exported.id,
      exported.id,
    ]);
    await lineIsBack();
    expect(kiosk.region.books.size).toBe(0);

    const imported = kiosk.json(0, ...importArgs('out.tbs'));
    expect(imported).toMatchObject({
      written: 3,
      alreadyThere: 0,
      conflicts: [],
      sender: 'B017',
      file: exported.id,
    });
    const receipt = JSON.parse(readFileSync(join(dir, 'in', imported.receipt), 'utf8'));
    expect(receipt.jobs.map((job: { idempotencyKey: string }) => job.idempotencyKey)).toEqual(ids);
    for (const { name, idempotencyKey, receiptNumber } of receipt.jobs) {
      const job = JSON.parse(readFileSync(join(dir, 'in', name), 'utf8'));
      expect(job).toMatchObject({
        idempotencyKey,
        case: { receiptNumber },
        payload: { applicant: { number: person.number } },
      });
      expect(statSync(join(dir, 'in', name)).mode & 0o777).toBe(0o600);
    }
  });

  it('importing twice is harmless', async () => {
    await waiting(2);
    kiosk.json(0, ...exportArgs('out.tbs'));
    kiosk.json(0, ...importArgs('out.tbs'));
    const look = () =>
      readdirSync(join(dir, 'in')).map((name) => [name, readFileSync(join(dir, 'in', name), 'utf8')]);
    const before = look();
    expect(kiosk.json(0, ...importArgs('out.tbs'))).toMatchObject({ written: 0, alreadyThere: 2 });
    expect(look()).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it('a second file with the same job is the same job; other contents under its key are not written over', async () => {
    const [id] = await waiting();
    const first = kiosk.json(0, ...exportArgs('first.tbs'));
    kiosk.json(0, ...importArgs('first.tbs'));
    kiosk.json(0, 'release', '--export', first.id);
    await kiosk.session(HOUR, () => undefined);
    kiosk.json(0, ...exportArgs('second.tbs'));
    expect(kiosk.json(0, ...importArgs('second.tbs'))).toMatchObject({ written: 0, alreadyThere: 1 });
    const path = join(dir, 'in', `job-${id}.json`);
    for (const other of [readFileSync(path, 'utf8').replace('train', 'plane'), '{']) {
      writeFileSync(path, other);
      expect(kiosk.json(1, ...importArgs('second.tbs'))).toMatchObject({
        written: 0,
        alreadyThere: 0,
        conflicts: [`job-${id}.json`],
      });
      expect(readFileSync(path, 'utf8')).toBe(other);
    }
  });

  it('what was never delivered goes over the line after release, once', async () => {
    const ids = await waiting(2);
    const { id } = kiosk.json(0, ...exportArgs('out.tbs'));
    expect(kiosk.command('release', '1').said).toContain(`use release --export ${id}`);
    expect(kiosk.command('release', '--export', 'other')).toMatchObject({ code: 1 });
    expect(kiosk.json(0, 'release', '--export', id)).toEqual({ ready: [1, 2], stay: [] });
    await lineIsBack();
    expect([...kiosk.region.books].map(([key, { copies }]) => [key, copies])).toEqual(
      ids.map((key) => [key, 1]),
    );
  });

  it('what was delivered and entered by its key is not sent again after release', async () => {
    await waiting();
    const { id } = kiosk.json(0, ...exportArgs('out.tbs'));
    const { receipt } = kiosk.json(0, ...importArgs('out.tbs'));
    const { jobs } = JSON.parse(readFileSync(join(dir, 'in', receipt), 'utf8'));
    const { payload } = JSON.parse(readFileSync(join(dir, 'in', jobs[0].name), 'utf8'));
    kiosk.region.failure = null;
    await kiosk.region.submit(payload);
    kiosk.json(0, 'release', '--export', id);
    await lineIsBack();
    expect(kiosk.region.books.get(jobs[0].idempotencyKey)?.copies).toBe(1);
    expect(kiosk.json(0, 'show', '1')).toMatchObject({ state: 'done', case: { state: 'sent' } });
  });

  it('export asks for the kiosk to be stopped, and leaves no file', async () => {
    await waiting();
    const running = kiosk.start();
    expect(kiosk.command(...exportArgs('out.tbs'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('stop the kiosk first'),
    });
    await kiosk.stop(running);
    expect(readdirSync(dir).filter((name) => name.startsWith('out'))).toEqual([]);
    expect(states()).toEqual(['ready']);
  });

  it('gives the file its name last: before that nothing is exported, after it nothing is sent', async () => {
    await waiting();
    const seen: string[][] = [];
    const files = () => readdirSync(dir).filter((name) => name.startsWith('out'));
    const watched =
      (transaction: (db: SqlDatabase, work: () => unknown) => unknown): OpenDatabase =>
      (path, options) => {
        const db = openTestDatabase(path, options);
        let count = 0;
        // The first transaction is the one that takes the database.
        return {
          ...db,
          transaction: (work) => (count++ === 0 ? db.transaction(work) : transaction(db, work)) as never,
        };
      };
    kiosk.open = watched(() => {
      seen.push(files());
      throw new Error('disk I/O error');
    });
    expect(kiosk.command(...exportArgs('out.tbs'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('nothing was exported'),
    });
    expect(files()).toEqual([]);
    expect(states()).toEqual(['ready']);
    kiosk.open = watched((db, work) => {
      const part = openSealedFile(bufferSource(readFileSync(join(dir, 'out.tbs.part'))), EXPECTED);
      seen.push([...files(), String(part.ok)]);
      return db.transaction(work);
    });
    kiosk.json(0, ...exportArgs('out.tbs'));
    expect(seen).toEqual([['out.tbs.part'], ['out.tbs.part', 'true']]);
    expect(files()).toEqual(['out.tbs']);
    expect(states()).toEqual(['held']);
  });

  it('a file is for one lane', async () => {
    await waiting();
    await kiosk.session(0, ({ queue }) =>
      queue.enqueue({
        lane: 'site',
        kind: 'ticket',
        idem: 'ticket/1',
        caseId: null,
        payload: { a: 1 },
        held: true,
      }),
    );
    expect(kiosk.command(...exportArgs('out.tbs'))).toMatchObject({
      code: 2,
      said: 'jobs wait in the lanes 120000, site: name one with --lane\n',
    });
    expect(kiosk.json(0, ...exportArgs('out.tbs'), '--lane', 'site', '--machine', 'Z001')).toMatchObject({
      exported: [2],
      sender: 'Z001',
    });
    expect(kiosk.json(0, ...importArgs('out.tbs')).written).toBe(1);
    expect(readdirSync(join(dir, 'in'))).toContain('job-ticket%2F1.json');
    expect(kiosk.command(...exportArgs('b.tbs'), '--machine', 'b1').said).toContain('--machine is needed');
    expect(kiosk.command(...exportArgs('b.tbs'), '--lane', 'none')).toMatchObject({
      code: 1,
      said: 'nothing to export\n',
    });
  });

  it('what cannot be opened, or comes after a dead one, is left out and named', async () => {
    await dead();
    const caseId = kiosk.json(0, 'show', '1').case.id;
    await waiting(2);
    await kiosk.session(0, ({ queue }) =>
      queue.enqueue({ lane: '120000', kind: 'correction', idem: 'c', caseId, payload: {}, held: true }),
    );
    kiosk.tamper(`update outbox set key_id = 9 where id = 2`);
    expect(kiosk.json(0, ...exportArgs('out.tbs'))).toMatchObject({
      exported: [3],
      leftOut: [
        { id: 2, why: 'unknown-key' },
        { id: 4, why: 'follows-dead' },
      ],
    });
    const again = kiosk.command(...exportArgs('again.tbs'));
    expect(again).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^nothing to export; job 2: unknown-key; job 3: it left in file/),
    });
    expect(readdirSync(dir).filter((name) => name.startsWith('again'))).toEqual([]);
  });

  it('never writes over a file, and says what a cut off export leaves', async () => {
    await waiting();
    writeFileSync(join(dir, 'out.tbs'), 'mine');
    expect(kiosk.command(...exportArgs('out.tbs')).said).toContain('is there already');
    writeFileSync(join(dir, 'b.tbs.part'), 'half');
    expect(kiosk.command(...exportArgs('b.tbs')).said).toContain('an export that was cut off');
    expect(kiosk.command(...exportArgs('no/such/c.tbs')).said).toContain('ENOENT');
    expect(readFileSync(join(dir, 'out.tbs'), 'utf8')).toBe('mine');
    expect(states()).toEqual(['ready']);
  });

  it('takes the right keys only', async () => {
    await waiting();
    const at = (name: string) => join(dir, name);
    const tried = (args: string[]) => kiosk.command(...args).said;
    expect(tried(['export', at('x'), '--to', at('office.pem'), '--key', at('kiosk.pem')])).toContain(
      'is a private key',
    );
    expect(tried(['export', at('x'), '--to', at('office.pub.pem'), '--key', at('office.pem')])).toContain(
      'a sender has one for ed25519',
    );
    kiosk.json(0, ...exportArgs('out.tbs'));
    for (const [change, why] of [
      [{ key: at('otherOffice.pem') }, 'for another recipient'],
      [{ from: at('otherKiosk.pub.pem') }, 'comes from another sender'],
      [{ from: at('office.pub.pem') }, 'a sender has one for ed25519'],
      [{ key: at('none.pem') }, 'cannot be read'],
    ] as const) {
      expect(kiosk.command(...importArgs('out.tbs', change))).toMatchObject({
        code: 1,
        said: expect.stringContaining(why),
      });
    }
    expect(kiosk.command(...importArgs('none.tbs')).said).toContain('none.tbs cannot be read (ENOENT)');
    expect(existsSync(at('in'))).toBe(false);
  });

  it('import writes nothing of a file that was changed or cut', async () => {
    await waiting();
    kiosk.json(0, ...exportArgs('out.tbs'));
    const bytes = readFileSync(join(dir, 'out.tbs'));
    writeFileSync(join(dir, 'cut.tbs'), bytes.subarray(0, -1));
    bytes[bytes.length - 100] = (bytes.at(-100) as number) ^ 1;
    writeFileSync(join(dir, 'changed.tbs'), bytes);
    expect(kiosk.command(...importArgs('cut.tbs'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('it is cut off'),
    });
    expect(kiosk.command(...importArgs('changed.tbs'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('it was changed'),
    });
    expect(existsSync(join(dir, 'in'))).toBe(false);
  });
});

describe('verify', () => {
  it('finds nothing where all is well, also beside a running kiosk', async () => {
    await waiting(2);
    const running = kiosk.start();
    expect(kiosk.json(0, 'verify')).toMatchObject({
      findings: [],
      jobs: { ready: 2 },
      cases: { waiting: 2 },
      unsealed: 2,
    });
    kiosk.region.failure = null;
    kiosk.region.state = 'finished';
    kiosk.region.resultReady = true;
    await kiosk.clock.advance(HOUR);
    await kiosk.stop(running);
    // Two applications, two looks, two results.
    expect(kiosk.json(0, 'verify')).toMatchObject({
      findings: [],
      jobs: { done: 4 },
      cases: { finished: 2 },
      unsealed: 6,
    });
    expect(kiosk.command('verify').out).toMatch(
      /schema \d+; jobs: 4 done; cases: 2 finished; 6 sealed values open\nall is well\n$/,
    );
  });

  it('finds nothing wrong in a withdrawal', async () => {
    const [id] = await waiting();
    await kiosk.session(0, ({ cases }) => cases.withdraw(id as string));
    expect(kiosk.json(0, 'verify').findings).toEqual([]);
    await lineIsBack();
    expect(kiosk.json(0, 'verify').findings).toEqual([]);
  });

  it.each([
    ['a case without its job', `delete from outbox where id = 1`, [/^cases: B017-\S+ waits and has no job$/]],
    [
      'a case whose job ended',
      `update outbox set state = 2 where id = 1`,
      [/^cases: B017-\S+ waits and has no job$/],
    ],
    [
      'a job without payload',
      `update outbox set payload = null where id = 1`,
      [/^cases: job 1 is not done and has no payload$/],
    ],
    [
      'a job without its case',
      `update outbox set case_id = 'none' where id = 1`,
      [/^references: outbox 1 points to a row of cases/, /waits and has no job/],
    ],
    [
      'a changed payload',
      `update outbox set payload = zeroblob(50) where id = 1`,
      [/^sealed: outbox 1 does not open \(not-authentic\)$/],
    ],
    [
      'a payload that was moved',
      `update outbox set payload = (select payload from outbox where id = 2) where id = 1`,
      [/^sealed: outbox 1 does not open/],
    ],
    [
      'a payload of a lost key',
      `update outbox set key_id = 7 where id = 1`,
      [/^sealed: outbox 1 does not open \(unknown-key\)$/],
    ],
    [
      'a broken result',
      `update cases set result = x'00', result_key_id = 1 where id = (select min(id) from cases)`,
      [/^sealed: cases \S+ does not open/],
    ],
    [
      'a withdrawal without its job',
      `update cases set withdrawal = 'asked' where id = (select min(id) from cases)`,
      [/^cases: B017-\S+ is to be withdrawn and has no job/],
    ],
    ['another journal', `pragma journal_mode = delete`, [/^journal: journal_mode is delete/]],
    [
      'a lost table',
      `drop table acts; drop table outbox`,
      [/^cases: cannot be looked at/, /^sealed: cannot/, /^counts: cannot/],
    ],
  ])('finds %s', async (_, sql, expected) => {
    await waiting(2);
    kiosk.tamper(sql);
    const { findings } = kiosk.json(1, 'verify') as { findings: string[] };
    expect(findings).toHaveLength(expected.length);
    for (const [n, pattern] of expected.entries()) expect(findings[n]).toMatch(pattern);
    const { code, out } = kiosk.command('verify');
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, findings.length)).toEqual(findings);
    expect(out).toMatch(/\d findings\n$/);
  });

  it('finds a damaged page', async () => {
    await waiting(40);
    const path = join(kiosk.dir, 'kiosk.db');
    const bytes = readFileSync(path);
    bytes.fill(0x41, 4096 * 8, 4096 * 10);
    writeFileSync(path, bytes);
    const { code, out, said } = kiosk.command('verify');
    expect(code).toBe(1);
    expect(out + said).toMatch(/database|outbox|malformed/);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('says when there is no key to try the seals with', async () => {
    await waiting();
    rmSync(join(kiosk.dir, 'keys.json'));
    expect(kiosk.json(1, 'verify')).toMatchObject({
      findings: [expect.stringContaining('keys.json is missing')],
      unsealed: 0,
    });
  });
});

describe('new-key', () => {
  it('makes pairs that export and import take', async () => {
    await waiting();
    for (const role of ['sender', 'recipient'] as const) {
      const made = kiosk.json(0, 'new-key', role, join(dir, `${role}.pem`));
      expect(made).toMatchObject({ role, publicPath: join(dir, `${role}.pub.pem`) });
      expect(kiosk.command('new-key', role, join(dir, `${role}.pem`))).toMatchObject({
        code: 1,
        said: expect.stringContaining('never written over'),
      });
    }
    kiosk.json(
      0,
      'export',
      join(dir, 'o.tbs'),
      '--to',
      join(dir, 'recipient.pub.pem'),
      '--key',
      join(dir, 'sender.pem'),
    );
    const change = { key: join(dir, 'recipient.pem'), from: join(dir, 'sender.pub.pem') };
    expect(kiosk.json(0, ...importArgs('o.tbs', change)).written).toBe(1);
  });
});
