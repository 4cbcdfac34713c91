import type { LookedOverResult } from '../documents/index.ts';
import type { RegionFailure, RegionResult } from '../regions/index.ts';
import type { CaseBooks } from './books.ts';
import type { CaseRecord, ResultFacts } from './records.ts';
import type { CaseRegion } from './types.ts';

/** Of the sealed bytes that are printed. An older program reads them so: they are always a PDF. */
export const RESULT_KIND = 'result';
export const RESULT_SCHEMA = 1;
/** Of the sealed file as the region gave it, where that is not what is printed. */
export const ORIGINAL_KIND = 'result-original';

/** What comes of a fetched result. `wait`: a failure that time may heal. */
export type FetchedResult =
  | { readonly kind: 'wait'; readonly failure: RegionFailure }
  /** Nobody can use it: `code` is for the technician who must look. */
  | { readonly kind: 'unusable'; readonly code: string; readonly facts: ResultFacts }
  | {
      readonly kind: 'kept';
      readonly facts: ResultFacts;
      readonly paper: Uint8Array | null;
      readonly original: Uint8Array | null;
    };

/**
 * Fetches a result, has it looked over, and asks for a PDF rendition where it is nothing that this machine prints. A
 * contradicted one is not kept: nobody could print it by mistake.
 */
export async function fetchedResult(
  books: CaseBooks,
  region: CaseRegion,
  caseNumber: string,
  signal: AbortSignal,
): Promise<FetchedResult> {
  const answer = await region.fetchResult(caseNumber, signal);
  if (!answer.ok) return failed(answer.error);
  const looked = await books.deps.lookOver(answer.value);
  if (!looked.ok) return unusable(`result.${looked.error.code}`, 'not-verified');
  if (looked.value.verdict === 'contradicted') return contradicted(looked.value);
  const facts = factsOf(looked.value);
  const { bytes } = answer.value;
  const { paper } = looked.value;
  if (paper) return { kind: 'kept', facts, paper, original: paper === bytes ? null : bytes };
  const rendition = await renditionOf(books, region, caseNumber, signal);
  if (rendition?.kind === 'wait') return rendition;
  return {
    kind: 'kept',
    facts: rendition ? { ...facts, rendition: true, pages: rendition.pages } : facts,
    paper: rendition?.paper ?? null,
    original: bytes,
  };
}

/** Null: the region has none that can be used. */
async function renditionOf(
  books: CaseBooks,
  region: CaseRegion,
  caseNumber: string,
  signal: AbortSignal,
): Promise<
  Extract<FetchedResult, { kind: 'wait' }> | { kind: 'pdf'; pages: number; paper: Uint8Array } | null
> {
  const answer = await region.fetchResult(caseNumber, signal, 'pdf');
  if (!answer.ok) return answer.error.retryable ? { kind: 'wait', failure: answer.error } : null;
  const looked = await books.deps.lookOver(answer.value);
  if (!looked.ok || looked.value.verdict === 'contradicted' || !looked.value.paper) return null;
  return { kind: 'pdf', pages: looked.value.pages, paper: looked.value.paper };
}

function failed(failure: RegionFailure): FetchedResult {
  if (failure.contradicted) return unusable(failure.technicianCode, 'contradicted');
  if (failure.retryable) return { kind: 'wait', failure };
  return unusable(failure.technicianCode, 'not-verified');
}

function contradicted({ kind, pages, sealedBy }: LookedOverResult): FetchedResult {
  return {
    kind: 'unusable',
    code: 'result.contradicted',
    facts: { kind, pages, sealedBy, verdict: 'contradicted' },
  };
}

function unusable(code: string, verdict: ResultFacts['verdict']): FetchedResult {
  return { kind: 'unusable', code, facts: { kind: null, pages: null, sealedBy: null, verdict } };
}

function factsOf({ kind, pages, sealedBy, verdict }: LookedOverResult): ResultFacts {
  return { kind, pages, sealedBy, verdict };
}

/** Writes down what was fetched. Call it inside a transaction. */
export function putResult(
  books: CaseBooks,
  record: CaseRecord,
  result: Exclude<FetchedResult, { kind: 'wait' }>,
): void {
  const { sealer } = books.deps;
  const seal = (bytes: Uint8Array | null, kind: string) =>
    bytes && sealer.seal(bytes, { idem: record.id, kind, schema: RESULT_SCHEMA });
  const kept = result.kind === 'kept' ? result : { paper: null, original: null };
  books.records.putResult(record.id, result.facts, {
    paper: seal(kept.paper, RESULT_KIND),
    original: seal(kept.original, ORIGINAL_KIND),
  });
}

export type { RegionResult };
