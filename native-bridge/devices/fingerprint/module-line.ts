import { type Clock, err, ok, type Result, sleep } from '../../../electron/core/index.ts';
import { type NoAnswer, RequestLine } from '../../link/request-line.ts';
import type { Transport } from '../../transport/port.ts';
import {
  type Ack,
  answers,
  CC,
  codeOf,
  decodeAck,
  ef01Framing,
  encodeData,
  encodePacket,
  FACTORY,
  IMAGE,
  INSTRUCTIONS,
  type Instruction,
  PACKET,
  type Packet,
  parametersOf,
} from './protocol.ts';
import { answerDeadline, FINGERPRINT_TIMING } from './timing.ts';
import type { FingerprintFailure, FingerprintResult } from './types.ts';

export interface ModuleLineOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Bits a second that time-outs reckon with. */
  readonly baud: number;
  readonly moduleAddress: number;
  readonly password: number;
  readonly onClose: () => void;
}

type Answered = Result<Ack, NoAnswer>;

/** A second RegModel would merge what the first one has merged; a module that sleeps is not to be woken. */
const NOT_REPEATED: ReadonlySet<Instruction> = new Set(['regModel', 'sleep']);

/** No upload is longer: what comes beyond is damage. */
const MOST_UPLOAD = IMAGE.bytes;

/** One module on one open line, in terms of its instructions. */
export class ModuleLine {
  readonly #options: ModuleLineOptions;
  readonly #line: RequestLine<Packet>;
  /** Content of a data packet, as the module's parameters say. */
  packetBytes: number = FACTORY.packetBytes;
  /** Bytes of this module's templates, once they are known. */
  templateBytes: number | null = null;
  /** The module's parameters were asked for on this line. */
  known = false;
  /** False once the module has shown that it has no index table. */
  hasIndex = true;
  #doubt = false;

  constructor(options: ModuleLineOptions) {
    const { transport, clock, onClose } = options;
    this.#options = options;
    this.#line = new RequestLine({ transport, clock, framing: ef01Framing, onClose });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.#line.lost;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  /**
   * Sends an instruction and waits for its answer; once more when the module says that it came damaged, when the module
   * has forgotten that it knows the password (it was restarted), and when the answer was lost and asking twice does no
   * harm. After a silence it is first asked whether it is there at all.
   */
  ask(instruction: Instruction, parameters: Uint8Array = parametersOf.none()): Promise<Answered> {
    return this.#insist(instruction, () => this.#exchange(instruction, parameters));
  }

  /** VfyPwd: the question that every model answers. */
  unlock(): Promise<Answered> {
    return this.ask('vfyPwd', this.#password());
  }

  /** An instruction that is either done or has failed. Gives the parameters of the answer. */
  async order(instruction: Instruction, parameters?: Uint8Array): Promise<FingerprintResult<Uint8Array>> {
    const answer = await this.ask(instruction, parameters);
    if (!answer.ok) return err(this.failure(answer.error));
    if (answer.value.code === CC.done) return ok(answer.value.data);
    return err(refused(answer.value));
  }

  /** UpChar or UpImage: the content of the data packets behind the acknowledgement. It belongs to the caller. */
  async upload(
    instruction: 'upChar' | 'upImage',
    parameters: Uint8Array,
    progress?: (bytes: number) => void,
  ): Promise<FingerprintResult<Uint8Array>> {
    let content: Uint8Array = new Uint8Array(0);
    const answer = await this.#insist(instruction, async () => {
      content.fill(0);
      const collected = await this.#collect(instruction, parameters, progress);
      if (!collected.ok) return collected;
      content = collected.value.content;
      return ok(collected.value.ack);
    });
    if (answer.ok && answer.value.code === CC.done) return ok(content);
    content.fill(0);
    return err(answer.ok ? refused(answer.value) : this.failure(answer.error));
  }

  /** Data packets to the module, which never acknowledges them: what must arrive has to be read back. */
  async send(content: Uint8Array): Promise<FingerprintResult<void>> {
    const { moduleAddress, clock, baud } = this.#options;
    const bytes = encodeData(moduleAddress, content, this.packetBytes);
    const told = await this.#line.tell(bytes);
    bytes.fill(0);
    if (!told.ok) return err(this.failure(told.error));
    await sleep(clock, Math.ceil((bytes.length * 10 * 1_000) / baud) + FINGERPRINT_TIMING.afterData);
    return ok();
  }

  /** Whether any answer was lost since this was last asked: its command may still be on the way, and be obeyed late. */
  takeDoubt(): boolean {
    const doubt = this.#doubt;
    this.#doubt = false;
    return doubt;
  }

  /** What a lost answer means: the module is gone, or only this answer is. */
  failure(reason: NoAnswer): FingerprintFailure {
    if (this.closed) return { kind: 'device-lost', code: 'line-closed' };
    if (this.lost) return { kind: 'device-lost', code: 'no-answer' };
    return { kind: 'transfer-failed', code: `answer-${reason}` };
  }

  async #insist(instruction: Instruction, once: () => Promise<Answered>): Promise<Answered> {
    const first = await once();
    if (first.ok) {
      if (first.value.code === CC.packetError) return once();
      if (first.value.code !== CC.passwordNeeded || instruction === 'vfyPwd') return first;
      const opened = await this.#exchange('vfyPwd', this.#password());
      return opened.ok && opened.value.code === CC.done ? once() : first;
    }
    if (this.lost || NOT_REPEATED.has(instruction)) return first;
    if (first.error === 'timeout' && !(await this.#isThere(instruction))) return first;
    const second = await once();
    // A module that does not know an instruction is silent about that one only: it is not lost.
    if (!second.ok && second.error === 'timeout') await this.#isThere(instruction);
    return second;
  }

  async #isThere(silentAbout: Instruction): Promise<boolean> {
    return silentAbout === 'vfyPwd' || (await this.#exchange('vfyPwd', this.#password())).ok;
  }

  async #exchange(instruction: Instruction, parameters: Uint8Array): Promise<Answered> {
    const answer = await this.#line.ask({
      request: this.#command(instruction, parameters),
      deadlineMs: this.#deadline(instruction),
      take: (packet) => this.#ackOf(instruction, packet) ?? undefined,
    });
    if (!answer.ok) this.#doubt = true;
    return answer;
  }

  async #collect(
    instruction: 'upChar' | 'upImage',
    parameters: Uint8Array,
    progress?: (bytes: number) => void,
  ): Promise<Result<{ ack: Ack; content: Uint8Array }, NoAnswer>> {
    let ack: Ack | null = null;
    let whole = false;
    let total = 0;
    const pieces: Uint8Array[] = [];
    const asked = await this.#line.ask<Ack>({
      request: this.#command(instruction, parameters),
      deadlineMs: this.#deadline(instruction),
      // An image goes on for seconds after the damage: the end of it is waited for, so that the line is free again.
      bearDamage: instruction === 'upImage',
      take: (packet) => {
        if (ack === null) {
          ack = this.#ackOf(instruction, packet);
          return ack === null || ack.code === CC.done ? undefined : ack;
        }
        if (!this.#isData(packet)) return undefined;
        pieces.push(packet.payload);
        total += packet.payload.length;
        progress?.(total);
        whole = packet.id === PACKET.lastData && fits(instruction, total, this.templateBytes);
        return packet.id === PACKET.lastData || total > MOST_UPLOAD ? ack : undefined;
      },
    });
    const content = new Uint8Array(total);
    let at = 0;
    for (const piece of pieces) {
      content.set(piece, at);
      at += piece.length;
      piece.fill(0);
    }
    if (asked.ok && (asked.value.code !== CC.done || whole)) return ok({ ack: asked.value, content });
    content.fill(0);
    return err(asked.ok ? 'garbled' : asked.error);
  }

  #ackOf(instruction: Instruction, packet: Packet): Ack | null {
    if (packet.address !== this.#options.moduleAddress || packet.id !== PACKET.ack) return null;
    const ack = decodeAck(packet.payload);
    return ack && answers(instruction, ack) ? ack : null;
  }

  #isData({ address, id }: Packet): boolean {
    return address === this.#options.moduleAddress && (id === PACKET.data || id === PACKET.lastData);
  }

  #password(): Uint8Array {
    return parametersOf.long.encode({ value: this.#options.password });
  }

  #command(instruction: Instruction, parameters: Uint8Array): Uint8Array {
    const payload = Uint8Array.of(INSTRUCTIONS[instruction], ...parameters);
    return encodePacket({ address: this.#options.moduleAddress, id: PACKET.command, payload });
  }

  #deadline(instruction: Instruction): number {
    return answerDeadline(instruction, this.#options.baud, this.packetBytes);
  }
}

/** Packets have no numbers: only the size of the whole tells that one is missing. */
function fits(instruction: 'upChar' | 'upImage', total: number, templateBytes: number | null): boolean {
  if (instruction === 'upImage') return total === IMAGE.bytes;
  return total > 0 && (templateBytes === null || total === templateBytes);
}

export function refused(ack: Ack): FingerprintFailure {
  return { kind: 'refused', code: codeOf(ack.code) };
}
