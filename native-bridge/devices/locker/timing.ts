/** Every delay and limit of the locker's driver, in milliseconds unless said otherwise. */
export const LOCKER_TIMING = {
  /** Time a board may take to answer a question; the time on the line comes on top. */
  answer: 500,
  /** Silence between an answer and the next question: RS-485 boards turn round, Modbus wants 3.5 characters. */
  gap: 5,
  /** 8A/80 boards answer an open command 300 to 1,000 after it. */
  openAnswer8a80: 1_500,
  /** After a command the door is asked for this often… */
  confirmEvery: 200,
  /** …and this long, until it counts as stuck. */
  confirmFor: 3_000,
  /** Each board is asked this often while nothing else goes on. */
  boardEvery: 1_000,
  /** A lost board is asked this often: each time costs the others a time-out. */
  lostBoardEvery: 5_000,
  /** An opening within this time after a command counts as its effect: people pull at a door that sticks. */
  commandExplains: 10_000,
  /** A door that stays open for longer is reported. */
  leftOpen: 60_000,
} as const;

/**
 * No maker says for how long a locker's solenoid bears current. These are the limits of this house, in milliseconds:
 * rules, not tuning.
 */
export const COIL = {
  /** A command may be under way for this long before its coil is on. */
  underWay: 100,
  /** What is usual, and what flash-on asks for. */
  usual: 500,
  /** No coil has current for longer. After a command no other coil is switched until this has passed, or its off is proved. */
  most: 1_000,
  /** Longest that may be asked for; what is left up to `most` is for an off command that has to be repeated. */
  mostAsked: 700,
  /** Plain relay boards: how long the answer to "on" is waited for; then off is sent at once. */
  onAnswer: 400,
  /** How long the answer to "off" is waited for before it is sent again… */
  offAnswer: 350,
  /** …so often in all. Not milliseconds. */
  offTries: 3,
  /** When off has not been proved by then, it is written past everything that waits, */
  watchdog: 960,
  /** and again this often. */
  watchdogEvery: 200,
  /** Shortest time between two commands to one door. */
  sameDoor: 1_000,
} as const;
