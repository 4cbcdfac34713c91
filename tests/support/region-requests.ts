import { createHash } from 'node:crypto';
import type { Result } from '../../electron/core/index.ts';
import type {
  CorrectionAnswer,
  LicenceRequest,
  Login,
  MailOrder,
  Material,
  PersonClaim,
  Rating,
  RegionAdapter,
  RegionFailure,
  RegionSession,
  Satisfaction,
  SignerSignature,
  Ticket,
} from '../../electron/regions/index.ts';
import { company, known, makeSubmission, TASK_CODE } from './sandbox.ts';

/** Requests to a region, complete and right; a test changes what it is about. */

export const AT = Date.parse('2026-11-20T02:00:00Z');
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const claim = ({ name, number }: PersonClaim): PersonClaim => ({ name, number });
/** 证照类型代码: 18 + 3. */
export const LICENCE_TYPE = '11990000MB000000X1001';

/** A key of its own for each thing that is sent. */
export const keyOf = (n: number) => `01999999-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const personLogin = (person: PersonClaim = known): Login => ({
  holder: 'person',
  person: claim(person),
  by: 'card',
});
export const companyLogin = (person: PersonClaim = known): Login => ({
  holder: 'organisation',
  organisation: { name: company.name, creditCode: company.creditCode },
  operator: claim(person),
  by: 'card',
});

export function makeMaterial(n = 1, change: Partial<Material> = {}): Material {
  const bytes = Buffer.from(`material ${n}`);
  return {
    code: `M${n}`,
    name: '照片',
    from: 'camera',
    file: { mediaType: 'image/jpeg', base64: bytes.toString('base64'), sha256: sha256(bytes) },
    ...change,
  };
}

export function makeCorrection(
  caseNumber: string,
  roundId: string,
  change: Partial<CorrectionAnswer> = {},
): CorrectionAnswer {
  const { document, signature } = makeSubmission(TASK_CODE, 77);
  return {
    idempotencyKey: keyOf(1),
    caseNumber,
    roundId,
    matterCode: 'XT-GA-020',
    form: { purpose: 'exam' },
    materials: [makeMaterial()],
    document,
    signature,
    answeredAt: AT,
    ...change,
  };
}

export function makeSignature(
  caseNumber: string,
  signerId: string,
  signer: PersonClaim,
  change: Partial<SignerSignature> = {},
): SignerSignature {
  return {
    idempotencyKey: keyOf(2),
    caseNumber,
    signerId,
    signer: { ...claim(signer), source: 'card' },
    signature: makeSubmission(TASK_CODE, 1).signature,
    ...change,
  };
}

export const makeLicenceRequest = (change: Partial<LicenceRequest> = {}): LicenceRequest => ({
  type: LICENCE_TYPE,
  purpose: '办理临时身份证明',
  consentedAt: AT,
  machineCode: 'B017',
  ...change,
});

export const makeTicket = (change: Partial<Ticket> = {}): Ticket => ({
  idempotencyKey: keyOf(3),
  about: 'not-done',
  matterCode: 'XT-GA-020',
  caseNumber: null,
  text: '跑了三次没办成',
  contact: { name: known.name, number: known.number, phone: '13800000000' },
  acceptRegion: '110115-bda',
  machineCode: 'B017',
  sentAt: AT,
  ...change,
});

export const makeRating = (
  caseNumber: string,
  satisfaction: Satisfaction = 'very-satisfied',
  change: Partial<Rating> = {},
): Rating => ({
  idempotencyKey: keyOf(4),
  caseNumber,
  taskCode: TASK_CODE,
  satisfaction,
  remarks: ['101', '105'],
  comment: null,
  stage: 'finished',
  round: 1,
  rater: { holder: 'person', ...claim(known) },
  ratedAt: AT,
  machineCode: 'B017',
  ...change,
});

export const makeMail = (caseNumber: string, change: Partial<MailOrder> = {}): MailOrder => {
  const address = {
    name: known.name,
    phone: '13800000000',
    province: '示例省',
    city: '样本市',
    county: '测试区',
    street: '和平路12号',
    postcode: '990000',
  };
  return {
    idempotencyKey: keyOf(5),
    caseNumber,
    sentBy: 'centre',
    carries: 'result',
    sender: { ...address, name: '政务服务中心' },
    receiver: address,
    item: '证明',
    ...change,
  };
};

const never = new AbortController().signal;

/** Every operation of the port, asked once with right data. */
export function everyOperation(
  adapter: RegionAdapter,
  about: { readonly session: RegionSession; readonly caseNumber?: string; readonly person?: PersonClaim } = {
    session: { region: adapter.region, holder: 'person', token: 'token-of-nobody', expiresAt: 9e15 },
  },
): Readonly<Record<string, () => Promise<Result<unknown, RegionFailure>>>> {
  const { session } = about;
  const person = claim(about.person ?? known);
  const number = about.caseNumber ?? `${TASK_CODE}202611200001`;
  const applicant = { ...makeSubmission(TASK_CODE).applicant, ...person };
  const submission = makeSubmission(TASK_CODE, 1, { applicant });
  const principal = { holder: 'person' as const, person };
  const proof = { kind: 'registered' as const, number: 'A-1', sha256: null };
  return {
    ping: () => adapter.ping(never),
    authenticate: () => adapter.authenticate(personLogin(person), never),
    endSession: () => adapter.endSession(session, never),
    checkPerson: () => adapter.checkPerson(person, never),
    checkOrganisation: () => adapter.checkOrganisation(company, never),
    checkAuthority: () =>
      adapter.checkAuthority({ agent: person, principal, matterCode: 'XT-GA-020', proof }, never),
    matters: () => adapter.matters(null, never),
    preCheck: () =>
      adapter.preCheck(
        { matterCode: 'XT-GA-020', taskCode: TASK_CODE, form: { purpose: 'train' }, materials: [] },
        never,
      ),
    submit: () => adapter.submit(submission, never),
    submitPackage: () => adapter.submitPackage([submission], never),
    progress: () => adapter.progress(submission.idempotencyKey, never),
    casesOf: () => adapter.casesOf(session, null, never),
    status: () => adapter.status(number, never),
    events: () => adapter.events(null, never),
    correction: () => adapter.correction(number, never),
    answerCorrection: () => adapter.answerCorrection(makeCorrection(number, 'round-1'), never),
    signers: () => adapter.signers(number, never),
    sign: () => adapter.sign(makeSignature(number, 'S1', person), never),
    withdraw: () => adapter.withdraw(keyOf(9), never),
    fetchResult: () => adapter.fetchResult(number, never),
    fetchLicence: () => adapter.fetchLicence(session, makeLicenceRequest(), never),
    requestPayment: () => adapter.requestPayment({ idempotencyKey: keyOf(6), caseNumber: number }, never),
    paymentState: () => adapter.paymentState('P2026112000001', never),
    sendTicket: () => adapter.sendTicket(makeTicket({ contact: { ...person, phone: '13800000000' } }), never),
    ticket: () => adapter.ticket('T2026112000001', never),
    rate: () =>
      adapter.rate(makeRating(number, 'satisfied', { rater: { holder: 'person', ...person } }), never),
    orderMail: () => adapter.orderMail(makeMail(number), never),
  };
}
