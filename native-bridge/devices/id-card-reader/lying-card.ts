import { Signal } from '../../../electron/core/index.ts';
import { READER_TIMING } from './timing.ts';

/** What is known of the card on the reader beyond what a single answer says. */
export class LyingCard {
  readonly present = new Signal(false);
  #mustLift = false;
  #wasRead = false;
  #misses = 0;
  #selectsFailed = 0;

  /** A failed card must be lifted before it is tried again. */
  get mustLift(): boolean {
    return this.#mustLift;
  }

  /** It was read, and as far as anyone knows it lies there still: many readers answer "no card" until it is lifted. */
  get perhapsHidden(): boolean {
    return this.#wasRead && this.present.value;
  }

  found(): void {
    this.#misses = 0;
    this.present.set(true);
  }

  selected(): void {
    this.#selectsFailed = 0;
  }

  read(): void {
    this.#wasRead = true;
  }

  failed(): void {
    this.#mustLift = true;
  }

  /** True when it has been tried often enough. */
  selectFailed(): boolean {
    this.#selectsFailed++;
    if (this.#selectsFailed < READER_TIMING.selectsUntilUnreadable) return false;
    this.#selectsFailed = 0;
    return true;
  }

  /** "No card", but it answers to another question. */
  stillThere(): void {
    this.#misses = 0;
  }

  missed(): void {
    this.#mustLift = false;
    this.#misses++;
    if (this.#misses >= READER_TIMING.missesUntilGone) this.forget();
  }

  /** No card lies there, as far as anyone knows. */
  forget(): void {
    this.present.set(false);
    this.#mustLift = false;
    this.#wasRead = false;
    this.#misses = 0;
    this.#selectsFailed = 0;
  }
}
