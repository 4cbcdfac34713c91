/** Every delay and limit of the receipt printer's driver, in milliseconds unless said otherwise. */
export const RECEIPT_TIMING = {
  /** Answer to a real-time question: it does not wait its turn. */
  realTime: 500,
  /** Answer to a question that waits its turn while nothing is before it. */
  inTurn: 1_000,
  /** The first automatic status after asking for it. */
  statusBack: 2_000,
  /** One attempt to finish an interrupted command with zero bytes, and… */
  zerosEvery: 1_000,
  /** …not milliseconds: zero bytes of one attempt, and of all. A binary command may want thousands more. */
  zeroBytes: 512,
  zeroBytesAtMost: 8_192,
  /** Time that the printer is given to recover after it was asked to. */
  recover: 1_000,
  /** It is asked to recover from the same error no more often than this: a jammed cutter's motor should not run for ever. */
  recoverEvery: 30_000,
  /** Time between two questions while there is nothing to print. */
  checkEvery: 3_000,
  /** No part of a receipt confirmed for this long: ask what is wrong. Covers the slowest cut and a window of print. */
  stall: 8_000,
  /** Not milliseconds: stalls in a row, with a printer that says it is well, until the receipt counts as lost. */
  stallsAtMost: 2,
  /** Not milliseconds: times the proof is asked for. */
  proofTries: 3,
  /** A hot head is waited for this long: it cools by itself. */
  cool: 60_000,
  /** A whole receipt. */
  job: 180_000,
  /** Bytes of one write, not milliseconds: what a printer surely takes when it is not busy. */
  chunkBytes: 256,
  /** Bytes of one write where the printer says XOFF: no more than it takes after saying so. */
  xoffChunkBytes: 64,
} as const;
