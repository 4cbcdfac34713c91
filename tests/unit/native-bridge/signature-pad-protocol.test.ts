import { describe, expect, it } from 'vitest';
import { Framer } from '../../../native-bridge/codec/framer.ts';
import {
  encodePenPacket,
  encodePenQuery,
  encodeTouchPacket,
  encodeTouchQuery,
  isdv4Framing,
  touchPacketBytes,
} from '../../../native-bridge/devices/signature-pad/protocol-isdv4.ts';
import {
  encodeTopazInfo,
  encodeTopazPosition,
  encodeTopazPressure,
  fromTopaz,
  TOPAZ_MODELS,
  topazFraming,
  topazSize,
  toTopaz,
} from '../../../native-bridge/devices/signature-pad/protocol-topaz.ts';
import { withUsual } from '../../../native-bridge/transport/serial-address.ts';
import { hex, toHex } from '../../support/bytes.ts';

const frames = (text: string) => new Framer(isdv4Framing).push(hex(text));
const topazFrames = (text: string) => new Framer(topazFraming).push(hex(text));
const frame = (one: object) => [{ kind: 'frame', frame: one }];

describe('ISDV4 bytes', () => {
  // Worked out by hand from the layout: X = b1·512 + b2·4 + b6 bits 6–5, Y alike with bits 4–3.
  it('a pen on the pad', () => {
    const packet = {
      near: true,
      tip: true,
      sideSwitch: true,
      secondSwitch: false,
      x: 5 * 512 + 7 * 4 + 2,
      y: 3 * 512 + 1 * 4 + 1,
      pressure: 4 * 128 + 9,
      tiltX: 10,
      tiltY: 20,
    };
    expect(frames('A3 05 07 03 01 09 4C 0A 14')).toEqual(frame({ kind: 'pen', packet }));
    expect(toHex(encodePenPacket(packet))).toBe('A3 05 07 03 01 09 4C 0A 14');
  });

  it('greatest values, and a pen that leaves', () => {
    const [event] = frames('A7 7F 7F 7F 7F 7F 7F 7F 7F');
    expect(event).toMatchObject({
      frame: {
        packet: { x: 65_535, y: 65_535, pressure: 1_023, tiltX: 127, tiltY: 127, secondSwitch: true },
      },
    });
    expect(frames('80 00 00 00 00 00 00 00 00')).toMatchObject([
      { frame: { kind: 'pen', packet: { near: false, tip: false } } },
    ]);
  });

  it('what a pad says it is', () => {
    const query = { maxX: 9_600, maxY: 6_001, maxPressure: 1_023, maxTiltX: 60, maxTiltY: 61, version: 769 };
    // 9600 = 18·512 + 96·4; 6001 = 11·512 + 92·4 + 1; 1023 = 7·128 + 127; 769 = 6·128 + 1.
    expect(frames('C0 12 60 0B 5C 7F 0F 3C 3D 06 01')).toEqual(frame({ kind: 'penQuery', query }));
    expect(toHex(encodePenQuery(query))).toBe('C0 12 60 0B 5C 7F 0F 3C 3D 06 01');
  });

  it('what a pad says of touch', () => {
    const query = {
      panelResolution: 10,
      sensorId: 5,
      maxX: 4_095,
      maxY: 2_050,
      capacityResolution: 3,
      version: 258,
    };
    // 4095 = 7·512 + 127·4 + 3; 2050 = 4·512 + 2.
    expect(frames('C1 0A 75 07 7F 04 00 03 00 02 02')).toEqual(frame({ kind: 'touchQuery', query }));
    expect(toHex(encodeTouchQuery(query))).toBe('C1 0A 75 07 7F 04 00 03 00 02 02');
  });

  it.each([
    [0, 5],
    [1, 7],
    [2, 5],
    [3, 7],
    [4, 7],
    [5, 13],
    [6, null],
  ] as const)('touch packets of sensor %i have %s bytes and are stepped over', (sensor, bytes) => {
    expect(touchPacketBytes(sensor)).toBe(bytes);
    if (bytes === null) return;
    const touch = encodeTouchPacket(bytes, 300, 400, true);
    expect(touch.length).toBe(bytes);
    const pen = encodePenPacket({ ...QUIET, x: 77 });
    const events = new Framer(isdv4Framing).push(Uint8Array.of(...touch, ...pen, ...touch, ...pen));
    expect(events).toMatchObject([
      { frame: { kind: 'touch' } },
      { frame: { kind: 'pen', packet: { x: 77 } } },
      { frame: { kind: 'touch' } },
      { frame: { kind: 'pen', packet: { x: 77 } } },
    ]);
  });

  it('goes on at the next first byte after a packet that was cut, and after anything unknown', () => {
    const pen = toHex(encodePenPacket({ ...QUIET, x: 77 }));
    expect(frames(`A3 05 07 03 ${pen}`)).toMatchObject([{ kind: 'bad-length' }, { frame: { kind: 'pen' } }]);
    expect(frames(`05 07 ${pen}`)).toMatchObject([{ frame: { kind: 'pen' } }]);
    expect(frames(`C2 05 07 ${pen}`)).toMatchObject([{ kind: 'bad-length' }, { frame: { kind: 'pen' } }]);
    expect(frames(`C0 12 60 0B 5C ${pen}`)).toMatchObject([
      { kind: 'bad-length' },
      { frame: { kind: 'pen' } },
    ]);
  });
});

const QUIET = {
  near: true,
  tip: false,
  sideSwitch: false,
  secondSwitch: false,
  x: 0,
  y: 0,
  pressure: 0,
  tiltX: 0,
  tiltY: 0,
};

describe('Topaz bytes', () => {
  it('positions, of three types', () => {
    // X = 8·128 + 3, Y = 5·128 + 9.
    const position = { kind: 'position', near: true, down: true, x: 1_027, y: 649 };
    expect(topazFrames('C1 03 08 09 05')).toEqual(frame(position));
    expect(topazFrames('C5 03 08 09 05')).toEqual(frame(position));
    expect(topazFrames('D1 03 08 09 05')).toEqual(frame(position));
    expect(toHex(encodeTopazPosition(1_027, 649, true, true))).toBe('C1 03 08 09 05');
    expect(topazFrames('80 03 08 09 05')).toEqual(frame({ ...position, near: false, down: false }));
  });

  it('pressure and device', () => {
    expect(topazFrames('DC 00 00 11 05')).toEqual(frame({ kind: 'pressure', pressure: 5 * 128 + 17 }));
    expect(toHex(encodeTopazPressure(657))).toBe('DC 00 00 11 05');
    // d0 = 12·4 + 3, d1 = 36·128 + 52.
    expect(topazFrames('88 33 00 34 24')).toEqual(
      frame({ kind: 'deviceInfo', model: 12, serial: 3 * 65_536 + 4_660 }),
    );
    expect(toHex(encodeTopazInfo(12, 3 * 65_536 + 4_660))).toBe('88 33 00 34 24');
  });

  it('what is no position', () => {
    expect(topazFrames('C1 7F 1F 7F 1F')).toEqual(frame({ kind: 'other' }));
    expect(topazFrames('C1 03 28 09 05')).toEqual(frame({ kind: 'other' }));
    expect(topazFrames('C1 03 08 09 45')).toEqual(frame({ kind: 'other' }));
    expect(topazFrames('CD 03 08 09 05')).toEqual(frame({ kind: 'other' }));
  });

  it('goes on at the next first byte', () => {
    expect(topazFrames('C1 03 C1 03 08 09 05')).toMatchObject([
      { kind: 'bad-length' },
      { frame: { kind: 'position' } },
    ]);
    expect(topazFrames('11 12 C1 03 08 09 05')).toMatchObject([{ frame: { kind: 'position' } }]);
  });

  it('windows in hundredths of a millimetre', () => {
    expect(topazSize(TOPAZ_MODELS['signaturegem-1x5'])).toEqual({ width: 12_390, height: 3_717 });
    expect(fromTopaz(TOPAZ_MODELS.clipgem, 485 + 275, 170)).toEqual({ x: 2_540, y: 0 });
    expect(toTopaz(TOPAZ_MODELS.clipgem, 2_540, 0)).toEqual({ x: 760, y: 170 });
  });
});

describe('usual settings of a line', () => {
  it('fill in what an address does not say', () => {
    const usual = { baud: 19_200, parity: 'odd' } as const;
    expect(withUsual('serial:///dev/ttyS1', usual)).toBe('serial:///dev/ttyS1?baud=19200&parity=odd');
    expect(withUsual('serial:///dev/ttyS1?parity=none', usual)).toBe(
      'serial:///dev/ttyS1?parity=none&baud=19200',
    );
    expect(withUsual('serial:///dev/ttyS1?baud=9600&parity=even', usual)).toBe(
      'serial:///dev/ttyS1?baud=9600&parity=even',
    );
    expect(withUsual('tcp://pad:4001', usual)).toBe('tcp://pad:4001');
  });
});
