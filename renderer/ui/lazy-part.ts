import { useEffect, useReducer } from 'react';

/** A part of the page that is fetched when the first screen stands, and is there when its screen comes. */
export interface LazyPart<M> {
  load(): Promise<M>;
  now(): M | null;
}

export function lazyPart<M>(fetch: () => Promise<M>): LazyPart<M> {
  let loaded: M | null = null;
  let loading: Promise<M> | null = null;
  return {
    now: () => loaded,
    load() {
      loading ??= fetch().then(
        (module) => {
          loaded = module;
          return module;
        },
        (error) => {
          loading = null;
          throw error;
        },
      );
      return loading;
    },
  };
}

/** Milliseconds until a part that could not be fetched is asked for again: the host may be starting anew. */
const AGAIN = 1_000;

/** The part, at once when it is there already. */
export function usePart<M>(part: LazyPart<M>): M | null {
  const [, look] = useReducer((times: number) => times + 1, 0);
  const module = part.now();
  useEffect(() => {
    if (module) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () => {
      const failed = () => {
        if (!gone) timer = setTimeout(load, AGAIN);
      };
      part.load().then(() => gone || look(), failed);
    };
    load();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [module, part]);
  return module;
}
