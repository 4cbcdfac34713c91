import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { DRAFT_MS, type DraftShelf, draftShelf } from '../../../electron/drafts/index.ts';
import { CIPHERS, type Cipher, SUITES } from '../../../electron/store/index.ts';
import { countingRandom } from '../../support/memory-store.ts';
import { makePerson } from '../../support/people.ts';

let folder: string;
let clock: VirtualClock;
const { number } = makePerson(1);
const CANARY = 'canary-of-a-draft';
const draft = (matter = 'XT-SJ-015', said = CANARY) => ({
  region: '120000',
  matter,
  content: { values: { said } },
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-drafts-'));
  clock = new VirtualClock();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shelf = (over: { secret?: Uint8Array; cipher?: Cipher } = {}): DraftShelf =>
  draftShelf({
    folder: join(folder, 'drafts'),
    secret: over.secret ?? new Uint8Array(32).fill(7),
    cipher: over.cipher ?? (CIPHERS['aes-256-gcm'] as Cipher),
    clock,
    random: countingRandom('drafts'),
  });
const files = () => readdirSync(join(folder, 'drafts'));

describe('a kept draft', () => {
  it.each(SUITES)('comes back to the same card, sealed with %s', (suite) => {
    const cipher = CIPHERS[suite];
    if (!cipher) return;
    const until = shelf({ cipher }).keep(number, draft());
    expect(until).toBe(clock.now() + DRAFT_MS);
    expect(shelf({ cipher }).of(number)).toEqual([{ ...draft(), until }]);
  });

  it('is one a person and matter, the newest', async () => {
    const drafts = shelf();
    drafts.keep(number, draft());
    await clock.advance(1_000);
    drafts.keep(number, draft('XT-SJ-015', 'newer'));
    drafts.keep(number, draft('XT-GA-001', 'other'));
    expect(drafts.of(number).map(({ content }) => content)).toEqual([
      { values: { said: 'newer' } },
      { values: { said: 'other' } },
    ]);
    expect(files()).toHaveLength(2);
  });

  it('opens with neither another card nor another machine', () => {
    shelf().keep(number, draft());
    expect(shelf().of(makePerson(2).number)).toEqual([]);
    expect(shelf({ secret: new Uint8Array(32).fill(8) }).of(number)).toEqual([]);
  });

  it('cannot be read on the disk, nor told by its name', () => {
    shelf().keep(number, draft());
    const [name = ''] = files();
    const bytes = readFileSync(join(folder, 'drafts', name));
    for (const needle of [CANARY, number, 'XT-SJ-015', '120000']) {
      expect(bytes.includes(needle)).toBe(false);
      expect(name).not.toContain(needle);
    }
  });

  it('is not found once anything in it was changed, its time and its name included', () => {
    shelf().keep(number, draft());
    const [name = ''] = files();
    const path = join(folder, 'drafts', name);
    const whole = readFileSync(path);
    for (const at of [0, 7, 20, whole.length - 1]) {
      const wrong = Buffer.from(whole);
      wrong[at] = (wrong[at] ?? 0) ^ 1;
      writeFileSync(path, wrong);
      expect(shelf().of(number), `byte ${at}`).toEqual([]);
    }
    rmSync(path);
    writeFileSync(join(folder, 'drafts', name.replace(/-.{24}/, `-${'0'.repeat(24)}`)), whole);
    expect(shelf().of(number)).toEqual([]);
  });

  it('is over after a day, and swept away', async () => {
    const drafts = shelf();
    drafts.keep(number, draft());
    await clock.advance(DRAFT_MS - 1);
    expect(drafts.of(number)).toHaveLength(1);
    expect(drafts.sweep()).toBe(0);
    await clock.advance(1);
    expect(drafts.of(number)).toEqual([]);
    expect(drafts.sweep()).toBe(1);
    expect(files()).toEqual([]);
  });

  it('goes when it is dropped, and what was half written goes with the sweep', () => {
    const drafts = shelf();
    drafts.keep(number, draft());
    writeFileSync(join(folder, 'drafts', 'half.draft.new'), 'x');
    writeFileSync(join(folder, 'drafts', `${'0'.repeat(32)}-${'0'.repeat(24)}.draft`), 'x');
    expect(drafts.sweep()).toBe(2);
    drafts.drop(number, '120000', 'XT-SJ-015');
    drafts.drop(number, '120000', 'XT-SJ-015');
    expect(files()).toEqual([]);
  });

  it('makes room by the oldest, so that a disk is never filled', async () => {
    const drafts = shelf();
    for (let i = 0; i < 501; i++) {
      drafts.keep(number, draft(`M-${i}`, 'x'));
      await clock.advance(1);
    }
    const kept = drafts.of(number).map(({ matter }) => matter);
    expect(kept).toHaveLength(500);
    expect(kept).not.toContain('M-0');
  });

  it('is nothing where nothing was ever kept', () => {
    expect(shelf().of(number)).toEqual([]);
    expect(shelf().sweep()).toBe(0);
  });
});
