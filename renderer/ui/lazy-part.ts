import { useEffect, useState } from 'react';

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

/** The part, at once when it is there already. */
export function usePart<M>(part: LazyPart<M>): M | null {
  const [module, setModule] = useState<M | null>(part.now);
  useEffect(() => {
    let gone = false;
    if (!module)
      part.load().then(
        (found) => gone || setModule(() => found),
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, [module, part]);
  return module;
}
