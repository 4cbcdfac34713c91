import { type Clock, ok, Signal } from '../../../electron/core/index.ts';
import type { ModuleLine } from './module-line.ts';
import { CC, INDEX_PAGE, parametersOf, takenIn } from './protocol.ts';
import { FINGERPRINT_TIMING as TIMING } from './timing.ts';
import { wipeBuffers, wipeImage } from './transfer.ts';
import type { FingerprintResult } from './types.ts';

/** Pages of the library that are this kiosk's: no others are ever written, searched or cleaned. */
export interface OwnPages {
  readonly first: number;
  readonly count: number;
}

/** What of a person may lie in the module. At the beginning everything may: the kiosk may have been switched off at work. */
export class Residue {
  readonly left = new Signal(true);
  #pages = true;
  #buffers = true;
  #image = true;
  readonly #clock: Clock;
  /** When everything is to be cleaned once more; null when nothing is in doubt. */
  #againAt: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  stored(): void {
    this.#pages = true;
    this.left.set(true);
  }

  captured(): void {
    this.#buffers = true;
    this.#image = true;
    this.left.set(true);
  }

  /** Another module may be at the line, or the same one without power in between: nothing is known. */
  unknown(): void {
    this.stored();
    this.captured();
  }

  /**
   * Gets it out. A failure `refused` means that the module would not delete the pages: it must not be used on. That it
   * will not have its buffers overwritten is borne: the next capture does that. Where an answer was lost, its command may
   * be obeyed after the cleaning: then it is all done once more, some time later.
   */
  async clean(line: ModuleLine, own: OwnPages): Promise<FingerprintResult<void>> {
    if (this.#againAt !== null && this.#clock.now() >= this.#againAt) {
      this.#againAt = null;
      this.unknown();
    }
    if (this.#pages && own.count > 0 && (await anyTaken(line, own))) {
      const page = parametersOf.pages.encode({ page: own.first, count: own.count });
      const deleted = await line.order('deleteChar', page);
      if (!deleted.ok) return deleted;
    }
    this.#pages = false;
    if (this.#buffers) {
      const wiped = await wipeBuffers(line);
      if (!wiped.ok && wiped.error.kind !== 'refused') return wiped;
      this.#buffers = false;
    }
    if (this.#image) {
      const wiped = await wipeImage(line);
      if (!wiped.ok) return wiped;
      // A finger that stays on the sensor is imaged anew: tried again at the next sign of life.
      this.#image = !wiped.value;
    }
    if (line.takeDoubt()) this.#againAt = this.#clock.now() + TIMING.cleanAgainAfter;
    this.left.set(this.#image || this.#againAt !== null);
    return ok();
  }
}

/** Whether the index table names one of the pages; true when the module has no such table. */
async function anyTaken(line: ModuleLine, { first, count }: OwnPages): Promise<boolean> {
  const end = first + count;
  for (let page = Math.floor(first / INDEX_PAGE.templates); page * INDEX_PAGE.templates < end; page++) {
    if (!line.hasIndex) return true;
    const table = await line.ask('readConList', parametersOf.byte.encode({ value: page }));
    if (!table.ok || table.value.code !== CC.done) {
      line.hasIndex = !table.ok && table.error !== 'timeout';
      return true;
    }
    if (takenIn(table.value.data, page).some((taken) => taken >= first && taken < end)) return true;
  }
  return false;
}
