import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultFontFiles } from '../../../electron/documents/index.ts';
import { pdfText } from '../../support/pdf-text.ts';

const root = join(import.meta.dirname, '../../..');
let folder: string;
let bundle: string;
let threaded: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-press-'));
  bundle = join(folder, 'press.mjs');
  const entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `import { VirtualClock } from ${JSON.stringify(join(root, 'electron/core/index.ts'))};
     import { createPress } from ${JSON.stringify(join(root, 'electron/documents/index.ts'))};
     import { sampleReceipt } from ${JSON.stringify(join(root, 'tests/unit/documents/samples.ts'))};
     const press = await createPress({ fontFiles: JSON.parse(process.argv[2]), clock: new VirtualClock() });
     await press.warmUp();
     process.stdout.write(await press.receipt(sampleReceipt({ delivery: { 'zh-CN': '邮寄给𠮷先生', en: 'By post' } })));`,
  );
  await build({
    input: entry,
    platform: 'node',
    output: { file: bundle, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  });
  const caller = join(folder, 'caller.ts');
  writeFileSync(
    caller,
    `import { systemClock } from ${JSON.stringify(join(root, 'electron/core/index.ts'))};
     import { pressInWorker } from ${JSON.stringify(join(root, 'electron/documents/press-in-worker.ts'))};
     import { sampleReceipt } from ${JSON.stringify(join(root, 'tests/unit/documents/samples.ts'))};
     const fontFiles = () => JSON.parse(process.argv[2]);
     const press = pressInWorker({ fontFiles, clock: systemClock, signer: null, seal: null });
     process.stdout.write(await press.receipt(sampleReceipt()));`,
  );
  threaded = join(folder, 'dist');
  await build({
    input: { caller, 'press-thread': join(root, 'electron/documents/worker-entry.ts') },
    platform: 'node',
    output: { dir: threaded, format: 'esm', chunkFileNames: 'chunks/[name].js' },
    logLevel: 'silent',
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the bundle in a Node that may read nothing but the files named: any other read fails. */
const run = (readable: readonly string[], program = bundle, ...allowed: readonly string[]) =>
  spawnSync(
    process.execPath,
    [
      '--permission',
      ...allowed,
      ...readable.map((path) => `--allow-fs-read=${path}`),
      program,
      JSON.stringify(defaultFontFiles()),
    ],
    { cwd: folder, maxBuffer: 16 << 20 },
  );

it('prints from one bundled file that reads its fonts and nothing else: no font metrics, no colour profile', () => {
  const { primary, strong, fallbacks } = defaultFontFiles();
  const { stdout, stderr, status } = run([bundle, primary, strong as string, ...fallbacks]);
  expect(stderr.toString()).not.toContain('ERR_ACCESS_DENIED');
  expect(status).toBe(0);
  const text = pdfText(stdout);
  expect(text).toContain('办件提交回执');
  expect(text).toContain('邮寄给𠮷先生');
});

it('prints in its thread, whose program lies beside the bundle, and whose caller holds nothing that draws', () => {
  const { primary, strong } = defaultFontFiles();
  const { stdout, stderr, status } = run(
    [threaded, primary, strong as string],
    join(threaded, 'caller.js'),
    '--allow-worker',
  );
  expect(stderr.toString()).not.toContain('ERR_ACCESS_DENIED');
  expect(status).toBe(0);
  expect(pdfText(stdout)).toContain('办件提交回执');
  expect(readFileSync(join(threaded, 'caller.js'), 'utf8')).not.toMatch(/fontkit|pdfkit/);
});

it('would be seen reading anything else', () => {
  const { stderr, status } = run([bundle]);
  expect(status).not.toBe(0);
  expect(stderr.toString()).toContain('ERR_ACCESS_DENIED');
});
