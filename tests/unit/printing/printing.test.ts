import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperWord } from '../../../electron/printing/index.ts';
import { missing } from '../../../electron/printing/missing.ts';
import type { PrintFailure } from '../../../native-bridge/index.ts';
import {
  ME,
  numberedPdf,
  type PrintBench,
  printBench,
  REPRINT_MS,
  SOMEBODY_ELSE,
} from '../../support/print-bench.ts';

let dir: string;
let bench: PrintBench;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-print-'));
});
afterEach(() => {
  bench?.service.stop();
  bench?.db.close();
  rmSync(dir, { recursive: true, force: true });
});

const jam = (pagesDone: number | null, kind: PrintFailure['kind'] = 'jammed'): PrintFailure => ({
  kind,
  code: 'media-jam',
  pagesDone,
});
const print = (over = {}) => bench.service.print(bench.order(over));
const answer = (word: PaperWord, lastPage?: number) => bench.service.answer('result', 'c1', word, lastPage);
const answerAndPrint = (word: PaperWord, lastPage?: number, over = {}) => {
  answer(word, lastPage);
  return print(over);
};
const rows = () =>
  bench.db
    .prepare<{ state: string; pages_done: number; attempts: number }>(
      'select state, pages_done, attempts from print_jobs order by id',
    )
    .all();

describe('what is missing', () => {
  it.each([
    [{ pages: 5, copies: 1, done: 0, duplex: false }, [{ from: 1, to: 5, copies: 1 }]],
    [{ pages: 5, copies: 1, done: 2, duplex: false }, [{ from: 3, to: 5, copies: 1 }]],
    [{ pages: 5, copies: 1, done: 3, duplex: true }, [{ from: 3, to: 5, copies: 1 }]],
    [
      { pages: 3, copies: 3, done: 4, duplex: false },
      [
        { from: 2, to: 3, copies: 1 },
        { from: 1, to: 3, copies: 1 },
      ],
    ],
    [{ pages: 3, copies: 2, done: 3, duplex: false }, [{ from: 1, to: 3, copies: 1 }]],
    [{ pages: 3, copies: 2, done: 6, duplex: true }, []],
  ])('of %j is %j', (wanted, sends) => expect(missing(wanted)).toEqual(sends));
});

describe('a print', () => {
  it('is written down as sent before the printer has it, and as done when it says so', async () => {
    bench = await printBench(dir, 3);
    const seen: string[] = [];
    bench.service.now.subscribe((state) => state && seen.push(`${state.state} ${state.done}/${state.pages}`));
    const held = Promise.withResolvers<void>();
    bench.tray.hold = held.promise;
    const printing = print({ copies: 2 });
    await expect.poll(() => bench.tray.tray.length).toBe(6);
    expect(rows()).toEqual([{ state: 'sent', pages_done: 0, attempts: 1 }]);
    held.resolve();
    expect(await printing).toMatchObject({ ok: true, value: { state: 'done', pages: 6, done: 6 } });
    expect(rows()).toEqual([{ state: 'done', pages_done: 6, attempts: 1 }]);
    expect(seen).toEqual(['printing 0/6', 'done 6/6']);
  });

  it('says how far it is while the printer counts, and writes down only what it says at the end', async () => {
    bench = await printBench(dir, 5);
    const seen: string[] = [];
    bench.service.now.subscribe((state) => state && seen.push(`${state.state} ${state.done}/${state.pages}`));
    bench.tray.deeds.push({ after: 2, says: jam(2) });
    await print();
    const held = Promise.withResolvers<void>();
    bench.tray.hold = held.promise;
    const printing = print();
    await expect.poll(() => bench.tray.tray.length).toBe(5);
    bench.tray.sent.at(-1)?.onPages?.(1);
    expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'printing', done: 3 });
    expect(rows()).toEqual([{ state: 'sent', pages_done: 2, attempts: 2 }]);
    // A printer may count covers, too: more than was sent is not out.
    bench.tray.sent.at(-1)?.onPages?.(9);
    bench.tray.deeds.length = 0;
    held.resolve();
    expect(await printing).toMatchObject({ ok: true, value: { done: 5 } });
    expect(seen).toEqual([
      'printing 0/5',
      'failed 2/5',
      'printing 2/5',
      'printing 3/5',
      'printing 5/5',
      'done 5/5',
    ]);
  });

  it('that fails forgets what was only counted', async () => {
    bench = await printBench(dir, 5);
    const held = Promise.withResolvers<void>();
    bench.tray.hold = held.promise;
    bench.tray.deeds.push({ after: 4, says: jam(3) });
    const printing = print();
    await expect.poll(() => bench.tray.tray.length).toBe(4);
    bench.tray.sent[0]?.onPages?.(4);
    expect(bench.service.paper('result', 'c1')?.done).toBe(4);
    held.resolve();
    await printing;
    expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'failed', done: 3 });
  });

  it('counts for nobody once the host has stopped', async () => {
    bench = await printBench(dir, 5);
    const held = Promise.withResolvers<void>();
    bench.tray.hold = held.promise;
    const printing = print();
    await expect.poll(() => bench.tray.tray.length).toBe(5);
    bench.service.stop();
    bench.tray.sent[0]?.onPages?.(3);
    expect(bench.service.now.value).toMatchObject({ state: 'printing', done: 0 });
    held.resolve();
    expect(await printing).toMatchObject({ error: { code: 'stopping' } });
  });

  it('takes sides, paper and pages along as far as the printer can', async () => {
    bench = await printBench(dir, 5);
    await print({ sides: 'two-sided-long-edge', media: 'iso_a4_210x297mm', pages: { from: 2, to: 3 } });
    expect(bench.tray.sent).toMatchObject([
      { sides: 'two-sided-long-edge', media: 'iso_a4_210x297mm', pages: { from: 2, to: 3 } },
    ]);
    expect(bench.tray.tray).toEqual([2, 3]);
  });

  it('is cut and sent copy by copy for a printer that can neither', async () => {
    bench = await printBench(dir, 3);
    bench.tray.capabilities.set(null);
    await print({ copies: 2, sides: 'two-sided-long-edge', pages: { from: 2, to: 3 } });
    expect(bench.tray.sent.map(({ sides, pages, copies }) => ({ sides, pages, copies }))).toEqual([
      { copies: 1 },
      { copies: 1 },
    ]);
    expect(bench.tray.tray).toEqual([2, 3, 2, 3]);
  });

  it('has one queue a printer, and a paper that is on its way is waited for', async () => {
    bench = await printBench(dir, 2);
    const held = Promise.withResolvers<void>();
    bench.tray.hold = held.promise;
    const both = [print(), print(), print({ what: 'receipt' })];
    await expect.poll(() => bench.tray.sent.length).toBe(1);
    held.resolve();
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(bench.tray.tray).toEqual([1, 2, 1, 2]);
  });

  it.each(['unreachable', 'refused', 'out-of-paper', 'jammed', 'cover-open', 'supply-empty'] as const)(
    'that ends %s with nothing out is printed whole when asked for again',
    async (kind) => {
      bench = await printBench(dir, 2);
      bench.tray.deeds.push({ after: 0, says: jam(0, kind) });
      expect(await print()).toMatchObject({ ok: false, error: { kind } });
      expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'failed', done: 0 });
      expect(await print()).toMatchObject({ ok: true });
      expect(bench.tray.tray).toEqual([1, 2]);
    },
  );

  it.each([true, false])('goes on with the missing pages alone (page ranges: %s)', async (pageRanges) => {
    bench = await printBench(dir, 5);
    const { value } = bench.tray.capabilities;
    if (value) bench.tray.capabilities.set({ ...value, pageRanges });
    bench.tray.deeds.push({ after: 2, says: jam(2) }, { after: 1, says: jam(1, 'cover-open') });
    expect(await print()).toMatchObject({ error: { kind: 'jammed' } });
    expect(await print()).toMatchObject({ error: { kind: 'cover-open' } });
    expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'failed', pages: 5, done: 3 });
    expect(await print()).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 3, 4, 5]);
    expect(rows()).toEqual([{ state: 'done', pages_done: 5, attempts: 3 }]);
  });

  it('with a sheet half printed begins that sheet anew', async () => {
    bench = await printBench(dir, 5);
    bench.tray.deeds.push({ after: 2, says: jam(3) });
    const sides = 'two-sided-long-edge';
    await print({ sides });
    expect(await print({ sides })).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 3, 4, 5]);
  });

  it('of another document begins anew: pages of two documents are not one paper', async () => {
    bench = await printBench(dir, 3);
    bench.tray.deeds.push({ after: 2, says: jam(2) });
    await print();
    expect(await print({ pdf: await numberedPdf(4) })).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 1, 2, 3, 4]);
  });

  it('that cannot be cut says so and stays as it is', async () => {
    bench = await printBench(dir);
    bench.tray.capabilities.set(null);
    expect(await print({ pdf: Buffer.from('%PDF-x'), pages: { from: 1, to: 1 } })).toMatchObject({
      error: { kind: 'refused', code: 'cannot-be-cut' },
    });
  });

  it('is refused without a printer', async () => {
    bench = await printBench(dir, 1, { page: false });
    expect(await print()).toMatchObject({ error: { kind: 'no-printer' } });
    expect(rows()).toEqual([]);
  });

  it('that failed too often is a matter for a person', async () => {
    bench = await printBench(dir, 1);
    for (let n = 0; n < 8; n++) {
      bench.tray.deeds.push({ after: 0, says: jam(0) });
      expect(await print()).toMatchObject({ error: { kind: 'jammed' } });
    }
    expect(await print()).toMatchObject({ error: { kind: 'attempts-over' } });
  });
});

describe('an unknown end', () => {
  const unknown = (out: number, pagesDone: number | null = null) =>
    bench.tray.deeds.push({ after: out, says: jam(pagesDone, 'end-unknown') });

  it.each([
    ['end-unknown', null],
    ['stopped', null],
    ['stopped', 3],
  ] as const)('(%s, %s pages) is not printed again unasked', async (kind, pagesDone) => {
    bench = await printBench(dir, 3);
    bench.tray.deeds.push({ after: 3, says: jam(pagesDone, kind) });
    expect(await print()).toMatchObject({ error: { kind: 'end-unknown' } });
    expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'unknown' });
    expect(await print()).toMatchObject({ error: { kind: 'end-unknown' } });
    expect(bench.tray.sent).toHaveLength(1);
  });

  it('is done when the citizen holds all of it', async () => {
    bench = await printBench(dir, 3);
    unknown(3);
    await print();
    expect(answer('all')).toMatchObject({ state: 'done', done: 3 });
    expect(answer('all')).toBeNull();
    expect(bench.tray.sent).toHaveLength(1);
  });

  it('is gone on with after the last page that the citizen holds', async () => {
    bench = await printBench(dir, 3);
    unknown(2);
    await print();
    expect(await answerAndPrint('part', 2)).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 3]);
  });

  it('is printed whole when nothing came', async () => {
    bench = await printBench(dir, 3);
    unknown(0);
    await print();
    expect(await answerAndPrint('nothing')).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 3]);
  });

  it('a last page beyond the paper leaves at least the last one to print', async () => {
    bench = await printBench(dir, 3);
    unknown(3);
    await print();
    await answerAndPrint('part', 99);
    expect(bench.tray.tray).toEqual([1, 2, 3, 3]);
  });
});

describe('the same paper again', () => {
  it('is for the same person, for some minutes', async () => {
    bench = await printBench(dir, 1);
    await print();
    expect(await print({ by: SOMEBODY_ELSE })).toMatchObject({ error: { kind: 'reprint-over' } });
    expect(await print({ by: null })).toMatchObject({ error: { kind: 'reprint-over' } });
    await bench.clock.advance(REPRINT_MS);
    expect(await print()).toMatchObject({ ok: true });
    await bench.clock.advance(1);
    expect(await print()).toMatchObject({ error: { kind: 'reprint-over' } });
    expect(bench.tray.tray).toEqual([1, 1]);
  });

  it('counts its copies', async () => {
    bench = await printBench(dir, 1);
    expect(await print({ copies: 2, copiesAtMost: 3 })).toMatchObject({ ok: true });
    expect(await print({ copies: 2, copiesAtMost: 3 })).toMatchObject({ error: { kind: 'copies-over' } });
    expect(await print({ copiesAtMost: 3, by: ME })).toMatchObject({ ok: true });
    expect(await print({ copiesAtMost: 3 })).toMatchObject({ error: { kind: 'copies-over' } });
  });
});

describe('after a restart', () => {
  const killed = async (over = {}) => {
    bench.tray.hold = new Promise(() => {});
    void print(over);
    await expect.poll(() => bench.tray.sent.length).toBe(1);
    bench.tray.hold = null;
    bench.restart();
  };

  it('what had not been sent has failed, and is printed when asked for', async () => {
    bench = await printBench(dir, 2);
    bench.tray.deeds.push({ after: 1, says: jam(1) });
    await print();
    bench.db.exec("update print_jobs set state = 'intent'");
    bench.restart();
    expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'failed', done: 1 });
    expect(await print()).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2]);
  });

  it('what had been sent is asked after by its own name, before anybody is asked', async () => {
    bench = await printBench(dir, 2);
    await killed();
    await expect.poll(() => bench.service.paper('result', 'c1')?.state).toBe('done');
    expect(bench.tray.adopted).toEqual(bench.tray.sent.map(({ title }) => title));
  });

  it('the missing pages alone are printed where the printer knows how far it came', async () => {
    bench = await printBench(dir, 4);
    bench.tray.deeds.push({ after: 2, says: jam(2) });
    bench.tray.adopts = { after: 2, says: jam(2) };
    await killed();
    // Who asks meanwhile gets the answer of the printer, not a second paper.
    expect(await print()).toMatchObject({ error: { kind: 'jammed' } });
    expect(await print()).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 3, 4]);
  });

  it('a paper of several sendings goes on with the copies that were not sent', async () => {
    bench = await printBench(dir, 2);
    const { value } = bench.tray.capabilities;
    if (value) bench.tray.capabilities.set({ ...value, mostCopies: 1 });
    await killed({ copies: 2 });
    await expect
      .poll(() => bench.service.paper('result', 'c1'))
      .toMatchObject({ state: 'failed', done: 2, pages: 4 });
    expect(await print({ copies: 2 })).toMatchObject({ ok: true });
    expect(bench.tray.tray).toEqual([1, 2, 1, 2]);
  });

  it('the citizen is asked where the printer does not know, or does not answer for a minute', async () => {
    for (const kind of ['end-unknown', 'unreachable'] as const) {
      bench = await printBench(mkdtempSync(join(dir, 'run-')), 2);
      bench.tray.adopts = { after: 0, says: jam(0, kind) };
      bench.tray.presence.set('absent');
      await killed();
      await bench.clock.advance(59_000);
      expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'printing' });
      await bench.clock.advance(1_000);
      await expect.poll(() => bench.service.paper('result', 'c1')?.state).toBe('unknown');
    }
  });

  it('an absent printer is asked as soon as it is there', async () => {
    bench = await printBench(dir, 2);
    bench.tray.presence.set('absent');
    await killed();
    bench.tray.presence.set('ready');
    await expect.poll(() => bench.service.paper('result', 'c1')?.state).toBe('done');
  });

  it('prints of the program before this one keep their place', async () => {
    bench = await printBench(dir, 1);
    bench.db.exec(
      `insert into print_jobs (what, case_id, person_hmac, token, printer, pages, copies, options, state, asked_at)
       values ('result', 'c1', x'0101', 'act-1', 'page', 1, 1, '{}', 'unknown', 0)`,
    );
    expect(await print()).toMatchObject({ error: { kind: 'end-unknown' } });
    expect(await answerAndPrint('nothing')).toMatchObject({ ok: true });
  });
});

describe('a strip', () => {
  const strip = [{ kind: 'text', text: 'x' }] as const;
  const says = (printed: 'nothing' | 'part' | 'unknown', kind = 'paper-out') =>
    bench.strip.answers.push({ kind: kind as 'paper-out', printed, code: 'c' });

  it('comes from the strip printer, and the screen is told', async () => {
    bench = await printBench(dir, 2, { strips: true });
    expect(await print({ strip })).toMatchObject({ ok: true, value: { printer: 'strip' } });
    expect([bench.strip.printed, bench.tray.tray]).toEqual([1, []]);
  });

  it('goes to the page printer when certainly nothing was printed, or nobody is there', async () => {
    bench = await printBench(dir, 2, { strips: true });
    says('nothing');
    expect(await print({ strip })).toMatchObject({ ok: true, value: { printer: 'page' } });
    bench.strip.presence.set('absent');
    expect(await print({ strip })).toMatchObject({ ok: true, value: { printer: 'page' } });
    expect(bench.tray.tray).toEqual([1, 2, 1, 2]);
  });

  it('of which a part came has failed; of which nobody knows, the citizen is asked', async () => {
    bench = await printBench(dir, 2, { strips: true });
    says('part', 'cutter-error');
    expect(await print({ strip })).toMatchObject({ error: { kind: 'jammed' } });
    says('unknown', 'device-lost');
    expect(await print({ strip })).toMatchObject({ error: { kind: 'end-unknown' } });
    expect(await print({ strip })).toMatchObject({ error: { kind: 'end-unknown' } });
    expect(await answerAndPrint('part', 1, { strip })).toMatchObject({ ok: true });
    expect([bench.strip.printed, bench.tray.tray]).toEqual([1, []]);
  });

  it('alone in the machine says what it lacks, and after a restart nobody knows', async () => {
    bench = await printBench(dir, 1, { strips: true, page: false });
    says('nothing');
    expect(await print({ strip })).toMatchObject({ error: { kind: 'out-of-paper' } });
    expect(await print()).toMatchObject({ error: { kind: 'no-printer' } });
    bench.db.exec("update print_jobs set state = 'sent', printer = 'strip'");
    bench.restart();
    expect(bench.service.paper('result', 'c1')).toMatchObject({ state: 'unknown' });
  });
});

describe('paper in the tray', () => {
  const output = (value: 'taken' | 'waiting') =>
    bench.tray.condition.set({
      reasons: [],
      jammed: false,
      coverOpen: false,
      supplies: [],
      inputTrays: [],
      output: value,
      counters: { pages: null, sheets: null },
    });
  const times = () =>
    bench.db
      .prepare<{ taken: number; left: number }>(
        'select taken_at is not null as taken, left_at is not null as left from print_jobs',
      )
      .get();

  it('that is taken is written down as taken, and what is left as left', async () => {
    bench = await printBench(dir, 1);
    bench.service.start();
    expect(bench.service.output()).toBeNull();
    output('waiting');
    await print();
    output('taken');
    bench.service.leave();
    expect(times()).toEqual({ taken: 1, left: 0 });
    await print({ what: 'receipt' });
    output('waiting');
    bench.service.leave();
    expect(bench.db.prepare("select left_at from print_jobs where what = 'receipt'").get()).toEqual({
      left_at: bench.clock.now(),
    });
  });
});

describe('the document', () => {
  it('is held for its missing pages in memory alone, and forgotten with the session', async () => {
    bench = await printBench(dir, 2);
    bench.tray.deeds.push({ after: 1, says: jam(1) });
    const order = bench.order();
    await bench.service.print(order);
    const held = bench.service.held('result', 'c1');
    expect(held).toEqual({ pdf: order.pdf });
    bench.service.forget();
    expect(bench.service.held('result', 'c1')).toBeNull();
    expect(held?.pdf.every((byte) => byte === 0)).toBe(true);
    const canary = Buffer.from(order.pdf).subarray(0, 200);
    for (const file of ['kiosk.db', 'kiosk.db-wal'])
      expect(readFileSync(join(dir, file)).includes(canary)).toBe(false);
  });

  it('is not held for a citizen who has gone', async () => {
    bench = await printBench(dir, 2);
    const held = Promise.withResolvers<void>();
    bench.tray.hold = held.promise;
    bench.tray.deeds.push({ after: 1, says: jam(1) });
    const printing = print();
    await expect.poll(() => bench.tray.sent.length).toBe(1);
    bench.service.forget();
    held.resolve();
    await printing;
    expect(bench.service.held('result', 'c1')).toBeNull();
  });
});

it('whatever the printer does, is never done without paper and never printed twice by itself', async () => {
  bench = await printBench(dir, 1);
  const documents = await Promise.all([1, 2, 3].map(numberedPdf));
  const deed = fc.record({
    out: fc.nat(7),
    says: fc.constantFrom('ok', 'exact', 'silent', 'unknown', 'killed', 'killed-silent'),
    ask: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      fc.boolean(),
      fc.array(deed, { maxLength: 7 }),
      async (pages, copies, pageRanges, deeds) => {
        const { tray } = bench;
        tray.tray.length = 0;
        bench.db.exec('delete from print_jobs');
        bench.restart();
        const pdf = documents[pages - 1] as Uint8Array;
        const { value } = tray.capabilities;
        if (value) tray.capabilities.set({ ...value, pageRanges });
        const wanted = Array.from({ length: copies }, () =>
          Array.from({ length: pages }, (_, at) => at + 1),
        ).flat();
        for (const { out, says, ask } of deeds) {
          const kept = tray.tray.length;
          const left = wanted.length - kept;
          const state = bench.service.paper('result', 'c1')?.state;
          if (state === 'done') break;
          const came = Math.min(out, Math.max(0, left - 1));
          const killed = says.startsWith('killed');
          const failure = jam(
            says === 'exact' || says === 'killed' ? came : null,
            says === 'unknown' || says === 'killed-silent' ? 'end-unknown' : 'jammed',
          );
          if (says !== 'ok') tray.deeds.push({ after: came, says: failure });
          tray.adopts = { after: 0, says: failure };
          if (killed) tray.hold = new Promise(() => {});
          // An honest citizen says what lies there, when asked.
          const word = kept === 0 ? 'nothing' : kept >= wanted.length ? 'all' : 'part';
          const before = tray.sent.length;
          if (ask) answer(word, kept);
          const work = print({ pdf, copies });
          if (killed) {
            await Promise.race([
              work,
              expect
                .poll(() => tray.sent.length > before)
                .toBe(true)
                .catch(() => {}),
            ]);
            tray.hold = null;
            bench.restart();
            await print({ pdf, copies }).catch(() => {});
          } else await work;
          tray.deeds.length = 0;
          // Nothing twice, nothing out of order.
          expect(tray.tray).toEqual(wanted.slice(0, tray.tray.length));
          if (bench.service.paper('result', 'c1')?.state === 'done') expect(tray.tray).toEqual(wanted);
        }
      },
    ),
    { numRuns: 30 },
  );
});
