import iconv from 'iconv-lite';
import { ok, Signal, sleep } from '../../../electron/core/index.ts';
import { DeviceEmulator, type EmulatorOptions } from '../../emulator/base.ts';
import type { OpenTransport, Transport } from '../../transport/port.ts';
import { type Token, Tokenizer } from './emulator-tokens.ts';
import { REAL_TIME, type RealTimeQuestion, XOFF, XON } from './protocol.ts';
import type { Align, Bitmap } from './types.ts';

/** What the host asked: the four real-time questions, two questions that wait their turn, and commands. */
export type PrinterCommand =
  | RealTimeQuestion
  | 'maker'
  | 'model'
  | 'statusBack'
  | 'paperStatus'
  | 'recover'
  | 'clearBuffers';

interface StripSize {
  readonly width: number;
  readonly height: number;
}

/** Something on paper, from top to bottom. A text item is one printed line. */
export type StripItem =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align: Align;
      /** Any of it is bold. */
      readonly bold: boolean;
      /** The largest on the line. */
      readonly size: StripSize;
    }
  | { readonly kind: 'image'; readonly bitmap: Bitmap; readonly align: Align }
  | { readonly kind: 'qr'; readonly data: Uint8Array; readonly moduleDots: number; readonly align: Align }
  | { readonly kind: 'barcode'; readonly system: number; readonly data: Uint8Array; readonly align: Align }
  | { readonly kind: 'feed'; readonly dots: number }
  | { readonly kind: 'cut'; readonly mode: 'full' | 'partial' };

export interface ReceiptPrinterEmulatorOptions extends EmulatorOptions {
  /** Dots of the print head. Default 576. */
  readonly dots?: number;
  /** Default 4,096. */
  readonly bufferBytes?: number;
  /** Dots of paper a millisecond. Default 0.8: 100 mm/s at 203 dpi. */
  readonly dotsPerMs?: number;
  /** Time of a cut, in milliseconds. Default 300. */
  readonly cutMs?: number;
  /** Paper on the roll, in dots. Default 80 m. */
  readonly paperDots?: number;
  /** `xonxoff`: says XOFF and XON. The wire for "busy" is always there: see `openWired`. Default `none`. */
  readonly flow?: 'none' | 'xonxoff';
  /** Also busy while offline, for whatever reason. Default true. */
  readonly busyWhenOffline?: boolean;
  /** Obeys DLE EOT and DLE ENQ also where they stand in the data of an image or a code. Default false. */
  readonly scansData?: boolean;
  /** Two-byte characters are on at power-up. Default false. */
  readonly chineseAtPowerUp?: boolean;
  /** Has the four-byte characters of GB 18030. Default true. */
  readonly fourByteChars?: boolean;
  /** Has GS ( k. Default true. */
  readonly qr?: boolean;
  /** Says maker and model. Default true. */
  readonly hasIdentity?: boolean;
  /** Knows GS a. Default true. */
  readonly hasStatusBack?: boolean;
  /** Knows DLE DC4 8. Default true. */
  readonly clearsBuffer?: boolean;
}

const DOTS_A_COLUMN = 12;
const DEFAULT_LINE_DOTS = 30;
const NEAR_END_DOTS = 8_000;
const CUTTER_DOTS = 120;
/** Busy is lifted when so many bytes are free again. */
const READY_AGAIN_BYTES = 256;
/** Busy when no more are free: what a host may still send before it sees it. */
const BUSY_AT_FREE = 128;
const ALIGNS: readonly Align[] = ['left', 'centre', 'right'];
/** The system looks at the wire between pieces of this size; the time is that of 115200 bits a second. */
const WIRE_PIECE_BYTES = 16;
const WIRE_PIECE_MS = 1.4;
const KEPT_ITEMS = 20_000;
const NONE = new Uint8Array(0);

/** An ESC/POS printer that speaks bytes and prints on a strip. */
export class ReceiptPrinterEmulator extends DeviceEmulator<PrinterCommand> {
  readonly #options: ReceiptPrinterEmulatorOptions;
  readonly #tokens: Tokenizer;
  /** True while the printer asks the host to wait. */
  readonly busy = new Signal(false);
  #strip: StripItem[] = [];
  #queue: Token[] = [];
  #queued = 0;
  #working = false;
  #last3: number[] = [];
  #line: { text: string; columns: number; bold: boolean; size: StripSize }[] = [];
  #style = plain();
  #lineDots = DEFAULT_LINE_DOTS;
  #qrData: Uint8Array = NONE;
  #qrDots = 3;
  #mask = 0;
  #lastSaid = '';
  #paperDots: number;
  #coverOpen = false;
  #feeding = false;
  #cutterJammed = false;
  #error: 'cutter' | 'recoverable' | 'unrecoverable' | null = null;
  #hot = false;
  /** Bytes that came while the buffer was full: a driver must never cause one. */
  lost = 0;
  /** Commands by name, newest last, the last thousand: not their data. */
  readonly obeyed: string[] = [];

  constructor(options: ReceiptPrinterEmulatorOptions) {
    super(options, 9_600);
    this.#options = options;
    this.#paperDots = options.paperDots ?? 80_000 * 8;
    this.#tokens = new Tokenizer(options.chineseAtPowerUp ?? false, options.fourByteChars ?? true);
  }

  /** All that stands on the paper, from the first item on, up to the last twenty thousand. */
  get strip(): readonly StripItem[] {
    return this.#strip;
  }

  /** The texts that stand on the paper, line by line. */
  get lines(): readonly string[] {
    return this.#strip.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  }

  /** Dots of paper that are left. */
  get paperLeft(): number {
    return this.#paperDots;
  }

  /** Bytes that wait in the receive buffer. */
  get buffered(): number {
    return this.#queued + this.#tokens.held;
  }

  /** Opens a line on which the wire for "busy" holds the host's bytes back, as the system does with hardware flow control. */
  readonly openWired: OpenTransport = async (address) => {
    const opened = await this.open(address);
    return opened.ok ? ok(this.#gate(opened.value)) : opened;
  };

  /** Takes away what was cut off: everything up to the last cut. */
  tearOff(): readonly StripItem[] {
    const end = this.#strip.findLastIndex((item) => item.kind === 'cut') + 1;
    return this.#strip.splice(0, end);
  }

  openCover(): void {
    this.#change(() => {
      this.#coverOpen = true;
    });
  }

  closeCover(): void {
    this.#change(() => {
      this.#coverOpen = false;
    });
  }

  /** Puts in a roll of so many dots. A few dots make it run out in the middle of a receipt. */
  loadPaper(dots = 80_000 * 8): void {
    this.#change(() => {
      this.#paperDots = dots;
    });
  }

  /** Holds the feed button down, or lets it go. */
  feedByButton(held: boolean): void {
    this.#change(() => {
      this.#feeding = held;
    });
  }

  /** Something stops the blade: seen at the next cut. */
  jamCutter(): void {
    this.#cutterJammed = true;
  }

  /** Takes out what stopped the blade. The error stays until the host lets the printer recover. */
  freeCutter(): void {
    this.#cutterJammed = false;
  }

  overheat(): void {
    this.#change(() => {
      this.#hot = true;
    });
  }

  cool(): void {
    this.#change(() => {
      this.#hot = false;
    });
  }

  /** An error that passes after DLE ENQ, or never until the power is switched. */
  breakDown(error: 'recoverable' | 'unrecoverable'): void {
    this.#change(() => {
      this.#error = error;
    });
  }

  /** Switches it off and on while its line stays open, as behind a USB bridge with a power supply of its own. */
  powerCycle(): void {
    this.#clear();
    this.#change(() => {
      this.#error = null;
      this.#mask = 0;
      this.#tokens.chinese = this.#options.chineseAtPowerUp ?? false;
    });
  }

  protected override damage(answer: Uint8Array): Uint8Array {
    // The first byte tells what the rest is: this is the worst one to lose.
    const copy = answer.slice();
    copy[0] = (copy[0] as number) ^ 0x80;
    return copy;
  }

  protected override attached(): void {
    // A printer does not know that a host has gone: half a command stays half a command.
    this.#last3 = [];
  }

  protected override wrongReply(command: PrinterCommand | 'other' | 'damaged'): Uint8Array {
    return command in REAL_TIME ? Uint8Array.of(0x00) : Uint8Array.of(0x12);
  }

  protected override receive(chunk: Uint8Array): void {
    for (const byte of chunk) this.#byte(byte);
    this.#pump();
    this.#tellBusy();
  }

  #byte(byte: number): void {
    const full = this.buffered >= this.#capacity;
    const tokens = full ? [] : this.#tokens.push(byte);
    if (full) this.lost++;
    this.#last3 = [...this.#last3.slice(-2), byte];
    for (const token of tokens) {
      if (token.kind === 'realTime') this.#atOnce(token);
      else {
        this.#queue.push(token);
        this.#queued += token.size;
      }
    }
    // The hardware looks for these before the buffer: they work when it is full, and perhaps inside data.
    const [dle, what, n] = this.#last3;
    const found = dle === 0x10 && (what === 0x04 || what === 0x05) && n !== undefined;
    if (found && (full || (this.#options.scansData && !tokens.some((token) => token.kind === 'realTime'))))
      this.#atOnce({
        kind: 'realTime',
        name: what === 0x04 ? 'DLE EOT' : 'DLE ENQ',
        args: Uint8Array.of(n),
        size: 3,
      });
  }

  #atOnce(token: Token & { kind: 'realTime' }): void {
    const n = token.args[0] as number;
    switch (token.name) {
      case 'DLE EOT': {
        const question = (Object.keys(REAL_TIME) as RealTimeQuestion[]).find((key) => REAL_TIME[key] === n);
        if (question) this.reply(question, () => Uint8Array.of(this.#realTime(question)));
        break;
      }
      case 'DLE ENQ':
        this.took('recover');
        this.#recover(n === 2);
        break;
      case 'DLE DC4':
        if (n !== 0x08 || this.#options.clearsBuffer === false) break;
        this.#clear();
        this.reply('clearBuffers', () => Uint8Array.of(0x37, 0x25, 0x00));
        break;
    }
  }

  /** Leaves an error behind whose cause is gone. */
  #recover(clear: boolean): void {
    if (this.#error === null || this.#error === 'unrecoverable') return;
    if (clear) this.#clear();
    if (this.#error === 'cutter' && this.#cutterJammed) return;
    this.#change(() => {
      this.#error = null;
    });
  }

  #clear(): void {
    this.#queue = [];
    this.#queued = 0;
    this.#tokens.reset();
    this.#initialise();
  }

  #initialise(): void {
    this.#line = [];
    this.#style = plain();
    this.#lineDots = DEFAULT_LINE_DOTS;
  }

  get #capacity(): number {
    return this.#options.bufferBytes ?? 4_096;
  }

  get #paper(): 'ok' | 'near-end' | 'out' {
    return this.#paperDots <= 0 ? 'out' : this.#paperDots < NEAR_END_DOTS ? 'near-end' : 'ok';
  }

  get #offline(): boolean {
    return this.#coverOpen || this.#feeding || this.#hot || this.#error !== null || this.#paper === 'out';
  }

  #realTime(question: RealTimeQuestion): number {
    const out = this.#paper === 'out';
    switch (question) {
      case 'printer':
        return 0x12 | bit(this.#offline, 3) | bit(this.#error !== null, 5) | bit(this.#feeding, 6);
      case 'offlineCause':
        return (
          0x12 |
          bit(this.#coverOpen, 2) |
          bit(this.#feeding, 3) |
          bit(out, 5) |
          bit(this.#error !== null || this.#hot, 6)
        );
      case 'errorCause':
        return 0x12 | this.#errorBits();
      case 'paper':
        return 0x12 | (this.#paper === 'ok' ? 0 : 0x0c) | (out ? 0x60 : 0);
    }
  }

  #errorBits(): number {
    return (
      bit(this.#error === 'recoverable', 2) |
      bit(this.#error === 'cutter', 3) |
      bit(this.#error === 'unrecoverable', 5) |
      bit(this.#hot, 6)
    );
  }

  #statusBack(): Uint8Array {
    const first = 0x10 | bit(this.#offline, 3) | bit(this.#coverOpen, 5) | bit(this.#feeding, 6);
    return Uint8Array.of(first, this.#errorBits(), this.#sensor(), 0x00);
  }

  #sensor(): number {
    return this.#paper === 'ok' ? 0x00 : this.#paper === 'near-end' ? 0x03 : 0x0f;
  }

  /** Something physical happened: the printer says so and goes on if it can. */
  #change(what: () => void): void {
    what();
    this.#announce();
    this.#pump();
    this.#tellBusy();
  }

  #announce(): void {
    const status = this.#statusBack();
    const now = status.join();
    if (now === this.#lastSaid) return;
    this.#lastSaid = now;
    if (this.#mask !== 0) this.say(status);
  }

  #tellBusy(): void {
    const free = this.#capacity - this.buffered;
    const waits = this.#options.busyWhenOffline !== false && this.#offline;
    const was = this.busy.value;
    const now =
      waits || free <= BUSY_AT_FREE || (was && free < Math.min(READY_AGAIN_BYTES, this.#capacity / 2));
    if (now === was) return;
    this.busy.set(now);
    if (this.#options.flow === 'xonxoff') this.say(Uint8Array.of(now ? XOFF : XON));
  }

  /** Works off the buffer in its turn; every part takes the time it takes. */
  #pump(): void {
    while (!this.#working && !this.#offline) {
      const token = this.#queue.shift();
      if (!token) return;
      this.#queued -= token.size;
      const ms = token.kind === 'char' ? this.#char(token.bytes) : this.#obey(token.name, token.args);
      if (ms <= 0) continue;
      this.#working = true;
      this.clock.setTimeout(() => {
        this.#working = false;
        this.#pump();
        this.#tellBusy();
      }, ms);
    }
  }

  #char(bytes: Uint8Array): number {
    const [first] = bytes as unknown as [number];
    const text =
      bytes.length > 1
        ? iconv.decode(bytes, 'gb18030')
        : first < 0x80
          ? String.fromCharCode(first)
          : '\ufffd';
    const columns = (bytes.length > 1 ? 2 : 1) * this.#style.size.width;
    const room = Math.floor((this.#options.dots ?? 576) / DOTS_A_COLUMN);
    const ms = this.#used + columns > room ? this.#printLine() : 0;
    this.#line.push({ ...this.#style, text, columns });
    return ms;
  }

  /** Obeys one command; how long it takes, in milliseconds. What is not listed changes nothing that can be seen here. */
  #obey(name: string, args: Uint8Array): number {
    this.obeyed.push(name);
    if (this.obeyed.length > 1_000) this.obeyed.shift();
    const n = args[0] ?? 0;
    switch (name) {
      case 'LF':
        return this.#printLine();
      case 'ESC @':
        this.#initialise();
        return 0;
      case 'ESC 2':
        this.#lineDots = DEFAULT_LINE_DOTS;
        return 0;
      case 'ESC 3':
        this.#lineDots = n;
        return 0;
      case 'ESC a':
        this.#style = { ...this.#style, align: ALIGNS[n % 48] ?? 'left' };
        return 0;
      case 'ESC E':
        this.#style = { ...this.#style, bold: (n & 1) === 1 };
        return 0;
      case 'ESC !':
        this.#style = {
          ...this.#style,
          bold: (n & 0x08) !== 0,
          size: { width: n & 0x20 ? 2 : 1, height: n & 0x10 ? 2 : 1 },
        };
        return 0;
      case 'ESC $':
        return this.#moveTo(n | ((args[1] ?? 0) << 8));
      case 'ESC \\':
        return this.#moveTo(this.#used * DOTS_A_COLUMN + (((n | ((args[1] ?? 0) << 8)) << 16) >> 16));
      case 'GS !':
        this.#style = { ...this.#style, size: { width: ((n >> 4) & 7) + 1, height: (n & 7) + 1 } };
        return 0;
      case 'ESC d':
        return this.#flushLine() + (n > 0 ? this.#feed(n * this.#lineDots) : 0);
      case 'ESC J':
        return this.#flushLine() + (n > 0 ? this.#feed(n) : 0);
      case 'ESC i':
        return this.#cut('full', 0);
      case 'ESC m':
        return this.#cut('partial', 0);
      case 'GS V': {
        const mode = [0x00, 0x30, 0x41, 0x61, 0x67].includes(n) ? 'full' : 'partial';
        return this.#cut(mode, n >= 0x41 ? CUTTER_DOTS + (args[1] ?? 0) : 0);
      }
      case 'GS v 0':
        return this.#image(args);
      case 'GS ( k':
        return this.#qr(args);
      case 'GS k': {
        const counted = n >= 0x20;
        const data = counted ? args.slice(2) : args.slice(1, -1);
        return this.#put({ kind: 'barcode', system: n, data, align: this.#style.align }, 100);
      }
      case 'GS a':
        this.#mask = this.#options.hasStatusBack === false ? 0 : n;
        if (this.#mask !== 0) this.reply('statusBack', () => this.#statusBack());
        return 0;
      case 'GS r':
        if (n === 1 || n === 0x31) this.reply('paperStatus', () => Uint8Array.of(this.#sensor()));
        return 0;
      case 'GS I':
        if (this.#options.hasIdentity !== false && n === 0x42) this.reply('maker', () => block('TONGBAN'));
        if (this.#options.hasIdentity !== false && n === 0x43) this.reply('model', () => block('EMULATED'));
        return 0;
      default:
        return 0;
    }
  }

  /** Columns of the line so far. */
  get #used(): number {
    return this.#line.reduce((total, char) => total + char.columns, 0);
  }

  /** Goes on at so many dots from the left. Going back would print one thing over another: not shown here. */
  #moveTo(dots: number): number {
    const gap = Math.floor(dots / DOTS_A_COLUMN) - this.#used;
    if (gap > 0) this.#line.push({ ...plain(), text: ' '.repeat(gap), columns: gap });
    return 0;
  }

  #flushLine(): number {
    return this.#line.length > 0 ? this.#printLine() : 0;
  }

  #printLine(): number {
    const line = this.#line.length > 0 ? this.#line : [{ ...this.#style, text: '' }];
    const text = line.map((char) => char.text).join('');
    const bold = line.some((char) => char.bold);
    const size = {
      width: Math.max(...line.map((char) => char.size.width)),
      height: Math.max(...line.map((char) => char.size.height)),
    };
    this.#line = [];
    const dots = Math.max(this.#lineDots, 24 * size.height);
    return this.#put({ kind: 'text', text, align: this.#style.align, bold, size }, dots);
  }

  #feed(dots: number): number {
    return this.#put({ kind: 'feed', dots }, dots);
  }

  #cut(mode: 'full' | 'partial', feedDots: number): number {
    let ms = this.#flushLine();
    if (feedDots > 0) ms += this.#feed(feedDots);
    if (this.#cutterJammed) {
      this.#change(() => {
        this.#error = 'cutter';
      });
      return ms;
    }
    return ms + this.#put({ kind: 'cut', mode }, 0) + (this.#options.cutMs ?? 300);
  }

  #image(args: Uint8Array): number {
    const [, xL, xH, yL, yH] = args as unknown as number[];
    const width = ((xL as number) | ((xH as number) << 8)) * 8;
    const height = (yL as number) | ((yH as number) << 8);
    const ms = this.#flushLine();
    if (width * height === 0) return ms;
    const bitmap = { width, height, bits: args.slice(5) };
    return ms + this.#put({ kind: 'image', bitmap, align: this.#style.align }, height);
  }

  /** GS ( k for QR codes: args begin with 31 and the function. */
  #qr(args: Uint8Array): number {
    if (this.#options.qr === false || args[0] !== 0x31) return 0;
    if (args[1] === 0x43) this.#qrDots = args[2] ?? 3;
    if (args[1] === 0x50) this.#qrData = args.slice(3);
    if (args[1] !== 0x51) return 0;
    const item: StripItem = {
      kind: 'qr',
      data: this.#qrData,
      moduleDots: this.#qrDots,
      align: this.#style.align,
    };
    return this.#put(item, 29 * this.#qrDots);
  }

  /** Puts something on paper and moves it on by so many dots. */
  #put(item: StripItem, dots: number): number {
    this.#strip.push(item);
    if (this.#strip.length > KEPT_ITEMS) this.#strip.shift();
    this.#paperDots -= dots;
    this.#announce();
    return dots / (this.#options.dotsPerMs ?? 0.8);
  }

  #gate(inner: Transport): Transport {
    let waiting: number[] = [];
    let sending = false;
    const send = async () => {
      if (sending) return;
      sending = true;
      while (!this.busy.value && waiting.length > 0) {
        const piece = Uint8Array.from(waiting.slice(0, WIRE_PIECE_BYTES));
        waiting = waiting.slice(WIRE_PIECE_BYTES);
        await inner.write(piece);
        await sleep(this.clock, WIRE_PIECE_MS);
      }
      sending = false;
    };
    const stop = this.busy.subscribe(() => void send());
    return {
      address: inner.address,
      async write(bytes) {
        waiting.push(...bytes);
        void send();
        return ok();
      },
      onData: (receive) => inner.onData(receive),
      onClose: (closed) => inner.onClose(closed),
      close: () => {
        stop();
        return inner.close();
      },
    };
  }
}

export function createReceiptPrinterEmulator(options: ReceiptPrinterEmulatorOptions): ReceiptPrinterEmulator {
  return new ReceiptPrinterEmulator(options);
}

function plain(): { align: Align; bold: boolean; size: StripSize } {
  return { align: 'left', bold: false, size: { width: 1, height: 1 } };
}

function bit(on: boolean, at: number): number {
  return on ? 1 << at : 0;
}

/** An answer to GS I. */
function block(text: string): Uint8Array {
  return Uint8Array.of(0x5f, ...new TextEncoder().encode(text), 0x00);
}
