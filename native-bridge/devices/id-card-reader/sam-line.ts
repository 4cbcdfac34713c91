import type { Clock, Result } from '../../../electron/core/index.ts';
import { samFraming } from '../../codec/sam-frame.ts';
import { type NoAnswer, RequestLine } from '../../link/request-line.ts';
import type { Transport } from '../../transport/port.ts';
import { answers, decodeReply, encodeCommand, type SamCommand, type SamReply, SW } from './protocol.ts';
import { answerDeadline } from './timing.ts';

/** One reader on one open line, in terms of its commands. */
export class SamLine {
  readonly #line: RequestLine<Uint8Array>;
  readonly #baud: number;

  constructor(transport: Transport, clock: Clock, baud: number, onClose: () => void) {
    this.#baud = baud;
    this.#line = new RequestLine({ transport, clock, framing: samFraming, onClose });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.#line.lost;
  }

  /** Sends a command and waits for its answer; once more when the reader says that the command came damaged. */
  async ask(command: SamCommand): Promise<Result<SamReply, NoAnswer>> {
    const first = await this.#exchange(command);
    if (first.ok && (first.value.sw === SW.badChecksum || first.value.sw === SW.badLength)) {
      return this.#exchange(command);
    }
    return first;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #exchange(command: SamCommand): Promise<Result<SamReply, NoAnswer>> {
    return this.#line.ask({
      request: encodeCommand(command),
      deadlineMs: answerDeadline(command, this.#baud),
      take: (body) => {
        const reply = decodeReply(body);
        return reply && answers(command, reply) ? reply : undefined;
      },
    });
  }
}
