import { type Clock, err, ok } from '../../electron/core/index.ts';
import { type Chunking, memoryPair } from '../transport/memory.ts';
import { paced } from '../transport/paced.ts';
import type { OpenTransport, Transport } from '../transport/port.ts';

export const DEVICE_FAULTS = [
  'unplugged',
  'silent',
  'garbage',
  'noise-before',
  'bad-checksum',
  'partial',
  'slow',
  'late',
  'wrong-reply',
] as const;

/**
 * What goes wrong with an answer: the line breaks instead; nothing comes; noise comes instead, or in front; one byte is
 * turned; the answer stops half-way; it comes late but in time; it comes after the driver has given up; a good answer
 * to something else comes instead; or exactly these bytes.
 */
export type DeviceFault = (typeof DEVICE_FAULTS)[number] | { readonly bytes: Uint8Array };

export interface EmulatorOptions {
  readonly clock: Clock;
  /** Speed at which answers leave, in bits a second. Default: the speed of the device; `Infinity` for at once. */
  readonly baud?: number;
  /** Time the device thinks before it answers, in milliseconds. Each device has its own default. */
  readonly answerMs?: number;
  /** How answers are cut on a line in memory, on top of the pacing. */
  readonly chunking?: Chunking;
}

interface PlannedFault<Command> {
  readonly fault: DeviceFault;
  readonly command: Command | null;
  left: number;
}

/** `late` comes this long after the driver's own deadline could have passed, `slow` well before it, in milliseconds. */
const LATE_MS = 15_000;

const ASKED_KEPT = 1_000;

/** What can be done to every emulated device, whatever its commands are. */
export interface EmulatedDevice {
  readonly plugged: boolean;
  readonly inUse: boolean;
  attach(end: Transport): void;
  unplug(): void;
  plug(): void;
  failRepeatedly(fault: DeviceFault): void;
  clear(): void;
}

/**
 * An emulated device: it has a line like a real one, answers at the speed of that line, and fails when told to.
 * A device's emulator adds what it understands (`receive`) and the physical thing behind it.
 */
export abstract class DeviceEmulator<Command extends string> implements EmulatedDevice {
  protected readonly clock: Clock;
  readonly #options: EmulatorOptions;
  #baud: number;
  #plugged = true;
  #line: Transport | null = null;
  #faults: PlannedFault<Command>[] = [];
  #open = 0;
  /** Commands that arrived while another was being answered: a driver must never cause one. */
  overlaps = 0;
  /** What was asked and when, newest last: names of commands only, the last thousand. */
  readonly asked: { readonly at: number; readonly command: Command | 'other' | 'damaged' }[] = [];

  protected constructor(options: EmulatorOptions, defaultBaud: number) {
    this.#options = options;
    this.clock = options.clock;
    this.#baud = options.baud ?? defaultBaud;
  }

  /** A line was attached: forget what an earlier one left half-sent. */
  protected abstract attached(): void;
  /** Bytes from the host, in any chunking. */
  protected abstract receive(chunk: Uint8Array): void;
  /** A well-formed answer, but to another command than this one. */
  protected abstract wrongReply(command: Command | 'other' | 'damaged'): Uint8Array;
  /** Time before a `slow` answer, in milliseconds: within what the protocol allows. */
  protected readonly slowMs: number = 400;
  /** Bytes that are no message of this protocol and hold no beginning of one. */
  protected readonly noise: Uint8Array = Uint8Array.of(0x00, 0x13, 0x7f, 0x55, 0x21);

  /** Makes a good answer into a damaged one of the same length. */
  protected damage(answer: Uint8Array): Uint8Array {
    const copy = answer.slice();
    const last = copy.length - 1;
    copy[last] = (copy[last] as number) ^ 0x01;
    return copy;
  }

  /** Opens a line to this device: `busy` while another is open, `not-found` while it is unplugged. */
  readonly open: OpenTransport = async (address) => {
    if (!this.#plugged) return err({ kind: 'not-found', detail: 'the emulated device is unplugged' });
    if (this.#line) return err({ kind: 'busy', detail: 'the emulated device is in use' });
    const [host, device] = memoryPair(address, this.#options.chunking);
    this.attach(device);
    this.opened(address);
    return ok(host);
  };

  /** A host opened this device by itself, under this address, which may name a speed. */
  protected opened(_address: string): void {}

  /** The device changed its speed: answers leave at it from the next line on, unless they are not paced at all. */
  protected changeSpeed(baud: number): void {
    if (this.#baud !== Number.POSITIVE_INFINITY) this.#baud = baud;
  }

  /** Answers on this end of a line until it closes. */
  attach(end: Transport): void {
    const line = this.#baud === Number.POSITIVE_INFINITY ? end : paced(end, this.#baud, this.clock);
    this.#line = line;
    this.#open = 0;
    this.attached();
    line.onData((chunk) => {
      if (this.#line === line) this.receive(chunk);
    });
    line.onClose(() => {
      if (this.#line === line) this.#line = null;
    });
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  /** True while a host holds the line. */
  get inUse(): boolean {
    return this.#line !== null;
  }

  unplug(): void {
    this.#plugged = false;
    void this.#line?.close();
    this.#line = null;
  }

  plug(): void {
    this.#plugged = true;
  }

  /** Plans a fault for the next answer (to that command, if one is named). */
  failNext(fault: DeviceFault, command: Command | null = null): void {
    this.#faults.push({ fault, command, left: 1 });
  }

  /** Plans a fault for the next `times` answers; without a number, for all until `clear`. */
  failRepeatedly(
    fault: DeviceFault,
    command: Command | null = null,
    times: number = Number.POSITIVE_INFINITY,
  ): void {
    this.#faults.push({ fault, command, left: times });
  }

  /** Forgets every planned fault. */
  clear(): void {
    this.#faults = [];
  }

  /**
   * Answers a command after the usual time, or `afterMs`. The answer is made when it is due, not when it is asked for:
   * what changed meanwhile counts. Null means that this device has nothing to say.
   */
  protected reply(
    command: Command | 'other' | 'damaged',
    answer: () => Uint8Array | null,
    afterMs = this.#options.answerMs ?? 12,
  ): void {
    if (this.#open > 0) this.overlaps++;
    this.#note(command);
    const fault = this.#nextFault(command);
    if (fault === 'unplugged') {
      void this.#line?.close();
      return;
    }
    // A device that stays silent or speaks too late is not busy for its host, which has given up by then.
    const counts = fault !== 'silent' && fault !== 'late';
    const line = this.#line;
    if (counts) this.#open++;
    const delay = fault === 'slow' ? afterMs + this.slowMs : fault === 'late' ? afterMs + LATE_MS : afterMs;
    this.clock.setTimeout(() => {
      if (this.#line !== line || line === null) return;
      if (counts) this.#open--;
      const made = answer();
      if (made !== null) for (const piece of this.#spoil(fault, made, command)) void line.write(piece);
    }, delay);
  }

  /** Takes note of a command that has no answer. Its planned fault can only be `unplugged`. */
  protected took(command: Command | 'other' | 'damaged'): void {
    this.#note(command);
    if (this.#nextFault(command, ['unplugged']) === 'unplugged') void this.#line?.close();
  }

  /** Sends bytes that nobody asked for, while a host holds the line. */
  protected say(bytes: Uint8Array): void {
    void this.#line?.write(bytes);
  }

  #note(command: Command | 'other' | 'damaged'): void {
    this.asked.push({ at: this.clock.now(), command });
    if (this.asked.length > ASKED_KEPT) this.asked.shift();
  }

  #nextFault(command: Command | 'other' | 'damaged', only?: readonly DeviceFault[]): DeviceFault | null {
    const planned = this.#faults.find(
      (one) => (one.command === null || one.command === command) && (!only || only.includes(one.fault)),
    );
    if (!planned) return null;
    planned.left--;
    if (planned.left <= 0) this.#faults = this.#faults.filter((one) => one !== planned);
    return planned.fault;
  }

  /** What really goes over the line. */
  #spoil(
    fault: DeviceFault | null,
    answer: Uint8Array,
    command: Command | 'other' | 'damaged',
  ): readonly Uint8Array[] {
    if (typeof fault === 'object' && fault !== null) return [fault.bytes];
    switch (fault) {
      case 'silent':
      case 'unplugged':
        return [];
      case 'garbage':
        return [this.noise];
      case 'noise-before':
        return [this.noise, answer];
      case 'bad-checksum':
        return [this.damage(answer)];
      case 'partial':
        return [answer.slice(0, Math.ceil(answer.length / 2))];
      case 'wrong-reply':
        return [this.wrongReply(command)];
      case null:
      case 'slow':
      case 'late':
        return [answer];
    }
  }
}
