import { instantOf, localDate, type OfficeHours, type WorkingCalendar } from './calendar.ts';

/** The ways of a collected package (代收代办): waiting in the locker, with the courier, at the region's door. */
export type TransportLeg = 'locker' | 'courier' | 'region';

/** How long a leg takes as a rule: data of the pair of regions. */
export interface TransportStage {
  readonly leg: TransportLeg;
  /** Working days, counted from the day after the one before it ended. */
  readonly workingDays: number;
}

export interface StageView {
  readonly leg: TransportLeg;
  /** Local date by which the leg is expected to end. */
  readonly expectedBy: string;
  /** When it ended, or null. Milliseconds since 1970. */
  readonly endedAt: number | null;
  /** Not ended on the expected day, or ended after it. */
  readonly late: boolean;
}

/** The way of one package, shown beside the promised limit and no part of it: see `promiseOf`. */
export interface TransportView {
  readonly stages: readonly StageView[];
  /** Local date on which the region is expected to have it, or has it. */
  readonly arrives: string;
  readonly arrived: boolean;
  /** The holidays up to `arrives` are announced. */
  readonly holidaysKnown: boolean;
}

/**
 * How far a package has come that was handed in at `handedInAt` (ms). `ended` holds when each leg ended (ms); a leg that
 * is late is expected today at the earliest, and what follows moves along with it.
 */
export function transportOf(
  stages: readonly TransportStage[],
  handedInAt: number,
  ended: Readonly<Partial<Record<TransportLeg, number>>>,
  calendar: WorkingCalendar,
  nowMs: number,
): TransportView {
  const today = localDate(nowMs);
  let from = localDate(handedInAt);
  const views = stages.map(({ leg, workingDays }): StageView => {
    const expectedBy = calendar.addWorkingDays(from, workingDays);
    const endedAt = ended[leg] ?? null;
    const late = (endedAt === null ? today : localDate(endedAt)) > expectedBy;
    from = endedAt === null ? (late ? today : expectedBy) : localDate(endedAt);
    return { leg, expectedBy, endedAt, late };
  });
  const last = views.at(-1);
  return {
    stages: views,
    arrives: from,
    arrived: last === undefined || last.endedAt !== null,
    holidaysKnown: calendar.covers(from),
  };
}

/** The instant from which the region can accept the package: what `promiseOf` takes as `expectedAt` until it has. */
export function acceptanceExpectedAt(
  view: TransportView,
  calendar: WorkingCalendar,
  hours: OfficeHours,
): number {
  const arrived = view.stages.at(-1)?.endedAt;
  if (arrived !== undefined && arrived !== null) return calendar.nextOpening(arrived, hours);
  return calendar.nextOpening(instantOf(view.arrives, hours.open), hours);
}
