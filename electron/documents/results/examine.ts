import { err, ok, type Result } from '../../core/index.ts';
import {
  RESULT_LIMITS,
  RESULT_MEDIA_TYPES,
  Refused,
  type ResultFile,
  type ResultKind,
  type ResultProblem,
} from './types.ts';

const PDF = '%PDF-';
const ZIP = 'PK\u0003\u0004';

/**
 * Looks a region's result document over before anything is done with it: what it is by content, whether that is what the
 * region called it (`declared`: a media type, or null), whether it is whole and within `RESULT_LIMITS`. Never throws and
 * writes nothing; memory stays within the limits.
 */
export async function examineResult(
  bytes: Uint8Array,
  declared: string | null,
): Promise<Result<ResultFile, ResultProblem>> {
  try {
    if (bytes.length > RESULT_LIMITS.bytes) throw new Refused('too-large', String(RESULT_LIMITS.bytes));
    const kind = kindOf(bytes);
    if (kind === null) throw new Refused('type', 'header');
    const mediaType = RESULT_MEDIA_TYPES[kind];
    if (declared !== null && declared !== mediaType) throw new Refused('declared', kind);
    // Libraries of half a second: loaded when the first result comes.
    if (kind === 'ofd') {
      const { examineOfd } = await import('./ofd.ts');
      return ok({ kind, mediaType, ...examineOfd(bytes) });
    }
    const { examinePdf } = await import('./pdf.ts');
    return ok({ kind, mediaType, ...(await examinePdf(bytes)), seals: [] });
  } catch (error) {
    // What a library throws at a file is the file's fault, and may hold something of it.
    return err(error instanceof Refused ? error.problem : { code: 'broken', at: 'library' });
  }
}

function kindOf(bytes: Uint8Array): ResultKind | null {
  const head = Buffer.from(bytes.subarray(0, 5)).toString('latin1');
  if (head === PDF) return 'pdf';
  return head.startsWith(ZIP) ? 'ofd' : null;
}
