import { describe, expect, it } from 'vitest';
import { Framer } from '../../../native-bridge/codec/framer.ts';
import { type Token, Tokenizer } from '../../../native-bridge/devices/receipt-printer/emulator-tokens.ts';
import {
  hindrance,
  printerFraming,
  realTimeStatus,
} from '../../../native-bridge/devices/receipt-printer/protocol.ts';
import { hex } from '../../support/bytes.ts';

const frames = (text: string) =>
  new Framer(printerFraming).push(hex(text)).map((event) => (event.kind === 'frame' ? event.frame : event));
const WELL = { paper: 'ok', coverOpen: false, error: null, offline: false };

describe('what a printer says', () => {
  it('is told apart by its fixed bits', () => {
    expect(frames('16 11 13 5F 41 42 00 37 25 00 0C 10 00 03 00')).toEqual([
      { kind: 'realTime', byte: 0x16 },
      { kind: 'flow', go: true },
      { kind: 'flow', go: false },
      { kind: 'text', text: 'AB' },
      { kind: 'block' },
      { kind: 'paperStatus', paper: 'out' },
      { kind: 'statusBack', status: { ...WELL, paper: 'near-end' } },
    ]);
  });

  it('is broken when a status back or a block is not whole, and its rest is no confirmation', () => {
    expect(frames('10 00 12')).toEqual([{ kind: 'broken' }, { kind: 'realTime', byte: 0x12 }]);
    expect(frames('10 92')).toEqual([{ kind: 'broken' }, { kind: 'broken' }]);
    expect(frames('5F 41 12')).toEqual([{ kind: 'broken' }, { kind: 'realTime', byte: 0x12 }]);
    expect(frames(`5F ${'41 '.repeat(120)}`)[0]).toEqual({ kind: 'broken' });
    expect(frames('FF 80 55')).toEqual([{ kind: 'broken' }, { kind: 'broken' }, { kind: 'broken' }]);
  });

  it('means the same asked and unasked', () => {
    const asked = (printer: number, offlineCause: number, errorCause: number, paper: number) =>
      realTimeStatus({ printer, offlineCause, errorCause, paper });
    expect(asked(0x12, 0x12, 0x12, 0x12)).toEqual(WELL);
    expect(frames('10 00 00 00')).toEqual([{ kind: 'statusBack', status: WELL }]);
    const TABLE: [number[], string, object, string | null][] = [
      [[0x1a, 0x16, 0x12, 0x12], '38 00 00 00', { coverOpen: true, offline: true }, 'cover-open'],
      [[0x1a, 0x32, 0x12, 0x72], '18 00 0C 00', { paper: 'out', offline: true }, 'paper-out'],
      [[0x12, 0x12, 0x12, 0x1e], '10 00 03 00', { paper: 'near-end' }, null],
      [[0x1a, 0x52, 0x1a, 0x12], '18 08 00 00', { error: 'cutter', offline: true }, 'cutter-error'],
      [[0x1a, 0x52, 0x16, 0x12], '18 04 00 00', { error: 'recoverable', offline: true }, 'printer-error'],
      [[0x1a, 0x52, 0x32, 0x12], '18 20 00 00', { error: 'unrecoverable', offline: true }, 'printer-error'],
      [[0x1a, 0x52, 0x52, 0x12], '18 40 00 00', { error: 'overheated', offline: true }, 'overheated'],
      [[0x1a, 0x1a, 0x12, 0x12], '58 00 00 00', { offline: true }, 'offline'],
    ];
    for (const [answers, back, differs, hinders] of TABLE) {
      const status = asked(...(answers as [number, number, number, number]));
      expect(status).toEqual({ ...WELL, ...differs });
      expect(frames(back)).toEqual([{ kind: 'statusBack', status }]);
      expect(hindrance(status)).toBe(hinders);
    }
    // An error that was gone when its cause was asked for.
    expect(asked(0x1a, 0x52, 0x12, 0x12).error).toBe('recoverable');
  });
});

describe('the tokenizer', () => {
  const tokens = (bytes: Uint8Array, chinese = false, four = true) => {
    const tokenizer = new Tokenizer(chinese, four);
    const out: Token[] = [];
    for (const byte of bytes) out.push(...tokenizer.push(byte));
    return {
      names: out.map((token) => (token.kind === 'char' ? `${token.size}` : token.name)),
      held: tokenizer.held,
    };
  };

  const CASES: [string, string, string[]][] = [
    ['an image that holds commands', '1D 76 30 00 01 00 06 00 1B 40 10 04 01 1D 0A', ['GS v 0', 'LF']],
    ['a QR code that holds commands', '1D 28 6B 06 00 31 50 30 10 04 01 0A', ['GS ( k', 'LF']],
    ['a long graphic', '1D 38 4C 03 00 00 00 10 04 01 0A', ['GS 8 L', 'LF']],
    ['a bit image of 8 dots', '1B 2A 00 02 00 1B 40 0A', ['ESC *', 'LF']],
    ['a bit image of 24 dots', '1B 2A 21 01 00 1B 40 10 0A', ['ESC *', 'LF']],
    ['a bar code to a zero', '1D 6B 04 41 42 00 0A', ['GS k', 'LF']],
    ['a bar code by count', '1D 6B 49 03 7B 42 00 0A', ['GS k', 'LF']],
    ['a drawer pulse without times', '1B 70 00 1B 40 0A', ['ESC p', 'ESC @', 'LF']],
    ['a drawer pulse', '1B 70 00 19 FA 0A', ['ESC p', 'LF']],
    ['a Star status request', '1B 06 01 0A', ['ESC \x06', 'LF']],
    ['a font selection of FS (', '1C 28 41 02 00 30 00 0A', ['FS ( A', 'LF']],
    [
      'cuts of every form',
      '1D 56 00 1D 56 01 1D 56 41 10 1D 56 42 00 1B 69 0A',
      ['GS V', 'GS V', 'GS V', 'GS V', 'ESC i', 'LF'],
    ],
    ['tab stops', '1B 44 08 10 00 0A', ['ESC D', 'LF']],
    ['user-defined characters', '1B 26 03 41 42 01 1B 1B 1B 00 0A', ['ESC &', 'LF']],
    ['a downloaded image', '1D 2A 01 01 1B 40 1B 40 1B 40 1B 40 0A', ['GS *', 'LF']],
    ['stored images', '1C 71 01 01 00 01 00 1B 40 1B 40 1B 40 1B 40 0A', ['FS q', 'LF']],
    ['another form of QR code', '1D 5A 02 1B 5A 00 4C 05 02 00 1B 40 0A', ['GS Z', 'ESC Z', 'LF']],
    ['maintenance counters', '1D 67 32 00 01 00 0A', ['GS g', 'LF']],
    [
      'real-time commands',
      '10 04 01 10 05 02 10 14 01 00 01 10 14 08 01 03 14 01 06 02 08 0A',
      ['DLE EOT', 'DLE ENQ', 'DLE DC4', 'DLE DC4', 'LF'],
    ],
    ['a DLE that is none', '10 41 0A', ['ignored', '1', 'LF']],
    ['control characters', '00 09 0C 0D 18 07', ['ignored', 'HT', 'FF', 'CR', 'CAN', 'ignored']],
    [
      'Han characters only where they are on',
      'D6 D0 1C 26 D6 D0 81 30 81 30 41 1C 2E D6',
      ['1', '1', 'FS &', '2', '4', '1', 'FS .', '1'],
    ],
    ['a command that nobody knows', '1B 7E 0A', ['ESC ~', 'LF']],
  ];
  for (const [name, bytes, expected] of CASES) {
    it(`reads ${name}`, () => {
      expect(tokens(hex(bytes))).toEqual({ names: expected, held: 0 });
    });
  }

  it('without four-byte characters takes two and two', () => {
    expect(tokens(hex('81 30 81 30'), true, false).names).toEqual(['2', '2']);
  });

  it('waits for the rest of what has begun, and zeros finish it', () => {
    const half = hex('1D 76 30 00 48 00 18 00 FF FF');
    expect(tokens(half)).toEqual({ names: [], held: 10 });
    const flushed = Uint8Array.of(...half, ...new Uint8Array(8_192), 0x1b, 0x40);
    const { names, held } = tokens(flushed);
    expect([names[0], names.at(-1), held]).toEqual(['GS v 0', 'ESC @', 0]);
    for (const begun of ['1B', '1B 2A 21', '1B 26 03 41 42', '1C 71 02 01 00', '1D 28 6B 06', '10 14']) {
      expect(tokens(hex(begun)).names).toEqual([]);
    }
  });
});
