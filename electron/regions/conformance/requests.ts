import { createHash } from 'node:crypto';
import { type Result, receiptNumber, uuidV7 } from '../../core/index.ts';
import type { RegionAdapter, RegionFailure, RegionSession } from '../port.ts';
import type {
  CorrectionAnswer,
  LicenceRequest,
  Login,
  MailOrder,
  Material,
  PaymentRequest,
  PersonClaim,
  Rating,
  Satisfaction,
  SignerSignature,
  Submission,
  Ticket,
} from '../requests.ts';
import type { World } from './bench.ts';

/** Sends what it is given and never gives up. */
export const never = new AbortController().signal;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const claim = ({ name, number }: PersonClaim): PersonClaim => ({ name, number });
/** Words that must appear nowhere but in a request. */
export const CANARY = { phone: '13800000000', street: '和平路12号', text: '跑了三次没办成' } as const;
/** Signed this long before it is sent. */
const SIGNED_BEFORE_MS = 30_000;

export type Requests = ReturnType<typeof requestsFor>;

/** Requests to a region, complete and right; a check changes what it is about. The same number gives the same request. */
export function requestsFor(world: World) {
  const { matterCode, taskCode, machineCode, acceptRegion, known, company, at } = world;
  /** Chinese local date, YYMMDD. */
  const day = new Date(at + 8 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');

  /** A key of its own for each thing that is sent. */
  const key = (n: number) => uuidV7(at + 1, (count) => new Uint8Array(count).fill(n));

  function submission(n = 1, change: Partial<Submission> = {}): Submission {
    const pdf = Buffer.from(`%PDF-1.7 application ${n}`);
    const hash = sha256(pdf);
    return {
      idempotencyKey: uuidV7(at, (count) => new Uint8Array(count).fill(n)),
      receiptNumber: receiptNumber(machineCode, day, n),
      matterCode,
      taskCode,
      acceptRegion,
      machineCode,
      submittedAt: at,
      delivery: 'print-here',
      applicant: { ...claim(known), source: 'card', address: known.address, phone: null },
      form: world.form,
      document: { base64: pdf.toString('base64'), sha256: hash },
      signature: {
        sha256: hash,
        strokes: [[{ x: 0.1, y: 0.2, t: 0 }]],
        signedAt: at - SIGNED_BEFORE_MS,
      },
      ...change,
    };
  }

  const personLogin = (person: PersonClaim = known): Login => ({
    holder: 'person',
    person: claim(person),
    by: 'card',
  });
  const companyLogin = (person: PersonClaim = known): Login => ({
    holder: 'organisation',
    organisation: { name: company.name, creditCode: company.creditCode },
    operator: claim(person),
    by: 'card',
  });

  function material(n = 1, change: Partial<Material> = {}): Material {
    const bytes = Buffer.from(`material ${n}`);
    return {
      code: `M${n}`,
      name: '照片',
      from: 'camera',
      file: { mediaType: 'image/jpeg', base64: bytes.toString('base64'), sha256: sha256(bytes) },
      ...change,
    };
  }

  function correction(
    caseNumber: string,
    roundId: string,
    change: Partial<CorrectionAnswer> = {},
  ): CorrectionAnswer {
    const { document, signature } = submission(77);
    return {
      idempotencyKey: key(1),
      caseNumber,
      roundId,
      matterCode,
      form: world.otherForm,
      materials: [material()],
      document,
      signature,
      answeredAt: at,
      ...change,
    };
  }

  const signature = (
    caseNumber: string,
    signerId: string,
    signer: PersonClaim,
    change: Partial<SignerSignature> = {},
  ): SignerSignature => ({
    idempotencyKey: key(2),
    caseNumber,
    signerId,
    signer: { ...claim(signer), source: 'card' },
    signature: submission().signature,
    ...change,
  });

  const licence = (change: Partial<LicenceRequest> = {}): LicenceRequest => ({
    type: world.licenceType,
    purpose: '办理临时身份证明',
    consentedAt: at,
    machineCode,
    ...change,
  });

  const ticket = (change: Partial<Ticket> = {}): Ticket => ({
    idempotencyKey: key(3),
    about: 'not-done',
    matterCode,
    caseNumber: null,
    text: CANARY.text,
    contact: { ...claim(known), phone: CANARY.phone },
    acceptRegion,
    machineCode,
    sentAt: at,
    ...change,
  });

  const rating = (
    caseNumber: string,
    satisfaction: Satisfaction = 'very-satisfied',
    change: Partial<Rating> = {},
  ): Rating => ({
    idempotencyKey: key(4),
    caseNumber,
    taskCode,
    satisfaction,
    remarks: ['101', '105'],
    comment: null,
    stage: 'finished',
    round: 1,
    rater: { holder: 'person', ...claim(known) },
    ratedAt: at,
    machineCode,
    ...change,
  });

  function mail(caseNumber: string, change: Partial<MailOrder> = {}): MailOrder {
    const address = {
      name: known.name,
      phone: CANARY.phone,
      province: '示例省',
      city: '样本市',
      county: '测试区',
      street: CANARY.street,
      postcode: '990000',
    };
    return {
      idempotencyKey: key(5),
      caseNumber,
      sentBy: 'centre',
      carries: 'result',
      sender: { ...address, name: '政务服务中心' },
      receiver: address,
      item: '证明',
      ...change,
    };
  }

  /** For the application of `submission(n)`, before it is handed in. */
  const payment = (n = 1, k = 6): PaymentRequest => ({
    idempotencyKey: key(k),
    caseKey: submission(n).idempotencyKey,
    matterCode,
    taskCode,
  });

  /** Every operation of the port, asked once with right data. */
  function everyOperation(
    adapter: RegionAdapter,
    about: {
      readonly session: RegionSession;
      readonly caseNumber?: string;
      readonly person?: PersonClaim;
    } = {
      session: { region: adapter.region, holder: 'person', token: 'token-of-nobody', expiresAt: 9e15 },
    },
  ): Readonly<Record<string, () => Promise<Result<unknown, RegionFailure>>>> {
    const { session } = about;
    const person = claim(about.person ?? known);
    const number = about.caseNumber ?? `${taskCode}202611200001`;
    const sent = submission(1, { applicant: { ...submission().applicant, ...person } });
    const principal = { holder: 'person' as const, person };
    const proof = { kind: 'registered' as const, number: 'A-1', sha256: null };
    return {
      ping: () => adapter.ping(never),
      authenticate: () => adapter.authenticate(personLogin(person), never),
      endSession: () => adapter.endSession(session, never),
      checkPerson: () => adapter.checkPerson(person, never),
      checkOrganisation: () => adapter.checkOrganisation(company, never),
      checkAuthority: () => adapter.checkAuthority({ agent: person, principal, matterCode, proof }, never),
      matters: () => adapter.matters(null, never),
      preCheck: () => adapter.preCheck({ matterCode, taskCode, form: world.form, materials: [] }, never),
      submit: () => adapter.submit(sent, never),
      submitPackage: () => adapter.submitPackage([sent], never),
      progress: () => adapter.progress(sent.idempotencyKey, never),
      casesOf: () => adapter.casesOf(session, null, never),
      status: () => adapter.status(number, never),
      events: () => adapter.events(null, never),
      correction: () => adapter.correction(number, never),
      answerCorrection: () => adapter.answerCorrection(correction(number, 'round-1'), never),
      signers: () => adapter.signers(number, never),
      sign: () => adapter.sign(signature(number, 'S1', person), never),
      withdraw: () => adapter.withdraw(key(9), never),
      fetchResult: () => adapter.fetchResult(number, never),
      fetchLicence: () => adapter.fetchLicence(session, licence(), never),
      requestPayment: () => adapter.requestPayment({ idempotencyKey: key(6), caseNumber: number }, never),
      paymentState: () => adapter.paymentState('P2026112000001', never),
      returnPayment: () =>
        adapter.returnPayment({ idempotencyKey: key(10), paymentNumber: 'P2026112000001' }, never),
      sendTicket: () => adapter.sendTicket(ticket({ contact: { ...person, phone: CANARY.phone } }), never),
      ticket: () => adapter.ticket('T2026112000001', never),
      rate: () =>
        adapter.rate(rating(number, 'satisfied', { rater: { holder: 'person', ...person } }), never),
      orderMail: () => adapter.orderMail(mail(number), never),
    };
  }

  return {
    key,
    submission,
    personLogin,
    companyLogin,
    material,
    correction,
    signature,
    licence,
    ticket,
    rating,
    mail,
    payment,
    everyOperation,
  };
}
