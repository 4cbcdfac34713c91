import type { Clock, Result } from '../../../electron/core/index.ts';
import { samFraming } from '../../codec/sam-frame.ts';
import { type NoAnswer, RequestLine } from '../../link/request-line.ts';
import type { Transport } from '../../transport/port.ts';
import { answers, decodeReply, encodeCommand, type SamCommand, type SamReply } from './protocol.ts';
import { statusWord } from './status-words.ts';
import { answerDeadline } from './timing.ts';

export type SamAnswer = Result<SamReply, NoAnswer>;

/** One reader on one open line, in terms of its commands. */
export class SamLine {
  readonly #line: RequestLine<Uint8Array>;
  readonly #baud: number;

  constructor(transport: Transport, clock: Clock, baud: number, onClose: () => void) {
    this.#baud = baud;
    this.#line = new RequestLine({
      transport,
      clock,
      framing: samFraming,
      onClose,
      // A late answer may be a person's card.
      unasked: (body) => body.fill(0),
    });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.#line.lost;
  }

  /** Sends a command and waits for its answer; once more when the reader says that the command came damaged. */
  async ask(command: SamCommand, parameter?: number): Promise<SamAnswer> {
    const first = await this.#exchange(command, parameter);
    if (first.ok && statusWord(first.value.sw).consequence === 'repeat') {
      return this.#exchange(command, parameter);
    }
    return first;
  }

  /**
   * For commands that do no harm when they are done twice: a lost or damaged answer is asked for once more, after a
   * status question, which tells a lost answer from a lost reader.
   */
  async askAgain(command: SamCommand, parameter?: number): Promise<SamAnswer> {
    const first = await this.ask(command, parameter);
    if (first.ok || this.lost) return first;
    const status = await this.ask('status');
    return status.ok ? this.ask(command, parameter) : first;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #exchange(command: SamCommand, parameter?: number): Promise<SamAnswer> {
    return this.#line.ask({
      request: encodeCommand(command, parameter),
      deadlineMs: answerDeadline(command, this.#baud),
      take: (body) => {
        const reply = decodeReply(body);
        return reply && answers(command, reply) ? reply : undefined;
      },
    });
  }
}
