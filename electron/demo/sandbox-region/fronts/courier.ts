import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimerHandle } from '../../../core/index.ts';
import {
  bufferSource,
  type KeyPair,
  makeKeyPair,
  openSealedFile,
  type PublicKey,
  type SealedEntry,
  sealToBuffer,
} from '../../../sealed-file/index.ts';
import type { Desk, Front, FrontFactory, Served } from '../front.ts';

/**
 * What can go wrong on the way and at the desk. `late` one round later · `lost` on the way · `seal-broken` arrives open · `doubled`
 * each answer twice, the second time as another file · `forged` answers signed by a stranger · `changed` one bit of an answer.
 */
export type CourierFault = 'late' | 'lost' | 'seal-broken' | 'doubled' | 'forged' | 'changed';

export interface CourierFrontOptions {
  /** The box's folder on the kiosk. */
  readonly folder: string;
  /** The kiosk's public keys: what it signs with, and what answers are sealed for. */
  readonly kiosk: { readonly seal: PublicKey<'sender'>; readonly opening: PublicKey<'recipient'> };
  /** The region's pairs. */
  readonly opening: KeyPair<'recipient'>;
  readonly signing: KeyPair<'sender'>;
  /** Where the desk notes what it has told; without it in memory. */
  readonly stateFile?: string | undefined;
  /** Milliseconds between two rounds; without it somebody calls `round`. */
  readonly everyMs?: number | undefined;
}

export interface CourierFront {
  readonly factory: FrontFactory;
  /** The carrier comes and goes: packages out of the folder to the desk, answers back. */
  round(): Promise<void>;
  /** The next `count` packages (`late`, `lost`, `seal-broken`) or answers (the others) meet the fault. */
  failNext(fault: CourierFault, count?: number): void;
}

const ENDING = '.sealed';

type Word = Readonly<Record<string, unknown>>;

interface Manifest {
  readonly number: string;
  readonly region: string;
  readonly kind: string;
  readonly key: string;
  readonly about: string | null;
  readonly checklist: readonly { readonly sha256: string | null }[];
}

/** A package in the desk's hands, and what was last said of its case. */
interface Held {
  readonly sha256: string;
  readonly key: string;
  told: string | null;
}

/**
 * The desk of a region that takes applications in sealed packages: the other side of the adapter kind `courier`. Written from
 * the description of the files, on its own: it shares no code with the adapter but the sealed file.
 */
export function courierFront(options: CourierFrontOptions): CourierFront {
  let front: CourierDesk | null = null;
  const faults = new Map<CourierFault, number>();
  return {
    factory: (desk) => {
      front = new CourierDesk(desk, options, faults);
      return front;
    },
    round: async () => front?.round(),
    failNext: (fault, count = 1) => void faults.set(fault, (faults.get(fault) ?? 0) + count),
  };
}

class CourierDesk implements Front {
  readonly #desk: Desk;
  readonly #options: CourierFrontOptions;
  readonly #faults: Map<CourierFault, number>;
  readonly #held: Map<string, Held>;
  /** Packages that the carrier has had in hand. */
  readonly #seen: Set<string>;
  /** On the way. */
  #bag: { readonly number: string; readonly bytes: Uint8Array }[] = [];
  #sent = 0;
  #open = false;
  #timer: TimerHandle = null;
  #running: Promise<void> = Promise.resolve();

  constructor(desk: Desk, options: CourierFrontOptions, faults: Map<CourierFault, number>) {
    this.#desk = desk;
    this.#options = options;
    this.#faults = faults;
    const { stateFile } = options;
    const noted = stateFile && existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {};
    const { held = {}, seen = [] } = noted as { held?: Record<string, Held>; seen?: string[] };
    this.#held = new Map(Object.entries(held));
    this.#seen = new Set(seen);
  }

  get connection() {
    const { opening, signing } = this.#options;
    const hex = (raw: Uint8Array) => Buffer.from(raw).toString('hex');
    return { recipientKey: hex(opening.public.raw), answerKeys: [hex(signing.public.raw)] };
  }

  async start(): Promise<void> {
    this.#open = true;
    this.#plan();
  }

  async stop(): Promise<void> {
    this.#open = false;
    this.#desk.clock.clearTimeout(this.#timer);
    await this.#running;
  }

  round(): Promise<void> {
    const round = this.#running.then(() => this.#round());
    this.#running = round.catch(() => {});
    return round;
  }

  #plan(): void {
    const { everyMs } = this.#options;
    if (everyMs === undefined || !this.#open) return;
    this.#timer = this.#desk.clock.setTimeout(() => {
      // A folder that cannot be read now is looked at again the next time.
      const done = this.round().catch(() => {});
      void done.then(() => this.#plan());
    }, everyMs);
  }

  async #round(): Promise<void> {
    if (!this.#open || this.#desk.refusing) return;
    const arrived = this.#bag;
    this.#bag = [];
    for (const one of this.#taken()) {
      if (this.#meets('lost')) this.#say(one.number, null, { kind: 'lost' });
      else if (this.#meets('late')) this.#bag.push(one);
      else arrived.push(one);
    }
    for (const { number, bytes } of arrived) await this.#receive(number, bytes);
    for (const [number, held] of this.#held) await this.#tell(number, held);
    this.#note();
  }

  #note(): void {
    const { stateFile } = this.#options;
    if (!stateFile) return;
    // What was late is not noted: after a restart the spare is found.
    const late = new Set(this.#bag.map(({ number }) => number));
    const seen = [...this.#seen].filter((number) => !late.has(number));
    const state = { held: Object.fromEntries(this.#held), seen };
    writeFileSync(`${stateFile}.part`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${stateFile}.part`, stateFile);
  }

  /** What the carrier takes: what lies ready, and what staff handed over since. The kiosk keeps a spare. */
  #taken(): { number: string; bytes: Uint8Array }[] {
    const { folder } = this.#options;
    const from = join(folder, 'packages');
    const to = join(folder, 'sent');
    const ready = sealedIn(from);
    mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const name of ready) renameSync(join(from, name), join(to, name));
    const taken = sealedIn(to).filter((name) => ready.includes(name) || !this.#seen.has(numberOf(name)));
    return taken.map((name) => {
      this.#seen.add(numberOf(name));
      return { number: numberOf(name), bytes: readFileSync(join(to, name)) };
    });
  }

  async #receive(number: string, bytes: Uint8Array): Promise<void> {
    const sha256 = digest(bytes);
    if (this.#meets('seal-broken')) return this.#say(number, sha256, { kind: 'seal-broken' });
    const { opening, kiosk } = this.#options;
    const opened = openSealedFile(bufferSource(bytes), {
      purpose: 'courier',
      key: opening,
      from: kiosk.seal,
    });
    if (!opened.ok) return this.#say(number, sha256, { kind: 'seal-broken' });
    const files = new Map([...opened.value.entries()].map((entry) => [entry.name, Buffer.from(entry.bytes)]));
    const manifest = JSON.parse(String(files.get('package.json'))) as Manifest;
    if (manifest.number !== number || manifest.region !== this.#desk.region)
      return this.#say(number, sha256, { kind: 'refused', code: 'OTHER_PACKAGE' });
    const there = new Set([...files.values()].map(digest));
    if (manifest.checklist.some((item) => item.sha256 !== null && !there.has(item.sha256)))
      return this.#say(number, sha256, { kind: 'refused', code: 'CHECKLIST' });
    const word = await this.#work(
      manifest,
      sha256,
      restored(JSON.parse(String(files.get('fields.json'))), files),
    );
    if (word === 'again') {
      this.#bag.push({ number, bytes });
      return;
    }
    this.#say(number, sha256, { kind: 'received' });
    if (word) this.#say(number, sha256, word);
  }

  /** Books what a package says. What is to be answered at once, null for nothing; `again` when the office could not do it now. */
  async #work(manifest: Manifest, sha256: string, fields: unknown): Promise<Word | null | 'again'> {
    const { number, key } = manifest;
    const serve = async (operation: string, given: unknown, then: (body: Word) => Word | null) => {
      const served = await this.#desk.serve({ operation, key, session: null, fields: given });
      if (served.kind === 'answer') return then(served.body);
      if (served.kind !== 'refused') return 'again';
      return served.code === 'ALREADY_RECEIVED' ? then({}) : { kind: 'refused', code: served.code };
    };
    switch (manifest.kind) {
      case 'application':
        return serve('submit', fields, () => {
          this.#held.set(number, { sha256, key, told: null });
          return null;
        });
      case 'withdrawal': {
        const { caseKey } = fields as { caseKey: string };
        return serve('withdraw', { caseKey }, ({ outcome }) => ({ kind: 'withdrawal', outcome }));
      }
      case 'correction':
        return serve('answerCorrection', fields, () => null);
      case 'mail-order':
        return serve('orderMail', mailOf(fields as Record<string, string>), ({ mailNumber }) => ({
          kind: 'mail',
          mailNumber,
        }));
      default:
        return { kind: 'refused', code: 'KIND_UNKNOWN' };
    }
  }

  /** Says how a case stands when that is news. */
  async #tell(number: string, held: Held): Promise<void> {
    const { sha256, key } = held;
    const ask = (operation: string, fields: unknown): Promise<Served> =>
      this.#desk.serve({ operation, key: null, session: null, fields });
    const served = await ask('progress', { caseKey: key });
    if (served.kind !== 'answer') return;
    const print = JSON.stringify(served.body);
    if (print === held.told) return;
    let result: Uint8Array | null = null;
    if (served.body.resultReady === true) {
      const paper = await ask('fetchResult', { caseNumber: served.body.caseNumber });
      if (paper.kind !== 'binary') return;
      result = paper.bytes;
    }
    held.told = print;
    this.#say(number, sha256, { kind: 'case', case: served.body }, result);
  }

  #say(
    number: string,
    packageSha256: string | null,
    word: Readonly<Record<string, unknown>>,
    result: Uint8Array | null = null,
  ): void {
    const { clock, region } = this.#desk;
    const entries: SealedEntry[] = [
      {
        name: 'answer.json',
        bytes: Buffer.from(
          JSON.stringify({
            format: 'tongban-courier-answer',
            version: 1,
            region,
            package: number,
            packageSha256,
            said: rfc3339(clock.now()),
            ...word,
          }),
        ),
      },
      ...(result ? [{ name: 'result.pdf', bytes: result }] : []),
    ];
    for (let copies = this.#meets('doubled') ? 2 : 1; copies > 0; copies--) this.#send(entries);
  }

  #send(entries: readonly SealedEntry[]): void {
    const { folder, kiosk, signing } = this.#options;
    const { clock, random } = this.#desk;
    const key = this.#meets('forged') ? makeKeyPair('sender', random) : signing;
    const bytes = Buffer.from(
      sealToBuffer(entries, {
        purpose: 'courier',
        sender: 'DESK',
        createdAt: clock.now(),
        key,
        to: kiosk.opening,
        random,
      }),
    );
    if (this.#meets('changed')) bytes[bytes.length - 200] = (bytes[bytes.length - 200] as number) ^ 1;
    const to = join(folder, 'in');
    mkdirSync(to, { recursive: true, mode: 0o700 });
    this.#sent++;
    const name = `${clock.now()}-${String(this.#sent).padStart(6, '0')}`;
    writeFileSync(join(to, `${name}.part`), bytes, { mode: 0o600 });
    renameSync(join(to, `${name}.part`), join(to, `${name}.sealed`));
  }

  #meets(fault: CourierFault): boolean {
    const left = this.#faults.get(fault) ?? 0;
    if (left > 0) this.#faults.set(fault, left - 1);
    return left > 0;
  }
}

function sealedIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ENDING)) : [];
}

function numberOf(name: string): string {
  return name.slice(0, -ENDING.length);
}

/** The fields with each file's bytes in its place. */
function restored(value: unknown, files: ReadonlyMap<string, Buffer>): unknown {
  if (Array.isArray(value)) return value.map((one) => restored(one, files));
  if (typeof value !== 'object' || value === null) return value;
  const { entry, ...rest } = value as Record<string, unknown>;
  if (typeof entry === 'string') return { ...rest, base64: files.get(entry)?.toString('base64') };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, restored(one, files)]));
}

/** An EMS order as the region's own books have it. */
function mailOf(order: Readonly<Record<string, string>>) {
  const party = (prefix: string) => ({
    name: order[`${prefix}_name`],
    phone: order[`${prefix}_phone`],
    province: order[`${prefix}_prov`],
    city: order[`${prefix}_city`],
    county: order[`${prefix}_county`],
    street: order[`${prefix}_street`],
    postcode: order[`${prefix}_postcode`] || null,
  });
  return {
    caseNumber: order.internal_no,
    sentBy: order.post_type,
    carries: order.net_type,
    sender: party('send'),
    receiver: party('rcv'),
    item: order.item,
  };
}

function rfc3339(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
