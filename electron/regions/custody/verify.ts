import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '../../core/index.ts';
import { CUSTODIAN, CUSTODY_EVENTS, type CustodyRow, FIRST_PREVIOUS, hashOfRow, SEAL_NUMBER } from './row.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const custodian = z.string().regex(CUSTODIAN);

export const rowSchema = z.strictObject({
  seq: z.number().int().min(1),
  at: z.number().int().min(0),
  event: z.enum(CUSTODY_EVENTS),
  package: z.string().regex(/^[0-9A-Z-]{4,40}$/),
  sha256: hex32.nullable(),
  seal: z.string().regex(SEAL_NUMBER).nullable(),
  from: custodian.nullable(),
  to: custodian.nullable(),
  by: custodian,
  facts: z.record(
    z.string().regex(/^[a-zA-Z][0-9a-zA-Z-]{0,39}$/),
    z.union([z.string().max(100), z.number(), z.boolean()]),
  ),
  previous: hex32,
  hash: hex32,
});

/** What is wrong with a ledger, and at which row, counted from 1. */
export type LedgerFault =
  /** It is no row. */
  | { readonly kind: 'not-a-row'; readonly row: number }
  /** A row's content is not what its hash was made of. */
  | { readonly kind: 'edited'; readonly row: number }
  /** The row before it is not the one that was there: dropped, put in or moved. */
  | { readonly kind: 'broken-chain'; readonly row: number }
  /** It ends before a row that is known from elsewhere. */
  | { readonly kind: 'cut-off'; readonly row: number }
  /** A row that is known from elsewhere is another one here: the chain was written anew. */
  | { readonly kind: 'rewritten'; readonly row: number }
  | { readonly kind: 'not-signed' };

/** A row known from elsewhere: each slip names one, and a signed head is one. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Checks a ledger from its first row on. The chain alone cannot tell that its last rows are missing, or that all of it was
 * written anew: `anchors` do.
 */
export function verifyLedger(
  rows: readonly unknown[],
  anchors: readonly Anchor[] = [],
): Result<readonly CustodyRow[], LedgerFault> {
  const read: CustodyRow[] = [];
  let previous = FIRST_PREVIOUS;
  for (const [index, raw] of rows.entries()) {
    const row = index + 1;
    const parsed = rowSchema.safeParse(raw);
    if (!parsed.success) return err({ kind: 'not-a-row', row });
    if (hashOfRow(parsed.data) !== parsed.data.hash) return err({ kind: 'edited', row });
    if (parsed.data.seq !== row || parsed.data.previous !== previous)
      return err({ kind: 'broken-chain', row });
    previous = parsed.data.hash;
    read.push(parsed.data);
  }
  for (const { seq, hash } of anchors) {
    const there = read[seq - 1];
    if (!there) return err({ kind: 'cut-off', row: seq });
    if (there.hash !== hash) return err({ kind: 'rewritten', row: seq });
  }
  return ok(read);
}

const CONTEXT = 'tongban custody export 1\0';

/**
 * A ledger as it goes to somebody else. `signature` is Ed25519 (RFC 8032), base64, over ASCII "tongban custody export 1", a zero
 * byte, and the JSON text (no spaces) of `[owner, madeAt, seq, hash]` of the last row (0 and 64 zeros when there is none).
 */
export interface LedgerExport {
  readonly format: 'tongban-custody';
  readonly version: 1;
  /** Custodian whose ledger it is, e.g. `kiosk:B017`. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly rows: readonly CustodyRow[];
  readonly head: Anchor;
  readonly signature: string;
}

const exportSchema = z.strictObject({
  format: z.literal('tongban-custody'),
  version: z.literal(1),
  owner: custodian,
  madeAt: z.number().int().min(0),
  rows: z.array(z.unknown()),
  head: z.strictObject({ seq: z.number().int().min(0), hash: hex32 }),
  signature: z.base64(),
});

export function exportLedger(
  rows: readonly CustodyRow[],
  options: { readonly owner: string; readonly madeAt: number; readonly key: KeyObject },
): LedgerExport {
  const { owner, madeAt, key } = options;
  const last = rows.at(-1);
  const head = { seq: last?.seq ?? 0, hash: last?.hash ?? FIRST_PREVIOUS };
  const signature = sign(null, signedText(owner, madeAt, head), key).toString('base64');
  return { format: 'tongban-custody', version: 1, owner, madeAt, rows, head, signature };
}

/** Checks a ledger of another machine by that machine's public key (Ed25519, PEM or key). Needs nothing else. */
export function verifyExport(
  raw: unknown,
  key: KeyObject | string,
  anchors: readonly Anchor[] = [],
): Result<readonly CustodyRow[], LedgerFault> {
  const parsed = exportSchema.safeParse(raw);
  if (!parsed.success) return err({ kind: 'not-signed' });
  const { owner, madeAt, rows, head, signature } = parsed.data;
  const publicKey = typeof key === 'string' ? createPublicKey(key) : key;
  if (!verify(null, signedText(owner, madeAt, head), publicKey, Buffer.from(signature, 'base64')))
    return err({ kind: 'not-signed' });
  if (rows.length > head.seq) return err({ kind: 'broken-chain', row: head.seq + 1 });
  return verifyLedger(rows, head.seq === 0 ? anchors : [...anchors, head]);
}

function signedText(owner: string, madeAt: number, head: Anchor): Uint8Array {
  return Buffer.from(CONTEXT + JSON.stringify([owner, madeAt, head.seq, head.hash]));
}
