import { Framer } from '../../codec/framer.ts';
import { DeviceEmulator, type EmulatorOptions } from '../../emulator/base.ts';
import {
  decodeFeatures,
  encodeFeatures,
  encodePrint,
  type Features,
  type Finger,
  type FingerCondition,
  scoreOf,
  threshold,
} from './emulator-fingers.ts';
import {
  answerOf,
  BAUD_STEP,
  CC,
  ef01Framing,
  encodeData,
  encodePacket,
  FACTORY,
  IMAGE,
  INDEX_PAGE,
  INSTRUCTIONS,
  PACKET,
  PACKET_SIZES,
  type Packet,
  parametersOf,
} from './protocol.ts';

/** All that the emulated module understands: the driver's instructions and the others of the manual. */
export const EMULATED = {
  ...INSTRUCTIONS,
  downImage: 0x0b,
  setSysPara: 0x0e,
  setPwd: 0x12,
  getRandomCode: 0x14,
  setAdder: 0x15,
  readInfPage: 0x16,
  writeNotepad: 0x18,
  readNotepad: 0x19,
  hiSpeedSearch: 0x1b,
  templateNum: 0x1d,
  getImageEx: 0x28,
  getEnrollImage: 0x29,
  cancel: 0x30,
  checkSensor: 0x36,
  softReset: 0x3d,
  handshake: 0x40,
  getEcho: 0x53,
} as const;

export type FingerprintCommand = keyof typeof EMULATED;

const NAMES: ReadonlyMap<number, FingerprintCommand> = new Map(
  (Object.keys(EMULATED) as FingerprintCommand[]).map((name) => [EMULATED[name], name]),
);

export interface FingerprintEmulatorOptions extends EmulatorOptions {
  /** Templates in the library. Default 162. */
  readonly capacity?: number;
  readonly moduleAddress?: number;
  readonly password?: number;
  readonly securityLevel?: number;
  readonly packetBytes?: 32 | 64 | 128 | 256;
  /** Default 512. */
  readonly templateBytes?: number;
  /** Instructions that this model does not know. Default none. */
  readonly lacks?: readonly FingerprintCommand[];
  /** What the model does about those: confirmation code 19, or nothing at all. Default `refused`. */
  readonly unknown?: 'refused' | 'silent';
  /** What instruction 35 is for this model. Default `ring`. */
  readonly instruction35?: 'ring' | 'handshake';
}

/** Time that a module works on a command, in milliseconds; 12 for all that are not named. */
const WORK_MS: Partial<Record<FingerprintCommand, number>> = {
  genImg: 120,
  getImageEx: 120,
  getEnrollImage: 120,
  img2Tz: 250,
  search: 90,
  hiSpeedSearch: 40,
  match: 40,
  regModel: 90,
  store: 60,
  deleteChar: 40,
  empty: 150,
};

const BOOT_MS = 300;
/** A pause in the middle of a packet after which the module waits for a new one, in milliseconds. */
const GIVE_UP_PACKET_MS = 150;
const READY_BYTE = 0x55;
const NOTEPAD = { pages: 16, bytes: 32 } as const;
const INFO_PAGE_BYTES = 512;

interface Incoming {
  /** Number of the character buffer; null for the image buffer. */
  readonly buffer: number | null;
  readonly pieces: Uint8Array[];
  damaged: boolean;
}

/** A module that speaks EF01 bytes, and the fingers on it: plug its `open` below the real driver. */
export function createFingerprintEmulator(options: FingerprintEmulatorOptions): FingerprintEmulator {
  return new FingerprintEmulator(options);
}

export class FingerprintEmulator extends DeviceEmulator<FingerprintCommand> {
  readonly #options: FingerprintEmulatorOptions;
  readonly #framer = new Framer<Packet>(ef01Framing);
  readonly #library = new Map<number, Uint8Array>();
  readonly #notepad = new Map<number, Uint8Array>();
  readonly #templateBytes: number;
  readonly #capacity: number;
  #address: number;
  #password: number;
  #securityLevel: number;
  #packetSizeCode: number;
  #baudFactor = FACTORY.baud / BAUD_STEP;
  #buffers: [Uint8Array, Uint8Array];
  /** Whose print lies in the image buffer; null when it is empty. */
  #image: Finger | null = null;
  #imageBytes: Uint8Array | null = null;
  #finger: Finger | null = null;
  #verified = false;
  #lastMatched = false;
  #samples = 0;
  #incoming: Incoming | null = null;
  #lastByteAt = 0;
  #asleep = false;
  #booting = false;
  #randoms = 0;
  /** The light under the sensor. */
  lit = false;

  constructor(options: FingerprintEmulatorOptions) {
    super(options, FACTORY.baud);
    this.#options = options;
    this.#templateBytes = options.templateBytes ?? 512;
    this.#capacity = options.capacity ?? 162;
    this.#address = options.moduleAddress ?? FACTORY.address;
    this.#password = options.password ?? FACTORY.password;
    this.#securityLevel = options.securityLevel ?? 3;
    this.#packetSizeCode = PACKET_SIZES.indexOf(options.packetBytes ?? FACTORY.packetBytes);
    this.#buffers = this.#emptyBuffers();
  }

  /** Lays a finger on the sensor, in place of one that lies there. Fingers are numbers: nobody has them. */
  place(finger: number, condition: FingerCondition = 'good'): void {
    this.#finger = { id: finger, condition };
  }

  lift(): void {
    this.#finger = null;
  }

  /** Pages of the library that are taken, ascending. */
  get pages(): number[] {
    return [...this.#library.keys()].sort((a, b) => a - b);
  }

  /** True while features or a print of any finger lie in the buffers: nothing of the library. */
  get remembers(): boolean {
    return this.#image !== null || this.#buffers.some((buffer) => decodeFeatures(buffer) !== null);
  }

  /** Puts a template into the library, as another host might have done. */
  storeElsewhere(page: number, finger: number): void {
    const features = { finger, sample: ++this.#samples, merged: true, worn: false };
    this.#library.set(page, encodeFeatures(features, this.#templateBytes));
  }

  /** Switches the module off and on: its memory is empty, its library and settings stay. It then says 55. */
  restart(): void {
    this.#buffers = this.#emptyBuffers();
    this.#image = null;
    this.#imageBytes = null;
    this.#verified = false;
    this.#asleep = false;
    this.#booting = true;
    this.attached();
    this.clock.setTimeout(() => {
      this.#booting = false;
      this.say(Uint8Array.of(READY_BYTE));
    }, BOOT_MS);
  }

  protected override attached(): void {
    this.#framer.reset();
    this.#incoming = null;
  }

  protected override receive(chunk: Uint8Array): void {
    const now = this.clock.now();
    if (now - this.#lastByteAt > GIVE_UP_PACKET_MS) this.#framer.reset();
    this.#lastByteAt = now;
    if (this.#booting) return;
    if (this.#asleep) {
      // What wakes it is not understood.
      this.#asleep = false;
      return;
    }
    for (const event of this.#framer.push(chunk)) {
      if (event.kind === 'frame') this.#packet(event.frame);
      else if (event.kind === 'bad-checksum') {
        if (this.#incoming) this.#incoming.damaged = true;
        else this.reply('damaged', () => this.#ack(CC.packetError));
      }
    }
  }

  protected override wrongReply(command: FingerprintCommand | 'other' | 'damaged'): Uint8Array {
    return command === 'readSysPara' ? this.#ack(CC.done) : this.#ack(CC.done, this.#parameters());
  }

  #packet(packet: Packet): void {
    if (packet.address !== this.#address) return;
    if (packet.id === PACKET.command) {
      this.#incoming = null;
      this.#command(packet.payload);
    } else if (this.#incoming && (packet.id === PACKET.data || packet.id === PACKET.lastData)) {
      this.#incoming.pieces.push(packet.payload);
      if (packet.id === PACKET.lastData) this.#received(this.#incoming);
    }
  }

  #command(payload: Uint8Array): void {
    const name = NAMES.get(payload[0] ?? -1);
    const parameters = payload.slice(1);
    const known = name !== undefined && !this.#options.lacks?.includes(name);
    if (!known && this.#options.unknown === 'silent') {
      this.took(name ?? 'other');
      return;
    }
    const afterMs = this.#options.answerMs ?? WORK_MS[name ?? 'cancel'] ?? 12;
    this.reply(
      name ?? 'other',
      () => {
        if (!known) return this.#ack(CC.undefinedError);
        if (this.#password !== 0 && !this.#verified && name !== 'vfyPwd') return this.#ack(CC.passwordNeeded);
        return this.#answer(name, parameters);
      },
      afterMs,
    );
  }

  #answer(command: FingerprintCommand, parameters: Uint8Array): Uint8Array {
    switch (command) {
      case 'genImg':
      case 'getImageEx':
      case 'getEnrollImage':
        return this.#ack(this.#takeImage());
      case 'img2Tz':
        return this.#ack(this.#makeFeatures(parameters[0] ?? 0));
      case 'match':
        return this.#match();
      case 'search':
      case 'hiSpeedSearch':
        return this.#search(parameters);
      case 'regModel':
        return this.#ack(this.#merge());
      case 'store': {
        const wanted = parametersOf.bufferPage.decode(parameters);
        if (!wanted) return this.#ack(CC.packetError);
        if (wanted.page >= this.#capacity) return this.#ack(CC.badPage);
        this.#library.set(wanted.page, this.#buffer(wanted.buffer).slice());
        return this.#ack(CC.done);
      }
      case 'loadChar': {
        const wanted = parametersOf.bufferPage.decode(parameters);
        if (!wanted) return this.#ack(CC.packetError);
        if (wanted.page >= this.#capacity) return this.#ack(CC.badPage);
        const template = this.#library.get(wanted.page);
        if (!template) return this.#ack(CC.badTemplate);
        this.#buffer(wanted.buffer).set(template);
        return this.#ack(CC.done);
      }
      case 'upChar':
        return this.#upload(this.#buffer(parameters[0] ?? 0));
      case 'downChar':
        this.#incoming = { buffer: parameters[0] ?? 0, pieces: [], damaged: false };
        return this.#ack(CC.done);
      case 'upImage':
        return this.#upload(this.#imageBytes ?? encodePrint(this.#image));
      case 'downImage':
        this.#incoming = { buffer: null, pieces: [], damaged: false };
        return this.#ack(CC.done);
      case 'deleteChar': {
        const wanted = parametersOf.pages.decode(parameters);
        if (!wanted || wanted.count === 0 || wanted.page + wanted.count > this.#capacity)
          return this.#ack(CC.deleteFailed);
        for (let i = 0; i < wanted.count; i++) this.#library.delete(wanted.page + i);
        return this.#ack(CC.done);
      }
      case 'empty':
        this.#library.clear();
        return this.#ack(CC.done);
      case 'readSysPara':
        return this.#ack(CC.done, this.#parameters());
      case 'setSysPara':
        return this.#set(parameters[0] ?? 0, parameters[1] ?? 0);
      case 'vfyPwd':
        this.#verified = parametersOf.long.decode(parameters)?.value === this.#password;
        return this.#ack(this.#verified ? CC.done : CC.wrongPassword);
      case 'setPwd':
        this.#password = parametersOf.long.decode(parameters)?.value ?? this.#password;
        return this.#ack(CC.done);
      case 'setAdder':
        // The acknowledgement carries the new address already.
        this.#address = parametersOf.long.decode(parameters)?.value ?? this.#address;
        return this.#ack(CC.done);
      case 'getRandomCode': {
        this.#randoms = (Math.imul(this.#randoms, 1_664_525) + 1_013_904_223) >>> 0;
        return this.#ack(CC.done, parametersOf.long.encode({ value: this.#randoms }));
      }
      case 'readInfPage':
        return this.#upload(new Uint8Array(INFO_PAGE_BYTES).fill(0x20));
      case 'writeNotepad': {
        const page = parameters[0] ?? NOTEPAD.pages;
        if (page >= NOTEPAD.pages || parameters.length !== 1 + NOTEPAD.bytes)
          return this.#ack(CC.packetError);
        this.#notepad.set(page, parameters.slice(1));
        return this.#ack(CC.done);
      }
      case 'readNotepad':
        return this.#ack(CC.done, this.#notepad.get(parameters[0] ?? 0) ?? new Uint8Array(NOTEPAD.bytes));
      case 'templateNum':
        return this.#ack(CC.done, answerOf.score.encode({ score: this.#library.size }));
      case 'readConList':
        return this.#ack(CC.done, this.#indexPage(parameters[0] ?? 0));
      case 'auraLedConfig':
        if (this.#options.instruction35 !== 'handshake') this.lit = parameters[0] !== 4;
        return this.#ack(CC.done);
      case 'ledOn':
      case 'ledOff':
        this.lit = command === 'ledOn';
        return this.#ack(CC.done);
      case 'sleep':
        this.#asleep = true;
        return this.#ack(CC.done);
      case 'softReset':
        this.restart();
        return this.#ack(CC.done);
      case 'getEcho':
        return this.#ack(READY_BYTE);
      case 'cancel':
      case 'checkSensor':
      case 'handshake':
        return this.#ack(CC.done);
    }
  }

  #takeImage(): number {
    this.#imageBytes = null;
    this.#image = this.#finger?.condition === 'moving' ? null : this.#finger;
    if (!this.#finger) return CC.noFinger;
    this.#samples++;
    return this.#image ? CC.done : CC.captureFailed;
  }

  #makeFeatures(buffer: number): number {
    if (!this.#image) return CC.noImage;
    const { id: finger, condition } = this.#image;
    if (condition === 'wet') return CC.tooMessy;
    if (condition === 'dry') return CC.tooFewFeatures;
    const features = { finger, sample: this.#samples, merged: false, worn: condition === 'worn' };
    this.#buffer(buffer).set(encodeFeatures(features, this.#templateBytes));
    return CC.done;
  }

  #merge(): number {
    const [a, b] = this.#buffers.map(decodeFeatures) as [Features | null, Features | null];
    if (!a || !b || scoreOf(a, b) === 0) return CC.cannotMerge;
    const merged = { ...a, merged: true, worn: a.worn && b.worn };
    for (const buffer of this.#buffers) buffer.set(encodeFeatures(merged, this.#templateBytes));
    return CC.done;
  }

  #match(): Uint8Array {
    const [a, b] = this.#buffers.map(decodeFeatures) as [Features | null, Features | null];
    const score = a && b ? scoreOf(a, b) : 0;
    this.#lastMatched = score >= threshold(this.#securityLevel);
    // Clients that read fixed lengths want the parameters in a failure too.
    return this.#lastMatched
      ? this.#ack(CC.done, answerOf.score.encode({ score }))
      : this.#ack(CC.noMatch, answerOf.score.encode({ score: 0 }));
  }

  #search(parameters: Uint8Array): Uint8Array {
    const wanted = parametersOf.search.decode(parameters);
    if (!wanted) return this.#ack(CC.packetError);
    const live = decodeFeatures(this.#buffer(wanted.buffer));
    let best = { page: 0, score: 0 };
    for (const [page, template] of this.#library) {
      if (page < wanted.page || page >= wanted.page + wanted.count) continue;
      const stored = decodeFeatures(template);
      const score = live && stored ? scoreOf(live, stored) : 0;
      if (score >= threshold(this.#securityLevel) && score > best.score) best = { page, score };
    }
    this.#lastMatched = best.score > 0;
    return this.#ack(this.#lastMatched ? CC.done : CC.notFound, answerOf.found.encode(best));
  }

  #set(register: number, value: number): Uint8Array {
    const ranges: Record<number, readonly [number, number]> = { 4: [1, 12], 5: [1, 5], 6: [0, 3] };
    const range = ranges[register];
    if (!range || value < range[0] || value > range[1]) return this.#ack(CC.badRegister);
    // A new speed is noted only: the emulated line keeps its own.
    if (register === 4) this.#baudFactor = value;
    if (register === 5) this.#securityLevel = value;
    if (register === 6) this.#packetSizeCode = value;
    return this.#ack(CC.done);
  }

  #parameters(): Uint8Array {
    const status =
      (this.#lastMatched ? 2 : 0) | (this.#verified ? 4 : 0) | (this.#image || this.#imageBytes ? 8 : 0);
    return answerOf.parameters.encode({
      status,
      systemId: 9,
      capacity: this.#capacity,
      securityLevel: this.#securityLevel,
      address: this.#address,
      packetSizeCode: this.#packetSizeCode,
      baudFactor: this.#baudFactor,
    });
  }

  #indexPage(page: number): Uint8Array {
    const table = new Uint8Array(INDEX_PAGE.bytes);
    for (const taken of this.#library.keys()) {
      const at = taken - page * INDEX_PAGE.templates;
      if (at >= 0 && at < INDEX_PAGE.templates) table[at >> 3] = (table[at >> 3] as number) | (1 << (at & 7));
    }
    return table;
  }

  /** Data packets have arrived to the last: damaged ones spoil what they were to be. */
  #received({ buffer, pieces, damaged }: Incoming): void {
    this.#incoming = null;
    const content = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      content.set(piece, at);
      at += piece.length;
    }
    if (buffer !== null) {
      const into = this.#buffer(buffer);
      into.fill(0);
      if (!damaged) into.set(content.subarray(0, into.length));
    } else if (!damaged && content.length === IMAGE.bytes) {
      this.#image = null;
      this.#imageBytes = content;
    }
  }

  /** 1 is the first buffer, any other number the second. */
  #buffer(number: number): Uint8Array {
    return this.#buffers[number === 1 ? 0 : 1];
  }

  #emptyBuffers(): [Uint8Array, Uint8Array] {
    return [new Uint8Array(this.#templateBytes), new Uint8Array(this.#templateBytes)];
  }

  #ack(code: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
    return encodePacket({ address: this.#address, id: PACKET.ack, payload: Uint8Array.of(code, ...data) });
  }

  #upload(content: Uint8Array): Uint8Array {
    const data = encodeData(this.#address, content, PACKET_SIZES[this.#packetSizeCode] as number);
    const ack = this.#ack(CC.done);
    const bytes = new Uint8Array(ack.length + data.length);
    bytes.set(ack);
    bytes.set(data, ack.length);
    return bytes;
  }
}
