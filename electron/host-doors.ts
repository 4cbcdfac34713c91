import type { DocumentPrinter } from '../native-bridge/index.ts';
import type { Cases, FoundCases } from './cases/index.ts';
import type { Catalogue } from './catalogue/index.ts';
import type { Clock, WorkingCalendar } from './core/index.ts';
import type { DocumentPress } from './documents/index.ts';
import { StaffCalls, type VideoPort } from './help/index.ts';
import {
  helpEffects,
  helpFacts,
  type JourneyEffects,
  type JourneyFacts,
  printEffects,
  printFacts,
} from './journey/index.ts';
import type { PrintService } from './printing/index.ts';
import type { Profile } from './profile/index.ts';
import type { RegionAdapter, Roaming } from './regions/index.ts';
import type { SqlDatabase } from './store/index.ts';

export interface DoorPorts {
  readonly db: SqlDatabase;
  readonly clock: Clock;
  readonly calendar: WorkingCalendar;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly printing: PrintService;
  readonly printer: DocumentPrinter | null;
  readonly press: () => Promise<DocumentPress>;
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly roaming: Roaming;
  readonly everywhere: (number: string) => Promise<FoundCases>;
  readonly hmac: (text: string) => Uint8Array;
  readonly newId: () => string;
  readonly video: VideoPort | null;
  /** Reads a card and logs nobody in at the regions by it: a helper is not the citizen. */
  readonly readCard: NonNullable<JourneyEffects['readHelper']>;
}

/** The print door and help of this machine. */
export interface Doors {
  readonly calls: StaffCalls;
  facts(facts: JourneyFacts): JourneyFacts;
  effects(effects: JourneyEffects): JourneyEffects;
}

export function createDoors(profile: Profile, ports: DoorPorts): Doors {
  const { db, clock, calendar, video } = ports;
  const calls = new StaffCalls(db, clock);
  calls.start();
  const help = { profile, clock, calendar, calls, video };
  return {
    calls,
    facts: (facts) => ({
      ...facts,
      prints: printFacts({ ...ports, sitePhone: profile.site.phone }),
      help: helpFacts(help),
    }),
    effects: (effects) => ({
      ...effects,
      ...printEffects({ ...ports, profile }),
      ...helpEffects(help),
      readHelper: (signal) => ports.readCard(signal),
    }),
  };
}
