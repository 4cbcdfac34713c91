import { createHash } from 'node:crypto';
import { z } from 'zod';
import { strokesSchema } from '../../../contract/index.ts';
import { citizenNumberProblem, localDate, parseReceiptNumber } from '../../../core/index.ts';
import { DELIVERY_CODES, type Dialect, isDay, readDate } from './dialect.ts';

/**
 * What the sandbox region takes in, operation by operation. It stands for the other side of the wire: its rules are its own,
 * written from the description and not shared with the adapters. Unknown keys are refused.
 */

/** What the codes of a purpose mean on the paper. */
export const PURPOSES: Readonly<Record<string, string>> = {
  '01': '乘坐火车',
  '02': '住宿',
  '03': '考试',
  '99': '其他',
};

/** Forms that the region looks into; of other matters it takes any. */
const FORMS: Readonly<Record<string, z.ZodType>> = {
  'XT-GA-020': z.strictObject({
    purpose: z.string().refine((code) => Object.hasOwn(PURPOSES, code)),
    phone: z
      .string()
      .regex(/^1[3-9]\d{9}$/)
      .optional(),
  }),
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const caseNumber = z.string().regex(/^[0-9A-Z-]{1,50}$/);
const name = z.string().min(1).max(50);
const region = z.string().regex(/^\d{6}(-[a-z0-9]+)?$/);
const machine = z.string().regex(/^[0-9A-Z]{4}$/);
const form = z.record(z.string(), z.json());
const document = z.strictObject({ mediaType: z.literal('application/pdf'), base64: z.base64(), sha256 });
const material = z.strictObject({
  code: z.string().min(1).max(50),
  name: z.string().min(1).max(200),
  from: z.enum(['1', '2', '3', '4', '5']),
  file: z
    .strictObject({
      mediaType: z.enum(['application/pdf', 'application/ofd', 'image/jpeg', 'image/png']),
      base64: z.base64(),
      sha256,
    })
    .nullable(),
});
const address = z.strictObject({
  name,
  phone: z.string().min(5).max(30),
  province: z.string().min(1).max(50),
  city: z.string().min(1).max(50),
  county: z.string().max(50),
  street: z.string().min(1).max(200),
  postcode: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
});

/** Strict schemas of every operation's fields in a dialect. */
export function schemasOf(dialect: Dialect) {
  const instant = z.string().refine((text) => readDate(dialect, text) !== null);
  const length = dialect.taskCodeLength;
  const taskCode = length === null ? z.string().min(1).max(50) : z.string().length(length);
  const person = z.strictObject({
    name,
    certificateType: z.enum([
      dialect.residentId,
      dialect.residencePermit,
      dialect.foreignResident,
      dialect.passport,
    ]),
    certificateNumber: z.string().max(18),
    /** Of a passport, both. */
    nationality: z
      .string()
      .regex(/^[A-Z]{1,3}$/)
      .optional(),
    birthDate: z
      .string()
      .refine((text) => isDay(dialect, text))
      .optional(),
  });
  const organisation = z.strictObject({
    name: z.string().min(1).max(200),
    certificateType: z.literal(dialect.creditCode),
    certificateNumber: z.string().length(18),
  });
  const principal = z.discriminatedUnion('holder', [
    z.strictObject({ holder: z.literal('1'), ...person.shape }),
    z.strictObject({ holder: z.literal('2'), ...organisation.shape }),
  ]);
  const proof = z.strictObject({
    kind: z.enum(['1', '2', '3', '4']),
    number: z.string().max(64).nullable(),
    sha256: sha256.nullable(),
  });
  const source = z.enum(['1', '2']);
  const signature = z.union([
    z.strictObject({ sha256, strokes: strokesSchema, signedAt: instant }),
    z.strictObject({
      sha256,
      fingerprint: z.strictObject({ mediaType: z.literal('image/png'), base64: z.base64(), sha256 }),
      signedAt: instant,
    }),
  ]);
  const submission = z.strictObject({
    receiptNumber: z.string().refine((text) => parseReceiptNumber(text) === text),
    matterCode: z.string(),
    taskCode,
    acceptRegion: region,
    machineCode: machine,
    channel: z.literal('9'),
    submittedAt: instant,
    delivery: z.enum(Object.values(DELIVERY_CODES)),
    receiver: address.optional(),
    locker: z.strictObject({ id: z.string().min(1).max(64), name: z.string().min(1).max(200) }).optional(),
    payment: z.strictObject({ number: z.string().min(1).max(64), amountFen: z.number().int() }).optional(),
    applicant: z.strictObject({
      ...person.shape,
      source,
      address: z.string().max(200).nullable(),
      phone: z.string().max(30).nullable(),
    }),
    form,
    document,
    signature,
    mode: z.enum(['0', '1', '2', '3']).optional(),
    organisation: organisation.optional(),
    agency: z
      .strictObject({
        principal,
        proof,
        authorisation: z.strictObject({ number: z.string().min(1).max(64), document, signature }).optional(),
      })
      .optional(),
    materials: z.array(material).max(100).optional(),
    later: z
      .array(
        z.strictObject({
          code: z.string().min(1).max(50),
          name: z.string().min(1).max(200),
          dueBy: z.string().refine((text) => isDay(dialect, text)),
        }),
      )
      .max(100)
      .optional(),
    parts: z
      .array(
        z.strictObject({
          id: z.string().min(1).max(64),
          authority: z.string().min(1).max(200),
          matterCode: z.string(),
          taskCode,
        }),
      )
      .min(1)
      .max(50)
      .optional(),
    package: z
      .strictObject({
        id: z.string().min(8).max(64),
        index: z.number().int().min(1),
        of: z.number().int().min(1).max(1_000),
      })
      .optional(),
    commitment: z.strictObject({ textSha256: sha256, signature }).optional(),
    furtherSigners: z
      .array(z.strictObject({ ...person.shape, signature: signature.optional() }))
      .min(1)
      .max(50)
      .optional(),
    signaturesDue: z
      .strictObject({
        quorum: z.number().int().min(1),
        inOrder: z.boolean(),
        until: instant.transform((text) => readDate(dialect, text) as number),
      })
      .optional(),
  });
  const byCase = z.strictObject({ caseNumber });
  const key = z.string().regex(/^[0-9A-Za-z-]{8,64}$/);
  return {
    ping: z.strictObject({}),
    authenticate: z.strictObject({
      holder: z.enum(['1', '2']),
      person,
      source,
      organisation: organisation.nullable(),
    }),
    endSession: z.strictObject({}),
    checkPerson: person,
    checkOrganisation: organisation,
    checkAuthority: z.strictObject({ agent: person, principal, matterCode: z.string(), proof }),
    matters: z.strictObject({ known: z.string().nullable() }),
    preCheck: z.strictObject({
      matterCode: z.string(),
      taskCode,
      form,
      materials: z.array(z.string()).max(100),
    }),
    submit: submission,
    submitPackage: z.strictObject({
      items: z.array(z.strictObject({ key, submission })).min(1).max(200),
    }),
    progress: z.strictObject({ caseKey: key }),
    casesOf: z.strictObject({ after: z.string().nullable() }),
    status: byCase,
    events: z.strictObject({ since: z.string().nullable() }),
    correction: byCase,
    answerCorrection: z.strictObject({
      caseNumber,
      roundId: z.string(),
      form,
      materials: z.array(material).max(100),
      document,
      signature,
      answeredAt: instant,
    }),
    signers: byCase,
    sign: z.strictObject({
      caseNumber,
      signerId: z.string(),
      signer: z.strictObject({ ...person.shape, source }),
      signature,
    }),
    withdraw: z.strictObject({ caseKey: key }),
    fetchResult: z.strictObject({ caseNumber, rendition: z.literal('pdf').optional() }),
    fetchLicence: z.strictObject({
      type: z.string().length(21),
      purpose: z.string().min(1).max(200),
      consentedAt: instant,
      machineCode: machine,
    }),
    requestPayment: z.union([byCase, z.strictObject({ caseKey: key, matterCode: z.string(), taskCode })]),
    paymentState: z.strictObject({ paymentNumber: z.string() }),
    returnPayment: z.strictObject({ paymentNumber: z.string() }),
    sendTicket: z.strictObject({
      about: z.enum(['1', '2']),
      matterCode: z.string().nullable(),
      caseNumber: caseNumber.nullable(),
      text: z.string().min(1).max(2_000),
      contact: z.strictObject({
        name,
        certificateNumber: z.string().max(18).nullable(),
        phone: z.string().min(5).max(30),
      }),
      acceptRegion: region,
      machineCode: machine,
      channel: z.literal('9'),
      sentAt: instant,
      receiptNumber: z
        .string()
        .refine((number) => parseReceiptNumber(number) !== null)
        .optional(),
      region: region.optional(),
      wishedBy: z
        .string()
        .refine((text) => isDay(dialect, text))
        .optional(),
      referBy: instant.optional(),
      answerBy: instant.optional(),
    }),
    ticket: z.strictObject({ ticketNumber: z.string() }),
    rate: z.strictObject({
      caseNumber,
      taskCode,
      satisfaction: z.enum(['1', '2', '3', '4', '5']),
      remarks: z.string().regex(/^([0-9A-Za-z]+(,[0-9A-Za-z]+)*)?$/),
      comment: z.string().max(500).nullable(),
      stage: z.enum(['1', '2']),
      round: z.enum(['1', '2']),
      channel: z.literal('5'),
      raterKind: z.string().refine((code) => Object.hasOwn(dialect.raterKinds, code)),
      rater: z.union([person, organisation]),
      ratedAt: instant,
      machineCode: machine,
    }),
    orderMail: z.strictObject({
      caseNumber,
      sentBy: z.enum(['1', '2']),
      carries: z.enum(['01', '02']),
      sender: address,
      receiver: address,
      item: z.string().min(1).max(100),
    }),
  };
}
export type Schemas = ReturnType<typeof schemasOf>;
export type ReceivedSubmission = z.infer<Schemas['submit']>;
export type ReceivedAnswer = z.infer<Schemas['answerCorrection']>;
export type OperationName = keyof Schemas;

export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  /** Where in the fields, for who reads the sandbox's answers by hand. Never a value. */
  readonly path?: string;
}

export const refuse = (code: string, path?: string): Refusal =>
  path === undefined ? { kind: 'refused', code } : { kind: 'refused', code, path };

/** Whether a number can stand on a document of the type that is stated. A foreigner's card of 2017 has a number of its own. */
function certificateFits(
  { certificateType, certificateNumber, nationality, birthDate }: ReceivedSubmission['applicant'],
  dialect: Dialect,
  today: string,
): boolean {
  if (certificateType === dialect.foreignResident && /^[A-Z]{3}\d{12}$/.test(certificateNumber)) return true;
  const isPassport = certificateType === dialect.passport;
  if (isPassport !== (nationality !== undefined) || isPassport !== (birthDate !== undefined)) return false;
  if (isPassport) return /^[0-9A-Z]{4,12}$/.test(certificateNumber);
  if (citizenNumberProblem(certificateNumber, today) !== null) return false;
  const permit = /^8[123]0000/.test(certificateNumber);
  return permit === (certificateType === dialect.residencePermit);
}

/** What the region checks of an application beyond its shape. `taskCodes`: by matter code. */
export function judge(
  submission: ReceivedSubmission,
  taskCodes: Readonly<Record<string, string>>,
  nowMs: number,
  dialect: Dialect,
): Refusal | null {
  const { matterCode } = submission;
  if (!Object.hasOwn(taskCodes, matterCode) || taskCodes[matterCode] !== submission.taskCode)
    return refuse('TASK_UNKNOWN', 'taskCode');
  const wrong = formProblem(matterCode, submission.form);
  if (wrong !== null) return refuse('FORM', `form.${wrong}`);
  const today = localDate(nowMs).replaceAll('-', '');
  if (!certificateFits(submission.applicant, dialect, today))
    return refuse('CERTIFICATE_NUMBER', 'applicant.certificateNumber');
  const { delivery, receiver, locker } = submission;
  if ((delivery === DELIVERY_CODES.post) !== (receiver !== undefined)) return refuse('DELIVERY', 'receiver');
  if ((delivery === DELIVERY_CODES.locker) !== (locker !== undefined)) return refuse('DELIVERY', 'locker');
  const { package: bundle } = submission;
  if (bundle && bundle.index > bundle.of) return refuse('PACKAGE_INDEX', 'package.index');
  const { agency } = submission;
  if (agency?.authorisation) {
    const wrong = documentProblem(agency.authorisation);
    if (wrong) return refuse(wrong.code, `agency.authorisation.${wrong.path}`);
    if (agency.proof.sha256 !== agency.authorisation.document.sha256)
      return refuse('AUTHORITY_HASH', 'agency.proof');
  }
  return documentProblem(submission);
}

/** The first field of a form that the region does not take, or null. */
export function formProblem(matterCode: string, values: unknown): string | null {
  if (!Object.hasOwn(FORMS, matterCode)) return null;
  const parsed = (FORMS[matterCode] as z.ZodType).safeParse(values);
  return parsed.success ? null : issuePath(parsed.error);
}

/** Document, signature and materials must be what their hashes say. */
export function documentProblem(one: {
  readonly document: ReceivedSubmission['document'];
  readonly signature: ReceivedSubmission['signature'];
  readonly commitment?: ReceivedSubmission['commitment'];
  readonly materials?: ReceivedSubmission['materials'];
}): Refusal | null {
  const pdf = Buffer.from(one.document.base64, 'base64');
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') return refuse('DOCUMENT_TYPE', 'document.base64');
  if (sha256Of(pdf) !== one.document.sha256) return refuse('DOCUMENT_HASH', 'document.sha256');
  if (one.signature.sha256 !== one.document.sha256) return refuse('SIGNATURE_HASH', 'signature.sha256');
  if (one.commitment && one.commitment.signature.sha256 !== one.document.sha256)
    return refuse('SIGNATURE_HASH', 'commitment.signature.sha256');
  if ('fingerprint' in one.signature) {
    const { base64, sha256 } = one.signature.fingerprint;
    if (sha256Of(Buffer.from(base64, 'base64')) !== sha256)
      return refuse('FINGERPRINT_HASH', 'signature.fingerprint');
  }
  const wrong = one.materials?.findIndex(
    ({ file }) => file && sha256Of(Buffer.from(file.base64, 'base64')) !== file.sha256,
  );
  return wrong !== undefined && wrong >= 0 ? refuse('MATERIAL_HASH', `materials.${wrong}`) : null;
}

/** SHA-256 of a JSON value, whatever the order of its keys. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

export function issuePath(error: z.ZodError): string {
  const issue = error.issues[0];
  const keys = issue?.code === 'unrecognized_keys' ? ['unknown'] : [];
  return [...(issue?.path ?? []).map(String), ...keys].join('.') || 'root';
}
