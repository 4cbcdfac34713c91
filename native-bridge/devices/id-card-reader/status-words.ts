/** Which commands a status word can be the answer to. `card`: those that talk to the chip of a selected card. */
export type Answers = 'find' | 'select' | 'content' | 'card' | 'any';

/**
 * What a status word means for a read that gets it. `trouble`: the reader itself is unusable. `repeat`: the command came
 * damaged, send it again.
 */
export type Consequence = 'fine' | 'read-failed' | 'not-genuine' | 'unknown-card' | 'trouble' | 'repeat';

export interface StatusWord {
  /** SW3; SW1 and SW2 are always 00. */
  readonly code: number;
  /** For the technician: what it says, and what to try. */
  readonly meaning: string;
  readonly advice: string;
  readonly answers: Answers;
  readonly consequence: Consequence;
}

const LIFT = 'take the card off and lay it on again; if other cards read well, this card is damaged';
const LINE = 'check the cable, its length and the speed in the address';
const MODULE = 'the security module is broken or not licensed: the reader has to be exchanged';

/** The status words that a security module sends (GA/T 467 as implemented, and two makers' documents). */
export const STATUS_WORDS = {
  done: word(0x90, 'done', 'nothing to do', 'any', 'fine'),
  noSuchContent: word(0x91, 'the card has no such content', 'nothing to do', 'content', 'fine'),
  cardFound: word(0x9f, 'a card was found', 'nothing to do', 'find', 'fine'),
  badChecksum: word(0x10, 'the command came with a wrong checksum', LINE, 'any', 'repeat'),
  badLength: word(0x11, 'the command came with a wrong length, or stopped half-way', LINE, 'any', 'repeat'),
  unknownCommand: word(
    0x21,
    'command or parameter not known',
    'this reader cannot do it: see its manual',
    'any',
    'read-failed',
  ),
  notPermitted: word(0x23, 'not permitted, or not in this state', LIFT, 'any', 'read-failed'),
  unclassified: word(0x24, 'error without a class', LIFT, 'any', 'read-failed'),
  cardRefusedSam: word(
    0x31,
    'the card did not accept the security module',
    'try another card: if none is accepted, the module is out of order',
    'card',
    'not-genuine',
  ),
  samRefusedCard: word(
    0x32,
    'the security module did not accept the card',
    'the card may be no genuine one: a counter has to look at it',
    'card',
    'not-genuine',
  ),
  verificationError: word(
    0x33,
    'the content of the card failed its verification',
    'the card may have been tampered with: a counter has to look at it',
    'card',
    'not-genuine',
  ),
  notFoundYet: word(0x34, 'no card has been found yet', LIFT, 'any', 'read-failed'),
  fingerprintError: word(
    0x37,
    'the fingerprints of the card failed their verification',
    LIFT,
    'card',
    'read-failed',
  ),
  lengthError: word(0x3f, 'the content of the card has a wrong length', LIFT, 'card', 'read-failed'),
  unknownCardType: word(
    0x40,
    'the card is of a type that the module does not know',
    'it is no identity card, or one newer than the module',
    'any',
    'unknown-card',
  ),
  readFailed: word(0x41, 'reading the card failed', LIFT, 'card', 'read-failed'),
  randomFailed: word(0x47, 'getting a random number failed', LIFT, 'card', 'read-failed'),
  writeFailed: word(0x50, 'writing failed', LIFT, 'card', 'read-failed'),
  selfTestFailed: word(0x60, 'self-test failed: no further command is taken', MODULE, 'any', 'trouble'),
  loginFailed: word(0x61, 'login failed', 'the reader wants a login: see its manual', 'any', 'read-failed'),
  samNotAuthorised: word(0x66, 'the security module is not authorised', MODULE, 'any', 'trouble'),
  noCard: word(0x80, 'no card was found', 'lay a card on the reader', 'find', 'fine'),
  selectFailed: word(0x81, 'the card could not be selected', LIFT, 'select', 'read-failed'),
} as const satisfies Record<string, StatusWord>;

export type StatusName = keyof typeof STATUS_WORDS;

/** The codes alone, by name. */
export const SW = Object.fromEntries(
  Object.entries(STATUS_WORDS).map(([name, { code }]) => [name, code]),
) as Readonly<Record<StatusName, number>>;

/** What the makers' libraries on a PC return besides status words. Never on the line; technicians meet them in makers' tools. */
export const HOST_LIBRARY_CODES: Readonly<Record<number, string>> = {
  1: 'the port could not be opened',
  2: 'no answer in time',
  3: 'the answer had a wrong checksum',
  4: 'the USB port is not configured',
  5: 'the serial port is not available',
  6: 'the USB port is disabled',
};

const byCode = new Map<number, StatusWord>(Object.values(STATUS_WORDS).map((one) => [one.code, one]));

/** What a status word says; one that is in no document counts as a failed read. */
export function statusWord(code: number): StatusWord {
  return byCode.get(code) ?? word(code, 'not documented', LIFT, 'any', 'read-failed');
}

/** `sw-41`: what a technician looks up. */
export function swCode(code: number): string {
  return `sw-${code.toString(16).padStart(2, '0')}`;
}

function word(
  code: number,
  meaning: string,
  advice: string,
  answers: Answers,
  consequence: Consequence,
): StatusWord {
  return { code, meaning, advice, answers, consequence };
}
