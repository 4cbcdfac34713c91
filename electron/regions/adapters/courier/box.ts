import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, err, ok, type RandomBytes, type Result } from '../../../core/index.ts';
import {
  describeSealedFile,
  fileSource,
  type KeyPair,
  type PublicKey,
  type SealedEntry,
  writeSealedFile,
} from '../../../sealed-file/index.ts';
import {
  CUSTODIAN,
  type CustodyEntry,
  exportLedger,
  type LedgerExport,
  SEAL_NUMBER,
} from '../../custody/index.ts';
import { ANSWER_LIMIT, type AnswerKeys, type AnswerReader, type RegionAnswer } from './answer.ts';
import { destroyFile, isThere, makeFolder, moveFile, writeFile } from './files.ts';
import { type AnswerRefusal, type BoxProblem, judge, rowOf, rowOn } from './hearing.ts';
import { LedgerFile } from './ledger-file.ts';
import { packageNumber } from './numbers.ts';
import { countsOf, entriesOf, type PackageContent } from './package.ts';
import { type PackageRecord, Shelf } from './shelf.ts';

export const BOX_LIMITS = {
  /** Files of `in/` that are taken at once; more wait for the next time. */
  answersAtOnce: 100,
} as const;

export interface BoxOptions {
  readonly region: string;
  /** The box's own folder. */
  readonly folder: string;
  readonly reader: AnswerReader;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** A package that was sealed anew and waits to take the old one's place. It counts as being written. */
const NEXT = '.next.part';

export interface SealingKeys {
  readonly seal: KeyPair<'sender'>;
  readonly to: PublicKey<'recipient'>;
}

/** Why a step of staff is not written down. */
export type StepProblem =
  | BoxProblem
  | { readonly kind: 'unknown-package' | 'not-here' | 'no-spare' }
  /** A word that is no custodian, seal or cell; or as many originals as the checklist has are not in the bag. */
  | { readonly kind: 'bad-custodian' | 'bad-seal' | 'bad-cell' | 'originals-missing' };

export interface Taken {
  readonly package: string;
  readonly kind: RegionAnswer['word']['kind'];
  /** It is older than what is known: written down, and changes nothing. */
  readonly late: boolean;
}

/**
 * The packages of one region on this machine, and their custody ledger:
 *
 * ```
 * packages/<number>.sealed   sealed for the region, not handed over
 * sent/<number>.sealed       a spare of what was handed over, until the region has it
 * answers/<id>.sealed        answers with a correction or a result in them, as they came
 * in/*.sealed                where answers are put by hand or by a later file
 * custody.ledger             the ledger, in clear: it holds nothing personal
 * ```
 */
export class CourierBox {
  readonly #options: BoxOptions;
  readonly #shelf = new Shelf();
  readonly #ledger: LedgerFile;
  #mended = false;

  constructor(options: BoxOptions) {
    this.#options = options;
    this.#ledger = new LedgerFile(
      join(options.folder, 'custody.ledger'),
      (row) => this.#shelf.apply(row),
      () => this.#shelf.clear(),
    );
  }

  /** Finishes what was written down and not done when the power went. */
  #mend(): void {
    for (const folder of ['packages', 'sent'] as const) {
      const within = join(this.#options.folder, folder);
      if (!isThere(within)) continue;
      for (const name of readdirSync(within)) {
        const path = join(within, name);
        const one = this.#shelf.get(name.replace(/\..*$/, ''));
        if (name.endsWith(NEXT) && one && sha256Of(readFileSync(path)) === one.sha256)
          moveFile(path, this.#path('packages', one.number));
        else if (name.endsWith('.part')) rmSync(path);
        else if (one && isOver(one)) destroyFile(path);
        else if (one?.place === 'away' && folder === 'packages') this.#toSent(one.number);
      }
    }
  }

  get region(): string {
    return this.#options.region;
  }

  /** Packages in the order of their first sealing, from the one after `after`. Reads no file but a ledger that has grown. */
  list(
    query: {
      readonly after?: string;
      readonly limit?: number;
      readonly where?: (one: PackageRecord) => boolean;
    } = {},
  ): Result<readonly PackageRecord[], BoxProblem> {
    const fresh = this.#fresh();
    if (!fresh.ok) return fresh;
    const { after, limit = Number.POSITIVE_INFINITY, where } = query;
    const found: PackageRecord[] = [];
    let begun = after === undefined;
    for (const one of this.#shelf.all()) {
      if (found.length >= limit) break;
      if (begun && (!where || where(one))) found.push(one);
      if (one.number === after) begun = true;
    }
    return ok(found);
  }

  get(number: string): Result<PackageRecord | null, BoxProblem> {
    const fresh = this.#fresh();
    return fresh.ok ? ok(this.#shelf.get(number)) : fresh;
  }

  byKey(key: string): Result<PackageRecord | null, BoxProblem> {
    return this.get(packageNumber(key));
  }

  byCase(caseNumber: string): Result<PackageRecord | null, BoxProblem> {
    const fresh = this.#fresh();
    return fresh.ok ? ok(this.#shelf.byCase(caseNumber)) : fresh;
  }

  /** Seals a package and writes it down; the same key never a second time. Throws what the disk throws. */
  put(
    content: PackageContent,
    keys: SealingKeys,
    facts: CustodyEntry['facts'] = {},
  ): Result<PackageRecord, BoxProblem> {
    const number = packageNumber(content.key);
    const known = this.get(number);
    if (!known.ok || known.value) return known as Result<PackageRecord, BoxProblem>;
    const { region } = this.#options;
    const sealedAt = this.#now();
    const entries = entriesOf(content, { number, region, sealedAt });
    const path = this.#path('packages', number);
    const file = this.#seal(path, entries, content.machineCode, sealedAt, keys);
    try {
      this.#ledger.append({
        ...rowOn({ number, machine: content.machineCode, sha256: file.sha256 }, sealedAt),
        event: 'sealed',
        to: `kiosk:${content.machineCode}`,
        facts: {
          kind: content.kind,
          ...(content.about === null ? {} : { about: content.about }),
          bytes: file.bytes,
          recipientKey: keys.to.id,
          ...countsOf(content.checklist),
          ...facts,
        },
      });
    } catch (error) {
      // What is not in the ledger must not travel.
      rmSync(path, { force: true });
      throw error;
    }
    return ok(this.#shelf.get(number) as PackageRecord);
  }

  /** Whether the package can be taken back at once: it is in this machine's hands, and so is its file. */
  isHere({ number, place }: PackageRecord): boolean {
    return (place === 'here' || place === 'locker') && isThere(this.#path('packages', number));
  }

  /** Takes a package back before it leaves, for good. Written down first: an interrupted destruction is done at the next look. */
  destroy(one: PackageRecord): void {
    this.#ledger.append({
      ...rowOn(one, this.#now()),
      event: 'destroyed',
      from: one.holder,
    });
    this.#remove(one.number);
  }

  /** No package of this key will ever be sealed here. */
  close(key: string): Result<void, BoxProblem> {
    const fresh = this.#fresh();
    if (!fresh.ok) return fresh;
    const none = { number: packageNumber(key), machine: '', sha256: null };
    this.#ledger.append({ ...rowOn(none, this.#now()), event: 'closed' });
    return ok();
  }

  /** A sealed package lies in a cell of the locker (流转柜), for whoever fetches it. */
  intoLocker(
    number: string,
    step: { readonly cell: string; readonly seal: string | null; readonly by: string },
  ): Result<PackageRecord, StepProblem> {
    if (!/^[0-9A-Za-z-]{1,20}$/.test(step.cell)) return err({ kind: 'bad-cell' });
    const found = this.#stepOn(number, step);
    if (!found.ok) return found;
    const one = found.value;
    this.#ledger.append({
      ...rowOn(one, this.#now()),
      event: 'into-locker',
      seal: step.seal,
      from: one.holder,
      to: `locker:${step.cell}`,
      by: step.by,
      facts: { cell: step.cell },
    });
    return ok(this.#shelf.get(number) as PackageRecord);
  }

  /**
   * A package leaves: `to` has it from now on. `originals` are counted into the bag; they must be those of the checklist.
   * A spare of the sealed file stays until the region has it.
   */
  handOver(
    number: string,
    step: {
      readonly to: string;
      readonly by: string;
      readonly seal: string | null;
      readonly originals: number;
      /** The carrier's number (运单号). */
      readonly waybill?: string;
    },
  ): Result<PackageRecord, StepProblem> {
    if (!CUSTODIAN.test(step.to)) return err({ kind: 'bad-custodian' });
    if (step.waybill !== undefined && !SEAL_NUMBER.test(step.waybill)) return err({ kind: 'bad-seal' });
    const found = this.#stepOn(number, step);
    if (!found.ok) return found;
    const one = found.value;
    if (step.originals !== one.counts.original) return err({ kind: 'originals-missing' });
    this.#ledger.append({
      ...rowOn(one, this.#now()),
      event: 'handed-over',
      seal: step.seal,
      from: one.holder,
      to: step.to,
      by: step.by,
      facts: {
        originals: step.originals,
        ...(step.waybill === undefined ? {} : { waybill: step.waybill }),
      },
    });
    this.#toSent(number);
    return ok(this.#shelf.get(number) as PackageRecord);
  }

  /** Makes the spare of a lost or damaged package ready to go out once more. */
  ready(number: string, by: string): Result<PackageRecord, StepProblem> {
    if (!CUSTODIAN.test(by)) return err({ kind: 'bad-custodian' });
    const found = this.get(number);
    if (!found.ok) return found;
    const one = found.value;
    if (!one) return err({ kind: 'unknown-package' });
    if (one.place !== 'lost' && one.place !== 'broken') return err({ kind: 'not-here' });
    makeFolder(join(this.#options.folder, 'packages'));
    if (isThere(this.#path('sent', number)))
      moveFile(this.#path('sent', number), this.#path('packages', number));
    else if (!isThere(this.#path('packages', number))) return err({ kind: 'no-spare' });
    this.#ledger.append({
      ...rowOn(one, this.#now()),
      event: 'readied',
      to: `kiosk:${one.machine}`,
      by,
    });
    return ok(this.#shelf.get(number) as PackageRecord);
  }

  /** The sealed bytes of a package that has not left. */
  bytesOf(number: string): Result<Uint8Array, StepProblem> {
    const found = this.get(number);
    if (!found.ok) return found;
    if (!found.value) return err({ kind: 'unknown-package' });
    if (!this.isHere(found.value)) return err({ kind: 'not-here' });
    return ok(readFileSync(this.#path('packages', number)));
  }

  /**
   * Seals for a new key what still lies here under another one. `open` gives a package's entries: the region by its old key, or
   * a machine from what it still has of the application; null where it cannot. One such package does not stop the others.
   */
  reseal(
    keys: SealingKeys,
    open: (one: PackageRecord, bytes: Uint8Array) => readonly SealedEntry[] | null,
  ): Result<{ readonly resealed: readonly string[]; readonly unreadable: readonly string[] }, BoxProblem> {
    const all = this.list({ where: (one) => one.recipientKey !== keys.to.id && this.isHere(one) });
    if (!all.ok) return all;
    const resealed: string[] = [];
    const unreadable: string[] = [];
    for (const one of all.value) {
      const path = this.#path('packages', one.number);
      const entries = opened(() => open(one, readFileSync(path)));
      if (entries === null) {
        unreadable.push(one.number);
        continue;
      }
      const now = this.#now();
      // Beside the old one until it is written down: a crash in between leaves what the ledger says.
      const next = path.replace(/\.sealed$/, NEXT);
      const file = this.#seal(next, entries, one.machine, now, keys);
      this.#ledger.append({
        ...rowOn(one, now),
        event: 'resealed',
        sha256: file.sha256,
        from: one.holder,
        to: `kiosk:${one.machine}`,
        facts: { bytes: file.bytes, recipientKey: keys.to.id },
      });
      moveFile(next, path);
      resealed.push(one.number);
    }
    return ok({ resealed, unreadable });
  }

  /** Takes a region's answer, once. Throws what the disk throws; then it was not taken. */
  importAnswer(bytes: Uint8Array, keys: AnswerKeys): Result<Taken, AnswerRefusal> {
    const fresh = this.#fresh();
    if (!fresh.ok) return fresh;
    const read = this.#options.reader.read(bytes, keys);
    if (!read.ok) return read;
    const answer = read.value;
    const one = this.#shelf.get(answer.about);
    if (!one || one.place === 'closed') return err({ kind: 'unknown-package' });
    const late = judge(this.#shelf, this.#now(), one, answer);
    if (!late.ok) return late;
    const { word } = answer;
    if (word.kind === 'case' && (word.correction ?? word.parts ?? word.result) !== null) {
      makeFolder(join(this.#options.folder, 'answers'));
      writeFile(this.#path('answers', answer.id), (sink) => sink(bytes));
    }
    this.#ledger.append(rowOf(one, answer, late.value, { region: this.#options.region, now: this.#now() }));
    // Whatever the newest word is not is asked for by nobody any more.
    const spent = late.value ? answer.id : word.kind === 'case' ? one.case?.answer : undefined;
    if (spent !== undefined) destroyFile(this.#path('answers', spent));
    if (isOver(this.#shelf.get(one.number) as PackageRecord)) this.#remove(one.number);
    return ok({ package: one.number, kind: word.kind, late: late.value });
  }

  /** What lies in `in/`: each file is taken or refused, and goes either way. */
  collect(keys: AnswerKeys): Result<Taken, AnswerRefusal>[] {
    const folder = join(this.#options.folder, 'in');
    if (!isThere(folder)) return [];
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sealed'))
      .map(({ name }) => name)
      .sort()
      .slice(0, BOX_LIMITS.answersAtOnce);
    return names.map((name) => {
      const path = join(folder, name);
      const tooLarge = statSync(path).size > ANSWER_LIMIT;
      const taken: Result<Taken, AnswerRefusal> = tooLarge
        ? err({ kind: 'too-large' })
        : this.importAnswer(readFileSync(path), keys);
      // Without a key, or with a ledger that must be looked at, the file waits.
      if (taken.ok || (taken.error.kind !== 'ledger' && taken.error.kind !== 'no-opening-key'))
        rmSync(path, { force: true });
      return taken;
    });
  }

  /** An answer that was kept, opened again; null when it is not here or no key of today opens it. */
  kept(answerId: string, keys: AnswerKeys): RegionAnswer | null {
    const path = this.#path('answers', answerId);
    if (!isThere(path)) return null;
    const read = this.#options.reader.read(readFileSync(path), keys);
    return read.ok ? read.value : null;
  }

  /**
   * Destroys answers that were kept (results, corrections) of cases whose last word is older than `before` (ms). What the
   * ledger says of them stays. Returns how many.
   */
  forgetAnswers(before: number): Result<number, BoxProblem> {
    const old = this.list({ where: (one) => one.case !== null && one.case.saidAt < before });
    if (!old.ok) return old;
    const paths = old.value.map((one) => this.#path('answers', one.case?.answer ?? '')).filter(isThere);
    for (const path of paths) destroyFile(path);
    return ok(paths.length);
  }

  /** The ledger as another region, or an auditor, can check it with this machine's public key. */
  exportLedger(owner: string, key: KeyPair<'sender'>): Result<LedgerExport, BoxProblem> {
    const fresh = this.#fresh();
    if (!fresh.ok) return fresh;
    return ok(exportLedger(this.#ledger.rows, { owner, madeAt: this.#now(), key: key.private }));
  }

  /** Files of packages that are not what the ledger says, by package number. */
  unsound(): Result<readonly string[], BoxProblem> {
    const all = this.list({ where: (one) => this.isHere(one) });
    if (!all.ok) return all;
    return ok(all.value.filter((one) => !this.#isWhole(one)).map(({ number }) => number));
  }

  #isWhole(one: PackageRecord): boolean {
    const file = openSync(this.#path('packages', one.number), 'r');
    try {
      const header = describeSealedFile(fileSource(file));
      return header.ok && header.value.recipientKey === one.recipientKey;
    } finally {
      closeSync(file);
    }
  }

  #stepOn(
    number: string,
    step: { readonly seal: string | null; readonly by: string },
  ): Result<PackageRecord, StepProblem> {
    if (!CUSTODIAN.test(step.by)) return err({ kind: 'bad-custodian' });
    if (step.seal !== null && !SEAL_NUMBER.test(step.seal)) return err({ kind: 'bad-seal' });
    const found = this.get(number);
    if (!found.ok) return found;
    if (!found.value) return err({ kind: 'unknown-package' });
    return this.isHere(found.value) ? ok(found.value) : err({ kind: 'not-here' });
  }

  #seal(
    path: string,
    entries: readonly SealedEntry[],
    sender: string,
    createdAt: number,
    keys: SealingKeys,
  ): { readonly bytes: number; readonly sha256: string } {
    makeFolder(join(this.#options.folder, 'packages'));
    const { random } = this.#options;
    return writeFile(path, (sink) => {
      writeSealedFile(sink, entries, {
        purpose: 'courier',
        sender,
        createdAt,
        key: keys.seal,
        to: keys.to,
        random,
      });
    });
  }

  #fresh(): Result<void, BoxProblem> {
    const read = this.#ledger.refresh();
    if (!read.ok) return err({ kind: 'ledger', fault: read.error });
    if (!this.#mended) this.#mend();
    this.#mended = true;
    return ok();
  }

  #toSent(number: string): void {
    makeFolder(join(this.#options.folder, 'sent'));
    moveFile(this.#path('packages', number), this.#path('sent', number));
  }

  #remove(number: string): void {
    for (const folder of ['packages', 'sent'] as const) destroyFile(this.#path(folder, number));
  }

  #path(folder: 'packages' | 'sent' | 'answers', name: string): string {
    return join(this.#options.folder, folder, `${name}.sealed`);
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

/** Nobody needs its sealed file any more: an application has been taken in, anything else has arrived. */
function isOver(one: PackageRecord): boolean {
  if (one.place === 'destroyed' || one.case !== null) return true;
  return one.kind !== 'application' && one.place === 'region';
}

/** Entries that fail while they are read are as good as none. */
function opened(open: () => readonly SealedEntry[] | null): readonly SealedEntry[] | null {
  try {
    return open();
  } catch {
    return null;
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
