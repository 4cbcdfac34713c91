/** Every delay of the pad's driver, in milliseconds. */
export const PAD_TIMING = {
  /** After the stop command the pad may still speak for this long (as known clients wait). */
  settle: 250,
  /** Longest time to the end of an answer; known clients wait a second. */
  answer: 1_000,
  /** Time between two signs of life while nobody writes. */
  checkEvery: 3_000,
  /** A pen that nothing is heard of for this long counts as away. */
  silentIsAway: 1_000,
  /** During a capture: after so long without a packet the pad is asked whether it is there. */
  quietAfter: 5_000,
  /** The same for a pad that has to be stopped for that: ink of a pen that comes just then would be lost. */
  quietAfterIfDeaf: 15_000,
  /** How long `stop` waits for a capture to end. */
  stopGrace: 2_000,
} as const;

/** What is taken for ink. Lengths in 0.01 mm, times in milliseconds. */
export const INK_LIMITS = {
  /** 3 m/s: writing hands stay below 1 m/s, and times are only as good as the arrival of packets. In 0.01 mm a ms. */
  handSpeed: 300,
  /** A distance that is never a jump. */
  slack: 300,
  /** After a pause this long the pen may have been lifted without a word: what is further than `slack` is a new stroke. */
  pause: 100,
  /** A stroke of a single packet is ink only when the pen stayed down for this long. */
  fleck: 20,
  /** Not a length: points of one signature, more than five minutes at the full speed of a line. */
  points: 65_536,
} as const;
