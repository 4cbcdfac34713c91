import { encodeSamFrame, SamFrameDecoder } from '../../codec/sam-frame.ts';
import { type EmulatorOptions as CommonOptions, DeviceEmulator } from '../../emulator/base.ts';
import { lineSpeed, parseSerialAddress } from '../../transport/serial-address.ts';
import { type BaseMessage, FINGERPRINT_BYTES, joinBaseMessage, PHOTO_BYTES } from './base-message.ts';
import { type CardContent, cardBlocks } from './card-text.ts';
import {
  encodeReply,
  NEW_ADDRESS_PARA,
  type NewAddressPara,
  RADIO_FRAME,
  SAM_COMMANDS,
  SAM_SPEEDS,
  type SamCommand,
  samNumber,
} from './protocol.ts';
import { SW } from './status-words.ts';

export interface EmulatorOptions extends CommonOptions {
  /** After a read, "find" answers "no card" until the card is lifted, as many readers do. Default false. */
  readonly silentAfterRead?: boolean;
  /** Answers "read additional address" as an unknown command, as a simple reader might. Default false. */
  readonly noAdditionalAddress?: boolean;
  /** The parameter under which it knows that command. Default 03. */
  readonly newAddressPara?: NewAddressPara;
  /** Answers "read with fingerprints" as an unknown command, as an older reader does. Default false. */
  readonly noFingerprints?: boolean;
  /** Answers "read management number" as an unknown command. Default false. */
  readonly noManagementNumber?: boolean;
  /** Time to answer a command that reads much from the card, in milliseconds. Default 350; others take `answerMs`. */
  readonly readMs?: number;
}

/** What a card may hold besides text and photo. */
export interface CardExtras {
  /** True for two made-up fingers. */
  readonly fingerprints?: boolean | Uint8Array;
  /** At most 35 characters. */
  readonly newAddress?: string;
  readonly managementNumber?: Uint8Array;
}

export type ReaderState = 'empty' | 'present' | 'found' | 'selected' | 'read';

interface LaidCard {
  readonly blocks: BaseMessage;
  readonly newAddress: string | null;
  readonly managementNumber: Uint8Array;
}

const DEFAULT_BAUD = 115_200;
const NEW_ADDRESS_BYTES = 70;
const MANAGEMENT_NUMBER_BYTES = 28;
/** Header of the photo block as it was seen on real cards; what follows is filler, no face. */
const PHOTO_HEADER = Uint8Array.of(0x57, 0x4c, 0x66, 0x00, 0x7e, 0x00, 0x32, 0x00, 0x00, 0xff, 0x85);
/** A module number that no real module has. */
const NUMBER = samNumber.encode({ vendor: 5, type: 3, date: 20_240_101, serial1: 0, serial2: 1 });

/** 1,024 bytes that look like a photo block and show nobody. */
export function fillerPhoto(): Uint8Array {
  const photo = new Uint8Array(PHOTO_BYTES).fill(0x55);
  photo.set(PHOTO_HEADER);
  return photo;
}

/**
 * 1,024 bytes in the place of two fingers, nobody's. The bytes that are set at the beginning of each half stand for
 * "feature", "registered well" and the right and left thumb, as far as the format is known; nothing checks them.
 */
export function fillerFingerprints(): Uint8Array {
  const half = FINGERPRINT_BYTES / 2;
  const block = Uint8Array.from({ length: FINGERPRINT_BYTES }, (_, i) => (i * 31 + 7) & 0xff);
  for (const [at, finger] of [
    [0, 11],
    [half, 16],
  ] as const) {
    block[at] = 0x43;
    block[at + 4] = 0x01;
    block[at + 5] = finger;
  }
  return block;
}

/** A SAM_V reader that speaks bytes: plug its `open` below the real driver, or attach it to the end of any line. */
export function createIdCardReaderEmulator(options: EmulatorOptions): IdCardReaderEmulator {
  return new IdCardReaderEmulator(options);
}

export class IdCardReaderEmulator extends DeviceEmulator<SamCommand> {
  /** The module's own trouble: from now on it answers every command with this. Null: it works. */
  trouble: 'self-test-failed' | 'not-authorised' | null = null;
  /** What the last "set radio frame" said; null before. */
  radioFrame: number | null = null;
  readonly #options: EmulatorOptions;
  #decoder = new SamFrameDecoder();
  #state: ReaderState = 'empty';
  #card: LaidCard | null = null;
  #speed: number;
  /** Speed of the host's end, where it is known. */
  #hostSpeed: number | null = null;
  protected override readonly slowMs = 700;
  /** Pieces of a frame's beginning, but never a whole one. */
  protected override readonly noise = Uint8Array.of(0x00, 0xaa, 0xaa, 0x96, 0x13, 0x69, 0xff, 0xaa);

  constructor(options: EmulatorOptions) {
    super(options, DEFAULT_BAUD);
    this.#options = options;
    this.#speed = Number.isFinite(options.baud) ? (options.baud as number) : DEFAULT_BAUD;
  }

  get state(): ReaderState {
    return this.#state;
  }

  /** Speed of its line in bits a second. A host that opens it by a serial address with another one is not understood. */
  get speed(): number {
    return this.#speed;
  }

  /** Lays a card on the reader, in place of one that lies there. */
  placeCard(card: CardContent, extras: CardExtras = {}): void {
    this.placeOtherCard(card, () => undefined, extras);
  }

  /** Lays a card whose 256 bytes of text were changed afterwards, e.g. the type mark at 248. */
  placeOtherCard(card: CardContent, change: (text: Uint8Array) => void, extras: CardExtras = {}): void {
    const photo = card.photo.length > 0 ? card.photo : fillerPhoto();
    const fingerprints = extras.fingerprints === true ? fillerFingerprints() : extras.fingerprints || null;
    const blocks = cardBlocks({ ...card, photo }, fingerprints);
    change(blocks.text);
    this.#card = {
      blocks,
      newAddress: extras.newAddress ?? null,
      managementNumber: extras.managementNumber ?? new Uint8Array(MANAGEMENT_NUMBER_BYTES).fill(0x11),
    };
    this.#state = 'present';
  }

  removeCard(): void {
    this.#card = null;
    this.#state = 'empty';
  }

  override unplug(): void {
    super.unplug();
    this.#forgetCard();
  }

  /** Plans a status word in place of the next `times` answers (to that command, if one is named). */
  failStatus(status: number, command: SamCommand | null = null, times = 1): void {
    this.failRepeatedly({ bytes: encodeReply(status) }, command, times);
  }

  protected override attached(): void {
    this.#decoder = new SamFrameDecoder();
    this.#hostSpeed = null;
    this.#forgetCard();
  }

  protected override opened(address: string): void {
    if (typeof parseSerialAddress(address) !== 'string') this.#hostSpeed = lineSpeed(address);
  }

  protected override receive(chunk: Uint8Array): void {
    // Bytes at another speed are no bytes.
    if (this.#hostSpeed !== null && this.#hostSpeed !== this.#speed) return;
    for (const event of this.#decoder.push(chunk)) {
      if (event.kind === 'frame') this.#command(event.frame);
      else {
        const sw = event.kind === 'bad-length' ? SW.badLength : SW.badChecksum;
        this.reply('damaged', () => encodeReply(sw));
      }
    }
  }

  protected override wrongReply(command: SamCommand | 'other' | 'damaged'): Uint8Array {
    return command === 'find' ? encodeReply(SW.done, new Uint8Array(8)) : encodeReply(SW.noCard);
  }

  /** A card that lies there has to be found anew. */
  #forgetCard(): void {
    if (this.#card) this.#state = 'present';
  }

  #command(body: Uint8Array): void {
    const known = recognise(body, this.#options.newAddressPara ?? NEW_ADDRESS_PARA.usual);
    if (known === null) {
      this.reply('other', () => encodeReply(this.#troubleWord() ?? SW.unknownCommand));
      return;
    }
    const { command, parameter } = known;
    const reads = command === 'readBase' || command === 'readWithFingerprints';
    this.reply(
      command,
      () => this.#answer(command, parameter),
      reads ? (this.#options.readMs ?? 350) : undefined,
    );
  }

  #answer(command: SamCommand, parameter: number | null): Uint8Array {
    const trouble = this.#troubleWord();
    if (trouble !== null) return encodeReply(trouble);
    switch (command) {
      case 'reset':
        this.#forgetCard();
        return encodeReply(SW.done);
      case 'status':
        return encodeReply(SW.done);
      case 'samNumber':
        return encodeReply(SW.done, NUMBER);
      case 'find':
        return this.#find();
      case 'select':
        if (this.#state !== 'found') return encodeReply(SW.selectFailed);
        this.#state = 'selected';
        return encodeReply(SW.done, new Uint8Array(8));
      case 'setSpeed': {
        const speed = SAM_SPEEDS[parameter as number];
        if (speed === undefined) return encodeReply(SW.unknownCommand);
        // This answer still leaves at the old speed.
        this.#speed = speed;
        this.changeSpeed(speed);
        return encodeReply(SW.done);
      }
      case 'setRadioFrame':
        if (parameter === null || parameter < RADIO_FRAME.least) return encodeReply(SW.unknownCommand);
        this.radioFrame = parameter;
        return encodeReply(SW.done);
      case 'readBase':
      case 'readWithFingerprints':
      case 'readNewAddress':
      case 'readManagementNumber':
        return this.#read(command);
    }
  }

  #find(): Uint8Array {
    const hidden = this.#state === 'read' && this.#options.silentAfterRead === true;
    if (!this.#card || hidden) return encodeReply(SW.noCard);
    this.#state = 'found';
    return encodeReply(SW.cardFound, new Uint8Array(4));
  }

  #read(
    command: 'readBase' | 'readWithFingerprints' | 'readNewAddress' | 'readManagementNumber',
  ): Uint8Array {
    const { noFingerprints, noAdditionalAddress, noManagementNumber } = this.#options;
    const unknown =
      (command === 'readWithFingerprints' && noFingerprints) ||
      (command === 'readNewAddress' && noAdditionalAddress) ||
      (command === 'readManagementNumber' && noManagementNumber);
    if (unknown) return encodeReply(SW.unknownCommand);
    if (!this.#card || (this.#state !== 'selected' && this.#state !== 'read'))
      return encodeReply(SW.readFailed);
    const { blocks, newAddress, managementNumber } = this.#card;
    switch (command) {
      case 'readBase':
      case 'readWithFingerprints':
        this.#state = 'read';
        return encodeReply(SW.done, joinBaseMessage(blocks, command === 'readWithFingerprints'));
      case 'readNewAddress': {
        if (newAddress === null) return encodeReply(SW.noSuchContent);
        const text = Buffer.alloc(NEW_ADDRESS_BYTES, ' ', 'utf16le');
        text.write(newAddress, 'utf16le');
        return encodeReply(SW.done, text);
      }
      case 'readManagementNumber':
        return encodeReply(SW.done, managementNumber);
    }
  }

  #troubleWord(): number | null {
    switch (this.trouble) {
      case 'self-test-failed':
        return SW.selfTestFailed;
      case 'not-authorised':
        return SW.samNotAuthorised;
      case null:
        return null;
    }
  }
}

/** The command in a frame's body, with its number if it has one; null when this reader does not know it. */
function recognise(
  body: Uint8Array,
  newAddressPara: NewAddressPara,
): { readonly command: SamCommand; readonly parameter: number | null } | null {
  const [cmd, para, third] = body;
  if (cmd === 0x60 && body.length === 2) return { command: 'setSpeed', parameter: para as number };
  if (cmd === 0x61 && para === 0xff && body.length === 3)
    return { command: 'setRadioFrame', parameter: third as number };
  if (body.length !== 2) return null;
  const command = (Object.keys(SAM_COMMANDS) as SamCommand[]).find((name) => {
    const second = name === 'readNewAddress' ? newAddressPara : SAM_COMMANDS[name][1];
    return name !== 'setRadioFrame' && SAM_COMMANDS[name][0] === cmd && second === para;
  });
  return command ? { command, parameter: null } : null;
}

/** A whole frame around a body, for tests that write raw commands. */
export const rawFrame = encodeSamFrame;
