import { cardOfNumber, err, ok, type Result } from '../../core/index.ts';
import type {
  AuthorityClaim,
  CorrectionAnswer,
  LicenceRequest,
  Login,
  MailAddress,
  MailOrder,
  Material,
  PaymentRequest,
  PersonClaim,
  PreCheckDraft,
  Principal,
  Rating,
  Signature,
  SignedDocument,
  SignerSignature,
  Submission,
  Ticket,
} from '../requests.ts';
import type { JsonObject } from './channel.ts';
import type { Coder, MappingGap } from './coder.ts';

/** What we say, in neutral field names with the region's codes. README.md of the exchange lists the fields. */
export function requestFields(coder: Coder) {
  const person = (claim: PersonClaim): JsonObject => ({
    name: claim.name,
    certificateType: coder.code('certificate', claim.passport ? 'passport' : cardOfNumber(claim.number)),
    certificateNumber: claim.number,
    ...(claim.passport && {
      nationality: claim.passport.nationality,
      birthDate: coder.day(dashed(claim.passport.birthDate)),
    }),
  });
  const organisation = (claim: { readonly name: string; readonly creditCode: string }): JsonObject => ({
    name: claim.name,
    certificateType: coder.code('certificate', 'credit-code'),
    certificateNumber: claim.creditCode,
  });
  const principal = (one: Principal): JsonObject => ({
    holder: coder.code('holder', one.holder),
    ...(one.holder === 'person' ? person(one.person) : organisation(one.organisation)),
  });
  const proof = (one: AuthorityClaim['proof']): JsonObject => ({
    kind: coder.code('proof', one.kind),
    number: one.number,
    sha256: one.sha256,
  });
  const document = ({ base64, sha256 }: SignedDocument): JsonObject => ({
    mediaType: 'application/pdf',
    base64,
    sha256,
  });
  const signature = (one: Signature): JsonObject => ({
    sha256: one.sha256,
    ...(one.kind === 'fingerprint' ? { fingerprint: one.image } : { strokes: one.strokes as JsonObject }),
    signedAt: coder.instant(one.signedAt),
  });
  const material = (one: Material): JsonObject => ({
    code: one.code,
    name: one.name,
    from: coder.code('materialFrom', one.from),
    file: one.file && { ...one.file },
  });
  const address = (one: MailAddress): JsonObject => ({ ...one });

  return {
    login(login: Login): JsonObject {
      const who = login.holder === 'person' ? login.person : login.operator;
      return {
        holder: coder.code('holder', login.holder),
        person: person(who),
        source: coder.code('source', login.by),
        organisation: login.holder === 'organisation' ? organisation(login.organisation) : null,
      };
    },

    person,
    organisation,

    authority: (claim: AuthorityClaim): JsonObject => ({
      agent: person(claim.agent),
      principal: principal(claim.principal),
      matterCode: claim.matterCode,
      proof: proof(claim.proof),
    }),

    preCheck(draft: PreCheckDraft): Result<JsonObject, MappingGap> {
      const taskCode = coder.taskCode(draft.taskCode);
      if (taskCode === undefined) return err({ path: 'taskCode' });
      const form = coder.form(draft.matterCode, draft.form);
      if (!form.ok) return form;
      const { matterCode, materials } = draft;
      return ok({ matterCode, taskCode, form: form.value, materials });
    },

    submission(one: Submission): Result<JsonObject, MappingGap> {
      const taskCode = coder.taskCode(one.taskCode);
      if (taskCode === undefined) return err({ path: 'taskCode' });
      const form = coder.form(one.matterCode, one.form);
      if (!form.ok) return form;
      const parts: JsonObject[] = [];
      for (const part of one.parts ?? []) {
        const code = coder.taskCode(part.taskCode);
        if (code === undefined) return err({ path: 'parts.taskCode' });
        parts.push({ id: part.id, authority: part.authority, matterCode: part.matterCode, taskCode: code });
      }
      return ok({
        receiptNumber: one.receiptNumber,
        matterCode: one.matterCode,
        taskCode,
        acceptRegion: one.acceptRegion,
        machineCode: one.machineCode,
        channel: coder.code('channel', 'self-service'),
        submittedAt: coder.instant(one.submittedAt),
        delivery: coder.code('delivery', one.delivery),
        receiver: one.receiver && address(one.receiver),
        locker: one.locker && { ...one.locker },
        payment: one.payment && { ...one.payment },
        applicant: {
          ...person(one.applicant),
          source: coder.code('source', one.applicant.source),
          address: one.applicant.address,
          phone: one.applicant.phone,
        },
        form: form.value,
        document: document(one.document),
        signature: signature(one.signature),
        mode: one.mode && coder.code('mode', one.mode),
        organisation: one.organisation && organisation(one.organisation),
        agency: one.agency && {
          principal: principal(one.agency.principal),
          proof: proof(one.agency.proof),
          authorisation: one.agency.authorisation && {
            number: one.agency.authorisation.number,
            document: document(one.agency.authorisation.document),
            signature: signature(one.agency.authorisation.signature),
          },
        },
        materials: one.materials?.map(material),
        later: one.later?.map(({ code, name, dueBy }) => ({ code, name, dueBy: coder.day(dueBy) })),
        parts: one.parts && parts,
        package: one.package && { ...one.package },
        commitment: one.commitment && {
          textSha256: one.commitment.textSha256,
          signature: signature(one.commitment.signature),
        },
        furtherSigners: one.furtherSigners?.map((signer) => ({
          ...person(signer),
          ...(signer.signature && { signature: signature(signer.signature) }),
        })),
        signaturesDue: one.signaturesDue && {
          ...one.signaturesDue,
          until: coder.instant(one.signaturesDue.until),
        },
      });
    },

    correctionAnswer(answer: CorrectionAnswer): Result<JsonObject, MappingGap> {
      const form = coder.form(answer.matterCode, answer.form);
      if (!form.ok) return form;
      return ok({
        caseNumber: answer.caseNumber,
        roundId: answer.roundId,
        form: form.value,
        materials: answer.materials.map(material),
        document: document(answer.document),
        signature: signature(answer.signature),
        answeredAt: coder.instant(answer.answeredAt),
      });
    },

    signerSignature: (one: SignerSignature): JsonObject => ({
      caseNumber: one.caseNumber,
      signerId: one.signerId,
      signer: { ...person(one.signer), source: coder.code('source', one.signer.source) },
      signature: signature(one.signature),
    }),

    licence: (request: LicenceRequest): JsonObject => ({
      type: request.type,
      purpose: request.purpose,
      consentedAt: coder.instant(request.consentedAt),
      machineCode: request.machineCode,
    }),

    payment(request: PaymentRequest): Result<JsonObject, MappingGap> {
      if ('caseNumber' in request) return ok({ caseNumber: request.caseNumber });
      const taskCode = coder.taskCode(request.taskCode);
      if (taskCode === undefined) return err({ path: 'taskCode' });
      return ok({ caseKey: request.caseKey, matterCode: request.matterCode, taskCode });
    },

    ticket: (ticket: Ticket): JsonObject => ({
      about: coder.code('ticketAbout', ticket.about),
      matterCode: ticket.matterCode,
      caseNumber: ticket.caseNumber,
      text: ticket.text,
      contact: {
        name: ticket.contact.name,
        certificateNumber: ticket.contact.number,
        phone: ticket.contact.phone,
      },
      acceptRegion: ticket.acceptRegion,
      machineCode: ticket.machineCode,
      channel: coder.code('channel', 'self-service'),
      sentAt: coder.instant(ticket.sentAt),
      receiptNumber: ticket.receiptNumber,
      region: ticket.region,
      wishedBy: ticket.wishedBy && coder.day(ticket.wishedBy),
      referBy: ticket.referBy === undefined ? undefined : coder.instant(ticket.referBy),
      answerBy: ticket.answerBy === undefined ? undefined : coder.instant(ticket.answerBy),
    }),

    rating(rating: Rating): Result<JsonObject, MappingGap> {
      const taskCode = coder.taskCode(rating.taskCode);
      if (taskCode === undefined) return err({ path: 'taskCode' });
      const who = { name: rating.rater.name, number: rating.rater.number };
      return ok({
        caseNumber: rating.caseNumber,
        taskCode,
        satisfaction: coder.code('satisfaction', rating.satisfaction),
        remarks: rating.remarks.join(','),
        comment: rating.comment,
        stage: coder.code('ratingStage', rating.stage),
        round: String(rating.round),
        channel: coder.code('ratingChannel', 'self-service'),
        raterKind: coder.code('raterKind', rating.rater.holder),
        rater:
          rating.rater.holder === 'person'
            ? person(who)
            : organisation({ name: who.name, creditCode: who.number }),
        ratedAt: coder.instant(rating.ratedAt),
        machineCode: rating.machineCode,
      });
    },

    mail: (order: MailOrder): JsonObject => ({
      caseNumber: order.caseNumber,
      sentBy: coder.code('mailSentBy', order.sentBy),
      carries: coder.code('mailCarries', order.carries),
      sender: address(order.sender),
      receiver: address(order.receiver),
      item: order.item,
    }),
  };
}

/** YYYY-MM-DD of YYYYMMDD. */
const dashed = (ymd: string) => `${ymd.slice(0, 4)}-${ymd.slice(4, 6)}-${ymd.slice(6)}`;
