import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type CustodyEntry,
  type CustodyRow,
  exportLedger,
  nextRow,
  verifyExport,
  verifyLedger,
} from '../../../electron/regions/custody/index.ts';
import { PARTIES } from '../../support/sealed.ts';

const AT = Date.parse('2026-11-21T02:00:00Z');

function makeEntry(n: number, change: Partial<CustodyEntry> = {}): CustodyEntry {
  return {
    at: AT + n,
    event: 'handed-over',
    package: `PK-${1000 + n}`,
    sha256: createHash('sha256').update(`package ${n}`).digest('hex'),
    seal: `S-${n}00`,
    from: 'kiosk:B017',
    to: 'carrier:EMS',
    by: 'staff:0042',
    facts: { attempt: 1 },
    ...change,
  };
}

function makeLedger(count = 5): CustodyRow[] {
  const rows: CustodyRow[] = [];
  for (let n = 1; n <= count; n++) rows.push(nextRow(rows.at(-1) ?? null, makeEntry(n)));
  return rows;
}
const owner = { owner: 'kiosk:B017', madeAt: AT, key: PARTIES.kiosk.private };
const key = PARTIES.kiosk.public.key;

describe('custody ledger', () => {
  it('is sound as it was written, and after a journey through JSON', () => {
    const rows = makeLedger();
    expect(verifyLedger(rows)).toEqual({ ok: true, value: rows });
    expect(verifyLedger(JSON.parse(JSON.stringify(rows))).ok).toBe(true);
    expect(verifyLedger([]).ok).toBe(true);
  });

  it('hashes what its description says, with nothing of this program', () => {
    const [row] = makeLedger(1) as [CustodyRow];
    const text = JSON.stringify([
      1,
      AT + 1,
      'handed-over',
      'PK-1001',
      row.sha256,
      'S-100',
      'kiosk:B017',
      'carrier:EMS',
      'staff:0042',
      [['attempt', 1]],
      '0'.repeat(64),
    ]);
    expect(row.hash).toBe(createHash('sha256').update(`tongban custody 1\0${text}`).digest('hex'));
  });

  it('an edited field of any row is found at that row', () => {
    const rows = makeLedger();
    const changes: Partial<CustodyRow>[] = [
      { at: AT },
      { event: 'received' },
      { package: 'PK-9999' },
      { sha256: 'a'.repeat(64) },
      { sha256: null },
      { seal: 'S-999' },
      { seal: null },
      { from: 'staff:0001' },
      { to: 'region:130700' },
      { to: null },
      { by: 'staff:0001' },
      { facts: { attempt: 2 } },
      { facts: {} },
    ];
    for (const [index, row] of rows.entries())
      for (const change of changes) {
        const edited = rows.with(index, { ...row, ...change });
        expect(verifyLedger(edited)).toEqual({ ok: false, error: { kind: 'edited', row: index + 1 } });
      }
  });

  it('a row that is dropped is found wherever it was, the last one by an anchor', () => {
    const rows = makeLedger();
    for (let index = 0; index < rows.length - 1; index++)
      expect(verifyLedger(rows.toSpliced(index, 1))).toEqual({
        ok: false,
        error: { kind: 'broken-chain', row: index + 1 },
      });
    const last = rows.at(-1) as CustodyRow;
    expect(verifyLedger(rows.slice(0, -1), [last])).toEqual({
      ok: false,
      error: { kind: 'cut-off', row: 5 },
    });
  });

  it('a row that is put in is found, even when it was made to fit the row before it', () => {
    const rows = makeLedger();
    for (let index = 0; index < rows.length; index++) {
      const forged = nextRow(rows[index - 1] ?? null, makeEntry(77));
      expect(verifyLedger(rows.toSpliced(index, 0, forged))).toEqual({
        ok: false,
        error: { kind: 'broken-chain', row: index + 2 },
      });
    }
  });

  it('any two rows that changed places are found', () => {
    const rows = makeLedger();
    for (let a = 0; a < rows.length; a++)
      for (let b = a + 1; b < rows.length; b++) {
        const moved = rows.with(a, rows[b] as CustodyRow).with(b, rows[a] as CustodyRow);
        expect(verifyLedger(moved)).toMatchObject({ ok: false, error: { row: a + 1 } });
      }
  });

  it('a chain that was written anew is found by a slip that names one of its rows', () => {
    const rows = makeLedger();
    const anew: CustodyRow[] = [];
    for (let n = 1; n <= 5; n++)
      anew.push(nextRow(anew.at(-1) ?? null, makeEntry(n, n === 2 ? { to: 'staff:0001' } : {})));
    expect(verifyLedger(anew).ok).toBe(true);
    expect(verifyLedger(anew, [rows[0] as CustodyRow]).ok).toBe(true);
    expect(verifyLedger(anew, [rows[3] as CustodyRow])).toEqual({
      ok: false,
      error: { kind: 'rewritten', row: 4 },
    });
  });

  it('a line that is no row is told as such, and no name fits into one', () => {
    const rows = makeLedger();
    expect(verifyLedger([...rows, null])).toEqual({ ok: false, error: { kind: 'not-a-row', row: 6 } });
    for (const change of [{ by: '张伟' }, { to: 'staff:13800000000' }, { seal: '990000199001011234' }])
      expect(verifyLedger([nextRow(null, makeEntry(1, change))])).toMatchObject({
        error: { kind: 'not-a-row' },
      });
  });
});

describe('custody ledger, exported', () => {
  it('is verified by the machine’s public key alone', () => {
    const out = JSON.parse(JSON.stringify(exportLedger(makeLedger(), owner)));
    expect(verifyExport(out, key)).toMatchObject({ ok: true });
    expect(verifyExport(out, key.export({ format: 'pem', type: 'spki' }) as string).ok).toBe(true);
    expect(verifyExport(out, PARTIES.otherKiosk.public.key)).toEqual({
      ok: false,
      error: { kind: 'not-signed' },
    });
    expect(verifyExport(exportLedger([], owner), key).ok).toBe(true);
  });

  it('missing last rows, added ones and a chain written anew are found by its signed head', () => {
    const out = exportLedger(makeLedger(), owner);
    expect(verifyExport({ ...out, rows: out.rows.slice(0, 3) }, key)).toMatchObject({
      error: { kind: 'cut-off' },
    });
    const more = [...out.rows, nextRow(out.rows.at(-1) as CustodyRow, makeEntry(6))];
    expect(verifyExport({ ...out, rows: more }, key)).toMatchObject({
      error: { kind: 'broken-chain', row: 6 },
    });
    const anew: CustodyRow[] = [];
    for (let n = 1; n <= 5; n++) anew.push(nextRow(anew.at(-1) ?? null, makeEntry(n + 10)));
    expect(verifyExport({ ...out, rows: anew }, key)).toMatchObject({ error: { kind: 'rewritten', row: 5 } });
    const head = { seq: 3, hash: (out.rows[2] as CustodyRow).hash };
    expect(verifyExport({ ...out, rows: out.rows.slice(0, 3), head }, key)).toMatchObject({
      error: { kind: 'not-signed' },
    });
    expect(verifyExport({ ...out, owner: 'kiosk:B018' }, key)).toMatchObject({
      error: { kind: 'not-signed' },
    });
  });
});
