import { err, ok, type Result } from '../../../electron/core/index.ts';
import type { NoAnswer } from '../../link/request-line.ts';
import { parseSerialAddress } from '../../transport/serial-address.ts';
import { formatSamNumber, SAM_SPEEDS, type SamCommand, type SamSpeed, samNumber } from './protocol.ts';
import { lineCode } from './read-card.ts';
import type { SamLine } from './sam-line.ts';
import { SW, swCode } from './status-words.ts';
import type { ReaderFailure, ReaderInfo } from './types.ts';

/** Work that waits for its turn on the line. */
export interface LineJob {
  run(line: SamLine): Promise<void>;
  giveUp(failure: ReaderFailure): void;
}

/** A command whose answer is "done" and nothing else. */
export async function simpleCommand(
  line: SamLine,
  command: SamCommand,
  parameter?: number,
): Promise<Result<void, ReaderFailure>> {
  const answer = await line.ask(command, parameter);
  if (!answer.ok) return err(unanswered(line, answer.error));
  return answer.value.sw === SW.done ? ok() : err(refused(answer.value.sw));
}

export async function askInfo(
  line: SamLine,
  baud: number,
  readsFingerprints: boolean | null,
): Promise<Result<ReaderInfo, ReaderFailure>> {
  const status = await line.ask('status');
  if (!status.ok) return err(unanswered(line, status.error));
  const number = await line.ask('samNumber');
  if (!number.ok) return err(unanswered(line, number.error));
  const said = number.value.sw === SW.done ? samNumber.decode(number.value.data) : null;
  return ok({
    samNumber: said && { ...said, text: formatSamNumber(said) },
    status: status.value.sw,
    baud,
    readsFingerprints,
  });
}

/** `address`: where the reader is now. `perhapsAt`: where it may be as well, because its answer was lost. */
export interface SpeedChange {
  readonly address: string;
  readonly perhapsAt: string | null;
  readonly failure: ReaderFailure | null;
}

export async function changeSpeed(line: SamLine, address: string, baud: SamSpeed): Promise<SpeedChange> {
  const stays = (failure: ReaderFailure) => ({ address, perhapsAt: null, failure });
  if (typeof parseSerialAddress(address) === 'string') return stays({ kind: 'refused', code: 'not-serial' });
  const next = atSpeed(address, baud);
  const done = await simpleCommand(line, 'setSpeed', SAM_SPEEDS.indexOf(baud));
  if (done.ok) return { address: next, perhapsAt: null, failure: null };
  if (done.error.kind === 'refused') return stays(done.error);
  // Its answer comes at the old speed, but when it was lost, only the reader knows how fast it speaks now, or soon.
  const status = await line.ask('status');
  return status.ok
    ? { address, perhapsAt: next, failure: done.error }
    : { address: next, perhapsAt: address, failure: done.error };
}

function atSpeed(address: string, baud: number): string {
  const [path, query = ''] = address.split('?') as [string, string?];
  const settings = new URLSearchParams(query);
  settings.set('baud', String(baud));
  return `${path}?${settings}`;
}

function refused(sw: number): ReaderFailure {
  return { kind: 'refused', code: swCode(sw) };
}

function unanswered(line: SamLine, reason: NoAnswer): ReaderFailure {
  return line.lost
    ? { kind: 'device-lost', code: line.closed ? 'line-closed' : 'no-answer' }
    : { kind: 'no-answer', code: lineCode(reason) };
}
