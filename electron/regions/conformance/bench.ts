import type { Clock, FormValues } from '../../core/index.ts';
import type { CodeSetName } from '../exchange/index.ts';
import type { RegionAdapter, RegionCapabilities } from '../port.ts';
import type { OrganisationClaim, PersonClaim } from '../requests.ts';

/** What the kit knows of a kind: how to open a line to a region, what the region knows, and what its protocol cannot say. */
export interface Bench {
  readonly kind: string;
  readonly world: World;
  /** What the protocol does not know. */
  readonly without: readonly Trait[];
  /** Codes of what the protocol says in its own way, where somebody knows them; `{op}` is the operation. */
  readonly codes?: Partial<Readonly<Record<OwnCode, string>>>;
  /** True when the region is played here, and can be made to fail. */
  readonly played: boolean;
  /** A region with empty books, and the adapter to it. Rejects when there is none. */
  open(options: OpenOptions): Promise<Line>;
}

/**
 * `line`: there is one, which can be up or down. `at-once`: a case has its number in the answer to its submission. The others: how long to wait after "too many", a token that
 * is renewed, a clock that is learnt, answers that bear the region's signature.
 */
export type Trait = 'line' | 'at-once' | 'retry-after' | 'expired-token' | 'clock-skew' | 'forged-answer';

/** The line was cut after the work · 5xx · 429 · nobody listens · our account is refused again and again. */
export type OwnCode = 'cut' | 'serverError' | 'tooMany' | 'off' | 'refusedAccount';

export interface OpenOptions {
  /** Off, beyond what the kind cannot do anyway. */
  readonly off?: readonly (keyof RegionCapabilities)[];
  /** Of the region file; the bench has one of its own. */
  readonly codeSet?: CodeSetName;
  /** What the region speaks, when the file is wrong. */
  readonly spoken?: CodeSetName;
  /** The region's implementation code for the matter, and whether the file says so. */
  readonly taskCode?: { readonly theirs: string; readonly mapped: boolean };
  /** Over the file's `mappings`. */
  readonly mappings?: Readonly<Record<string, unknown>>;
  /** Milliseconds that a correction stays open. */
  readonly correctionMs?: number;
}

export interface Line {
  readonly adapter: RegionAdapter;
  /** Event and fields, one text each. */
  readonly logged: readonly string[];
  /** Null for a region that is not played here. */
  readonly region: PlayedRegion | null;
  /** Names of what was left in folders, where the kind works by files. */
  fileNames?(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface FaultDetails {
  readonly operation?: string;
  readonly count?: number;
  readonly retryAfterSeconds?: number;
  readonly retryAsDate?: boolean;
  readonly slowMs?: number;
  readonly skewMs?: number;
}

export type FaultName =
  | 'server-error'
  | 'too-many'
  | 'slow'
  | 'cut'
  | 'drift'
  | 'duplicate'
  | 'partial-batch'
  | 'wrong-digest'
  | 'no-digest'
  | 'expired-token'
  | 'wrong-signature'
  | 'forged-answer'
  | 'clock-skew';

/** The hands that a played region has. */
export interface PlayedRegion {
  readonly clock: Clock;
  /** Lets time pass, and what comes later come in. */
  pass(ms: number): Promise<void>;
  readonly faults: {
    failNext(fault: FaultName, details?: FaultDetails): void;
    failRepeatedly(fault: FaultName, details?: FaultDetails): void;
    clear(): void;
  };
  setMode(mode: 'on' | 'off' | 'refusing'): Promise<void>;
  /** Newest first; `copies`: how often the same submission arrived. */
  cases(): readonly { readonly receiptNumber: string; readonly copies: number }[];
  /** `stars`: 5 is the best. */
  ratings(): readonly { readonly stars: number; readonly rater: string }[];
  refuseNext(count: number): void;
  correctNext(count: number): void;
  refusePartNext(count: number): void;
  pay(paymentNumber: string): void;
}

export interface WorldPerson extends PersonClaim {
  readonly address: string;
}

/** Whom and what the region knows. Nobody of it is real but at a region's own test system. */
export interface World {
  readonly matterCode: string;
  /** Implementation code (实施编码) in the region file. */
  readonly taskCode: string;
  readonly form: FormValues;
  /** Another application for the same thing. */
  readonly otherForm: FormValues;
  readonly machineCode: string;
  readonly acceptRegion: string;
  readonly known: WorldPerson;
  readonly second: WorldPerson;
  readonly third: WorldPerson;
  /** Not in the region's register. */
  readonly stranger: PersonClaim;
  /** `known` is its legal representative. */
  readonly company: OrganisationClaim;
  /** Of an organisation that lives no more; its code is the company's. */
  readonly closedName: string;
  /** 证照类型代码 of a licence that `known` has and `second` has not. */
  readonly licenceType: string;
  /** Milliseconds since 1970; also makes the keys of one run its own. */
  readonly at: number;
}

/** Numbers of authorities (委托书) that a played region has: `second` acts for `known` until a day after `at`; the other has run out. */
export const AUTHORITIES = { good: 'A-1', over: 'A-2', lastsMs: 86_400_000 } as const;
