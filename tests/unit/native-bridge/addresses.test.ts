import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { createPrinter, openTransport } from '../../../native-bridge/index.ts';
import { serialFailure } from '../../../native-bridge/transport/serial.ts';
import { lineSpeed, parseSerialAddress } from '../../../native-bridge/transport/serial-address.ts';
import { parseTcpAddress } from '../../../native-bridge/transport/tcp.ts';

describe('serial addresses', () => {
  const plain = { baud: 115_200, bits: 8, parity: 'none', stop: 1, flow: 'none' };

  it.each([
    ['serial:///dev/ttyUSB0', { ...plain, path: '/dev/ttyUSB0' }],
    ['serial://COM3', { ...plain, path: 'COM3' }],
    ['serial://COM12?baud=19200', { ...plain, path: 'COM12', baud: 19_200 }],
    [
      'serial:///dev/ttyS1?baud=9600&bits=7&parity=odd&stop=2&flow=rtscts',
      { path: '/dev/ttyS1', baud: 9_600, bits: 7, parity: 'odd', stop: 2, flow: 'rtscts' },
    ],
    [
      'serial:///dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0',
      { ...plain, path: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0' },
    ],
  ])('%s', (address, settings) => {
    expect(parseSerialAddress(address)).toEqual(settings);
  });

  it.each([
    'ttyUSB0',
    'tcp://host:1',
    'serial://',
    'serial:///',
    'serial://dev/ttyUSB0',
    'serial:///dev/ttyUSB0?baud=fast',
    'serial:///dev/ttyUSB0?baud=0',
    'serial:///dev/ttyUSB0?bits=9',
    'serial:///dev/ttyUSB0?parity=some',
    'serial:///dev/ttyUSB0?stop=1.5',
    'serial:///dev/ttyUSB0?speed=9600',
    'serial:///dev/%',
  ])('%s is none', (address) => {
    expect(parseSerialAddress(address)).toBeTypeOf('string');
  });

  it('tell the speed of the line, and lines without one count as fast', () => {
    expect(lineSpeed('serial:///dev/ttyUSB0?baud=9600')).toBe(9_600);
    expect(lineSpeed('tcp://host:4001')).toBe(115_200);
  });
});

describe('other addresses', () => {
  it('TCP needs host and port and nothing else', () => {
    expect(parseTcpAddress('tcp://10.0.0.9:4001')).toEqual({ host: '10.0.0.9', port: 4001 });
    expect(parseTcpAddress('tcp://[fe80::1]:4001')).toEqual({ host: 'fe80::1', port: 4001 });
    for (const wrong of ['tcp://host', 'tcp://:80', 'tcp://host:1/x', 'tcp://host:1?a=b', 'host:1']) {
      expect(parseTcpAddress(wrong), wrong).toBeTypeOf('string');
    }
  });

  it.each(['memory:id-reader', 'usb://1', '', 'serial:///dev/x?baud=x', 'tcp://host'])(
    'opening %j is a bad address, not an exception',
    async (address) => {
      expect(await openTransport(address)).toMatchObject({ ok: false, error: { kind: 'bad-address' } });
    },
  );

  it.each(['lpt1', 'http://host/x', 'folder:', 'ipp://user@host/x', 'ipp://host/x?y=z', 'ipp:'])(
    'a printer at %j is a bad address that is named',
    (address) => {
      const printer = createPrinter(address, { clock: new VirtualClock() });
      expect(printer).toMatchObject({ ok: false, error: { kind: 'bad-address' } });
      expect(printer.ok || printer.error.message).toContain(address);
    },
  );
});

describe('what the serial addon says', () => {
  it.each([
    ['Error: No such file or directory, cannot open /dev/ttyUSB0', 'not-found'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'not-permitted'],
    ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'busy'],
    ['Error Resource temporarily unavailable Cannot lock port', 'busy'],
    ['Opening COM3: File not found', 'not-found'],
    ['Opening COM3: Access denied', 'busy'],
    ['Opening COM3: Unknown error code 31', 'not-found'],
    ['Error: Inappropriate ioctl for device, cannot open /dev/null', 'bad-address'],
    ['something new', 'not-found'],
  ])('%s', (message, kind) => {
    expect(serialFailure(new Error(message)).kind).toBe(kind);
  });
});
