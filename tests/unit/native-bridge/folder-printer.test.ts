import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { createPrinter, type DocumentPrinter } from '../../../native-bridge/index.ts';

const PDF = new TextEncoder().encode('%PDF-1.7 something');

describe('a folder in place of a printer', () => {
  let folder: string;
  let clock: VirtualClock;
  let printer: DocumentPrinter;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tongban-folder-'));
    clock = new VirtualClock();
    const created = createPrinter(`folder:${folder}`, { clock });
    if (!created.ok) throw new Error(created.error.message);
    printer = created.value;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps each document as one whole file of its own, readable by its owner only, without its title', async () => {
    const second = new TextEncoder().encode('%PDF-1.7 other');
    expect(await printer.print(PDF, { title: 'secret-title' })).toEqual({
      ok: true,
      value: { pages: null, sheets: null },
    });
    expect((await printer.print(second, { title: 'secret-title' })).ok).toBe(true);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['20261120T020000000Z-0001.pdf', '20261120T020000000Z-0002.pdf']);
    expect(new Uint8Array(readFileSync(join(folder, names[0] as string)))).toEqual(PDF);
    expect(statSync(join(folder, names[0] as string)).mode & 0o777).toBe(0o600);
  });

  it('refuses what is no PDF', async () => {
    const refused = { ok: false, error: { kind: 'refused', code: 'not-a-pdf', pagesDone: 0 } };
    expect(await printer.print(new TextEncoder().encode('hello'), { title: 'x' })).toEqual(refused);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes a file for each copy, and cuts nothing', async () => {
    expect((await printer.print(PDF, { title: 'x', copies: 3, sides: 'two-sided-long-edge' })).ok).toBe(true);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(printer.capabilities.value?.pageRanges).toBe(false);
    expect(await printer.print(PDF, { title: 'x', pages: { from: 1, to: 1 } })).toMatchObject({
      error: { kind: 'refused', code: 'page-ranges-not-supported' },
    });
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('that is full after the first copy has printed a part', async () => {
    writeFileSync(join(folder, '.20261120T020000000Z-0002.pdf.part'), 'of another process');
    expect(await printer.print(PDF, { title: 'x', copies: 3 })).toEqual({
      ok: false,
      error: { kind: 'stopped', code: 'EEXIST', pagesDone: null },
    });
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('does not know what an earlier run printed', async () => {
    expect(await printer.adopt('x')).toMatchObject({ error: { kind: 'end-unknown' } });
    expect(printer.condition.value).toBeNull();
  });

  it('is absent without its folder, and says so on a print', async () => {
    rmSync(folder, { recursive: true });
    expect(await printer.print(PDF, { title: 'x' })).toEqual({
      ok: false,
      error: { kind: 'unreachable', code: 'ENOENT', pagesDone: 0 },
    });
    expect(printer.presence.value).toBe('absent');
    mkdirSync(folder);
    await printer.refresh();
    expect(printer.presence.value).toBe('ready');
  });

  it('never writes over an earlier file, and leaves no half one', async () => {
    writeFileSync(join(folder, '.20261120T020000000Z-0001.pdf.part'), 'of another process');
    const result = await printer.print(PDF, { title: 'x' });
    expect(result).toEqual({ ok: false, error: { kind: 'unreachable', code: 'EEXIST', pagesDone: 0 } });
    expect(readdirSync(folder)).toEqual(['.20261120T020000000Z-0001.pdf.part']);
    writeFileSync(join(folder, '20261120T020000000Z-0002.pdf'), 'of an earlier run');
    expect((await printer.print(PDF, { title: 'x' })).ok).toBe(true);
    expect(readFileSync(join(folder, '20261120T020000000Z-0002.pdf'), 'utf8')).toBe('of an earlier run');
    expect(new Uint8Array(readFileSync(join(folder, '20261120T020000000Z-0003.pdf')))).toEqual(PDF);
  });

  it('is absent when its path is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    const created = createPrinter(`folder:${join(folder, 'file')}`, { clock });
    if (!created.ok) throw new Error(created.error.message);
    await created.value.refresh();
    expect(created.value.presence.value).toBe('absent');
  });

  it('is looked at until it is stopped', async () => {
    printer.start();
    printer.start();
    await vi.waitFor(() => expect(printer.presence.value).toBe('ready'));
    rmSync(folder, { recursive: true });
    await vi.waitFor(async () => {
      await clock.advance(10_000);
      expect(printer.presence.value).toBe('absent');
    });
    await printer.stop();
    expect(printer.presence.value).toBe('unknown');
    expect(clock.pending).toBe(0);
  });
});
