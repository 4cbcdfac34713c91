import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Canary, hitsIn, textMark } from '../support/canary.ts';
import { type CanaryHost, startCanaryHost } from '../support/canary-host.ts';
import { JOURNEYS, MARKS } from '../support/canary-journeys.ts';

/**
 * R6, the privacy canary: a marked citizen goes through every journey. What lies on the disk at the worst moment is what a killed
 * host leaves (a crash writes nothing more); then the citizen goes away and is wiped; then the journey is gone to its end.
 * Paper and the regions' own books are not the machine's memory: they show that the marks can be found at all.
 */
const NOT_OURS = /[/](printed|sandbox)[/]/;
const JOURNEY_MS = 120_000;

let kiosk: CanaryHost;
const canary = new Canary(MARKS);
const table: string[] = [];

beforeAll(async () => {
  kiosk = await startCanaryHost();
  // Until the boards have answered no door of the locker can be opened.
  await kiosk.say({ type: 'collect' });
  await kiosk.on('collect', ({ ready }) => ready);
  await kiosk.say({ type: 'back' });
}, 60_000);
afterAll(async () => {
  await kiosk?.stop();
  console.log(`R6: ${Object.keys(JOURNEYS).length} journeys\n${table.join('\n')}`);
});

function expectNothing(when: string): void {
  const { hits, files, bytes } = canary.search([kiosk.folder], NOT_OURS);
  const said = canary.text('the log', kiosk.log());
  expect([...hits, ...said], when).toEqual([]);
  expect(files).toBeGreaterThan(3);
  table.push(`  ${when}: 0 hits in ${files} files, ${(bytes / 1e6).toFixed(1)} MB`);
}

describe('a marked citizen leaves nothing in clear', () => {
  // One journey that fails leaves the first screen to the next one.
  afterEach(() => kiosk.goAway());

  it.each(Object.entries(JOURNEYS))(
    '%s: killed, abandoned, killed after the signature, finished',
    async (name, { deep, finish }) => {
      await deep(kiosk);
      expectNothing(`${name}, killed in the middle`);
      await kiosk.goAway();
      expectNothing(`${name}, abandoned`);
      await deep(kiosk);
      await finish(kiosk);
      expectNothing(`${name}, killed at the end`);
      await kiosk.goAway();
      expectNothing(`${name}, finished`);
    },
    JOURNEY_MS,
  );

  it('was looked for by a canary that sings: paper and the regions’ books hold the marks', () => {
    const { hits } = canary.search([kiosk.dataDir]);
    const found = new Set(hits.map(({ mark }) => mark));
    for (const mark of ['name', 'number', 'phone', 'street']) expect([...found]).toContain(mark);
    expect(hits.some(({ form }) => form === 'on a page')).toBe(true);
    expect(hits.every(({ file }) => NOT_OURS.test(`${file}/`))).toBe(true);
  });
});

describe('a planted mark is found', () => {
  const TEXT = '张建国 990000';
  const mark = textMark('planted', TEXT);
  const utf16 = Buffer.from(TEXT, 'utf16le');
  const clear = Buffer.from(`before ${TEXT} after`);
  const pdf = Buffer.concat([
    Buffer.from('%PDF-1.7\nstream\n'),
    deflateSync(clear),
    Buffer.from('\nendstream'),
  ]);
  const zip = Buffer.concat([
    Buffer.from('PK\x03\x04', 'latin1'),
    Buffer.alloc(22),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('a'),
    deflateRawSync(clear),
  ]);
  it.each<[string, Buffer]>([
    ['in UTF-8', clear],
    ['in UTF-16, little end first', Buffer.concat([Buffer.from('x'), utf16])],
    ['in UTF-16, big end first', Buffer.from(utf16).swap16()],
    ['in base64', Buffer.from(clear.toString('base64'))],
    ['in base64, one further', Buffer.from(Buffer.from(`x${clear}`).toString('base64'))],
    ['in base64, two further', Buffer.from(Buffer.from(`xy${clear}`).toString('base64'))],
    ['in base64 of a URL', Buffer.from(clear.toString('base64url'))],
    ['in hex', Buffer.from(clear.toString('hex'))],
    ['in hex of UTF-16', Buffer.from(utf16.toString('hex').toUpperCase())],
    ['in a URL', Buffer.from(encodeURIComponent(TEXT))],
    ['in a deflated stream of a PDF', pdf],
    ['in gzip', gzipSync(clear)],
    ['in a ZIP', zip],
    ['in a stream inside a stream', deflateSync(pdf)],
  ])('%s', (_, bytes) => {
    expect(hitsIn('file', bytes, [mark])).not.toEqual([]);
  });

  it('in a file, in a file’s name, and in a file that has changed since the last look; sealed bytes hold none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-planted-'));
    const one = new Canary([mark]);
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep', 'a'), Buffer.alloc(50_000, 7));
    expect(one.search([folder]).hits).toEqual([]);
    writeFileSync(join(folder, 'deep', 'a'), clear);
    expect(one.search([folder]).hits).toMatchObject([{ mark: 'planted', form: 'UTF-8' }]);
    expect(one.search([folder], /[/]deep[/]/).hits).toEqual([]);
    writeFileSync(join(folder, 'deep', 'a'), '');
    writeFileSync(join(folder, TEXT), '');
    expect(one.search([folder]).hits).not.toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
