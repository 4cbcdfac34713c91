import { type Clock, err, ok } from '../../../electron/core/index.ts';
import { encodeSamFrame, SamFrameDecoder } from '../../codec/sam-frame.ts';
import { type Chunking, memoryPair } from '../../transport/memory.ts';
import type { OpenTransport, Transport } from '../../transport/port.ts';
import { encodeBaseMessage, encodeText, PHOTO_BYTES, TEXT_BYTES } from './card-text.ts';
import { encodeReply, SAM_COMMANDS, type SamCommand, SW } from './protocol.ts';
import type { ResidentCard } from './types.ts';

/**
 * What goes wrong with the next answer: nothing comes; noise comes instead, or in front; one byte is turned; the
 * answer stops half-way; it comes late but in time; it comes after every time-out; or a status byte comes instead.
 */
export type ReaderFault =
  | 'silent'
  | 'garbage'
  | 'noise-before'
  | 'bad-checksum'
  | 'truncated'
  | 'slow'
  | 'late'
  | 'read-failed'
  | { readonly status: number };

export interface EmulatorOptions {
  readonly clock: Clock;
  /** After a read, "find" answers "no card" until the card is lifted, as many readers do. Default false. */
  readonly silentAfterRead?: boolean;
  /** Answers "read additional address" as an unknown command, as a simple reader might. Default false. */
  readonly noAdditionalAddress?: boolean;
  /** Time to answer, in milliseconds. Default 12, and 350 for reading a card. */
  readonly answerMs?: number;
  readonly readMs?: number;
  /** How answers are cut on the line. */
  readonly chunking?: Chunking;
}

interface LaidCard {
  readonly base: Uint8Array;
}

interface PlannedFault {
  readonly fault: ReaderFault;
  readonly command: SamCommand | null;
}

const SLOW_MS = 700;
const LATE_MS = 9_000;
const NOISE = Uint8Array.of(0x00, 0xaa, 0xaa, 0x96, 0x13, 0x69, 0xff, 0xaa);
/** Header of the photo block as it was seen on real cards; what follows is filler, no face. */
const PHOTO_HEADER = Uint8Array.of(0x57, 0x4c, 0x66, 0x00, 0x7e, 0x00, 0x32, 0x00, 0x00, 0xff, 0x85);

/** 1,024 bytes that look like a photo block and show nobody. */
export function fillerPhoto(): Uint8Array {
  const photo = new Uint8Array(PHOTO_BYTES).fill(0x55);
  photo.set(PHOTO_HEADER);
  return photo;
}

/** A SAM_V reader that speaks bytes: plug its `open` below the real driver, or attach it to the end of any line. */
export function createIdCardReaderEmulator(options: EmulatorOptions): IdCardReaderEmulator {
  return new IdCardReaderEmulator(options);
}

export class IdCardReaderEmulator {
  readonly #options: EmulatorOptions;
  #state: 'empty' | 'present' | 'found' | 'selected' | 'read' = 'empty';
  #card: LaidCard | null = null;
  #plugged = true;
  #line: Transport | null = null;
  #faults: PlannedFault[] = [];
  #open = 0;
  /** Commands that arrived while another was being answered: a driver must never cause one. */
  overlaps = 0;
  /** What was asked and when, newest last: names of commands only. */
  readonly asked: { readonly at: number; readonly command: SamCommand | 'other' | 'damaged' }[] = [];

  constructor(options: EmulatorOptions) {
    this.#options = options;
  }

  get state(): 'empty' | 'present' | 'found' | 'selected' | 'read' {
    return this.#state;
  }

  /** Opens a line to this reader; `busy` while another is open, `not-found` while it is unplugged. */
  readonly open: OpenTransport = async (address) => {
    if (!this.#plugged) return err({ kind: 'not-found', detail: 'the emulated reader is unplugged' });
    if (this.#line) return err({ kind: 'busy', detail: 'the emulated reader is in use' });
    const [host, device] = memoryPair(address, this.#options.chunking);
    this.attach(device);
    return ok(host);
  };

  /** Answers on this end of a line until it closes. */
  attach(end: Transport): void {
    const decoder = new SamFrameDecoder();
    this.#line = end;
    this.#open = 0;
    end.onData((chunk) => {
      for (const event of decoder.push(chunk)) {
        if (event.kind === 'frame') this.#command(end, event.frame);
        else
          this.#later(end, 'damaged', () =>
            encodeReply(event.kind === 'bad-length' ? SW.badLength : SW.badChecksum),
          );
      }
    });
    end.onClose(() => {
      if (this.#line === end) this.#line = null;
      if (this.#state !== 'empty') this.#state = 'present';
    });
  }

  /** Lays a resident card on the reader, in place of one that lies there. */
  placeCard(card: ResidentCard): void {
    this.#card = {
      base: encodeBaseMessage({ ...card, photo: card.photo.length ? card.photo : fillerPhoto() }),
    };
    this.#state = 'present';
  }

  /** Lays a card with the same text but another type mark (text offset 248), e.g. `J`, or another whole text block. */
  placeOtherCard(card: ResidentCard, change: (text: Uint8Array) => void): void {
    const text = encodeText(card);
    change(text);
    const base = encodeBaseMessage(card);
    base.set(text, base.length - PHOTO_BYTES - TEXT_BYTES);
    this.#card = { base };
    this.#state = 'present';
  }

  removeCard(): void {
    this.#card = null;
    this.#state = 'empty';
  }

  unplug(): void {
    this.#plugged = false;
    void this.#line?.close();
    if (this.#card) this.#state = 'present';
  }

  plug(): void {
    this.#plugged = true;
  }

  /** Plans a fault for the next answer (to that command, if one is named), `times` times. */
  failNext(fault: ReaderFault, command: SamCommand | null = null, times = 1): void {
    for (let i = 0; i < times; i++) this.#faults.push({ fault, command });
  }

  clearFaults(): void {
    this.#faults = [];
  }

  #command(end: Transport, body: Uint8Array): void {
    const name = (Object.keys(SAM_COMMANDS) as SamCommand[]).find(
      (key) => body.length === 2 && SAM_COMMANDS[key][0] === body[0] && SAM_COMMANDS[key][1] === body[1],
    );
    this.#later(end, name ?? 'other', () => this.#answer(name ?? null, body));
  }

  /** The answer is made when it is due, not when it is asked for: a card lifted meanwhile is gone. */
  #later(end: Transport, name: SamCommand | 'other' | 'damaged', answer: () => Uint8Array): void {
    const { clock, answerMs = 12, readMs = 350 } = this.#options;
    if (this.#open > 0) this.overlaps++;
    this.#open++;
    this.asked.push({ at: clock.now(), command: name });
    if (this.asked.length > 1_000) this.asked.shift();
    const planned = this.#faults.findIndex(({ command }) => command === null || command === name);
    const fault = planned < 0 ? null : (this.#faults.splice(planned, 1)[0] as PlannedFault).fault;
    const usual = name === 'readBase' ? readMs : answerMs;
    // A reader that stays silent or speaks too late is not busy for its host, which has given up by then.
    if (fault === 'silent' || fault === 'late') this.#open--;
    clock.setTimeout(
      () => {
        if (fault !== 'silent' && fault !== 'late') this.#open--;
        if (this.#line === end) for (const piece of spoil(fault, answer)) void end.write(piece);
      },
      fault === 'slow' ? SLOW_MS : fault === 'late' ? LATE_MS : usual,
    );
  }

  #answer(command: SamCommand | null, body: Uint8Array): Uint8Array {
    switch (command) {
      case 'reset':
      case 'status':
        return encodeReply(SW.done);
      case 'samNumber':
        return encodeReply(SW.done, samNumber());
      case 'find':
        return this.#find();
      case 'select':
        if (this.#state !== 'found') return encodeReply(SW.selectFailed);
        this.#state = 'selected';
        return encodeReply(SW.done, new Uint8Array(8));
      case 'readBase':
        if (!this.#card || (this.#state !== 'selected' && this.#state !== 'read'))
          return encodeReply(SW.readFailed);
        this.#state = 'read';
        return encodeReply(SW.done, this.#card.base);
      case 'readNewAddress':
        if (this.#options.noAdditionalAddress) return encodeReply(SW.unknownCommand);
        if (this.#state !== 'selected' && this.#state !== 'read') return encodeReply(SW.readFailed);
        return encodeReply(SW.noSuchContent);
      case null:
        // Line speed and radio frame size: taken note of, nothing changes.
        if (body[0] === 0x60 || body[0] === 0x61) return encodeReply(SW.done);
        return encodeReply(SW.unknownCommand);
    }
  }

  #find(): Uint8Array {
    const hidden = this.#state === 'read' && this.#options.silentAfterRead === true;
    if (!this.#card || hidden) return encodeReply(SW.noCard);
    this.#state = 'found';
    return encodeReply(SW.cardFound, new Uint8Array(4));
  }
}

/** What really goes over the line. */
function spoil(fault: ReaderFault | null, answer: () => Uint8Array): Uint8Array[] {
  if (typeof fault === 'object' && fault !== null) return [encodeReply(fault.status)];
  switch (fault) {
    case null:
    case 'slow':
    case 'late':
      return [answer()];
    case 'silent':
      return [];
    case 'garbage':
      return [NOISE];
    case 'noise-before':
      return [NOISE, answer()];
    case 'read-failed':
      return [encodeReply(SW.readFailed)];
    case 'bad-checksum': {
      const frame = answer();
      frame[frame.length - 1] = (frame[frame.length - 1] as number) ^ 0x01;
      return [frame];
    }
    case 'truncated': {
      const frame = answer();
      return [frame.slice(0, Math.ceil(frame.length / 2))];
    }
  }
}

/** `05.03-20240101-…`: a module number that no real module has. */
function samNumber(): Uint8Array {
  const data = new Uint8Array(16);
  const view = new DataView(data.buffer);
  view.setUint16(0, 5, true);
  view.setUint16(2, 3, true);
  view.setUint32(4, 20_240_101, true);
  view.setUint32(8, 0, true);
  view.setUint32(12, 1, true);
  return data;
}

/** A whole frame around a body, for tests that write raw commands. */
export const rawFrame = encodeSamFrame;
