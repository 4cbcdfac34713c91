import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  ARCHIVE_LIMITS,
  type ArchivePrint,
  createPress,
  type DocumentPress,
  defaultFontFiles,
} from '../../../electron/documents/index.ts';
import { expectGolden } from '../../support/golden.ts';
import { structureFaults } from '../../support/pdf-check.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { archiveFile, ODD_PAGES, oddFile } from './archive-samples.ts';
import { sampleForm } from './samples.ts';

let press: DocumentPress;
let odd: Uint8Array;
let print: ArchivePrint;
beforeAll(async () => {
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
  odd = await oddFile();
  const made = await press.archivePrint(archiveFile(odd));
  if (!made.ok) throw new Error(made.error.kind);
  print = made.value;
});

const failure = async (bytes: Uint8Array) => {
  const made = await press.archivePrint(archiveFile(bytes));
  return made.ok ? null : made.error;
};

describe('a print from an archive', () => {
  it('looks as it was found right: upright, wide, turned, long, cropped and empty pages', () => {
    expectGolden(print.pdf, 'archive-print-odd');
  });

  it('has every page in an upright A4 frame, with its number, and is sound', async () => {
    expect(print.pages).toBe(ODD_PAGES.length + 1);
    const out = await PDFDocument.load(print.pdf);
    for (const page of out.getPages()) {
      expect(page.getSize()).toEqual({ width: 595.28, height: 841.89 });
      expect(page.getRotation().angle).toBe(0);
    }
    const text = pdfText(print.pdf);
    for (let n = 1; n <= print.pages; n++) expect(text).toContain(`第${n}页，共${print.pages}页`);
    expect(structureFaults(print.pdf)).toBe('');
    expect(out.getTitle()).toBe('档案查询打印件 Print from an archive');
  });

  it('says on every page who asked, for what, when, and which copy it is', () => {
    const { requestedBy } = archiveFile(odd);
    const layout = execFileSync('pdftotext', ['-layout', '-', '-'], { input: print.pdf, encoding: 'utf8' });
    const pages = layout.split('\f').slice(0, print.pages);
    expect(pages).toHaveLength(print.pages);
    for (const page of pages)
      expect(page.replace(/\s/g, '')).toContain(
        `查询人${requestedBy}用途银行贷款打印时间2026年11月21日10:20第1份，共2份`.replace(/\s/g, ''),
      );
  });

  it('takes over what is to be seen of the old pages, what was typed into fields, and what boxes were ticked', () => {
    const text = pdfText(print.pdf);
    for (let n = 1; n <= ODD_PAGES.length; n++) expect(text).toContain(`Sheet${n}`);
    expect(text).toContain('Typedintoafield');
  });

  it('says how many notes it could not take over, and takes no script, link or field along', async () => {
    expect(print.leftOut).toBe(1);
    const out = await PDFDocument.load(print.pdf);
    for (const page of out.getPages()) expect(page.node.Annots()?.size() ?? 0).toBe(0);
    const objects = out.context.enumerateIndirectObjects().map(([, object]) => object.toString());
    expect(objects.length).toBeGreaterThan(20);
    for (const name of ['/JavaScript', '/Annot\n', '/AcroForm', '/Widget'])
      expect(objects.filter((object) => object.includes(name))).toEqual([]);
  });

  it('takes over one of our own papers with every character', async () => {
    const { name } = { name: '𠮷𬭚田䶮' };
    const form = sampleForm({ applicant: { ...sampleForm().applicant, name } });
    const made = await press.archivePrint(archiveFile(await press.applicationForm(form)));
    if (!made.ok) throw new Error(made.error.kind);
    const raw = execFileSync('pdftotext', ['-raw', '-', '-'], { input: made.value.pdf, encoding: 'utf8' });
    for (const words of [name, form.applicant.number, form.authority['zh-CN']]) expect(raw).toContain(words);
    expectGolden(made.value.pdf, 'archive-print-form');
  });

  it('gives the same bytes for the same data, and other words across the page for another copy', async () => {
    const again = await press.archivePrint(archiveFile(odd));
    expect(again.ok && Buffer.from(again.value.pdf).equals(print.pdf)).toBe(true);
    const second = await press.archivePrint(archiveFile(odd, { copy: 2 }));
    expect(second.ok && pdfText(second.value.pdf)).toContain('第2份，共2份');
  });

  it('fits long words across the page by smaller type, and breaks only the longest', async () => {
    const requestedBy = 'MAXIMILIAN-ALEXANDER BARTHOLOMEW STEVENSON 990000********4072';
    const made = await press.archivePrint(
      archiveFile(await press.applicationForm(sampleForm()), {
        requestedBy,
        purpose: '办理境外投资备案及公证认证',
      }),
    );
    if (!made.ok) throw new Error(made.error.kind);
    expectGolden(made.value.pdf, 'archive-print-long');
  });
});

describe('a file that cannot be printed', () => {
  it('is told from a PDF file by what is in it', async () => {
    expect(await failure(Buffer.from('<html>'))).toEqual({ kind: 'not-a-pdf' });
    expect(await failure(new Uint8Array())).toEqual({ kind: 'not-a-pdf' });
  });

  it('is called broken when it was cut off, or holds nothing that can be read', async () => {
    expect(await failure(odd.subarray(0, odd.length - 2_000))).toEqual({ kind: 'broken' });
    expect(await failure(Buffer.from('%PDF-1.7\nnothing\n%%EOF'))).toEqual({ kind: 'broken' });
    const plain = Buffer.from(odd).toString('latin1');
    for (const [from, to] of [
      ['/MediaBox [ 0 0 595 842 ]', '/MediaBox [ 0 0 0 0 ]     '],
      ['/Type /Pages', '/Type /Rages'],
    ] as const) {
      expect(plain, 'the fixture must hold it').toContain(from);
      const made = await press.archivePrint(archiveFile(Buffer.from(plain.replaceAll(from, to), 'latin1')));
      expect(made.ok ? made.value.pages : made.error.kind).toBe('broken');
    }
  });

  it('wants a password: says so; a file that only forbids changes prints', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'archive-'));
    try {
      const [open, locked] = [join(dir, 'open.pdf'), join(dir, 'locked.pdf')];
      writeFileSync(open, odd);
      const lock = (user: string) => {
        execFileSync('qpdf', ['--encrypt', user, 'owner', '256', '--', open, locked]);
        return readFileSync(locked);
      };
      expect(await failure(lock('secret'))).toEqual({ kind: 'encrypted' });
      const made = await press.archivePrint(archiveFile(lock('')));
      expect(made.ok && made.value.pages).toBe(print.pages);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('is too large, in bytes or in pages', async () => {
    const limit = ARCHIVE_LIMITS.bytes;
    expect(await failure(new Uint8Array(limit + 1))).toEqual({ kind: 'too-large', bytes: limit + 1, limit });
    const many = await PDFDocument.create();
    for (let i = 0; i <= ARCHIVE_LIMITS.pages; i++) many.addPage();
    expect(await failure(await many.save())).toEqual({
      kind: 'too-many-pages',
      pages: ARCHIVE_LIMITS.pages + 1,
      limit: ARCHIVE_LIMITS.pages,
    });
  });
});
