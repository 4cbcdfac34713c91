import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CourierCounter, PackageRecord } from '../../../electron/regions/index.ts';
import { lockerHandOver, packageNumber } from '../../../electron/regions/index.ts';
import {
  bufferSource,
  makeKeyPair,
  openSealedFile,
  sealToBuffer,
} from '../../../electron/sealed-file/index.ts';
import {
  COURIER_KEYS,
  type CourierLine,
  filesUnder,
  hex,
  openCourier,
  REGION,
} from '../../support/courier.ts';
import { countingRandom } from '../../support/memory-store.ts';
import { makeMaterial } from '../../support/region-requests.ts';
import { makeSubmission, TASK_CODE } from '../../support/sandbox.ts';

const never = new AbortController().signal;
let line: CourierLine;
beforeEach(() => {
  line = openCourier();
});
afterEach(() => line.close());

const value = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const application = (n = 1) => makeSubmission(TASK_CODE, n, { materials: [makeMaterial(1)] });
const ledgerPath = () => join(line.folder, 'custody.ledger');
const packagePath = (one: PackageRecord, folder = 'packages') =>
  join(line.folder, folder, `${one.number}.sealed`);

async function sealedPackage(n = 1): Promise<PackageRecord> {
  value(await line.adapter.submit(application(n), never));
  return value(line.counter.box.byKey(application(n).idempotencyKey)) as PackageRecord;
}
const handOver = (one: PackageRecord, counter: CourierCounter = line.counter) =>
  counter.box.handOver(one.number, { to: 'carrier:EMS', by: 'staff:0042', seal: 'S-0001', originals: 0 });

interface Word {
  readonly [key: string]: unknown;
}
let serial = 0;
/** A file from the region. */
function answerOn(
  one: PackageRecord,
  word: Word,
  change: {
    readonly signing?: typeof COURIER_KEYS.regionSigning;
    readonly to?: typeof COURIER_KEYS.opening.public;
    readonly result?: string;
    readonly purpose?: 'courier' | 'queue-export';
  } = {},
): Uint8Array {
  const said = '2026-11-20T10:00:00+08:00';
  const base = { format: 'tongban-courier-answer', version: 1, region: REGION, package: one.number };
  const json = JSON.stringify({ ...base, packageSha256: one.sha256, said, ...word });
  return sealToBuffer(
    [
      { name: 'answer.json', bytes: Buffer.from(json) },
      ...(change.result ? [{ name: 'result.pdf', bytes: Buffer.from(change.result) }] : []),
    ],
    {
      purpose: change.purpose ?? 'courier',
      sender: 'DESK',
      createdAt: line.clock.now(),
      key: change.signing ?? COURIER_KEYS.regionSigning,
      to: change.to ?? COURIER_KEYS.opening.public,
      random: countingRandom(`answer ${serial++}`),
    },
  );
}
const caseWord = (state: string, change: Word = {}, at = '10:00:00'): Word => ({
  kind: 'case',
  said: `2026-11-20T${at}+08:00`,
  case: {
    caseNumber: 'ZJK-1',
    receiptNumber: null,
    state,
    acceptedAt: null,
    finishedAt: null,
    resultReady: false,
    ...change,
  },
});
const ask = async (one: PackageRecord, word: Word, change = {}) => {
  const taken = await line.counter.importAnswer(answerOn(one, word, change));
  return taken.ok ? taken.value.kind + (taken.value.late ? ' late' : '') : taken.error.kind;
};

describe('courier box: answers', () => {
  it('from a stranger, for another machine, of another purpose, cut or changed are refused', async () => {
    const one = await sealedPackage();
    const stranger = makeKeyPair('sender', countingRandom('stranger'));
    const other = makeKeyPair('recipient', countingRandom('other machine'));
    const good = answerOn(one, { kind: 'received' });
    const changed = Buffer.from(good);
    changed[changed.length - 100] = (changed[changed.length - 100] as number) ^ 1;
    for (const bytes of [
      answerOn(one, { kind: 'received' }, { signing: stranger }),
      answerOn(one, { kind: 'received' }, { to: other.public }),
      answerOn(one, { kind: 'received' }, { purpose: 'queue-export' }),
      good.subarray(0, -20),
      changed,
      Buffer.from('nothing'),
      Buffer.alloc(0),
    ])
      expect(await line.counter.importAnswer(bytes)).toMatchObject({ error: { kind: 'sealed-file' } });
    expect((await line.counter.importAnswer(good)).ok).toBe(true);
  });

  it('that are signed and yet none are refused, naming the place and not the value', async () => {
    const one = await sealedPackage();
    for (const [word, path] of [
      [{ kind: 'greetings' }, 'kind'],
      [{ kind: 'received', region: '120000' }, 'region'],
      [{ kind: 'received', packageSha256: null }, 'packageSha256'],
      [{ kind: 'received', said: 'yesterday' }, 'said'],
      [caseWord('nonsense'), 'case.state'],
      [caseWord('01', { resultReady: true }), 'result.pdf'],
      [{ kind: 'refused', code: '张伟不在' }, 'code'],
    ] as const) {
      const taken = await line.counter.importAnswer(answerOn(one, word));
      expect(taken).toEqual({ ok: false, error: { kind: 'not-an-answer', path } });
    }
  });

  it('on an unknown package, on another file than was sealed, from the future, not asked for are refused', async () => {
    const one = await sealedPackage();
    const two = await sealedPackage(2);
    const unknown = packageNumber('some other key');
    expect(await ask(one, { kind: 'received', package: unknown })).toBe('unknown-package');
    expect(await ask(one, { kind: 'received', packageSha256: two.sha256 })).toBe('other-package');
    expect(await ask(one, { kind: 'received', said: '2026-12-01T10:00:00+08:00' })).toBe('from-the-future');
    expect(await ask(one, { kind: 'withdrawal', outcome: 'withdrawn' })).toBe('not-asked');
    expect(await ask(one, { kind: 'mail', mailNumber: 'EA123456789CN' })).toBe('not-asked');
  });

  it('count once, in whatever order they come', async () => {
    const one = await sealedPackage();
    const first = answerOn(one, { kind: 'received' });
    expect((await line.counter.importAnswer(first)).ok).toBe(true);
    expect(await line.counter.importAnswer(first)).toMatchObject({ error: { kind: 'duplicate' } });
    expect(await ask(one, { kind: 'received', said: '2026-11-20T10:05:00+08:00' })).toBe('duplicate');
    expect(await ask(one, caseWord('02', {}, '10:20:00'))).toBe('case');
    expect(await ask(one, caseWord('02', {}, '10:21:00'))).toBe('duplicate');
    expect(await ask(one, caseWord('01', {}, '10:10:00'))).toBe('case late');
    expect(value(await line.adapter.progress(application().idempotencyKey, never))?.state).toBe('accepted');
    expect(await ask(one, caseWord('05', { caseNumber: 'ZJK-2' }, '10:30:00'))).toBe('other-case-number');
  });

  it('a case number belongs to one package, and nothing comes after an end but its result', async () => {
    const [one, two] = [await sealedPackage(), await sealedPackage(2)];
    const code = '03';
    expect(await ask(one, caseWord(code, {}, '10:20:00'))).toBe('case');
    expect(await ask(two, caseWord(code))).toBe('case-number-taken');
    expect(await ask(one, caseWord('01', {}, '10:30:00'))).toBe('ended');
    expect(await ask(one, caseWord(code, { resultReady: true }, '10:30:00'), { result: 'no pdf' })).toBe(
      'not-an-answer',
    );
    expect(await ask(one, caseWord(code, { resultReady: true }, '10:30:00'), { result: '%PDF-1.7' })).toBe(
      'case',
    );
    expect(Buffer.from(value(await line.adapter.fetchResult('ZJK-1', never)).bytes).toString()).toBe(
      '%PDF-1.7',
    );
    expect(value(line.counter.box.forgetAnswers(line.clock.now() + 86_400_000))).toBe(1);
    expect(await line.adapter.fetchResult('ZJK-1', never)).toMatchObject({
      error: { technicianCode: 'courier.fetchResult.unreadable' },
    });
  });

  it('that turn an asked withdrawal away leave the case alive', async () => {
    const one = await sealedPackage();
    expect(handOver(one).ok).toBe(true);
    const { idempotencyKey } = application();
    expect(await line.adapter.withdraw(idempotencyKey, never)).toMatchObject({ error: { pending: true } });
    const [asked] = value(line.counter.box.list({ where: ({ kind }) => kind === 'withdrawal' }));
    expect(await ask(asked as PackageRecord, { kind: 'refused', code: 'UNREADABLE' })).toBe('refused');
    expect(value(await line.adapter.withdraw(idempotencyKey, never))).toBe('too-late');
  });

  it('on a package that was taken back are refused', async () => {
    const one = await sealedPackage();
    value(await line.adapter.withdraw(application().idempotencyKey, never));
    expect(await ask(one, { kind: 'received' })).toBe('ended');
    expect(await ask(one, caseWord('01'))).toBe('ended');
  });

  it('sealed for an earlier key of the machine, and signed by an earlier key of the region, are read', async () => {
    const one = await sealedPackage();
    const [newer, regionNewer] = [
      makeKeyPair('recipient', countingRandom('newer')),
      makeKeyPair('sender', countingRandom('region newer')),
    ];
    const text = [newer, COURIER_KEYS.opening]
      .map((pair) => pair.private.export({ format: 'pem', type: 'pkcs8' }))
      .join('\n');
    const keys = [regionNewer, COURIER_KEYS.regionSigning].map((pair) => hex(pair.public.raw));
    const later = openCourier({
      clock: line.clock,
      folder: join(line.folder, '..', '..'),
      secrets: { 'opening-key': text },
      config: { answerKeys: keys },
    });
    expect((await later.counter.importAnswer(answerOn(one, { kind: 'received' }))).ok).toBe(true);
    const next = answerOn(one, caseWord('01'), { signing: regionNewer, to: newer.public });
    expect((await later.counter.importAnswer(next)).ok).toBe(true);
  });
});

describe('courier box: after a power cut', () => {
  it('half a last line of the ledger goes, and nothing else', async () => {
    const one = await sealedPackage();
    appendFileSync(ledgerPath(), '{"at":17');
    const { counter } = line.again();
    expect(value(counter.box.list()).map(({ number }) => number)).toEqual([one.number]);
    expect(handOver(one, counter).ok).toBe(true);
    expect(value(line.again().counter.box.get(one.number))?.place).toBe('away');
  });

  it('a package that is not in the ledger yet is sealed again under its number', async () => {
    const one = await sealedPackage();
    writeFileSync(ledgerPath(), '');
    const { adapter, counter } = line.again();
    expect(value(await adapter.progress(application().idempotencyKey, never))).toBeNull();
    value(await adapter.submit(application(), never));
    expect(readdirSync(join(line.folder, 'packages'))).toEqual([`${one.number}.sealed`]);
    expect(value(counter.box.unsound())).toEqual([]);
  });

  it('a destruction and a hand-over that were written down are finished', async () => {
    const [one, two] = [await sealedPackage(), await sealedPackage(2)];
    copyFileSync(packagePath(one), join(line.folder, 'copy'));
    value(await line.adapter.withdraw(application().idempotencyKey, never));
    renameSync(join(line.folder, 'copy'), packagePath(one));
    expect(handOver(two).ok).toBe(true);
    renameSync(packagePath(two, 'sent'), packagePath(two));
    writeFileSync(join(line.folder, 'packages', 'half.part'), 'half');
    value(line.again().counter.box.list());
    expect(filesUnder(line.folder).map(({ name }) => name)).toEqual([
      'custody.ledger',
      `sent/${two.number}.sealed`,
    ]);
  });
});

describe('courier box: a ledger that is not what was written', () => {
  it('stops everything, loses nothing, and calls the technician', async () => {
    await sealedPackage();
    await sealedPackage(2);
    const rows = readFileSync(ledgerPath(), 'utf8');
    for (const bad of [rows.replace('kiosk:B017', 'kiosk:B018'), rows.split('\n').slice(1).join('\n')]) {
      writeFileSync(ledgerPath(), bad);
      const { adapter, counter } = line.again();
      const failure = { error: { kind: 'unauthorized', for: 'technician', retryable: true } };
      expect(await adapter.ping(never)).toMatchObject(failure);
      expect(await adapter.submit(application(3), never)).toMatchObject(failure);
      expect(counter.box.list()).toMatchObject({ error: { kind: 'ledger' } });
      expect(readFileSync(ledgerPath(), 'utf8')).toBe(bad);
    }
    writeFileSync(ledgerPath(), rows);
    expect((await line.again().adapter.ping(never)).ok).toBe(true);
  });
});

describe('courier box: a ledger that changes under a running machine', () => {
  const failure = { error: { kind: 'unauthorized', technicianCode: 'courier.ping.ledger' } };

  it('rows that are cut off, and an edit that keeps the length, are noticed at the next look', async () => {
    await sealedPackage();
    await sealedPackage(2);
    const rows = readFileSync(ledgerPath(), 'utf8');
    writeFileSync(ledgerPath(), `${rows.split('\n')[0]}\n`);
    expect(await line.adapter.ping(never)).toMatchObject(failure);
    writeFileSync(ledgerPath(), rows.replace('kiosk:B017', 'kiosk:B018'));
    utimesSync(ledgerPath(), 1, 1);
    expect(await line.adapter.ping(never)).toMatchObject(failure);
    writeFileSync(ledgerPath(), rows);
    expect((await line.adapter.ping(never)).ok).toBe(true);
    expect(value(line.counter.box.list())).toHaveLength(2);
  });

  it('rows that another program of this machine wrote are taken over', async () => {
    const one = await sealedPackage();
    expect(handOver(one, line.again().counter).ok).toBe(true);
    expect(value(line.counter.box.get(one.number))?.place).toBe('away');
  });
});

describe('courier box: what lies in `in/`', () => {
  const put = (name: string, bytes: Uint8Array) => {
    mkdirSync(join(line.folder, 'in'), { recursive: true });
    writeFileSync(join(line.folder, 'in', name), bytes);
  };
  const left = () => readdirSync(join(line.folder, 'in')).sort();

  it('is taken at the next look, garbage goes, what is being written waits, and no folder stops it', async () => {
    const one = await sealedPackage();
    put('1.sealed', Buffer.from('garbage'));
    put('2.sealed', answerOn(one, { kind: 'received' }));
    put('3.sealed.part', answerOn(one, caseWord('01')));
    mkdirSync(join(line.folder, 'in', '4.sealed'));
    expect((await line.adapter.ping(never)).ok).toBe(true);
    expect(value(line.counter.box.get(one.number))?.place).toBe('region');
    expect(left()).toEqual(['3.sealed.part', '4.sealed']);
  });

  it('waits for a machine without its opening key', async () => {
    const one = await sealedPackage();
    put('1.sealed', answerOn(one, { kind: 'received' }));
    const keyless = openCourier({
      clock: line.clock,
      folder: join(line.folder, '..', '..'),
      secrets: { 'opening-key': null },
    });
    expect((await keyless.adapter.ping(never)).ok).toBe(true);
    expect(left()).toEqual(['1.sealed']);
    expect((await line.adapter.ping(never)).ok).toBe(true);
    expect(left()).toEqual([]);
  });
});

describe('courier box: another key of the region', () => {
  it('what still lies here is sealed anew; one unreadable package does not stop the others', async () => {
    const [one, two, three] = [await sealedPackage(), await sealedPackage(2), await sealedPackage(3)];
    const gone = await sealedPackage(4);
    expect(handOver(gone).ok).toBe(true);
    const next = makeKeyPair('recipient', countingRandom('next region key'));
    const { counter } = line.again({ recipientKey: hex(next.public.raw) });
    const keys = await counter.sealingKeys();
    if (!keys) throw new Error('no keys');
    const from = COURIER_KEYS.seal.public;
    const done = value(
      counter.box.reseal(keys, (record, bytes) => {
        if (record.number === one.number) return null;
        if (record.number === two.number) throw new Error('unreadable');
        const opened = openSealedFile(bufferSource(bytes), {
          purpose: 'courier',
          key: COURIER_KEYS.regionOpening,
          from,
        });
        return opened.ok ? [...opened.value.entries()] : null;
      }),
    );
    expect(done).toEqual({ resealed: [three.number], unreadable: [one.number, two.number] });
    const bytes = value(counter.box.bytesOf(three.number));
    const opened = openSealedFile(bufferSource(bytes), { purpose: 'courier', key: next, from });
    expect(opened.ok && [...opened.value.entries()].map(({ name }) => name)).toEqual([
      'package.json',
      'fields.json',
      'file-001.pdf',
      'file-002.jpg',
    ]);
    expect(value(counter.box.unsound())).toEqual([]);
    // The region may have had either of the two files in hand.
    expect(await ask(three, { kind: 'received' })).toBe('received');
  });
});

describe('courier box: staff', () => {
  it('a step on what is not here, by a name, with a telephone number as its seal, is refused', async () => {
    const one = await sealedPackage();
    const { box } = line.counter;
    const step = { to: 'carrier:EMS', by: 'staff:0042', seal: null, originals: 0 };
    expect(box.handOver(packageNumber('none'), step)).toMatchObject({ error: { kind: 'unknown-package' } });
    expect(box.handOver(one.number, { ...step, by: '张伟' })).toMatchObject({
      error: { kind: 'bad-custodian' },
    });
    expect(box.handOver(one.number, { ...step, to: 'Zhang Wei' })).toMatchObject({
      error: { kind: 'bad-custodian' },
    });
    expect(box.handOver(one.number, { ...step, originals: 1 })).toMatchObject({
      error: { kind: 'originals-missing' },
    });
    expect(box.intoLocker(one.number, { cell: '../1', seal: null, by: 'staff:1' })).toMatchObject({
      error: { kind: 'bad-cell' },
    });
    expect(box.ready(one.number, 'staff:1')).toMatchObject({ error: { kind: 'not-here' } });
    await line.clock.advance(5_000);
    const cell = { cell: '12', seal: 'S-1', by: 'staff:0042' };
    const lying = value(box.intoLocker(one.number, cell));
    expect(lockerHandOver(lying, '730518')).toEqual({
      packageNumber: one.number,
      cell: '12',
      code: '730518',
      seal: 'S-1',
      since: line.clock.now(),
    });
    expect(lockerHandOver(one, '730518')).toBeNull();
    expect(readFileSync(ledgerPath(), 'utf8')).not.toContain('730518');
    expect(handOver(one).ok).toBe(true);
    expect(handOver(one)).toMatchObject({ error: { kind: 'not-here' } });
    expect(box.bytesOf(one.number)).toMatchObject({ error: { kind: 'not-here' } });
  });

  it('the index lists page by page, and opens no package for it', async () => {
    const numbers: string[] = [];
    for (let n = 1; n <= 7; n++) numbers.push((await sealedPackage(n)).number);
    mkdirSync(join(line.folder, 'aside'));
    renameSync(join(line.folder, 'packages'), join(line.folder, 'aside', 'packages'));
    const { box } = line.again().counter;
    const pages: string[][] = [];
    for (let after: string | undefined; ; after = pages.at(-1)?.at(-1)) {
      const page = value(box.list({ limit: 3, ...(after === undefined ? {} : { after }) }));
      if (page.length === 0) break;
      pages.push(page.map(({ number }) => number));
    }
    expect(pages).toEqual([numbers.slice(0, 3), numbers.slice(3, 6), numbers.slice(6)]);
  });
});

describe('courier: without what it needs', () => {
  it('a machine without the sealing key, and one without a folder, wait for the technician', async () => {
    const without = openCourier({ secrets: { 'seal-key': null } });
    expect(await without.adapter.submit(application(), never)).toMatchObject({
      error: { kind: 'unauthorized', technicianCode: 'courier.submit.no-seal-key' },
    });
    without.close();
  });

  it('a disk that cannot be written is told as such, and nothing counts as received', async () => {
    writeFileSync(join(line.folder, '..', '..', 'blocked'), '');
    const blocked = openCourier({ folder: join(line.folder, '..', '..', 'blocked') });
    const answer = await blocked.adapter.submit(application(), never);
    expect(answer).toMatchObject({ error: { kind: 'unreachable', retryable: true } });
  });
});
