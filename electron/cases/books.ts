import { createHash } from 'node:crypto';
import type { Queue } from '../queue/index.ts';
import type { CaseProgress, CorrectionRound, SignerList } from '../regions/index.ts';
import { type CaseCourse, type CaseRecord, CaseRecords, type SealedBytes } from './records.ts';
import type { CaseRegion, CasesDeps, MatterFacts } from './types.ts';

/** What the region said of a case. Of what it was not asked it said nothing: undefined. */
export interface Heard {
  readonly progress: CaseProgress;
  readonly round?: CorrectionRound | null | undefined;
  readonly signers?: SignerList | null | undefined;
}

/** What the region asks of the citizen. Its words may be personal, so it is kept sealed. */
export interface Asked {
  readonly round: CorrectionRound | null;
  readonly signers: SignerList | null;
}

const ASKED_KIND = 'asked';
const ASKED_SCHEMA = 1;
const NOTHING: Asked = { round: null, signers: null };

/** The cases of this machine as its parts share them: rows, what their regions said last, who watches. */
export class CaseBooks {
  readonly deps: CasesDeps;
  readonly records: CaseRecords;
  readonly #watchers = new Set<(caseId: string) => void>();

  constructor(deps: CasesDeps) {
    this.deps = deps;
    this.records = new CaseRecords(deps.db);
  }

  get queue(): Queue {
    return this.deps.queue;
  }

  facts(region: string, matter: string): MatterFacts {
    const facts = this.deps.facts(region, matter);
    if (!facts) throw new Error(`no facts for ${region}/${matter}`);
    return facts;
  }

  /** The region by the way that this case goes; undefined when the machine has that way no more. */
  regionOf({ region, course }: Pick<CaseRecord, 'region' | 'course'>): CaseRegion | undefined {
    return course.way ? this.deps.otherWay?.(region, course.way.kind) : this.deps.adapter(region);
  }

  subscribe(fn: (caseId: string) => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  /** Told after the transaction that changed it has committed. */
  changed(id: string): void {
    queueMicrotask(() => {
      for (const watcher of [...this.#watchers]) {
        try {
          watcher(id);
        } catch {
          // The disk would not let it look: its picture stands still until the next change.
        }
      }
    });
  }

  /** After a commit: nothing may be thrown any more. */
  woken(...records: readonly CaseRecord[]): void {
    for (const record of records) {
      this.queue.wake(laneOf(record));
      this.changed(record.id);
    }
  }

  /** Writes down what the region said. Call it inside a transaction. */
  advance(id: string, heard: Heard): void {
    const { progress } = heard;
    // Taken back at another place: what is known of it stays, and it is live no more.
    if (progress.state === 'withdrawn') this.records.setWithdrawal(id, 'done');
    this.records.advance(id, {
      state: STATE_HERE[progress.state],
      regionNumber: progress.caseNumber,
      sentAt: this.deps.clock.now(),
      acceptedAt: progress.acceptedAt,
      finishedAt: progress.finishedAt,
    });
    this.#noteStop(id, progress.state === 'correction');
    this.#noteAsked(id, heard);
    if (progress.parts) this.setCourse(id, { parts: progress.parts });
    this.changed(id);
  }

  setCourse(id: string, change: Partial<CaseCourse>): void {
    const before = this.records.byId(id)?.course ?? {};
    this.records.setCourse(id, { ...before, ...change });
  }

  /** What the region asks for in this case. What cannot be unsealed is as if it had not been heard: it is asked anew. */
  asked(id: string): Asked {
    const sealed = this.records.sealedAsked(id);
    const plain = sealed && this.deps.sealer.open(sealed, context(id));
    return plain?.ok ? (JSON.parse(Buffer.from(plain.value).toString('utf8')) as Asked) : NOTHING;
  }

  noteSigners(id: string, signers: SignerList): void {
    this.#putAsked(id, { ...this.asked(id), signers });
    this.changed(id);
  }

  #noteAsked(id: string, { progress, round, signers }: Heard): void {
    const before = this.asked(id);
    const said = progress.correction ?? round;
    const after: Asked = {
      round: progress.state === 'correction' ? (said === undefined ? before.round : said) : null,
      signers: isOver(progress) ? null : signers === undefined ? before.signers : signers,
    };
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#putAsked(id, after);
  }

  #putAsked(id: string, asked: Asked): void {
    const empty = asked.round === null && asked.signers === null;
    const sealed: SealedBytes | null = empty
      ? null
      : this.deps.sealer.seal(Buffer.from(JSON.stringify(asked)), context(id));
    this.records.putAsked(id, sealed);
  }

  /** The promised limit stands from the correction notice (补正) to its answer, as far as this machine sees them. */
  #noteStop(id: string, stands: boolean): void {
    const stops = this.records.byId(id)?.stops ?? [];
    const open = stops.some(({ until }) => until === null);
    if (open === stands) return;
    const now = this.deps.clock.now();
    this.records.setStops(
      id,
      stands
        ? [...stops, { reason: 'correction', since: now, until: null }]
        : stops.map((stop) => ({ ...stop, until: stop.until ?? now })),
    );
  }
}

/** The line that a case waits in. A case on another way does not wait behind those of a line that is down. */
export function laneOf({ region, course }: Pick<CaseRecord, 'region' | 'course'>): string {
  return course.way ? `${region}/${course.way.kind}` : region;
}

/** Nothing more will come of it. A part that was refused does not end the others (联办). */
export function isOver({ state, parts = [] }: CaseProgress): boolean {
  const ended = (one: CaseProgress['state']) => one === 'refused' || one === 'withdrawn';
  return (
    state === 'withdrawn' || (ended(state) && parts.every((p) => p.state === 'finished' || ended(p.state)))
  );
}

/** The region's states as the table keeps them; the others follow from `stops` and `withdrawal`. */
const STATE_HERE = {
  received: 'sent',
  accepted: 'accepted',
  correction: 'accepted',
  approved: 'accepted',
  finished: 'finished',
  refused: 'refused',
  withdrawn: 'sent',
} as const satisfies Record<CaseProgress['state'], string>;

const context = (id: string) => ({ idem: id, kind: ASKED_KIND, schema: ASKED_SCHEMA });

/**
 * The key of an answer or a rating follows from what it answers, so that two machines that answer the same round are one answer at
 * the region. In the form of a UUID (version 8).
 */
export function keyFor(...of: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(of)).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
