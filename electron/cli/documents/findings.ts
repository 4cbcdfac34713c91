/** What a look at a file came to. Each is one sentence, with nothing personal in it. */
export interface Findings {
  readonly proven: readonly string[];
  readonly contradicted: readonly string[];
  /** What can be said and proves nothing, and what would prove it. */
  readonly open: readonly string[];
}

export const NOTHING: Findings = { proven: [], contradicted: [], open: [] };

export const proven = (sentence: string): Findings => ({ ...NOTHING, proven: [sentence] });
export const contradicted = (sentence: string): Findings => ({ ...NOTHING, contradicted: [sentence] });
export const open = (sentence: string): Findings => ({ ...NOTHING, open: [sentence] });

export function together(...all: readonly Findings[]): Findings {
  return {
    proven: all.flatMap((one) => one.proven),
    contradicted: all.flatMap((one) => one.contradicted),
    open: all.flatMap((one) => one.open),
  };
}
