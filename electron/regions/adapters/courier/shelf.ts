import type { Anchor, CustodyRow } from '../../custody/index.ts';
import type { CaseState, Withdrawal } from '../../port.ts';
import type { ItemCounts, PackageKind } from './package.ts';

/** Where a package is, as far as is written down. */
export type PackagePlace =
  | 'here'
  | 'locker'
  | 'away' /** handed over */
  | 'region'
  | 'broken' /** at the region with a broken seal: it takes nothing from it */
  | 'lost'
  | 'destroyed'
  | 'closed'; /** taken back before it was there */

/** What the region last said of a case. Instants in milliseconds since 1970. */
export interface CaseWord {
  readonly saidAt: number;
  readonly caseNumber: string | null;
  readonly state: CaseState;
  readonly acceptedAt: number | null;
  readonly finishedAt: number | null;
  readonly resultReady: boolean;
  /** Id of the correction round that is asked for. */
  readonly round: string | null;
  /** Changes when a part of a joint case (联办) does; null where there are none. */
  readonly parts: string | null;
  /** Id of the answer that says it. */
  readonly answer: string;
}

/** A package as the index has it. Nothing personal. */
export interface PackageRecord {
  readonly number: string;
  readonly kind: PackageKind;
  /** Package number of the application that it is about; null for an application. */
  readonly about: string | null;
  readonly machine: string;
  readonly place: PackagePlace;
  /** Custodian who has it; null: nobody that is known. */
  readonly holder: string | null;
  /** Since when it is there, milliseconds since 1970. */
  readonly since: number;
  /** When the region last said where it is; 0: never. */
  readonly placeSaidAt: number;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly sealedAt: number;
  /** Id of the key that it is sealed for. */
  readonly recipientKey: string;
  readonly counts: ItemCounts;
  readonly cell: string | null;
  readonly seal: string | null;
  /** The row of its last sealing: what a slip names. */
  readonly anchor: Anchor;
  readonly case: CaseWord | null;
  readonly withdrawal: Withdrawal | 'asked' | null;
  /** Of a mail order: the carrier's number. */
  readonly mailNumber: string | null;
  /** Of a correction: the round that it answers. */
  readonly round: string | null;
  /** Rounds of correction that were answered from here, and not turned away. */
  readonly roundsAnswered: readonly string[];
}

const NO_COUNTS: ItemCounts = { form: 0, original: 0, copy: 0, electronic: 0 };

/** The index of packages: the ledger read once, then kept up row by row, so that no listing opens a file. */
export class Shelf {
  readonly #packages = new Map<string, PackageRecord>();
  readonly #byCase = new Map<string, string>();
  readonly #answers = new Set<string>();
  readonly #hashes = new Map<string, Set<string>>();

  clear(): void {
    for (const one of [this.#packages, this.#byCase, this.#answers, this.#hashes]) one.clear();
  }

  get(number: string): PackageRecord | null {
    return this.#packages.get(number) ?? null;
  }

  byCase(caseNumber: string): PackageRecord | null {
    return this.get(this.#byCase.get(caseNumber) ?? '');
  }

  /** Oldest first. */
  all(): IterableIterator<PackageRecord> {
    return this.#packages.values();
  }

  hasAnswer(id: string): boolean {
    return this.#answers.has(id);
  }

  /** Whether the package ever was the sealed file of this hash. */
  wasSealedAs(number: string, sha256: string): boolean {
    return this.#hashes.get(number)?.has(sha256) === true;
  }

  apply(row: CustodyRow): void {
    const { facts } = row;
    if (typeof facts.answer === 'string') this.#answers.add(facts.answer);
    if (row.sha256 !== null) this.#hash(row.package, row.sha256);
    const known = this.#packages.get(row.package) ?? opened(row);
    const change = changeOf(row, known);
    const moved = change.place !== undefined && change.place !== known.place;
    const now: PackageRecord = { ...known, ...change, ...(moved ? { since: row.at } : {}) };
    this.#packages.set(row.package, now);
    if (now.case?.caseNumber) this.#byCase.set(now.case.caseNumber, row.package);
    const about = now.about === null ? undefined : this.#packages.get(now.about);
    if (about) this.#packages.set(about.number, { ...about, ...changeOfOther(row, now, about) });
  }

  #hash(number: string, sha256: string): void {
    const hashes = this.#hashes.get(number);
    if (hashes) hashes.add(sha256);
    else this.#hashes.set(number, new Set([sha256]));
  }
}

function opened(row: CustodyRow): PackageRecord {
  const { facts } = row;
  return {
    number: row.package,
    kind: typeof facts.kind === 'string' ? (facts.kind as PackageKind) : 'application',
    about: typeof facts.about === 'string' ? facts.about : null,
    machine: row.by.replace('kiosk:', ''),
    place: 'here',
    holder: null,
    since: row.at,
    placeSaidAt: 0,
    sha256: null,
    bytes: 0,
    sealedAt: row.at,
    recipientKey: '',
    counts: NO_COUNTS,
    cell: null,
    seal: null,
    anchor: { seq: row.seq, hash: row.hash },
    case: null,
    withdrawal: null,
    mailNumber: null,
    round: typeof facts.round === 'string' ? facts.round : null,
    roundsAnswered: [],
  };
}

/** What a row on a package about an application means for that application. */
function changeOfOther(
  { event, facts }: CustodyRow,
  { kind, round }: PackageRecord,
  about: PackageRecord,
): Partial<PackageRecord> {
  const turnedAway = event === 'answered' && facts.kind === 'refused';
  if (kind === 'withdrawal') {
    if (event === 'sealed') return { withdrawal: 'asked' };
    if (event === 'answered') return { withdrawal: turnedAway ? 'too-late' : (facts.outcome as Withdrawal) };
  }
  if (kind === 'correction' && round !== null) {
    if (event === 'sealed') return { roundsAnswered: [...about.roundsAnswered, round] };
    // The region still waits: the citizen may answer anew.
    if (turnedAway) return { roundsAnswered: about.roundsAnswered.filter((one) => one !== round) };
  }
  return {};
}

function changeOf(row: CustodyRow, known: PackageRecord): Partial<PackageRecord> {
  const { facts } = row;
  const said = typeof facts.saidAt === 'number' ? { placeSaidAt: facts.saidAt } : {};
  switch (row.event) {
    case 'sealed':
    case 'resealed':
      return {
        place: 'here',
        holder: row.to,
        sha256: row.sha256,
        bytes: Number(facts.bytes),
        sealedAt: row.at,
        recipientKey: String(facts.recipientKey),
        anchor: { seq: row.seq, hash: row.hash },
        ...(row.event === 'sealed'
          ? {
              counts: {
                form: Number(facts.form),
                original: Number(facts.original),
                copy: Number(facts.copy),
                electronic: Number(facts.electronic),
              },
            }
          : {}),
      };
    case 'into-locker':
      return { place: 'locker', holder: row.to, cell: String(facts.cell), seal: row.seal };
    case 'handed-over':
      return { place: 'away', holder: row.to, cell: null, seal: row.seal };
    case 'received':
      return { place: 'region', holder: row.to, ...said };
    case 'seal-broken':
      return { place: 'broken', holder: row.to, ...said };
    case 'lost':
      return { place: 'lost', holder: null, ...said };
    case 'readied':
      return { place: 'here', holder: row.to, seal: null };
    case 'destroyed':
      return { place: 'destroyed', holder: null, withdrawal: 'withdrawn', cell: null };
    case 'closed':
      return { place: 'closed', withdrawal: 'withdrawn' };
    case 'answered':
      return answered(row, known);
  }
}

function answered({ facts }: CustodyRow, known: PackageRecord): Partial<PackageRecord> {
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : null);
  const number = (name: string) => (typeof facts[name] === 'number' ? facts[name] : null);
  // An answer on the case says by itself that the package is there.
  const place = known.place === 'destroyed' ? known.place : 'region';
  if (facts.kind === 'withdrawal') return { place };
  if (facts.kind === 'mail') return { place, mailNumber: text('mailNumber') };
  if (facts.late === true) return { place };
  const state = facts.state as CaseState;
  return {
    place,
    ...(state === 'withdrawn' ? { withdrawal: 'withdrawn' as const } : {}),
    case: {
      saidAt: number('saidAt') ?? 0,
      caseNumber: text('caseNumber'),
      state,
      acceptedAt: number('acceptedAt'),
      finishedAt: number('finishedAt'),
      resultReady: facts.resultReady === true,
      round: text('round'),
      parts: text('parts'),
      answer: String(facts.answer),
    },
  };
}
