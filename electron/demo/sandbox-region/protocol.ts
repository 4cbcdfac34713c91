import { createHash } from 'node:crypto';
import { z } from 'zod';
import { strokesSchema } from '../../contract/index.ts';
import { citizenNumberProblem, localDate, parseReceiptNumber } from '../../core/index.ts';

/**
 * What the sandbox region takes in. It stands for the other side of the wire: its codes and rules are its own,
 * written from the wire format's description and not shared with the adapter, so that a wrong mapping is found out.
 */

export const STATE_CODES = { received: '01', accepted: '02', finished: '03', refused: '04' } as const;

/** What the codes of a purpose mean on the paper. */
export const PURPOSES: Readonly<Record<string, string>> = {
  '01': '乘坐火车',
  '02': '住宿',
  '03': '考试',
  '99': '其他',
};

const FORMS: Readonly<Record<string, z.ZodType<Record<string, string | undefined>>>> = {
  'XT-GA-020': z.strictObject({
    purpose: z.string().refine((code) => Object.hasOwn(PURPOSES, code)),
    phone: z
      .string()
      .regex(/^1[3-9]\d{9}$/)
      .optional(),
  }),
};

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime({ offset: true });

export const submissionSchema = z.strictObject({
  receiptNumber: z.string().refine((text) => parseReceiptNumber(text) === text),
  matterCode: z.string(),
  taskCode: z.string(),
  acceptRegion: z.string().regex(/^\d{6}(-[a-z0-9]+)?$/),
  machineCode: z.string().regex(/^[0-9A-Z]{4}$/),
  channel: z.literal('9'),
  submittedAt: instant,
  delivery: z.enum(['1', '4']),
  applicant: z.strictObject({
    name: z.string().min(1).max(50),
    certificateType: z.literal('111'),
    certificateNumber: z.string(),
    source: z.enum(['1', '2']),
    address: z.string().max(200).nullable(),
    phone: z.string().max(30).nullable(),
  }),
  form: z.record(z.string(), z.string()),
  document: z.strictObject({
    mediaType: z.literal('application/pdf'),
    base64: z.base64(),
    sha256: sha256Schema,
  }),
  signature: z.strictObject({ sha256: sha256Schema, strokes: strokesSchema, signedAt: instant }),
});
export type ReceivedSubmission = z.infer<typeof submissionSchema>;

export const personCheckSchema = z.strictObject({
  name: z.string().min(1).max(50),
  certificateType: z.literal('111'),
  certificateNumber: z.string().max(18),
});

export interface Refusal {
  readonly status: number;
  readonly code: string;
  /** Where in the body, for who reads the sandbox's answers by hand. Never a value. */
  readonly path?: string;
}

/** Everything that the region checks before it takes an application in. `taskCodes`: by matter code. */
export function judge(
  body: unknown,
  taskCodes: Readonly<Record<string, string>>,
  nowMs: number,
): { readonly refusal: Refusal } | { readonly submission: ReceivedSubmission } {
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return { refusal: { status: 400, code: 'SCHEMA', path: issuePath(parsed.error) } };
  const submission = parsed.data;
  const refuse = (code: string, path: string) => ({ refusal: { status: 422, code, path } });
  if (
    !Object.hasOwn(taskCodes, submission.matterCode) ||
    taskCodes[submission.matterCode] !== submission.taskCode
  )
    return refuse('TASK_UNKNOWN', 'taskCode');
  const form = FORMS[submission.matterCode]?.safeParse(submission.form);
  if (!form?.success) return refuse('FORM', form ? `form.${issuePath(form.error)}` : 'matterCode');
  if (
    citizenNumberProblem(submission.applicant.certificateNumber, localDate(nowMs).replaceAll('-', '')) !==
    null
  )
    return refuse('CERTIFICATE_NUMBER', 'applicant.certificateNumber');
  const pdf = Buffer.from(submission.document.base64, 'base64');
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') return refuse('DOCUMENT_TYPE', 'document.base64');
  if (createHash('sha256').update(pdf).digest('hex') !== submission.document.sha256)
    return refuse('DOCUMENT_HASH', 'document.sha256');
  if (submission.signature.sha256 !== submission.document.sha256)
    return refuse('SIGNATURE_HASH', 'signature.sha256');
  return { submission };
}

/** SHA-256 of a JSON value, whatever the order of its keys. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

function issuePath(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue?.path.map(String).join('.') || 'root';
}
