import { err, ok, type Result } from '../../../core/index.ts';
import type { CaseProgress } from '../../port.ts';
import type { Submission } from '../../requests.ts';
import type { Mappings } from './config.ts';
import { type WireCase, type WireSubmission, wireInstant } from './wire.ts';

/** Names the place where the data have no code for a value; never the value. */
export interface MappingGap {
  readonly path: string;
}

/** Our words to the region's codes. */
export function toWire(mappings: Mappings, submission: Submission): Result<WireSubmission, MappingGap> {
  const form = formToWire(mappings, submission.matterCode, submission.form);
  if (!form.ok) return form;
  const { applicant, document, signature } = submission;
  return ok({
    receiptNumber: submission.receiptNumber,
    matterCode: submission.matterCode,
    taskCode: submission.taskCode,
    acceptRegion: submission.acceptRegion,
    machineCode: submission.machineCode,
    channel: mappings.channel['self-service'],
    submittedAt: wireInstant(submission.submittedAt),
    delivery: mappings.delivery[submission.delivery],
    applicant: {
      name: applicant.name,
      certificateType: mappings.certificate['resident-id'],
      certificateNumber: applicant.number,
      source: mappings.source[applicant.source],
      address: applicant.address,
      phone: applicant.phone,
    },
    form: form.value,
    document: { mediaType: 'application/pdf', base64: document.base64, sha256: document.sha256 },
    signature: {
      sha256: signature.sha256,
      strokes: signature.strokes,
      signedAt: wireInstant(signature.signedAt),
    },
  });
}

/** The region's codes to our words. A state that the data do not know is a change of the protocol. */
export function fromWire(mappings: Mappings, answer: WireCase): Result<CaseProgress, MappingGap> {
  const state = back(mappings.state, answer.state);
  if (!state) return err({ path: 'state' });
  return ok({
    caseNumber: answer.caseNumber,
    state,
    acceptedAt: answer.acceptedAt === null ? null : Date.parse(answer.acceptedAt),
    finishedAt: answer.finishedAt === null ? null : Date.parse(answer.finishedAt),
    resultReady: answer.resultReady,
  });
}

function formToWire(
  mappings: Mappings,
  matter: string,
  values: Readonly<Record<string, string>>,
): Result<Record<string, string>, MappingGap> {
  const out: Record<string, string> = {};
  for (const [field, value] of Object.entries(values)) {
    const codes = mappings.form[matter]?.[field];
    const code = codes ? (Object.hasOwn(codes, value) ? codes[value] : undefined) : value;
    if (code === undefined) return err({ path: `form.${field}` });
    out[field] = code;
  }
  return ok(out);
}

function back<W extends string>(codes: Readonly<Record<W, string>>, code: string): W | undefined {
  return (Object.keys(codes) as W[]).find((word) => codes[word] === code);
}
