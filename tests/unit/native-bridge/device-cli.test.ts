import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok, systemClock } from '../../../electron/core/index.ts';
import { createLockerEmulator } from '../../../native-bridge/devices/locker/emulator.ts';
import { memoryPair } from '../../../native-bridge/transport/memory.ts';
import type { OpenTransport } from '../../../native-bridge/transport/port.ts';
import { deviceCommand } from '../../support/device-cli.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-cli-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const nowhere: OpenTransport = async () => err({ kind: 'not-found', detail: 'ENOENT' });
const quick = { clock: systemClock, baud: Number.POSITIVE_INFINITY, answerMs: 0 };
const locker = () => createLockerEmulator('kr-cu16', { ...quick, boards: [{ board: 0 }], coilMs: 100 });
const AT = '--driver kr-cu16 --board 0 --port memory:x';

describe('what is not understood', () => {
  it.each([
    ['', /npm run device -- list/],
    ['toaster read', /no such device: "toaster"; there are/],
    ['locker dance', /locker has no "dance"; it has open, status/],
    ['locker status --driver kr-cu16 --board 0', /--port is needed/],
    ['locker status --port x', /--driver is needed: kr-cu16/],
    ['locker status --port x --driver kr-cu16 --board one', /--board must be a whole number from 0 to 255/],
    [`locker open ${AT}`, /--cell must be/],
    [`locker status ${AT} --feedback perhaps`, /--feedback is one of closed-is-1/],
    [`locker status ${AT} --cells many`, /--cells must be/],
    [`locker status ${AT} --timeout soon`, /--timeout is a number of milliseconds/],
    ['document-printer print --port ipp://x', /print needs a PDF file/],
    [
      'document-printer print x.pdf --port ipp://x --copies 0',
      /--copies must be a whole number from 1 to 99/,
    ],
    ['document-printer print x.pdf --port ipp://x --sides both', /--sides is one of one-sided, two-sided/],
    ['document-printer print x.pdf --port ipp://x --pages 5-2', /--pages is a range such as 2-5/],
    ['document-printer print x.pdf --port ipp://x --pages 0', /--pages is a range such as 2-5/],
    ['document-printer cancel --port ipp://x', /cancel needs the title of a print/],
    ['document-printer status --port lpt1', /must be ipp:\/\/host:port\/path or folder:PATH/],
    ['list --colour', /Unknown option '--colour'.*--help/],
    ['record', /record needs a file/],
    ['replay', /replay needs a file/],
  ])('%j is said in one line, with exit code 2', async (line, message) => {
    const { code, out, said } = await deviceCommand(line === '' ? [] : line, nowhere);
    expect(code).toBe(2);
    expect(line === '' ? out : said).toMatch(message);
    if (line !== '') expect(said.trim().split('\n')).toHaveLength(1);
  });

  it('--help lists every command', async () => {
    const { code, out } = await deviceCommand('--help', nowhere);
    expect(code).toBe(0);
    for (const words of ['list', 'emulate', 'record', 'replay', 'locker open']) expect(out).toContain(words);
  });
});

describe('a line that cannot be opened', () => {
  it.each([
    ['not-found', /check plug and power/, 1],
    ['busy', /stop the kiosk first/, 1],
    ['not-permitted', /dialout/, 1],
    ['bad-address', /serial:\/\/\/dev\/ttyUSB0/, 2],
  ] as const)('%s comes with what to try', async (kind, advice, exit) => {
    const { code, said } = await deviceCommand(`locker status ${AT}`, async () => err({ kind, detail: 'x' }));
    expect(code).toBe(exit);
    expect(said).toMatch(advice);
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  it('that opens and stays silent is something else', async () => {
    const { code, said } = await deviceCommand(`locker status ${AT} --timeout 300`, async (address) =>
      ok(memoryPair(address)[0]),
    );
    expect(code).toBe(1);
    expect(said).toMatch(/nothing answers: check power, cable and the speed/);
  });

  it('is an object for scripts, too', async () => {
    const { out } = await deviceCommand(`locker status ${AT} --json`, nowhere);
    expect(JSON.parse(out)).toEqual({ error: expect.stringContaining('not-found') });
  });
});

describe('the locker', () => {
  it('opens a cell and says what proves it', async () => {
    const device = locker();
    const { code, out } = await deviceCommand(`locker open ${AT} --cell 3`, device.open);
    expect(code).toBe(0);
    expect(out).toMatch(/^board 0, cell 3: open/);
    expect(device.cabinet.isOpen(0, 3)).toBe(true);
    const status = await deviceCommand(`locker status ${AT} --json`, device.open);
    expect(JSON.parse(status.out).cells[2]).toMatchObject({ cell: 3, door: 'open' });
    expect((await deviceCommand(`locker status ${AT}`, device.open)).out).toMatch(/^cell 1 {3}door closed/);
  });

  it('says that a door is stuck, and that a cell does not exist', async () => {
    const device = locker();
    device.cabinet.jam(0, 3);
    const stuck = await deviceCommand(`locker open ${AT} --cell 3`, device.open);
    expect(stuck).toMatchObject({ code: 1, said: expect.stringMatching(/^stuck.*look for something/) });
    const none = await deviceCommand(`locker open ${AT} --cell 40`, device.open);
    expect(none).toMatchObject({ code: 1, said: expect.stringMatching(/^no-such-cell/) });
  });
});

describe('recording and replaying', () => {
  it('writes every byte into a file of its own, and plays it without the device', async () => {
    const device = locker();
    const file = join(dir, 'line.jsonl');
    const recorded = await deviceCommand(`record ${file} locker status ${AT}`, device.open);
    expect(recorded.code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('"dir":"out","hex":"0200300335"');
    const replayed = await deviceCommand(`replay ${file} locker status --driver kr-cu16 --board 0`, nowhere);
    expect(replayed).toEqual(recorded);
    const otherBoard = await deviceCommand(
      `replay ${file} locker status --driver kr-cu16 --board 1 --timeout 500`,
      nowhere,
    );
    expect(otherBoard.code).toBe(1);
  });

  it('never overwrites, and says what is no recording', async () => {
    const file = join(dir, 'notes.txt');
    writeFileSync(file, 'mine');
    const again = await deviceCommand(`record ${file} locker status ${AT}`, locker().open);
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('cannot be written') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const none = await deviceCommand(`replay ${file} locker status`, nowhere);
    expect(none).toMatchObject({
      code: 1,
      said: expect.stringContaining('line 1 is not part of a recording'),
    });
    const missing = await deviceCommand(`replay ${join(dir, 'no')} locker status`, nowhere);
    expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('ENOENT') });
    expect(existsSync(join(dir, 'no'))).toBe(false);
  });
});

describe('the list', () => {
  const usb = {
    vendorId: '1a86',
    productId: '7523',
    manufacturer: null,
    product: null,
    serialNumber: '7',
    known: { name: 'CH340', role: 'bridge' as const },
  };
  const port = {
    address: 'serial:///dev/serial/by-path/x',
    path: '/dev/ttyUSB0',
    byPath: '/dev/serial/by-path/x',
    byId: null,
    usb,
  };

  it('says that there is nothing', async () => {
    expect(await deviceCommand('list', nowhere)).toEqual({
      code: 0,
      out: 'no serial port found\n',
      said: '',
    });
  });

  it('names ports with their bridges, and readers without a port', async () => {
    const reader = {
      ...usb,
      vendorId: '0400',
      productId: 'c35a',
      known: { name: 'ID reader', role: 'native-reader' as const },
    };
    const { out } = await deviceCommand('list', nowhere, {
      ports: [port, { ...port, path: '/dev/ttyS0', address: 'serial:///dev/ttyS0', usb: null }],
      nativeReaders: [reader],
    });
    expect(out.split('\n').slice(0, 3)).toEqual([
      'serial:///dev/serial/by-path/x  (/dev/ttyUSB0, CH340 1a86:7523 no. 7)',
      'serial:///dev/ttyS0  (/dev/ttyS0, port of the main board)',
      '0400:c35a  ID reader: has no serial port; set it to serial mode or use its bridge',
    ]);
  });

  it('asks what is behind a port only with --probe', async () => {
    const device = locker();
    const found = { ports: [port], nativeReaders: [] };
    await deviceCommand('list', device.open, found);
    expect(device.asked).toEqual([]);
    const probed = await deviceCommand('list --probe --json', device.open, found);
    expect(JSON.parse(probed.out).ports[0].device).toEqual({
      device: 'locker',
      protocol: 'kr-cu16',
      address: 'serial:///dev/serial/by-path/x?baud=19200',
    });
  }, 20_000);
});
