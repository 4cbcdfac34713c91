import type { Clock, RandomBytes, Result } from '../core/index.ts';
import { err, ok } from '../core/index.ts';
import type { Sealer, SqlDatabase } from '../store/index.ts';
import type { CodeProblem } from './types.ts';

export const CODE_LIMITS = {
  /** Digits of a pick-up code (取件码). */
  digits: 8,
  /** Wrong ones until nothing is taken for a while… */
  tries: 3,
  /** …in milliseconds. Whoever guesses all day long has a chance of one in ten thousand, and the card still opens. */
  lockedFor: 5 * 60_000,
} as const;

const PREFIX = 'tongban-locker';

/** What the QR code of a pick-up code says. Nothing personal. */
export function codeText(machineCode: string, code: string): string {
  return `${PREFIX}:${machineCode}:${code}`;
}

/** The code in what was typed or scanned; null when there is none, or it is another machine's. */
export function codeIn(text: string, machineCode: string): string | null {
  const scanned = /^([a-z-]+):([0-9A-Z]{4}):(\d+)$/.exec(text.trim());
  if (scanned && (scanned[1] !== PREFIX || scanned[2] !== machineCode)) return null;
  const digits = scanned ? (scanned[3] as string) : text.replace(/[\s-]/g, '');
  return new RegExp(`^\\d{${CODE_LIMITS.digits}}$`).test(digits) ? digits : null;
}

/** Pick-up codes: only their keyed hashes are kept, one a cell, good once. */
export class PickUpCodes {
  readonly #db: SqlDatabase;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #hash: (code: string) => Uint8Array;

  constructor(deps: {
    readonly db: SqlDatabase;
    readonly clock: Clock;
    readonly random: RandomBytes;
    readonly sealer: Pick<Sealer, 'personHmac'>;
  }) {
    this.#db = deps.db;
    this.#clock = deps.clock;
    this.#random = deps.random;
    // A prefix keeps codes and document numbers apart under one key.
    this.#hash = (code) => deps.sealer.personHmac(`locker-code:${code}`);
  }

  /** A new code for a cell; an earlier one opens nothing any more. Call it inside a transaction. */
  issue(cell: string, expiresAt: number): string {
    this.forget(cell);
    const add = this.#db.prepare(
      'insert into locker_codes (cell, code_hmac, expires_at) values (?, ?, ?) on conflict (code_hmac) do nothing',
    );
    for (;;) {
      const code = digitsOf(this.#random);
      if (add.run(cell, this.#hash(code), Math.floor(expiresAt)).changes === 1) return code;
    }
  }

  forget(cell: string): void {
    this.#db.prepare('delete from locker_codes where cell = ?').run(cell);
  }

  /** The code did its work, or did it not after all. */
  use(cell: string): void {
    this.#db
      .prepare('update locker_codes set used_at = ? where cell = ?')
      .run(Math.floor(this.#clock.now()), cell);
  }
  unuse(cell: string): void {
    this.#db.prepare('update locker_codes set used_at = null where cell = ?').run(cell);
  }

  /** Instant (ms) until which no code is taken, or null. */
  lockedUntil(): number | null {
    const { until } = this.#tries();
    return until > this.#clock.now() ? until : null;
  }

  /** Tries that are left; null before the first wrong one. */
  left(): number | null {
    const { wrong, until } = this.#tries();
    return wrong === 0 || until > 0 ? null : CODE_LIMITS.tries - wrong;
  }

  /** The cell that a code opens. Counts wrong ones, for the whole machine: a code says not whose it is. */
  find(code: string | null): Result<string, CodeProblem> {
    const until = this.lockedUntil();
    if (until !== null) return err({ kind: 'locked', until });
    const row =
      code === null
        ? undefined
        : this.#db
            .prepare<{ cell: string; expires_at: number; used_at: number | null }>(
              'select cell, expires_at, used_at from locker_codes where code_hmac = ?',
            )
            .get(this.#hash(code));
    if (!row || row.used_at !== null) return err(this.#wrong());
    if (row.expires_at <= this.#clock.now()) return err({ kind: 'expired' });
    this.#set(0, 0);
    return ok(row.cell);
  }

  #wrong(): CodeProblem {
    const { wrong, until } = this.#tries();
    // A lock-out that is over begins anew.
    const now = (until > 0 && until <= this.#clock.now() ? 0 : wrong) + 1;
    if (now < CODE_LIMITS.tries) {
      this.#set(now, 0);
      return { kind: 'wrong', left: CODE_LIMITS.tries - now };
    }
    const locked = Math.floor(this.#clock.now()) + CODE_LIMITS.lockedFor;
    this.#set(now, locked);
    return { kind: 'locked', until: locked };
  }

  #tries(): { wrong: number; until: number } {
    return (
      this.#db.prepare<{ wrong: number; until: number }>('select wrong, until from locker_tries').get() ?? {
        wrong: 0,
        until: 0,
      }
    );
  }

  #set(wrong: number, until: number): void {
    this.#db
      .prepare(
        `insert into locker_tries (id, wrong, until) values (1, ?, ?)
         on conflict (id) do update set wrong = excluded.wrong, until = excluded.until`,
      )
      .run(wrong, until);
  }
}

/** Every code is as likely as any other: bytes that would favour some digits are thrown away. */
function digitsOf(random: RandomBytes): string {
  let code = '';
  while (code.length < CODE_LIMITS.digits)
    for (const byte of random(CODE_LIMITS.digits * 2))
      if (byte < 250 && code.length < CODE_LIMITS.digits) code += byte % 10;
  return code;
}
