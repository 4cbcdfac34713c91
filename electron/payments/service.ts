import { createHash } from 'node:crypto';
import { type Clock, type Result, sleep } from '../core/index.ts';
import type { Job, Outcome, Queue } from '../queue/index.ts';
import type { Payment, RegionAdapter, RegionFailure } from '../regions/index.ts';
import type { SqlDatabase } from '../store/index.ts';
import type { PaymentHeard, PaymentOrder, PaymentShown, Payments, Unused } from './types.ts';

/** Milliseconds. */
export const PAYMENT_TIMING = {
  /** Between two looks at an open payment: who has paid looks at the screen. */
  pollMs: 2_000,
  /** Until a line that was cut is tried again. */
  retryMs: 5_000,
  /** After a code has run out, until it is looked at once more. */
  afterEndMs: 1_000,
} as const;

/** Before what only waits its turn: it is somebody's money. */
const PRIORITY = 1;

export const RETURN_KIND = 'payment-return';

export interface PaymentsDeps {
  readonly db: SqlDatabase;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly taskCode: (region: string, matter: string) => string | null;
}

/** What the queue keeps of a payment, sealed: enough to ask for the same one again. */
type Kept = PaymentOrder;

const idemOf = ({ caseKey, round }: Pick<PaymentOrder, 'caseKey' | 'round'>) => `${caseKey}:payment:${round}`;

/**
 * Every payment has a job that would take it back, written before the region is asked and held while the citizen is here.
 * Handing the application in ends the job in the same transaction; leaving, or a restart, sets it free. So there is no
 * moment in which the machine can die and somebody's money is nobody's business.
 */
export function createPayments(deps: PaymentsDeps): Payments {
  const { db, queue, clock } = deps;
  /** Of this citizen, by the job's name. */
  const held = new Map<string, PaymentOrder>();
  const unused = new Map<string, Unused>();
  const watchers = new Set<() => void>();
  const stopping = new AbortController();

  const note = (idem: string, order: Kept, state: Unused['state'], payment: Payment | null) => {
    if (!unused.has(idem) && state !== 'asking') return;
    unused.set(idem, {
      region: order.region,
      matter: order.matter,
      number: payment?.paymentNumber ?? null,
      amountFen: payment?.amountFen ?? null,
      state,
      endsAt: payment?.expiresAt ?? null,
    });
    // Whoever is told may be in the middle of showing a screen.
    queueMicrotask(() => {
      for (const fn of [...watchers]) fn();
    });
  };

  /** The same payment, however often it is asked for. */
  const request = async (
    order: PaymentOrder,
    signal: AbortSignal,
  ): Promise<Result<Payment, RegionFailure>> => {
    const adapter = deps.adapter(order.region);
    const taskCode = deps.taskCode(order.region, order.matter);
    if (!adapter || taskCode === null) return { ok: false, error: NOT_SERVED };
    const { caseKey, matter: matterCode } = order;
    return adapter.requestPayment(
      { idempotencyKey: keyOf(idemOf(order)), caseKey, matterCode, taskCode },
      signal,
    );
  };

  async function follow(
    order: PaymentOrder,
    heard: (news: PaymentHeard) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let known: Payment | null = null;
    while (!signal.aborted) {
      const answer: Result<Payment, RegionFailure> = known
        ? await (deps.adapter(order.region) as RegionAdapter).paymentState(known.paymentNumber, signal)
        : await request(order, signal);
      if (signal.aborted) return;
      if (!answer.ok) {
        // While a code is open, nothing that goes wrong here says that it was not paid.
        if (!known && !answer.error.retryable) {
          held.delete(idemOf(order));
          db.transaction(() => queue.drop(idemOf(order)));
          return heard({ kind: 'refused', code: answer.error.technicianCode });
        }
        heard({ kind: known ? 'unsure' : 'unreached' });
        await sleep(clock, PAYMENT_TIMING.retryMs, signal);
        continue;
      }
      known = answer.value;
      if (known.state === 'paid') return heard({ kind: 'paid', payment: shown(known) });
      if (known.state !== 'open') return heard({ kind: 'expired' });
      heard({ kind: 'open', payment: shown(known) });
      await sleep(clock, PAYMENT_TIMING.pollMs, signal);
    }
  }

  /** Takes a payment back whose application was never handed in, and says what came of it. */
  async function takeBack(job: Job, signal: AbortSignal): Promise<Outcome> {
    const order = job.payload as Kept;
    const adapter = deps.adapter(order.region);
    if (!adapter) return { kind: 'later', code: 'region-not-served' };
    const asked = await request(order, signal);
    if (!asked.ok) {
      if (asked.error.retryable) return later(asked.error);
      // The region has none of that key, so nobody was shown a code.
      note(job.idem, order, 'cancelled', null);
      return { kind: 'done' };
    }
    const payment = asked.value;
    if (payment.state !== 'open' && payment.state !== 'paid') return ended(job.idem, order, payment);
    if (!adapter.capabilities.refunds) {
      note(job.idem, order, payment.state === 'paid' ? 'by-phone' : 'open', payment);
      // A person must look: the machine cannot give it back.
      if (payment.state === 'paid') return { kind: 'dead', code: 'payment.paid-and-not-used' };
      const untilEnd = Math.max(0, payment.expiresAt - clock.now());
      return { kind: 'wait', afterMs: untilEnd + PAYMENT_TIMING.afterEndMs };
    }
    const { paymentNumber } = payment;
    const back = await adapter.returnPayment(
      { idempotencyKey: keyOf(`${job.idem}:return`), paymentNumber },
      signal,
    );
    if (!back.ok && back.error.retryable) return later(back.error);
    if (!back.ok) {
      note(job.idem, order, 'by-phone', payment);
      return { kind: 'dead', code: back.error.technicianCode };
    }
    return ended(job.idem, order, back.value);
  }

  function ended(idem: string, order: Kept, payment: Payment): Outcome {
    const isBack = payment.state === 'refunding' || payment.state === 'refunded';
    note(idem, order, isBack ? 'returning' : 'cancelled', payment);
    return { kind: 'done' };
  }

  queue.handle(RETURN_KIND, takeBack);

  const free = (idem: string, order: Kept) => {
    note(idem, order, 'asking', null);
    db.transaction(() => queue.release(idem));
    queue.wake(order.region);
  };

  return {
    pay(order, heard) {
      const stop = new AbortController();
      const idem = idemOf(order);
      db.transaction(() => {
        // The region said that the last one can be paid no more.
        if (order.round > 1) queue.drop(idemOf({ ...order, round: order.round - 1 }));
        queue.enqueue({
          lane: order.region,
          kind: RETURN_KIND,
          idem,
          caseId: null,
          payload: order,
          priority: PRIORITY,
          held: true,
        });
      });
      if (order.round > 1) held.delete(idemOf({ ...order, round: order.round - 1 }));
      held.set(idem, order);
      void follow(order, heard, AbortSignal.any([stop.signal, stopping.signal]));
      return () => stop.abort();
    },

    settle(caseKey) {
      for (const [idem, order] of held) {
        if (order.caseKey !== caseKey) continue;
        queue.drop(idem);
        // Forgotten after the commit: should it fail, the payment is still to be given back.
        queueMicrotask(() => held.delete(idem));
      }
    },

    giveBack() {
      const all = [...held];
      held.clear();
      for (const [idem, order] of all) free(idem, order);
    },

    recover() {
      for (const idem of queue.openOf(RETURN_KIND)) {
        const order = queue.payloadOf(idem) as Kept | null;
        if (order) free(idem, order);
      }
    },

    unused: () => [...unused.values()],
    forget: () => unused.clear(),

    subscribe(fn) {
      watchers.add(fn);
      return () => watchers.delete(fn);
    },

    stop: () => stopping.abort(),
  };
}

const NOT_SERVED: RegionFailure = {
  kind: 'not-supported',
  retryable: false,
  for: 'technician',
  citizenMessageKey: 'feeRefused',
  technicianCode: 'payments.not-served',
};

const later = ({ technicianCode, retryAfterMs }: RegionFailure): Outcome => ({
  kind: 'later',
  code: technicianCode,
  lane: true,
  ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }),
});

function shown({ paymentNumber, amountFen, payUrl, expiresAt, invoice }: Payment): PaymentShown {
  return {
    number: paymentNumber,
    amountFen,
    url: payUrl,
    endsAt: expiresAt,
    ...(invoice ? { invoice } : {}),
  };
}

/** The same name gives the same key, in this run and the next. In the form of a UUID (version 8). */
function keyOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
