import { encodeSamFrame } from '../../codec/sam-frame.ts';

/** Commands of the security module: two bytes CMD PARA (GA/T 467 as implemented by the common readers). */
export const SAM_COMMANDS = {
  reset: [0x10, 0xff],
  status: [0x11, 0xff],
  samNumber: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  readBase: [0x30, 0x01],
  readNewAddress: [0x30, 0x03],
} as const satisfies Record<string, readonly [number, number]>;

export type SamCommand = keyof typeof SAM_COMMANDS;

/** Status byte SW3; SW1 and SW2 are always 00. */
export const SW = {
  done: 0x90,
  noSuchContent: 0x91,
  cardFound: 0x9f,
  badChecksum: 0x10,
  badLength: 0x11,
  unknownCommand: 0x21,
  notPermitted: 0x23,
  cardRefusedSam: 0x31,
  samRefusedCard: 0x32,
  verificationError: 0x33,
  notFoundYet: 0x34,
  unknownCardType: 0x40,
  readFailed: 0x41,
  selfTestFailed: 0x60,
  samNotAuthorised: 0x66,
  noCard: 0x80,
  selectFailed: 0x81,
} as const;

export interface SamReply {
  readonly sw: number;
  readonly data: Uint8Array;
}

export function encodeCommand(command: SamCommand): Uint8Array {
  return encodeSamFrame(Uint8Array.from(SAM_COMMANDS[command]));
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
  switch (sw) {
    case SW.cardFound:
    case SW.noCard:
      return command === 'find';
    case SW.selectFailed:
      return command === 'select';
    case SW.noSuchContent:
      return command === 'readNewAddress';
    case SW.done:
      return data.length >= DONE_DATA[command][0] && data.length <= DONE_DATA[command][1];
    default:
      return CARD_ERRORS.has(sw) ? CARD_COMMANDS.has(command) : true;
  }
}

/** Errors in talking to a card that is there: they answer nothing else than a command to that card. */
const CARD_ERRORS: ReadonlySet<number> = new Set([0x31, 0x32, 0x33, 0x37, 0x3f, 0x41, 0x47, 0x50]);
const CARD_COMMANDS: ReadonlySet<SamCommand> = new Set(['select', 'readBase', 'readNewAddress']);

/** Least and most bytes of data that a "done" of each command carries. */
const DONE_DATA: Record<SamCommand, readonly [number, number]> = {
  reset: [0, 0],
  status: [0, 0],
  samNumber: [16, 16],
  find: [1, 0],
  select: [0, 15],
  readBase: [4 + 256, 4096],
  readNewAddress: [17, 255],
};

/** `AA.BB-CCCCCCCC-DDDDDDDDDD-EEEEEEEEEE` from the 16 bytes of a SAM number reply. */
export function formatSamNumber(data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, 16);
  const digits = (value: number, width: number) => String(value).padStart(width, '0');
  return [
    `${digits(view.getUint16(0, true), 2)}.${digits(view.getUint16(2, true), 2)}`,
    digits(view.getUint32(4, true), 8),
    digits(view.getUint32(8, true), 10),
    digits(view.getUint32(12, true), 10),
  ].join('-');
}

/** `sw-41`: what a technician looks up. */
export function swCode(sw: number): string {
  return `sw-${sw.toString(16).padStart(2, '0')}`;
}
