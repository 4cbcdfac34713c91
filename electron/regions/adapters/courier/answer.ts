import { z } from 'zod';
import { err, ok, type Result } from '../../../core/index.ts';
import {
  bufferSource,
  describeSealedFile,
  type KeyPair,
  openSealedFile,
  type PublicKey,
  type SealedFileFailure,
} from '../../../sealed-file/index.ts';
import { answerSchemas, Coder, type ExchangeConfig, type HeardCase } from '../../exchange/index.ts';

/** Bytes of an answer's file: a result of some pages, with room. It is held in memory whole. */
export const ANSWER_LIMIT = 64 * 1024 * 1024;

/** What the region says by one file. `about` is the package number. Instants in milliseconds since 1970. */
export interface RegionAnswer {
  /** Of the sealed file: no answer counts twice. */
  readonly id: string;
  readonly about: string;
  /** Which sealed file it had in hand (SHA-256, lower-case hex); null where none came (`lost`). */
  readonly packageSha256: string | null;
  readonly saidAt: number;
  readonly word: AnswerWord;
}

export type AnswerWord =
  | { readonly kind: 'received' | 'seal-broken' | 'lost' }
  | {
      readonly kind: 'case';
      readonly heard: HeardCase;
      /** Correction and parts (联办) as the region wrote them, for the exchange to judge; null where there are none. */
      readonly correction: unknown;
      readonly parts: readonly unknown[] | null;
      readonly result: Uint8Array | null;
    }
  /** Turned away before it became a case. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'withdrawal'; readonly outcome: 'withdrawn' | 'too-late' }
  | { readonly kind: 'mail'; readonly mailNumber: string };

/** Why a file is no answer. Holds nothing of its content. */
export type AnswerProblem =
  | { readonly kind: 'sealed-file'; readonly failure: SealedFileFailure['kind'] }
  | { readonly kind: 'too-large' | 'no-opening-key' }
  /** The region signed it, and it is not what the description says; `path` names where. */
  | { readonly kind: 'not-an-answer'; readonly path: string };

export interface AnswerKeys {
  /** The machine's, the one in use first. */
  readonly opening: readonly KeyPair<'recipient'>[];
  /** The region's, the one in use first. */
  readonly region: readonly PublicKey<'sender'>[];
}

/** Reads answers of one region, in its codes. */
export class AnswerReader {
  readonly #schema;
  readonly #region: string;

  constructor(region: string, config: ExchangeConfig) {
    const coder = new Coder(config);
    const schemas = answerSchemas(coder);
    this.#region = region;
    const shared = {
      format: z.literal('tongban-courier-answer'),
      version: z.literal(1),
      region: z.string(),
      package: z.string().max(40),
      packageSha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
      // The envelope's own, written alike whatever codes the region speaks.
      said: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    };
    this.#schema = z.discriminatedUnion('kind', [
      z.object({ ...shared, kind: z.enum(['received', 'seal-broken', 'lost']) }),
      z.object({ ...shared, kind: z.literal('case'), case: z.looseObject({}).pipe(schemas.case) }),
      z.object({ ...shared, kind: z.literal('refused'), code: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/) }),
      z.object({ ...shared, kind: z.literal('withdrawal'), outcome: z.enum(['withdrawn', 'too-late']) }),
      z.object({ ...shared, kind: z.literal('mail'), mailNumber: z.string().regex(/^[0-9A-Z]{5,40}$/) }),
    ]);
  }

  /** Opens and judges a file. Nothing in it is believed before the signature of the region over all of it was right. */
  read(bytes: Uint8Array, keys: AnswerKeys): Result<RegionAnswer, AnswerProblem> {
    if (bytes.length > ANSWER_LIMIT) return err({ kind: 'too-large' });
    const source = bufferSource(bytes);
    const outside = describeSealedFile(source);
    if (!outside.ok) return err({ kind: 'sealed-file', failure: outside.error.kind });
    const { recipientKey, senderKey } = outside.value;
    const key = keys.opening.find((one) => one.public.id === recipientKey) ?? keys.opening[0];
    if (!key) return err({ kind: 'no-opening-key' });
    const from = keys.region.find((one) => one.id === senderKey) ?? (keys.region[0] as PublicKey<'sender'>);
    const opened = openSealedFile(source, { purpose: 'courier', key, from });
    if (!opened.ok) return err({ kind: 'sealed-file', failure: opened.error.kind });
    const files = new Map([...opened.value.entries()].map((entry) => [entry.name, entry.bytes]));
    const raw = jsonOf(files.get('answer.json'));
    const parsed = this.#schema.safeParse(raw);
    if (!parsed.success) return wrong(pathOf(parsed.error));
    const { region, package: about, packageSha256, said } = parsed.data;
    if (region !== this.#region) return wrong('region');
    const word = wordOf(parsed.data, raw, files.get('result.pdf'));
    if (word === null) return wrong('result.pdf');
    if (packageSha256 === null && word.kind !== 'lost') return wrong('packageSha256');
    return ok({ id: opened.value.header.id, about, packageSha256, saidAt: said, word });
  }
}

function wordOf(
  said:
    | { readonly kind: 'received' | 'seal-broken' | 'lost' }
    | { readonly kind: 'case'; readonly case: HeardCase }
    | { readonly kind: 'refused'; readonly code: string }
    | { readonly kind: 'withdrawal'; readonly outcome: 'withdrawn' | 'too-late' }
    | { readonly kind: 'mail'; readonly mailNumber: string },
  raw: unknown,
  result: Uint8Array | undefined,
): AnswerWord | null {
  switch (said.kind) {
    case 'received':
    case 'seal-broken':
    case 'lost':
      return { kind: said.kind };
    case 'case': {
      // A result that is announced is there, and is a PDF; otherwise a citizen would wait for what never comes.
      if (said.case.resultReady !== (result !== undefined)) return null;
      if (result && Buffer.from(result.subarray(0, 5)).toString('latin1') !== '%PDF-') return null;
      const { correction, parts } = (raw as { case: { correction?: unknown; parts?: unknown[] | null } })
        .case;
      return {
        kind: 'case',
        heard: said.case,
        correction: correction ?? null,
        parts: parts && parts.length > 0 ? parts : null,
        result: result ?? null,
      };
    }
    case 'refused':
      return { kind: 'refused', code: said.code };
    case 'withdrawal':
      return { kind: 'withdrawal', outcome: said.outcome };
    case 'mail':
      return { kind: 'mail', mailNumber: said.mailNumber };
  }
}

const wrong = (path: string): Result<never, AnswerProblem> => err({ kind: 'not-an-answer', path });

function pathOf(error: z.ZodError): string {
  // Names that the region made up are not told: they may be anything.
  const path = (error.issues[0]?.path ?? []).map((part) => (typeof part === 'number' ? '*' : String(part)));
  return path.length === 0 ? 'answer.json' : path.join('.').slice(0, 60);
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
