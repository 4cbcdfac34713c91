import { lineMs } from '../../link/request-line.ts';
import { IMAGE, type Instruction, PACKET_OVERHEAD } from './protocol.ts';

/** Every delay and limit of the module's driver, in milliseconds unless said otherwise. */
export const FINGERPRINT_TIMING = {
  /** Time that the module itself may take to answer; the time on the line comes on top (see `answerDeadline`). */
  answer: {
    genImg: 2_000,
    img2Tz: 2_000,
    match: 1_000,
    search: 3_000,
    regModel: 1_500,
    store: 1_500,
    loadChar: 1_000,
    upChar: 1_000,
    downChar: 1_000,
    upImage: 2_000,
    deleteChar: 3_000,
    empty: 3_000,
    readSysPara: 1_000,
    /** A module that was just switched on needs 500. */
    vfyPwd: 1_000,
    readConList: 1_000,
    sleep: 1_000,
    auraLedConfig: 1_000,
    ledOn: 1_000,
    ledOff: 1_000,
  },
  /** Pause between two looks for a finger. */
  lookEvery: 150,
  /** Pause after a poor capture: time to read what the screen says. */
  afterPoorCapture: 700,
  /** How long a good capture is waited for, unless the caller says otherwise. */
  captureWait: 30_000,
  /** How long "take the finger off" is waited for. */
  liftWait: 15_000,
  /** Not milliseconds: poor captures in one call until it fails with `poor-image`. */
  poorCaptures: 12,
  /** Not milliseconds: pairs of captures that do not fit, until an enrolment fails. */
  enrolRounds: 3,
  /** Data sent to the module is not acknowledged; this long after its last byte the next command follows. */
  afterData: 30,
  /** Time between two signs of life while there is nothing else to do. */
  checkEvery: 3_000,
  /** After a lost answer its command may still be on the way; this much later all is cleaned once more. */
  cleanAgainAfter: 20_000,
  /** How long `stop` waits for a session to end and be cleaned up after. */
  stopGrace: 5_000,
} as const;

/** Bytes of a command and its acknowledgement, with a data packet that is still on its way out before them. */
const SMALL_EXCHANGE = 400;

/** Largest template of the models known, in bytes. */
export const MOST_TEMPLATE = 1_536;

const DATA_BYTES: Partial<Record<Instruction, number>> = { upImage: IMAGE.bytes, upChar: MOST_TEMPLATE };

/** Longest time from writing a command to the end of its answer, data (in packets of `packetBytes`) included. */
export function answerDeadline(instruction: Instruction, baud: number, packetBytes: number): number {
  const content = DATA_BYTES[instruction] ?? 0;
  const bytes = SMALL_EXCHANGE + Math.ceil(content / packetBytes) * (packetBytes + PACKET_OVERHEAD);
  return FINGERPRINT_TIMING.answer[instruction] + lineMs(bytes, baud);
}
