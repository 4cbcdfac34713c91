import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  certificatesOfPem,
  createPress,
  type DocumentPress,
  defaultFontFiles,
  machineSigner,
  type PressInWorker,
  pressInWorker,
  type SignatureMethod,
  verifySeals,
} from '../../../electron/documents/index.ts';
import { SealAuthority } from '../../support/seal-authority.ts';
import { archiveFile } from './archive-samples.ts';
import { sampleReceipt } from './samples.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i);
const fontFiles = defaultFontFiles();
const folder = mkdtempSync(join(tmpdir(), 'tongban-press-'));
const open: PressInWorker[] = [];

function inWorker(over: Partial<Parameters<typeof pressInWorker>[0]> = {}): PressInWorker {
  const press = pressInWorker({
    fontFiles: () => fontFiles,
    clock: new VirtualClock(),
    signer: { secret: SECRET, method: 'Ed25519' },
    seal: null,
    ...over,
  });
  open.push(press);
  return press;
}

const here = (method: SignatureMethod = 'Ed25519') =>
  createPress({ fontFiles, clock: new VirtualClock(), signer: machineSigner(SECRET, method) });

/** A thread's program that does something else; it counts its starts. */
function program(name: string, onCall: string): { readonly entry: URL; readonly starts: () => number } {
  const [path, marks] = [join(folder, `${name}.mjs`), join(folder, `${name}.marks`)];
  writeFileSync(
    path,
    `import { appendFileSync, statSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     appendFileSync(${JSON.stringify(marks)}, 'x');
     const starts = statSync(${JSON.stringify(marks)}).size;
     parentPort.on('message', (call) => { ${onCall} });`,
  );
  return {
    entry: pathToFileURL(path),
    starts: () => (existsSync(marks) ? readFileSync(marks, 'utf8').length : 0),
  };
}

let near: DocumentPress;
let far: PressInWorker;
beforeAll(async () => {
  near = await here();
  far = inWorker();
});
afterAll(async () => {
  await Promise.all(open.map((press) => press.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('the press in its thread', () => {
  it('makes the same bytes as here, signed by the same key', async () => {
    expect(await far.receipt(sampleReceipt())).toEqual(Uint8Array.from(await near.receipt(sampleReceipt())));
    const sm2 = inWorker({ signer: { secret: SECRET, method: 'SM2' } });
    const theirs = await (await here('SM2')).receipt(sampleReceipt());
    expect(await sm2.receipt(sampleReceipt())).toEqual(Uint8Array.from(theirs));
    expect(Buffer.compare(theirs, await near.receipt(sampleReceipt()))).not.toBe(0);
    await sm2.stop();
  });

  it('names what does not print, and draws strips and lines', async () => {
    expect(await far.unprintable('张\u{2ebf0}三')).toEqual(['\u{2ebf0}']);
    const cross = [
      [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    ] as never;
    expect(await far.unprintable('张\ue863', { '\ue863': cross })).toEqual([]);
    expect(await far.receiptStrip(sampleReceipt(), 576)).toEqual(
      await near.receiptStrip(sampleReceipt(), 576),
    );
    const line = {
      kind: 'text',
      text: '䶮',
      columns: 48,
      maxWidth: 576,
      size: { width: 1, height: 1 },
    } as const;
    const { width, height, bits } = await near.rasterise(line);
    expect(await far.rasterise(line)).toMatchObject({ width, height, bits });
  });

  it('hands results and refusals over as they are', async () => {
    const made = await PDFDocument.create();
    made.addPage();
    const file = await made.save();
    const printed = await far.archivePrint(archiveFile(file));
    expect(printed).toEqual(await near.archivePrint(archiveFile(file)));
    const refused = await far.archivePrint(archiveFile(Uint8Array.of(1, 2, 3)));
    expect(refused).toEqual(await near.archivePrint(archiveFile(Uint8Array.of(1, 2, 3))));
    expect([printed.ok, refused.ok]).toEqual([true, false]);
    // The caller's file is still the caller's.
    expect(file.length).toBeGreaterThan(0);
  });

  it('looks results of regions over, as is done here', async () => {
    const { lookOverResult } = await import('../../../electron/documents/index.ts');
    const received = { mediaType: 'application/pdf', digest: true, signature: null, certificates: [] };
    const bytes = Uint8Array.from(await near.receipt(sampleReceipt()));
    for (const result of [
      { ...received, bytes },
      { ...received, bytes: bytes.subarray(0, 500) },
    ])
      expect(await far.lookOver(result, 1)).toEqual(await lookOverResult(result, 1));
  });

  it('rejects with what the press rejected with', async () => {
    const bad = sampleReceipt({ delivery: { 'zh-CN': '\ue000', en: 'By post' } });
    await expect(far.receipt(bad)).rejects.toThrow('ask unprintable() before rendering');
    await expect(far.receipt((() => 0) as never)).rejects.toThrow('could not be cloned');
  });

  it('keeps several at a time apart', async () => {
    const made = await Promise.all(
      ['1', '2', '3'].map((phone) => far.receipt(sampleReceipt({ phone, language: 'en' }))),
    );
    for (const [i, pdf] of made.entries())
      expect(pdf).toEqual(
        Uint8Array.from(await near.receipt(sampleReceipt({ phone: `${i + 1}`, language: 'en' }))),
      );
  });

  it('lets the process end while it has nothing to do', () => {
    const script = join(folder, 'ends.mts');
    writeFileSync(
      script,
      `import { systemClock } from ${JSON.stringify(join(ROOT, 'electron/core/index.ts'))};
       import { pressInWorker } from ${JSON.stringify(join(ROOT, 'electron/documents/press-in-worker.ts'))};
       const press = pressInWorker({ fontFiles: () => (${JSON.stringify(fontFiles)}), clock: systemClock, signer: null, seal: null });
       console.log(JSON.stringify(await press.unprintable('a\\ue000')));`,
    );
    const { stdout, status } = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: 60_000 });
    expect({ stdout, status }).toEqual({ stdout: '["\ue000"]\n', status: 0 });
  });
});

describe('the seal in the thread', () => {
  it('seals at the time that the host tells', async () => {
    const authority = new SealAuthority();
    try {
      authority.seal('ecdsa');
      const [key, certificates] = ['key', 'pem'].map((end) => join(authority.folder, `ecdsa.${end}`)) as [
        string,
        string,
      ];
      chmodSync(key, 0o600);
      const clock = new VirtualClock(Date.now());
      const press = inWorker({ clock, seal: { key, certificates } });
      const trusted = await certificatesOfPem(authority.root);
      if (!trusted.ok) throw new Error(trusted.error.message);
      const sealed = await press.receipt(sampleReceipt());
      const verdicts = await verifySeals(sealed, { certificates: trusted.value, at: clock.now() });
      expect(verdicts.map(({ state }) => state)).toEqual(['good']);
      expect(verdicts[0]?.claimedAt).toBe(Math.floor(clock.now() / 1000) * 1000);
      // Files that are gone are looked for again at the next paper.
      const lost = inWorker({ seal: { key: `${key}x`, certificates } });
      await expect(lost.receipt(sampleReceipt())).rejects.toThrow('cannot be read (ENOENT)');
      await press.stop();
      await lost.stop();
    } finally {
      authority.close();
    }
  });
});

describe('a thread that breaks', () => {
  it('is started anew, and what was asked is asked once more', async () => {
    const { entry, starts } = program(
      'once',
      "if (starts === 1) throw new Error('x'); parentPort.postMessage({ id: call.id, ok: true, value: [call.method, call.now, ...call.args] });",
    );
    const breaks: unknown[] = [];
    const press = inWorker({ entry, clock: new VirtualClock(5), onBreak: (error) => breaks.push(error) });
    const asked = [press.unprintable('a'), press.unprintable('b')];
    expect(await Promise.all(asked)).toEqual([
      ['unprintable', 5, 'a'],
      ['unprintable', 5, 'b'],
    ]);
    expect(starts()).toBe(2);
    expect(breaks).toMatchObject([{ message: 'x' }]);
  });

  it('twice under the same paper rejects, and the next paper has another two tries', async () => {
    const { entry, starts } = program('always', 'process.exit(1)');
    const press = inWorker({ entry });
    await expect(press.warmUp()).rejects.toThrow('the thread of the press broke');
    expect(starts()).toBe(2);
    await expect(press.warmUp()).rejects.toThrow('the thread of the press broke');
    expect(starts()).toBe(4);
  });

  it('cannot begin without fonts: the paper rejects, the next one looks again', async () => {
    let there = false;
    const press = inWorker({
      fontFiles: () => {
        if (there) return fontFiles;
        throw new Error('no font');
      },
    });
    await expect(press.unprintable('a')).rejects.toThrow('no font');
    there = true;
    expect(await press.unprintable('a')).toEqual([]);
    await press.stop();
  });
});

describe('a press that is stopped', () => {
  it('rejects what is asked, before and after, and starts nothing', async () => {
    const { entry, starts } = program('silent', '');
    const breaks: unknown[] = [];
    const press = inWorker({ entry, onBreak: (error) => breaks.push(error) });
    const asked = expect(press.warmUp()).rejects.toThrow('has been stopped');
    await press.stop();
    await asked;
    await expect(press.warmUp()).rejects.toThrow('has been stopped');
    expect(starts()).toBeLessThan(2);
    expect(breaks).toEqual([]);
    await inWorker({ entry }).stop();
  });
});
