import { sum } from '../../codec/checksum.ts';
import { lengthFraming } from '../../codec/framer.ts';
import { message, rest, u8, u16be, u32be } from '../../codec/message.ts';

/**
 * Bytes of the EF01 modules (ZFM-20, R30x, AS608, FPM10A and their kin), after the ZhianTec ZFM-20 manual 2.0:
 * `EF 01 | address, 4 | packet id | length, 2 | payload | sum, 2`, all big-endian. The length counts payload and sum; the
 * sum is that of packet id, length and payload, modulo 65536.
 */
const START = [0xef, 0x01] as const;
const HEADER_BYTES = 9;
/** Bytes of a packet that are not its content. */
export const PACKET_OVERHEAD = HEADER_BYTES + 2;

export const PACKET = { command: 0x01, data: 0x02, ack: 0x07, lastData: 0x08 } as const;

/** Most bytes that a packet can hold: a data packet of the largest packet size. */
export const MOST_PAYLOAD = 256;

export const FACTORY = { address: 0xffff_ffff, password: 0, baud: 57_600, packetBytes: 128 } as const;

export interface Packet {
  readonly address: number;
  readonly id: number;
  readonly payload: Uint8Array;
}

export const ef01Framing = lengthFraming<Packet>({
  start: START,
  lengthAt: 7,
  least: 2,
  most: MOST_PAYLOAD + 2,
  intact: (bytes, from, to) => (sum(bytes, from + 6, to - 2) & 0xffff) === word(bytes, to - 2),
  frame(bytes) {
    const address = word(bytes, 2) * 65_536 + word(bytes, 4);
    const packet = { address, id: bytes[6] as number, payload: bytes.slice(HEADER_BYTES, -2) };
    bytes.fill(0);
    return packet;
  },
});

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

const packetForm = message({ address: u32be, id: u8, length: u16be, payload: rest });

/** One packet. Throws a `RangeError` for a payload that no packet can hold. */
export function encodePacket({ address, id, payload }: Packet): Uint8Array {
  if (payload.length > MOST_PAYLOAD) throw new RangeError(`a packet cannot hold ${payload.length} bytes`);
  const body = packetForm.encode({ address, id, length: payload.length + 2, payload });
  const bytes = new Uint8Array(START.length + body.length + 2);
  bytes.set(START);
  bytes.set(body, START.length);
  body.fill(0);
  const check = sum(bytes, 6, bytes.length - 2) & 0xffff;
  bytes[bytes.length - 2] = check >> 8;
  bytes[bytes.length - 1] = check & 0xff;
  return bytes;
}

/** Content as data packets of `packetBytes`: 02 for all but the last, which is 08. */
export function encodeData(address: number, content: Uint8Array, packetBytes: number): Uint8Array {
  const packets: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += packetBytes) {
    const last = at + packetBytes >= content.length;
    const payload = content.subarray(at, at + packetBytes);
    packets.push(encodePacket({ address, id: last ? PACKET.lastData : PACKET.data, payload }));
  }
  const bytes = new Uint8Array(packets.reduce((total, packet) => total + packet.length, 0));
  let at = 0;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
    packet.fill(0);
  }
  return bytes;
}

/** Instructions that the driver uses, by their names in the manual. */
export const INSTRUCTIONS = {
  genImg: 0x01,
  img2Tz: 0x02,
  match: 0x03,
  search: 0x04,
  regModel: 0x05,
  store: 0x06,
  loadChar: 0x07,
  upChar: 0x08,
  downChar: 0x09,
  upImage: 0x0a,
  deleteChar: 0x0c,
  empty: 0x0d,
  readSysPara: 0x0f,
  vfyPwd: 0x13,
  readConList: 0x1f,
  sleep: 0x33,
  auraLedConfig: 0x35,
  ledOn: 0x50,
  ledOff: 0x51,
} as const;

export type Instruction = keyof typeof INSTRUCTIONS;

/** Confirmation codes. */
export const CC = {
  done: 0x00,
  packetError: 0x01,
  noFinger: 0x02,
  captureFailed: 0x03,
  tooMessy: 0x06,
  tooFewFeatures: 0x07,
  noMatch: 0x08,
  notFound: 0x09,
  cannotMerge: 0x0a,
  badPage: 0x0b,
  badTemplate: 0x0c,
  upCharFailed: 0x0d,
  cannotReceive: 0x0e,
  upImageFailed: 0x0f,
  deleteFailed: 0x10,
  emptyFailed: 0x11,
  wrongPassword: 0x13,
  noImage: 0x15,
  flashError: 0x18,
  undefinedError: 0x19,
  badRegister: 0x1a,
  passwordNeeded: 0x21,
} as const;

/** What stands behind the instruction code. */
export const parametersOf = {
  none: () => new Uint8Array(0),
  buffer: message({ buffer: u8 }),
  bufferPage: message({ buffer: u8, page: u16be }),
  pages: message({ page: u16be, count: u16be }),
  search: message({ buffer: u8, page: u16be, count: u16be }),
  long: message({ value: u32be }),
  byte: message({ value: u8 }),
  light: message({ mode: u8, speed: u8, colour: u8, count: u8 }),
} as const;

/** What stands behind the confirmation code. */
export const answerOf = {
  score: message({ score: u16be }),
  found: message({ page: u16be, score: u16be }),
  /** ReadSysPara: eight words. */
  parameters: message({
    status: u16be,
    systemId: u16be,
    capacity: u16be,
    securityLevel: u16be,
    address: u32be,
    packetSizeCode: u16be,
    baudFactor: u16be,
  }),
} as const;

/** Bytes of a data packet's content for the code in the parameters. */
export const PACKET_SIZES: readonly number[] = [32, 64, 128, 256];

export const BAUD_STEP = 9_600;

/** Templates that one page of the index table tells of, and its bytes. */
export const INDEX_PAGE = { templates: 256, bytes: 32 } as const;

export const IMAGE = { width: 256, height: 288, bytes: (256 * 288) / 2 } as const;

export interface Ack {
  readonly code: number;
  readonly data: Uint8Array;
}

export function decodeAck(payload: Uint8Array): Ack | null {
  return payload.length < 1 ? null : { code: payload[0] as number, data: payload.slice(1) };
}

/** Bytes behind a confirmation code of "done"; 0 for all that are not named. */
const DONE_DATA: Partial<Record<Instruction, number>> = {
  match: 2,
  search: 4,
  readSysPara: 16,
  readConList: INDEX_PAGE.bytes,
};

/** Codes that only certain instructions are answered with. */
const ONLY_FOR: ReadonlyMap<number, readonly Instruction[]> = new Map([
  [CC.noFinger, ['genImg']],
  [CC.captureFailed, ['genImg']],
  [CC.tooMessy, ['img2Tz', 'genImg']],
  [CC.tooFewFeatures, ['img2Tz', 'genImg']],
  [CC.noMatch, ['match', 'search']],
  [CC.notFound, ['search']],
  [CC.cannotMerge, ['regModel']],
  [CC.upCharFailed, ['upChar']],
  [CC.cannotReceive, ['downChar']],
  [CC.upImageFailed, ['upImage']],
  [CC.deleteFailed, ['deleteChar']],
  [CC.emptyFailed, ['empty']],
  [CC.wrongPassword, ['vfyPwd']],
  [CC.noImage, ['img2Tz']],
]);

/**
 * Whether an acknowledgement can be the answer to an instruction. It carries no mark of it, so a late one could be taken
 * for the next one's; its size and code tell some apart. Modules send an error with or without parameters.
 */
export function answers(instruction: Instruction, { code, data }: Ack): boolean {
  const full = DONE_DATA[instruction] ?? 0;
  if (code === CC.done) return data.length === full;
  return (data.length === 0 || data.length === full) && (ONLY_FOR.get(code)?.includes(instruction) ?? true);
}

/** `cc-0a`: what a technician looks up in the module's manual. */
export function codeOf(confirmation: number): string {
  return `cc-${confirmation.toString(16).padStart(2, '0')}`;
}

/** Pages that are taken, from one page of the index table: byte k, bit b (lowest first) is template 8k + b. */
export function takenIn(table: Uint8Array, indexPage: number): number[] {
  const taken: number[] = [];
  for (let i = 0; i < table.length * 8; i++) {
    if ((table[i >> 3] as number) & (1 << (i & 7))) taken.push(indexPage * INDEX_PAGE.templates + i);
  }
  return taken;
}
