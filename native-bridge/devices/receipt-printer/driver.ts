import { type Clock, err, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import { DeviceLink, type Presence } from '../../link/device-link.ts';
import type { OpenTransport } from '../../transport/port.ts';
import { lineSpeed } from '../../transport/serial-address.ts';
import { cutCommand, encodeReceipt } from './encode.ts';
import { askHalt, gone, type Halt, PrintRun } from './print-run.ts';
import { PrinterLine } from './printer-line.ts';
import { CMD, hindrance } from './protocol.ts';
import { unprintable } from './text.ts';
import { RECEIPT_TIMING } from './timing.ts';
import type {
  PrintedProof,
  PrinterIdentity,
  PrinterProfile,
  PrinterStatus,
  Rasterise,
  Receipt,
  ReceiptFailure,
  ReceiptPrinter,
} from './types.ts';

export interface ReceiptPrinterDeps {
  /** `serial:///dev/…?baud=…`, `tcp://host:9100`. */
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly profile: PrinterProfile;
  /** Draws the lines that hold characters which the printer lacks. Without it such a receipt is refused beforehand. */
  readonly rasterise?: Rasterise;
}

type Printed = Result<PrintedProof, ReceiptFailure>;

/** Ends an unfinished line and cuts: what hangs in the printer must not be the head of the next receipt. */
const CUT_OFF = Uint8Array.of(0x0a, ...cutCommand('partial'));

/** An ESC/POS receipt printer at `address`. Quirks and choices are in this folder's README. */
export function createReceiptPrinter(deps: ReceiptPrinterDeps): ReceiptPrinter {
  return new EscPosPrinter(deps);
}

class EscPosPrinter implements ReceiptPrinter {
  readonly status = new Signal<PrinterStatus | null>(null);
  readonly identity = new Signal<PrinterIdentity | null>(null);
  readonly #deps: ReceiptPrinterDeps;
  readonly #link: DeviceLink<PrinterLine>;
  /** A receipt was begun and not proved: a strip of it hangs in the printer, or will come. */
  #torso = false;

  constructor(deps: ReceiptPrinterDeps) {
    this.#deps = deps;
    const { address, open, clock, profile } = deps;
    this.#link = new DeviceLink({
      address,
      open,
      clock,
      checkEveryMs: RECEIPT_TIMING.checkEvery,
      attach: (transport, wake) =>
        new PrinterLine({
          transport,
          clock,
          profile,
          baud: lineSpeed(address),
          onStatus: (status) => this.#learn(status),
          onClose: wake,
        }),
      identify: (line) => this.#identify(line),
      check: (line) => this.#check(line),
    });
    this.#link.presence.subscribe((presence) => {
      if (presence === 'ready' || presence === 'trouble') return;
      this.status.set(null);
      this.identity.set(null);
    });
  }

  get presence(): Signal<Presence> {
    return this.#link.presence;
  }

  start(): void {
    this.#link.start();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  unprintable(text: string): readonly string[] {
    return unprintable(text, this.#deps.profile.charset);
  }

  async print(receipt: Receipt, signal?: AbortSignal): Promise<Printed> {
    const steps = await encodeReceipt(receipt, this.#deps.profile, this.#deps.rasterise ?? null);
    if (!steps.ok) return steps;
    const printed = await this.#link.use((line) => this.#print(line, steps.value, signal), signal);
    for (const step of steps.value) step.fill(0);
    // What the link itself says was never begun.
    return printed.ok || 'printed' in printed.error
      ? (printed as Printed)
      : err({ ...printed.error, printed: 'nothing' });
  }

  async #identify(line: PrinterLine): Promise<'ready' | 'trouble' | 'absent'> {
    // A host before us may have stopped in the middle of an image: then a question is data, until zeros have filled it up.
    if (!(await line.alive())) {
      if (!line.lost) await line.tell([...new Uint8Array(this.#deps.profile.windowBytes)]);
      if (line.lost || !(await line.alive())) return 'absent';
    }
    const halt = await this.#makeReady(line);
    if (!halt) return 'ready';
    return halt.kind === 'device-lost' ? 'absent' : 'trouble';
  }

  async #check(line: PrinterLine): Promise<'ready' | 'trouble' | 'unsure'> {
    const status = await line.realTime();
    if (!status) return 'unsure';
    if (hindrance(status) === null && line.prepared) return 'ready';
    const halt = await this.#makeReady(line);
    if (!halt) return 'ready';
    return halt.kind === 'device-lost' ? 'unsure' : 'trouble';
  }

  #learn(status: PrinterStatus): void {
    const known = this.status.value;
    const keys = Object.keys(status) as (keyof PrinterStatus)[];
    if (!known || keys.some((key) => known[key] !== status[key])) this.status.set(status);
    const { presence } = this.#link;
    if (presence.value === 'ready' && hindrance(status)) presence.set('trouble');
  }

  /** Asks how it stands, helps it over an error, initialises it. Null when it can print. */
  async #makeReady(line: PrinterLine): Promise<Halt | null> {
    let halt = await askHalt(line);
    if (halt?.kind === 'cutter-error' || halt?.kind === 'printer-error') {
      const now = this.#deps.clock.now();
      if (now - line.recoveredAt < RECEIPT_TIMING.recoverEvery) return halt;
      line.recoveredAt = now;
      await line.tell(CMD.recoverAndClear);
      await sleep(this.#deps.clock, RECEIPT_TIMING.recover);
    }
    // Asked twice: an answer does not say to which question, and one too many would shift them all.
    if (halt && !line.lost) halt = await askHalt(line);
    return halt ?? this.#prepare(line);
  }

  /** ESC @ and automatic status; afterwards everything that was sent before is done. */
  async #prepare(line: PrinterLine): Promise<Halt | null> {
    for (let zeros = 0; zeros <= RECEIPT_TIMING.zeroBytesAtMost; zeros += RECEIPT_TIMING.zeroBytes) {
      const said = await line.statusBack(Math.min(zeros, RECEIPT_TIMING.zeroBytes));
      if (!said.ok || hindrance(said.value)) {
        const halt = line.lost ? gone(line) : await askHalt(line);
        if (halt) return halt;
      }
      // A status may come by itself at any time. Only what is answered in turn proves that the turn has come; and a
      // printer that does that can be worked with even when it has no automatic status.
      if (await this.#answersInTurn(line)) {
        line.prepared = true;
        return null;
      }
      const halt = line.lost ? gone(line) : await askHalt(line);
      if (halt) return halt;
    }
    return { kind: 'no-proof', code: 'not-answering-in-turn' };
  }

  /** Whether a question that waits its turn is answered. Learns maker and model the first time. */
  async #answersInTurn(line: PrinterLine): Promise<boolean> {
    const known = this.identity.value;
    if (known?.maker) return (await line.identity('maker')).ok;
    if (!(await line.paperStatus()).ok) return false;
    if (known) return true;
    const maker = await line.identity('maker');
    const model = maker.ok ? await line.identity('model') : maker;
    this.identity.set({ maker: maker.ok ? maker.value : null, model: model.ok ? model.value : null });
    return !line.lost;
  }

  async #print(line: PrinterLine, steps: readonly Uint8Array[], signal?: AbortSignal): Promise<Printed> {
    const { clock, profile } = this.#deps;
    const notReady = await this.#makeReady(line);
    if (notReady) return err({ ...notReady, printed: 'nothing' });
    if (this.#torso) {
      const halt = await new PrintRun(line, clock, profile).send([CUT_OFF]);
      if (halt) return err({ ...halt, printed: 'nothing' });
      this.#torso = false;
    }
    const run = new PrintRun(line, clock, profile);
    const halt = await run.send(steps, signal);
    const proof = halt ? err(halt) : await run.prove(this.identity.value?.maker != null);
    if (proof.ok) return proof;
    if (run.sent === 0) return err({ ...proof.error, printed: 'nothing' });
    this.#torso = true;
    if (halt?.kind === 'cancelled') {
      if (!(await run.settle()) && !(await run.send([CUT_OFF]))) this.#torso = false;
      return err({ ...halt, printed: run.done > 0 ? 'part' : 'unknown' });
    }
    const printed = run.done > 0 && run.sent < steps.length ? 'part' : 'unknown';
    // What waits in the printer would come out when the paper is back: in front of somebody else.
    if (profile.clearsBuffer && !line.lost) await line.tell(CMD.clearBuffers);
    return err({ ...proof.error, printed });
  }
}
