import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type {
  CitizenContract,
  InkPart,
  JourneyEvent,
  JourneyView,
  MachineInfo,
  MachineStatus,
} from '../../electron/contract/index.ts';
import type { FormValues } from '../../electron/core/index.ts';
import { CAMERA_LIMITS } from '../../electron/core/material-limits.ts';
import { keepConnected } from './keep-connected.ts';
import type { OpenLink } from './link.ts';

export type CitizenClient = ContractRouterClient<CitizenContract>;

/** What the page knows. The view is the host's; the page only remembers the last one. */
export interface KioskState {
  readonly link: 'starting' | 'up' | 'lost';
  readonly info: MachineInfo | null;
  readonly status: MachineStatus | null;
  readonly view: JourneyView | null;
  /** Add to this page's clock to get the host's, in ms. */
  readonly clockOffset: number;
}

export interface KioskSession {
  getState(): KioskState;
  subscribe(fn: () => void): () => void;
  /** Answers the present view. A second answer to the same view is not sent: a double tap is one tap. */
  send(event: JourneyEvent): void;
  /** Has the host keep what is typed on a page of the form. */
  typed(page: string, values: FormValues): void;
  /** Gives the host a picture (JPEG) with a passport in it. Settled when the host has looked at it. */
  passport(picture: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Tells the host whether the document camera is plugged in. */
  cameraStands(present: boolean): void;
  /** Brings a photographed page (JPEG) to the host; its name for `keepPage`, or null when it did not arrive whole. */
  bringPage(bytes: Uint8Array<ArrayBuffer>): Promise<string | null>;
  /** A page that was kept, a JPEG; null when it is not to be had. */
  page(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Someone touched the screen. Sent at most once a second. */
  activity(): void;
  /** The document under review, or null when the host has none or the link is lost. */
  document(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The file that came from the phone and waits for the citizen's word; null when there is none. */
  material(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The fingerprint that waits for the citizen's word, a PNG; null when there is none. */
  fingerprint(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Calls `part` with what is written on the signature pad. Returns how to stop. */
  ink(part: (one: InkPart) => void): () => void;
  /** The result of a case that is shown, as it would be printed; null when it is not to be had. */
  result(receiptNumber: string): Promise<Uint8Array<ArrayBuffer> | null>;
  fault(name: string, where: string): void;
  stop(): void;
}

const ACTIVITY_EVERY_MS = 1_000;

export interface KioskSessionOptions {
  readonly open: OpenLink;
  readonly now?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** For tests: makes the client of a link. */
  readonly client?: (rpc: Parameters<typeof createORPCClient>[0]) => CitizenClient;
}

/** Said by the screen itself on the way to an answer: the answer waits for it and is not lost. */
const ON_THE_WAY: ReadonlySet<JourneyEvent['type']> = new Set(['signOnScreen']);

export function createKioskSession({
  open,
  now = Date.now,
  wait,
  client: make,
}: KioskSessionOptions): KioskSession {
  const listeners = new Set<() => void>();
  let state: KioskState = {
    link: 'starting',
    info: null,
    status: null,
    view: null,
    clockOffset: 0,
  };
  let client: CitizenClient | null = null;
  /** An answer is on its way: nothing else is sent until the next question is on the screen. No screen shows it. */
  let pending: JourneyEvent['type'] | null = null;
  let waiting: { readonly event: JourneyEvent; readonly screen: string } | null = null;
  let lastActivity = Number.NEGATIVE_INFINITY;

  const set = (change: Partial<KioskState>) => {
    state = { ...state, ...change };
    for (const fn of listeners) fn();
  };

  const stop = keepConnected({
    open,
    ...(wait ? { wait } : {}),
    lost: () => {
      client = null;
      pending = null;
      waiting = null;
      set({ link: state.view === null ? 'starting' : 'lost' });
    },
    run: async (link, signal, up) => {
      const fresh: CitizenClient = (make ?? createORPCClient)(link.rpc);
      const info = await fresh.machine.info(undefined, { signal });
      set({ info });
      const views = async () => {
        for await (const view of await fresh.journey.watch(undefined, { signal })) {
          up();
          client = fresh;
          const answered = view.boot !== state.view?.boot || view.seq !== state.view.seq;
          if (answered) pending = null;
          set({ view, link: 'up' });
          const next = answered ? waiting : null;
          if (answered) waiting = null;
          if (next?.screen === view.screen) send(next.event);
        }
      };
      const statuses = async () => {
        for await (const status of await fresh.machine.status(undefined, { signal })) {
          set({ status, clockOffset: status.now - now() });
        }
      };
      // Whichever stream ends first ends the link.
      await Promise.race([views(), statuses()]);
    },
  });

  function send(event: JourneyEvent): void {
    const { view } = state;
    if (!client || !view?.events.includes(event.type)) return;
    if (pending !== null) {
      if (ON_THE_WAY.has(pending) && pending !== event.type) waiting = { event, screen: view.screen };
      return;
    }
    pending = event.type;
    const release = () => {
      if (state.view?.boot === view.boot && state.view.seq === view.seq) pending = null;
    };
    client.journey.send({ boot: view.boot, seq: view.seq, event }).then(
      // A refused answer changes nothing on the host, so the screen may speak again; a taken one brings a new view.
      (result) => result.ok || release(),
      () => release(),
    );
  }

  return {
    getState: () => state,
    subscribe(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
    send,
    typed(page, values) {
      const { view } = state;
      if (client && view) client.journey.typed({ boot: view.boot, page, values }).catch(() => undefined);
    },
    async passport(picture) {
      const { view } = state;
      if (client && view) await client.journey.passport({ boot: view.boot, base64: base64Of(picture) });
    },
    cameraStands(present) {
      client?.camera.stands({ present }).catch(() => undefined);
    },
    async bringPage(bytes) {
      const { view } = state;
      const picture = crypto.randomUUID();
      for (let at = 0; at < bytes.length; at += CAMERA_LIMITS.pieceBytes) {
        const base64 = base64Of(bytes.subarray(at, at + CAMERA_LIMITS.pieceBytes));
        try {
          const boot = view?.boot ?? '';
          const taken = await client?.camera.piece({ boot, picture, at, of: bytes.length, base64 });
          if (!taken?.ok) return null;
        } catch {
          return null;
        }
      }
      return picture;
    },
    async page(id) {
      try {
        const result = await client?.camera.page({ page: id });
        return result?.ok ? bytesOf(result.value.base64) : null;
      } catch {
        return null;
      }
    },
    activity() {
      const at = now();
      if (!client || at - lastActivity < ACTIVITY_EVERY_MS) return;
      lastActivity = at;
      client.journey.activity().catch(() => undefined);
    },
    async document() {
      try {
        const result = await client?.journey.document();
        return result?.ok ? bytesOf(result.value.base64) : null;
      } catch {
        return null;
      }
    },
    async material() {
      try {
        const result = await client?.journey.material();
        return result?.ok ? bytesOf(result.value.base64) : null;
      } catch {
        return null;
      }
    },
    async fingerprint() {
      try {
        const result = await client?.journey.fingerprint();
        return result?.ok ? bytesOf(result.value.base64) : null;
      } catch {
        return null;
      }
    },
    ink(part) {
      const stop = new AbortController();
      const { signal } = stop;
      const listen = async () => {
        const parts = await client?.journey.ink(undefined, { signal });
        for await (const one of parts ?? []) if (!signal.aborted) part(one);
      };
      // Without the link the screen says so; its next view asks for the ink anew.
      listen().catch(() => undefined);
      return () => stop.abort();
    },
    async result(receiptNumber) {
      try {
        const result = await client?.journey.result({ receiptNumber });
        return result?.ok ? bytesOf(result.value.base64) : null;
      } catch {
        return null;
      }
    },
    fault(name, where) {
      client?.screen.fault({ name: name.slice(0, 100), where: where.slice(0, 300) }).catch(() => undefined);
    },
    stop,
  };
}

/** Bytes of a base64 text. Throws on anything else. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (ch) => ch.charCodeAt(0));
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
