import { type Clock, sleep } from '../../electron/core/index.ts';
import { crc16Modbus, sum, xor } from '../codec/checksum.ts';
import type { OpenTransport } from '../transport/port.ts';

export type DeviceKind = 'id-card' | 'fingerprint' | 'signature' | 'receipt' | 'locker';

/** A question that changes nothing on the device it is meant for, and that devices of other kinds ignore. */
export interface Probe {
  readonly device: DeviceKind;
  /** The driver or protocol that the answer speaks for, e.g. `kr-cu16`. */
  readonly protocol: string;
  readonly baud: number;
  readonly question: Uint8Array;
  /** Whether the bytes that came, noise included, hold this device's answer. */
  recognises(answer: Uint8Array): boolean;
}

export interface Found {
  readonly device: DeviceKind;
  readonly protocol: string;
  /** The address with the speed at which it answered. */
  readonly address: string;
}

export const PROBE_TIMING = {
  /** First only listen, in milliseconds: what comes unasked, a rest of noise at opening, is no answer. */
  listenMs: 150,
  /** How long an answer may take, in milliseconds. */
  answerMs: 400,
} as const;

const bytes = (...values: number[]) => Uint8Array.from(values);

/** True when `fits` holds for some place of the bytes. */
function somewhere(answer: Uint8Array, length: number, fits: (part: Uint8Array) => boolean): boolean {
  for (let at = 0; at + length <= answer.length; at++)
    if (fits(answer.subarray(at, at + length))) return true;
  return false;
}

const receiptAt = (baud: number): Probe => ({
  device: 'receipt',
  protocol: 'esc-pos',
  baud,
  // DLE EOT 1, the printer's real-time status.
  question: bytes(0x10, 0x04, 0x01),
  // A single byte of which four bits are fixed: only exactly one byte can be told from noise.
  recognises: (answer) => answer.length === 1 && ((answer[0] as number) & 0x93) === 0x12,
});

const penAt = (baud: number): Probe => ({
  device: 'signature',
  protocol: 'isdv4',
  baud,
  question: bytes(0x2a),
  recognises: (answer) =>
    somewhere(answer, 11, (part) => part[0] === 0xc0 && part.subarray(1).every((byte) => byte < 0x80)),
});

/**
 * The probes, in the order in which they must be tried. The printer comes first and at each of its speeds, because it
 * alone prints what it does not understand: once it has answered, nothing else is sent. Its question is no message to
 * any other device, and every other question is dropped by the rest for its header or checksum. None opens, prints,
 * writes or starts anything. A Topaz pad has no question: it cannot be found, only configured.
 */
export const PROBES: readonly Probe[] = [
  ...[9_600, 19_200, 38_400, 115_200].map(receiptAt),
  {
    device: 'id-card',
    protocol: 'sam-v',
    baud: 115_200,
    // SAM status.
    question: bytes(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x11, 0xff, 0xed),
    recognises: (answer) =>
      somewhere(answer, 11, (part) => {
        const head = [0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00];
        return head.every((byte, i) => part[i] === byte) && xor(part, 5) === 0;
      }),
  },
  {
    device: 'fingerprint',
    protocol: 'ef01',
    baud: 57_600,
    // VfyPwd with the factory password: asks and changes nothing.
    question: bytes(0xef, 0x01, 0xff, 0xff, 0xff, 0xff, 0x01, 0x00, 0x07, 0x13, 0, 0, 0, 0, 0x00, 0x1b),
    recognises: (answer) =>
      somewhere(
        answer,
        12,
        (part) =>
          part[0] === 0xef &&
          part[1] === 0x01 &&
          part[6] === 0x07 &&
          sum(part, 6, 10) === (((part[10] as number) << 8) | (part[11] as number)),
      ),
  },
  {
    device: 'locker',
    protocol: 'kr-cu16',
    baud: 19_200,
    // Status of board 0.
    question: bytes(0x02, 0x00, 0x30, 0x03, 0x35),
    recognises: (answer) =>
      somewhere(
        answer,
        9,
        (part) =>
          part[0] === 0x02 && part[2] === 0x35 && part[7] === 0x03 && (sum(part, 0, 8) & 0xff) === part[8],
      ),
  },
  {
    device: 'locker',
    protocol: '8a80',
    baud: 9_600,
    // State of all locks of board 1.
    question: bytes(0x80, 0x01, 0x00, 0x33, 0xb2),
    recognises: (answer) =>
      [7, 8, 9].some((length) =>
        somewhere(
          answer,
          length,
          (part) => part[0] === 0x80 && part[1] === 0x01 && part[length - 2] === 0x33 && xor(part) === 0,
        ),
      ),
  },
  {
    device: 'locker',
    protocol: 'modbus-relay',
    baud: 9_600,
    // Read one coil of unit 1.
    question: bytes(0x01, 0x01, 0x00, 0x00, 0x00, 0x01, 0xfd, 0xca),
    recognises: (answer) =>
      somewhere(answer, 6, (part) => {
        const crc = crc16Modbus(part, 0, 4);
        return (
          part[0] === 0x01 &&
          part[1] === 0x01 &&
          part[2] === 0x01 &&
          part[4] === (crc & 0xff) &&
          part[5] === crc >> 8
        );
      }),
  },
  penAt(19_200),
  penAt(38_400),
];

/**
 * Finds out what is behind a serial address, or null. Never to be used on a port that the profile gives to a device:
 * that one is asked by its own driver. A port that others hold is left alone (null).
 */
export async function probePort(
  open: OpenTransport,
  address: string,
  clock: Clock,
  probes: readonly Probe[] = PROBES,
): Promise<Found | null> {
  const line = address.split('?')[0] as string;
  for (const probe of probes) {
    const target = address.startsWith('serial:') ? `${line}?baud=${probe.baud}` : address;
    const opened = await open(target);
    if (!opened.ok) return null;
    const heard: number[] = [];
    opened.value.onData((chunk) => {
      // More than any answer is a device that streams, or noise: no need to keep it.
      if (heard.length < 256) heard.push(...chunk.subarray(0, 256));
    });
    await sleep(clock, PROBE_TIMING.listenMs);
    heard.length = 0;
    const asked = await opened.value.write(probe.question);
    for (let waited = 0; asked.ok && waited < PROBE_TIMING.answerMs; waited += 50) {
      await sleep(clock, 50);
      if (probe.recognises(Uint8Array.from(heard))) {
        await opened.value.close();
        return { device: probe.device, protocol: probe.protocol, address: target };
      }
    }
    await opened.value.close();
  }
  return null;
}
