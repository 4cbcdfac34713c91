import { type Clock, type Result, Signal, type TimerHandle, type Watchable } from '../core/index.ts';
import type { RegionAdapter, RegionFailure } from './port.ts';

export interface LineState {
  readonly line: 'unknown' | 'up' | 'down';
  /** Since when (ms), or null while unknown. */
  readonly since: number | null;
}

/** How often the line is asked after, in milliseconds, and how long an answer may take. */
export const LINE_TIMING = { pingWhenUpMs: 30_000, pingWhenDownMs: 5_000, pingDeadlineMs: 4_000 } as const;

/** Knows whether each region can be reached: from every call that the kiosk makes anyway, and from a ping in between. */
export class LineMonitor {
  readonly #clock: Clock;
  readonly #lines: Signal<ReadonlyMap<string, LineState>>;
  readonly #adapters: readonly RegionAdapter[];
  readonly #timers = new Map<string, TimerHandle>();
  readonly #stop = new AbortController();
  readonly #onUp: (region: string) => void;

  constructor(deps: { adapters: readonly RegionAdapter[]; clock: Clock; onUp: (region: string) => void }) {
    this.#clock = deps.clock;
    this.#onUp = deps.onUp;
    this.#lines = new Signal<ReadonlyMap<string, LineState>>(
      new Map(deps.adapters.map((a) => [a.region, { line: 'unknown', since: null }])),
    );
    this.#adapters = deps.adapters.map((adapter) => this.#watched(adapter));
  }

  get lines(): Watchable<ReadonlyMap<string, LineState>> {
    return this.#lines;
  }

  /** The region's adapter, watched; undefined when this machine does not serve that region. */
  adapter(region: string): RegionAdapter | undefined {
    return this.#adapters.find((adapter) => adapter.region === region);
  }

  start(): void {
    for (const adapter of this.#adapters) void this.#ping(adapter);
  }

  stop(): void {
    this.#stop.abort();
    for (const timer of this.#timers.values()) this.#clock.clearTimeout(timer);
  }

  async #ping(adapter: RegionAdapter): Promise<void> {
    const deadline = new AbortController();
    const timer = this.#clock.setTimeout(() => deadline.abort(), LINE_TIMING.pingDeadlineMs);
    await adapter.ping(AbortSignal.any([deadline.signal, this.#stop.signal]));
    this.#clock.clearTimeout(timer);
    if (this.#stop.signal.aborted) return;
    const up = this.#lines.value.get(adapter.region)?.line === 'up';
    this.#timers.set(
      adapter.region,
      this.#clock.setTimeout(
        () => void this.#ping(adapter),
        up ? LINE_TIMING.pingWhenUpMs : LINE_TIMING.pingWhenDownMs,
      ),
    );
  }

  #note(region: string, failure: RegionFailure | null): void {
    if (this.#stop.signal.aborted) return;
    // A refusal is an answer: the line is up. Only silence and 5xx mean that it is down.
    const line = failure?.kind === 'unreachable' && !failure.pending ? 'down' : 'up';
    const before = this.#lines.value.get(region);
    if (before?.line === line) return;
    this.#lines.set(new Map(this.#lines.value).set(region, { line, since: this.#clock.now() }));
    if (line === 'up') this.#onUp(region);
  }

  #watched(adapter: RegionAdapter): RegionAdapter {
    const watch = async <T>(work: Promise<Result<T, RegionFailure>>) => {
      const result = await work;
      // What the adapter answers by itself says nothing of the line.
      if (result.ok || result.error.kind !== 'not-supported')
        this.#note(adapter.region, result.ok ? null : result.error);
      return result;
    };
    return {
      region: adapter.region,
      capabilities: adapter.capabilities,
      ping: (signal) => watch(adapter.ping(signal)),
      checkPerson: (claim, signal) => watch(adapter.checkPerson(claim, signal)),
      submit: (submission, signal) => watch(adapter.submit(submission, signal)),
      progress: (key, signal) => watch(adapter.progress(key, signal)),
      fetchResult: (number, signal, rendition) => watch(adapter.fetchResult(number, signal, rendition)),
      withdraw: (key, signal) => watch(adapter.withdraw(key, signal)),
      authenticate: (login, signal) => watch(adapter.authenticate(login, signal)),
      endSession: (session, signal) => watch(adapter.endSession(session, signal)),
      checkOrganisation: (claim, signal) => watch(adapter.checkOrganisation(claim, signal)),
      checkAuthority: (claim, signal) => watch(adapter.checkAuthority(claim, signal)),
      matters: (version, signal) => watch(adapter.matters(version, signal)),
      preCheck: (draft, signal) => watch(adapter.preCheck(draft, signal)),
      submitPackage: (items, signal) => watch(adapter.submitPackage(items, signal)),
      casesOf: (session, after, signal) => watch(adapter.casesOf(session, after, signal)),
      status: (number, signal) => watch(adapter.status(number, signal)),
      events: (since, signal) => watch(adapter.events(since, signal)),
      correction: (number, signal) => watch(adapter.correction(number, signal)),
      answerCorrection: (answer, signal) => watch(adapter.answerCorrection(answer, signal)),
      signers: (number, signal) => watch(adapter.signers(number, signal)),
      sign: (signature, signal) => watch(adapter.sign(signature, signal)),
      fetchLicence: (session, request, signal) => watch(adapter.fetchLicence(session, request, signal)),
      requestPayment: (request, signal) => watch(adapter.requestPayment(request, signal)),
      paymentState: (number, signal) => watch(adapter.paymentState(number, signal)),
      returnPayment: (request, signal) => watch(adapter.returnPayment(request, signal)),
      sendTicket: (ticket, signal) => watch(adapter.sendTicket(ticket, signal)),
      ticket: (number, signal) => watch(adapter.ticket(number, signal)),
      rate: (rating, signal) => watch(adapter.rate(rating, signal)),
      orderMail: (order, signal) => watch(adapter.orderMail(order, signal)),
    };
  }
}
