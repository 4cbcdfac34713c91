import { err, ok, type Result } from '../../../electron/core/index.ts';
import { type CardFeature, takeCardFeatures } from '../../codec/card-feature.ts';
import type { NoAnswer } from '../../link/request-line.ts';
import { trimmed } from './card-layout.ts';
import { decodeBaseMessage } from './card-text.ts';
import type { CardPicture, PhotoFailure } from './photo.ts';
import type { NewAddressPara, SamCommand, SamReply } from './protocol.ts';
import type { SamLine } from './sam-line.ts';
import { SW, statusWord, swCode } from './status-words.ts';
import type { CardFailure, IdCard, ReadOptions } from './types.ts';

/** A card with whatever was asked for besides. */
export type AnyCard = IdCard & {
  fingerprints?: readonly CardFeature[] | null;
  newAddress?: string | null;
  managementNumber?: Uint8Array | null;
  picture?: Result<CardPicture, PhotoFailure>;
};

export interface ReadPlan {
  readonly options: ReadOptions;
  /** Local date, YYYYMMDD. */
  readonly today: string;
  readonly newAddressPara: NewAddressPara;
  /** What is known of the reader; null: nothing yet. */
  readonly readsFingerprints: boolean | null;
  /** False when the caller went away meanwhile. */
  stillWanted(): boolean;
}

/** How the reading of a selected card ended. `line`: an answer was lost, twice; `unwanted`: it was read for nobody. */
export type ReadEnd = { readonly readsFingerprints: boolean | null } & (
  | { readonly end: 'card'; readonly card: AnyCard }
  | { readonly end: 'line'; readonly reason: NoAnswer }
  | { readonly end: 'trouble'; readonly sw: number }
  | { readonly end: 'failed'; readonly failure: CardFailure }
  | { readonly end: 'unwanted' }
);

/** Reads a card that was found and selected: text and photo, and what the options ask for. */
export async function readSelected(line: SamLine, plan: ReadPlan): Promise<ReadEnd> {
  const { options, today } = plan;
  let { readsFingerprints } = plan;
  let command: SamCommand =
    options.fingerprints && readsFingerprints !== false ? 'readWithFingerprints' : 'readBase';
  let base = await line.askAgain(command);
  if (command === 'readWithFingerprints' && base.ok) {
    if (isNothing(base.value)) {
      // An older reader: the card itself can be read all the same.
      if (base.value.sw === SW.unknownCommand) readsFingerprints = false;
      command = 'readBase';
      base = await line.askAgain(command);
    } else if (base.value.sw === SW.done) readsFingerprints = true;
  }
  if (!base.ok) return { end: 'line', reason: base.error, readsFingerprints };
  if (base.value.sw !== SW.done) return { ...refused(base.value.sw), readsFingerprints };
  const { data } = base.value;
  if (!plan.stillWanted()) {
    data.fill(0);
    return { end: 'unwanted', readsFingerprints };
  }
  const decoded = decodeBaseMessage(data, today, options.accept, command === 'readWithFingerprints');
  if (!decoded.ok) {
    data.fill(0);
    return { end: 'failed', failure: decoded.error, readsFingerprints };
  }
  const card: AnyCard = { ...decoded.value.card };
  if (options.fingerprints) {
    card.fingerprints = decoded.value.fingerprints && takeCardFeatures(decoded.value.fingerprints);
  }
  data.fill(0);
  const problem = await readExtras(line, plan, card);
  if (problem === null) return { end: 'card', card, readsFingerprints };
  wipeCard(card);
  return { ...problem, readsFingerprints };
}

type Problem =
  | { readonly end: 'line'; readonly reason: NoAnswer }
  | { readonly end: 'trouble'; readonly sw: number }
  | { readonly end: 'failed'; readonly failure: CardFailure };

/** Additional address and management number, as far as they are asked for. Null when all went well. */
async function readExtras(line: SamLine, plan: ReadPlan, card: AnyCard): Promise<Problem | null> {
  if (plan.options.newAddress) {
    const read = await line.askAgain('readNewAddress', plan.newAddressPara);
    if (!read.ok) return { end: 'line', reason: read.error };
    if (!isNothing(read.value) && read.value.sw !== SW.done) return refused(read.value.sw);
    const address = isNothing(read.value) ? ok(null) : decodeAddress(read.value.data);
    read.value.data.fill(0);
    if (!address.ok) return { end: 'failed', failure: address.error };
    card.newAddress = address.value;
  }
  if (plan.options.managementNumber) {
    const read = await line.askAgain('readManagementNumber');
    if (!read.ok) return { end: 'line', reason: read.error };
    if (!isNothing(read.value) && read.value.sw !== SW.done) return refused(read.value.sw);
    card.managementNumber = isNothing(read.value) ? null : read.value.data.slice();
    read.value.data.fill(0);
  }
  return null;
}

/** The reader does not know the question, or the card has nothing of the kind. */
function isNothing({ sw }: SamReply): boolean {
  return sw === SW.unknownCommand || sw === SW.noSuchContent;
}

function refused(sw: number): Problem {
  return statusWord(sw).consequence === 'trouble'
    ? { end: 'trouble', sw }
    : { end: 'failed', failure: readFailure(sw) };
}

/** What a status word that is no "done" makes of a read. */
export function readFailure(sw: number): CardFailure {
  const { consequence } = statusWord(sw);
  const kind = consequence === 'not-genuine' || consequence === 'unknown-card' ? consequence : 'read-failed';
  return { kind, code: swCode(sw) };
}

/** `answer-timeout`, `answer-garbled`: for the technician. */
export function lineCode(reason: NoAnswer): string {
  return `answer-${reason}`;
}

/** UTF-16LE without a length, filled up with spaces. */
function decodeAddress(data: Uint8Array): Result<string, CardFailure> {
  try {
    const text = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(data);
    return ok(trimmed(text));
  } catch {
    return err({ kind: 'bad-content', code: 'text-newAddress' });
  }
}

/** Overwrites what can be overwritten of a card that nobody gets. */
export function wipeCard(card: AnyCard): void {
  card.photo.fill(0);
  card.managementNumber?.fill(0);
  for (const feature of card.fingerprints ?? []) feature.erase();
}
