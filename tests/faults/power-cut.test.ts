import { describe, expect, it } from 'vitest';
import { LOG_ROOM } from '../../electron/store/log-room.ts';
import { Random } from '../fuzz/random.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { Disk } from './power-cut/disk.ts';
import { recordWriter, simulatePowerCuts } from './power-cut/simulate.ts';
import { parseTrace } from './power-cut/trace.ts';

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();
const write = (path: string, at: number, words: string) =>
  ({ kind: 'write', path, at, bytes: Buffer.from(words) }) as const;

describe('the rebuilt disk', () => {
  it('keeps what was synced and may lose the rest', () => {
    const disk = new Disk();
    disk.apply({ kind: 'create', path: 'a', truncate: false });
    disk.apply(write('a', 0, 'safe'));
    disk.apply({ kind: 'sync', path: 'a' });
    disk.apply(write('a', 0, 'gone'));
    expect(disk.unsynced).toBe(1);
    expect(text(disk.cut('drop', new Random(1)).get('a'))).toBe('safe');
    const outcomes = new Set<string | undefined>();
    for (let seed = 0; seed < 30; seed++) outcomes.add(text(disk.cut('subset', new Random(seed)).get('a')));
    expect([...outcomes].sort()).toEqual(['gone', 'safe']);
  });

  it('keeps with a sync what was created and removed before, but no bytes of other files', () => {
    const disk = new Disk();
    disk.apply(write('old', 0, 'x'));
    disk.apply({ kind: 'sync', path: 'old' });
    disk.apply({ kind: 'create', path: 'b', truncate: false });
    disk.apply(write('b', 0, 'lost'));
    disk.apply({ kind: 'unlink', path: 'old' });
    disk.apply({ kind: 'rename', path: 'b', to: 'c' });
    disk.apply({ kind: 'sync', path: 'other' });
    const files = disk.cut('drop', new Random(1));
    expect([...files.keys()]).toEqual(['c']);
    expect(files.get('c')).toHaveLength(0);
  });

  it('tears writes at sectors of 512 bytes, and nowhere else', () => {
    const disk = new Disk();
    disk.apply(write('a', 0, 'o'.repeat(2_048)));
    disk.apply({ kind: 'sync', path: 'a' });
    disk.apply(write('a', 0, 'n'.repeat(2_048)));
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const words = text(disk.cut('torn', new Random(seed)).get('a')) as string;
      const sectors = words.match(/.{512}/g) as string[];
      for (const sector of sectors) expect(new Set(sector).size).toBe(1);
      seen.add(sectors.map((sector) => sector[0]).join(''));
    }
    expect(seen.size).toBeGreaterThan(4);
  });

  it('shortens and lengthens a file, and does not change what was cut before', () => {
    const disk = new Disk();
    disk.apply(write('a', 2, 'cd'));
    disk.apply({ kind: 'truncate', path: 'a', size: 3 });
    disk.apply({ kind: 'sync', path: 'a' });
    const before = disk.cut('drop', new Random(1));
    expect([...(before.get('a') ?? [])]).toEqual([0, 0, 0x63]);
    disk.apply(write('a', 0, 'zzzz'));
    disk.apply({ kind: 'sync', path: 'a' });
    expect([...(before.get('a') ?? [])]).toEqual([0, 0, 0x63]);
  });
});

describe('the trace', () => {
  const hex = (words: string) =>
    [...Buffer.from(words)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

  it('is read as what was done to the files of one folder', () => {
    const log = [
      `10 openat(AT_FDCWD</x>, "${hex('/d/a')}", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 3</d/a>`,
      `10 openat(AT_FDCWD</x>, "${hex('/etc/a')}", O_RDWR|O_CREAT, 0644) = 4</etc/a>`,
      `10 pwrite64(3</d/a>, "${hex('hi')}", 2, 4096 <unfinished ...>`,
      `11 write(1<pipe:[5]>, "${hex('taken 1\n')}", 8) = 8`,
      '10 <... pwrite64 resumed>) = 2',
      '10 ftruncate(3</d/a>, 10) = 0',
      '10 fdatasync(3</d/a>) = 0',
      '10 fsync(4</etc/a>) = 0',
      `10 unlink("${hex('/d/a')}") = -1 ENOENT (No such file or directory)`,
      `10 rename("${hex('/d/a')}", "${hex('/d/b')}") = 0`,
      `10 unlink("${hex('/d/b')}") = 0`,
      '10 +++ exited with 0 +++',
    ].join('\n');
    expect(parseTrace(log, '/d')).toEqual([
      { kind: 'create', path: 'a', truncate: false },
      { kind: 'said', line: 'taken 1' },
      { kind: 'write', path: 'a', at: 4_096, bytes: Buffer.from('hi') },
      { kind: 'truncate', path: 'a', size: 10 },
      { kind: 'sync', path: 'a' },
      { kind: 'rename', path: 'a', to: 'b' },
      { kind: 'unlink', path: 'b' },
    ]);
  });

  it('does not pass over what it does not understand', () => {
    expect(() => parseTrace('1 write(3</d/a>, "\\x41", 1) = 1', '/d')).toThrow(/not understood/);
    expect(() => parseTrace('1 writev(3</d/a>, [{}], 1) = 1', '/d')).toThrow(/not understood/);
    expect(() => parseTrace('1 pwrite64(3</d/a>, "\\x41", 9, 0) = 9', '/d')).toThrow(/cut a write short/);
  });
});

describe.skipIf(mustSkip('cutting the power', hasTool('strace') ? [] : ['strace']))(
  'the power is cut at any moment',
  () => {
    it('no promise is broken and the database is sound', () => {
      const recording = recordWriter(30, 'full');
      // The room of the log is made on this disk, too, at each of two starts.
      const lastOfRoom = recording.filter(
        (op) => op.kind === 'write' && op.path === 'kiosk.db-wal' && op.at + op.bytes.length === LOG_ROOM,
      );
      expect(lastOfRoom.length).toBeGreaterThanOrEqual(2);
      const report = simulatePowerCuts(recording, 450, 7);
      expect(report).toMatchObject({ corrupt: 0, lossy: 0, examples: [] });
      expect(report.promises).toBeGreaterThan(60);
    }, 120_000);

    it('a writer that does not sync is caught', () => {
      const report = simulatePowerCuts(recordWriter(30, 'normal'), 150, 7);
      expect(report.lossy).toBeGreaterThan(50);
    }, 120_000);
  },
);
