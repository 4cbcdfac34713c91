import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { DockContract, DockState } from '../../electron/contract/index.ts';
import { keepConnected } from './keep-connected.ts';
import type { OpenLink } from './link.ts';

export type DockClient = ContractRouterClient<DockContract>['dock'];

export interface DockSession {
  getState(): { readonly dock: DockState | null; readonly up: boolean };
  subscribe(fn: () => void): () => void;
  /** Runs an act on the present link; does nothing while there is none. */
  act(fn: (dock: DockClient) => Promise<unknown>): void;
  page(id: string): Promise<string | null>;
  stop(): void;
}

export function createDockSession(open: OpenLink): DockSession {
  const listeners = new Set<() => void>();
  let state: ReturnType<DockSession['getState']> = { dock: null, up: false };
  let client: DockClient | null = null;
  const set = (next: typeof state) => {
    state = next;
    for (const fn of listeners) fn();
  };
  const stop = keepConnected({
    open,
    lost: () => {
      client = null;
      set({ ...state, up: false });
    },
    run: async (link, signal, up) => {
      const fresh: ContractRouterClient<DockContract> = createORPCClient(link.rpc);
      for await (const dock of await fresh.dock.watch(undefined, { signal })) {
        up();
        client = fresh.dock;
        set({ dock, up: true });
      }
    },
  });
  return {
    getState: () => state,
    subscribe(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
    act(fn) {
      if (client) fn(client).catch(() => undefined);
    },
    async page(id) {
      try {
        return (await client?.page({ id }))?.base64 ?? null;
      } catch {
        return null;
      }
    },
    stop,
  };
}
