import { message, u16le, u32le } from '../../codec/message.ts';
import { encodeSamFrame } from '../../codec/sam-frame.ts';
import { PHOTO_BYTES, TEXT_BYTES } from './base-message.ts';
import { SW, statusWord } from './status-words.ts';

/**
 * Commands of the security module: two bytes CMD PARA (GA/T 467 as implemented by the common readers). Three of them
 * take a number, see `encodeCommand`. `readManagementNumber`, `setSpeed` and `setRadioFrame` stand in one source only.
 */
export const SAM_COMMANDS = {
  reset: [0x10, 0xff],
  status: [0x11, 0xff],
  samNumber: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  readBase: [0x30, 0x01],
  readWithFingerprints: [0x30, 0x10],
  readNewAddress: [0x30, 0x03],
  readManagementNumber: [0x30, 0x05],
  setSpeed: [0x60, 0x00],
  setRadioFrame: [0x61, 0xff],
} as const satisfies Record<string, readonly [number, number]>;

export type SamCommand = keyof typeof SAM_COMMANDS;

/** Parameter byte of "read additional address": readers use the first, one maker's document prints the second. */
export const NEW_ADDRESS_PARA = { usual: 0x03, other: 0x02 } as const;
export type NewAddressPara = (typeof NEW_ADDRESS_PARA)[keyof typeof NEW_ADDRESS_PARA];

/** Speeds of the module's serial line in bits a second; the place is the parameter of "set speed". */
export const SAM_SPEEDS = [115_200, 57_600, 38_400, 19_200, 9_600] as const;
export type SamSpeed = (typeof SAM_SPEEDS)[number];

/** Bytes that the module and a card may exchange at once over the air. */
export const RADIO_FRAME = { least: 24, most: 255 } as const;

/**
 * A command in its frame. `parameter` is the parameter byte of `readNewAddress` (default 03) and of `setSpeed` (place in
 * `SAM_SPEEDS`), and the byte behind it of `setRadioFrame`; the others take none.
 */
export function encodeCommand(command: SamCommand, parameter?: number): Uint8Array {
  const [cmd, para] = SAM_COMMANDS[command];
  if (command === 'setRadioFrame') return encodeSamFrame(Uint8Array.of(cmd, para, parameter as number));
  return encodeSamFrame(Uint8Array.of(cmd, parameter ?? para));
}

export interface SamReply {
  /** SW3, see `STATUS_WORDS`. */
  readonly sw: number;
  readonly data: Uint8Array;
}

export function encodeReply(sw: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = new Uint8Array(3 + data.length);
  body[2] = sw;
  body.set(data, 3);
  return encodeSamFrame(body);
}

/** The reply in a frame's body; null when it is too short or does not begin with 00 00. */
export function decodeReply(body: Uint8Array): SamReply | null {
  if (body.length < 3 || body[0] !== 0 || body[1] !== 0) return null;
  return { sw: body[2] as number, data: body.subarray(3) };
}

/**
 * Whether a reply can be the answer to a command. Replies carry no mark of their command, so a late one could be
 * taken for the next one's; this tells most of them apart.
 */
export function answers(command: SamCommand, { sw, data }: SamReply): boolean {
  if (sw === SW.done) return data.length >= DONE_DATA[command][0] && data.length <= DONE_DATA[command][1];
  switch (statusWord(sw).answers) {
    case 'find':
      return command === 'find';
    case 'select':
      return command === 'select';
    case 'content':
      return command !== 'readBase' && READS.has(command);
    case 'card':
      return command === 'select' || READS.has(command);
    case 'any':
      return true;
  }
}

const READS: ReadonlySet<SamCommand> = new Set([
  'readBase',
  'readWithFingerprints',
  'readNewAddress',
  'readManagementNumber',
]);

/** Least and most bytes of data that a "done" of each command carries. */
const DONE_DATA: Record<SamCommand, readonly [number, number]> = {
  reset: [0, 0],
  status: [0, 0],
  samNumber: [16, 16],
  find: [1, 0],
  select: [0, 15],
  readBase: [4 + TEXT_BYTES, 4_096],
  readWithFingerprints: [4 + TEXT_BYTES + PHOTO_BYTES, 4_096],
  readNewAddress: [17, 255],
  readManagementNumber: [17, 64],
  setSpeed: [0, 0],
  setRadioFrame: [0, 0],
};

/** The module's number in its parts: not personal. */
export interface SamNumber {
  /** Code of the maker or the region. */
  readonly vendor: number;
  readonly type: number;
  /** Usually a date as a decimal number, YYYYMMDD. */
  readonly date: number;
  readonly serial1: number;
  readonly serial2: number;
}

/** The 16 bytes of a module's number. */
export const samNumber = message<SamNumber>({
  vendor: u16le,
  type: u16le,
  date: u32le,
  serial1: u32le,
  serial2: u32le,
});

/**
 * `AA.BB-CCCCCCCC-DDDDDDDDDD-EEEEEEEEEE`, as it is printed on readers. One maker's library pads the last two to nine
 * digits: compare numbers, not texts.
 */
export function formatSamNumber(number: SamNumber): string {
  const digits = (value: number, width: number) => String(value).padStart(width, '0');
  return [
    `${digits(number.vendor, 2)}.${digits(number.type, 2)}`,
    digits(number.date, 8),
    digits(number.serial1, 10),
    digits(number.serial2, 10),
  ].join('-');
}
