import { type Clock, err, localDate, ok, type Result } from '../core/index.ts';
import type { ZoneFailure, ZoneReader } from '../mrz/index.ts';
import { type FailureKind, failure } from './failures.ts';
import type { Failure, JourneyEffects, ReadPassport } from './types.ts';

export interface PassportDeps {
  readonly clock: Clock;
  /** Absent or null: this machine has no document camera. */
  readonly zones?: ZoneReader | null;
}

const ZONE_FAILURE = {
  'no-zone': 'zoneMissing',
  'not-a-picture': 'zoneMissing',
  unclear: 'zoneUnclear',
  'no-date': 'zoneNoDate',
} as const satisfies Record<ZoneFailure, FailureKind>;

/** What a passport says, as far as it can be used here: of another kind or out of date it cannot. */
export function passportEffects({
  clock,
  zones,
}: PassportDeps): Pick<JourneyEffects, 'readPassport' | 'passportOver'> {
  if (!zones) return {};
  return {
    async readPassport(picture): Promise<Result<ReadPassport, Failure>> {
      const read = await zones.read(picture);
      if (!read.ok) return err(failure(ZONE_FAILURE[read.error]));
      const { kind, number, nationality, birthDate, sex, validTo, primary, secondary, truncated } =
        read.value;
      if (kind !== 'passport') return err(failure('zoneOther'));
      if (validTo < localDate(clock.now()).replaceAll('-', '')) return err(failure('passportExpired'));
      return ok({
        names: { primary, secondary, truncated },
        number,
        nationality,
        birthDate,
        sex,
        validTo,
      });
    },
    /** The thread goes, and with it everything that was read. */
    passportOver: () => void zones.release(),
  };
}
