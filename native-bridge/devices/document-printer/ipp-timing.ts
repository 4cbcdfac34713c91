/** Every delay and limit of the IPP driver, in milliseconds. */
export const IPP_TIMING = {
  /** Time between two looks at the printer while nothing is printed. */
  presenceEvery: 10_000,
  /** The second look after one without an answer: one lost packet is not an absent printer. */
  secondLook: 1_000,
  /** Time between two looks at a job. */
  jobEvery: 400,
  /** How long a busy printer is asked again before the print is given up as refused. */
  busyFor: 15_000,
  busyEvery: 1_000,
  /** How long an accepted job may go on without a further page. */
  jobAtMost: 120_000,
  /** How long a job may be held, or its printer stand still for no reason that it names. */
  standsAtMost: 5_000,
  /** How long the printer may be out of reach during a job before its end counts as unknown. */
  silentAtMost: 30_000,
  /** How long a cancelled job may take to say so. */
  cancelAtMost: 10_000,
} as const;
