import { type Clock, localDate, type RandomBytes } from '../../../core/index.ts';
import type { FaultDesk } from '../faults.ts';
import type { BookedCase, BookedEntry, Books } from './books.ts';
import { type Dialect, writeDate } from './dialect.ts';
import { type CaseDelays, type Office, ownerOf } from './office.ts';
import type { Register } from './register.ts';
import {
  answer,
  type BackendReply,
  caseBody,
  correctionBody,
  paymentBody,
  paymentStateOf,
  signersBody,
  ticketBody,
} from './replies.ts';
import {
  documentProblem,
  fingerprint,
  formProblem,
  issuePath,
  judge,
  type OperationName,
  type ReceivedSubmission,
  refuse,
  type Schemas,
  schemasOf,
  sha256Of,
} from './schemas.ts';

export interface BackendRequest {
  /** As it stood on the wire. */
  readonly operation: string;
  readonly key: string | null;
  readonly session: string | null;
  readonly fields: unknown;
}

export interface BackendOptions {
  readonly dialect: Dialect;
  readonly books: Books;
  readonly office: Office;
  readonly register: Register;
  readonly faults: FaultDesk;
  /** Implementation codes by matter code. */
  readonly taskCodes: Readonly<Record<string, string>>;
  readonly delays: CaseDelays;
  readonly fees: SandboxFees;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly signResult?: SignResult | undefined;
}

/** What the region's payment system (收费) asks for. */
export interface SandboxFees {
  /** In fen, by matter code; `otherwise` for those that are not named. */
  readonly fen: Readonly<Record<string, number>>;
  readonly otherwise: number;
  /** Beginning of the address that a phone opens; the payment's number follows. */
  readonly payPage: string;
  /** It issues electronic invoices (电子票据). */
  readonly invoices: boolean;
}

/** What the region states of a result beside its SHA-256. */
export type SignResult = (bytes: Uint8Array) => { readonly sm3: string; readonly signature: string };

/** Milliseconds. */
const SESSION_LIFE = 20 * 60_000;
const PAYMENT_LIFE = 15 * 60_000;
const PAGE = { cases: 20, events: 100 } as const;
const KEY = /^[0-9A-Za-z-]{8,64}$/;

export interface SandboxPayment {
  readonly number: string;
  readonly amountFen: number;
  readonly state: 'open' | 'paid' | 'expired' | 'cancelled' | 'refunding' | 'refunded';
  readonly payUrl: string;
}

type Fields<O extends OperationName> = ReturnType<Schemas[O]['parse']>;
interface Asked<O extends OperationName> {
  readonly fields: Fields<O>;
  readonly request: BackendRequest;
  readonly now: number;
}
type Handlers = { readonly [O in OperationName]: (asked: Asked<O>) => BackendReply };

/** The region behind any front: strict about every field, the same whatever protocol the front speaks. */
export class Backend {
  readonly #options: BackendOptions;
  readonly #schemas: Schemas;
  readonly #handlers: Handlers;

  constructor(options: BackendOptions) {
    this.#options = options;
    this.#schemas = schemasOf(options.dialect);
    this.#handlers = this.#make();
  }

  /** Does one operation. Never throws for what came over the wire. */
  handle(request: BackendRequest): BackendReply {
    const { operation } = request;
    if (!Object.hasOwn(this.#schemas, operation)) return refuse('NO_SUCH_OPERATION');
    const parsed = this.#schemas[operation as OperationName].safeParse(request.fields);
    if (!parsed.success) return refuse('SCHEMA', issuePath(parsed.error));
    const handler = this.#handlers[operation as OperationName] as (asked: unknown) => BackendReply;
    return handler({ fields: parsed.data, request, now: this.#options.clock.now() });
  }

  /** The citizen's bank says that it was paid. False: it cannot be paid any more, or is not known. */
  pay(paymentNumber: string): boolean {
    const { books, clock, fees } = this.#options;
    const entry = books.entries('requestPayment').find((one) => one.number === paymentNumber);
    if (!entry || paymentStateOf(entry, clock.now()) !== 'open') return false;
    const invoice = fees.invoices ? { invoice: `E${entry.number.slice(1)}` } : {};
    books.putEntry({ ...entry, facts: { ...entry.facts, paid: true, ...invoice } });
    return true;
  }

  /** Every payment that was ever asked for, newest first. */
  payments(): SandboxPayment[] {
    const { books, clock, fees } = this.#options;
    return books
      .entries('requestPayment')
      .map((entry) => ({
        number: entry.number,
        amountFen: Number(entry.facts.amountFen),
        state: paymentStateOf(entry, clock.now()),
        payUrl: `${fees.payPage}${entry.number}`,
      }))
      .reverse();
  }

  #make(): Handlers {
    const { dialect, books, office, register, faults, taskCodes, delays, fees, random, signResult } =
      this.#options;
    const payment = (entry: BookedEntry, now: number) =>
      answer(paymentBody(dialect, entry, now, fees.payPage));
    const date = (ms: number | null) => (ms === null ? null : writeDate(dialect, ms));
    const caseAnswer = (one: BookedCase) => answer(caseBody(dialect, one));

    /** The fee that an application names must be its own and paid. What was taken in already was right then. */
    const paidFor = (
      key: string,
      said: { readonly number: string; readonly amountFen: number },
      now: number,
    ): boolean => {
      const entry = books.entries('requestPayment').find(({ number }) => number === said.number);
      return (
        books.byKey(key) !== null ||
        (entry?.facts.caseKey === key &&
          entry.facts.amountFen === said.amountFen &&
          paymentStateOf(entry, now) === 'paid')
      );
    };

    const submit = (key: string | null, body: ReceivedSubmission, now: number): BackendReply => {
      if (key === null || !KEY.test(key)) return refuse('IDEMPOTENCY_KEY_MISSING');
      if (books.isClosed(key)) return refuse('CASE_WITHDRAWN');
      const wrong = judge(body, taskCodes, now, dialect);
      if (wrong) return wrong;
      // Who typed a number must be in the register; a card was read by a device that the region trusts.
      const { source } = body.applicant;
      if (source === '2' && !register.knowsPerson(body.applicant))
        return refuse('PERSON_UNKNOWN', 'applicant');
      const company = body.organisation;
      if (company && !register.organisation(company.name, company.certificateNumber))
        return refuse('ORGANISATION_UNKNOWN', 'organisation');
      if (body.payment && !paidFor(key, body.payment, now)) return refuse('NOT_PAID', 'payment');
      const booked = office.receive(key, fingerprint(body), body);
      if (!booked) return refuse('IDEMPOTENCY_KEY_REUSED');
      return faults.take('duplicate', 'submit') ? refuse('ALREADY_RECEIVED') : caseAnswer(booked.one);
    };

    /** A small thing once a key; the same key again is the same thing. */
    const once = (
      { request, now }: { readonly request: BackendRequest; readonly now: number },
      make: () => Pick<BookedEntry, 'number' | 'facts'> | BackendReply,
      show: (entry: BookedEntry) => BackendReply,
    ): BackendReply => {
      const { key, operation } = request;
      if (key === null || !KEY.test(key)) return refuse('IDEMPOTENCY_KEY_MISSING');
      const print = fingerprint(request.fields);
      const known = books.entry(key);
      if (known)
        return known.operation === operation && known.fingerprint === print
          ? show(known)
          : refuse('IDEMPOTENCY_KEY_REUSED');
      if (books.byKey(key)) return refuse('IDEMPOTENCY_KEY_REUSED');
      const made = make();
      if ('kind' in made) return made;
      const entry = { ...made, key, operation, fingerprint: print, at: now };
      books.putEntry(entry);
      return show(entry);
    };
    const numbered = (prefix: string, operation: string, now: number) =>
      `${prefix}${localDate(now).replaceAll('-', '')}${String(books.entries(operation).length + 1).padStart(5, '0')}`;

    return {
      ping: () => answer({ status: 'up' }),

      authenticate({ fields: { holder, person, organisation }, now }) {
        if ((holder === '2') !== (organisation !== null)) return refuse('SCHEMA', 'organisation');
        if (!register.knowsPerson(person)) return refuse('PERSON_UNKNOWN');
        if (organisation && !register.organisation(organisation.name, organisation.certificateNumber))
          return refuse('ORGANISATION_UNKNOWN');
        const session = Buffer.from(random(24)).toString('base64url');
        const endsAt = now + SESSION_LIFE;
        const { certificateNumber: number } = organisation ?? person;
        register.logIn(session, { holder, number, operator: person.certificateNumber, endsAt });
        return answer({ session, expiresAt: date(endsAt) });
      },

      endSession({ request, now }) {
        if (!register.session(request.session, now)) return refuse('SESSION_ENDED');
        register.logOut(request.session ?? '');
        return answer({ ended: true });
      },

      checkPerson: ({ fields }) => answer({ match: register.knowsPerson(fields) }),

      checkOrganisation: ({ fields }) =>
        answer({ match: register.organisation(fields.name, fields.certificateNumber) !== null }),

      checkAuthority({ fields: { agent, principal, matterCode, proof }, now }) {
        const until = register.authority({
          agent: agent.certificateNumber,
          principal: principal.certificateNumber,
          principalName: principal.name,
          holder: principal.holder,
          matter: matterCode,
          kind: proof.kind,
          proofNumber: proof.number,
          paper: proof.sha256,
          now,
        });
        return answer({ valid: until !== undefined, until: date(until ?? null) });
      },

      matters({ fields: { known } }) {
        const version = fingerprint(taskCodes).slice(0, 16);
        if (known === version) return answer({ version, matters: null });
        const matters = Object.entries(taskCodes).map(([matterCode, taskCode]) => ({
          matterCode,
          taskCode,
          name: matterCode,
          version: '1',
          caseType: dialect.caseTypes.promised,
          promisedWorkingDays: 1,
          inForce: true,
        }));
        return answer({ version, matters });
      },

      preCheck({ fields: { matterCode, taskCode, form } }) {
        if (!Object.hasOwn(taskCodes, matterCode) || taskCodes[matterCode] !== taskCode)
          return refuse('TASK_UNKNOWN', 'taskCode');
        const wrong = formProblem(matterCode, form);
        return answer({
          problems: wrong === null ? [] : [{ kind: 'field', name: wrong, note: '请核对这一项' }],
        });
      },

      submit: ({ fields, request, now }) => submit(request.key, fields, now),

      submitPackage({ fields: { items }, now }) {
        const partial = faults.take('partial-batch', 'submitPackage') !== null;
        const answers = items.map(({ key, submission }, index) => {
          if (partial && index % 2 === 1) return { key, outcome: 'later' };
          const reply = submit(key, submission, now);
          return reply.kind === 'answer'
            ? { key, outcome: 'taken', case: reply.body }
            : { key, outcome: 'refused', code: reply.kind === 'refused' ? reply.code : 'INTERNAL' };
        });
        return answer({ items: partial ? answers.slice(0, -1) : answers });
      },

      progress({ fields: { caseKey } }) {
        const one = books.byKey(caseKey);
        return one && one.state !== 'withdrawn' ? caseAnswer(one) : refuse('CASE_UNKNOWN');
      },

      casesOf({ fields: { after }, request, now }) {
        const session = register.session(request.session, now);
        if (!session) return refuse('SESSION_ENDED');
        const mine = books
          .all()
          .filter((one) => one.owners.includes(session.owner))
          .reverse();
        const from = after === null ? 0 : mine.findIndex((one) => one.caseNumber === after) + 1;
        if (after !== null && from === 0) return refuse('CURSOR_UNKNOWN');
        const page = mine.slice(from, from + PAGE.cases);
        const last = page.at(-1)?.caseNumber ?? null;
        return answer({
          cases: page.map((one) => ({
            ...caseBody(dialect, one),
            matterCode: one.matterCode,
            taskCode: one.taskCode,
            matterName: '',
            submittedAt: date(one.receivedAt),
          })),
          next: from + PAGE.cases < mine.length ? last : null,
        });
      },

      status({ fields: { caseNumber } }) {
        const one = books.get(caseNumber);
        return one ? caseAnswer(one) : refuse('CASE_UNKNOWN');
      },

      events({ fields: { since } }) {
        const from = since === null ? 0 : Number(/^e(\d+)$/.exec(since)?.[1] ?? Number.NaN);
        if (!(from <= books.events.length)) return refuse('CURSOR_UNKNOWN');
        const page = books.events.slice(from, from + PAGE.events);
        return answer({
          events: page.map(({ caseNumber, state, at }) => ({
            caseNumber,
            receiptNumber: books.get(caseNumber)?.receiptNumber ?? null,
            state: caseBody(dialect, { ...(books.get(caseNumber) as BookedCase), state }).state,
            at: date(at),
          })),
          cursor: `e${from + page.length}`,
          more: from + page.length < books.events.length,
        });
      },

      correction({ fields: { caseNumber } }) {
        const one = books.get(caseNumber);
        if (!one) return refuse('CASE_UNKNOWN');
        return answer({ correction: one.correction && correctionBody(dialect, one.correction) });
      },

      answerCorrection(asked) {
        const { fields } = asked;
        const one = books.get(fields.caseNumber);
        if (!one) return refuse('CASE_UNKNOWN');
        return once(
          asked,
          () => {
            if (one.correction?.id !== fields.roundId) return refuse('CORRECTION_CLOSED');
            const wrong = documentProblem(fields);
            if (wrong) return wrong;
            office.corrected(one.caseNumber, fields.document.sha256);
            return { number: one.caseNumber, facts: { roundId: fields.roundId } };
          },
          () => caseAnswer(books.get(fields.caseNumber) as BookedCase),
        );
      },

      signers({ fields: { caseNumber } }) {
        const one = books.get(caseNumber);
        if (!one) return refuse('CASE_UNKNOWN');
        return answer({ signers: one.signers.length > 0 ? signersBody(one) : null });
      },

      sign(asked) {
        const { caseNumber, signerId, signer, signature } = asked.fields;
        const one = books.get(caseNumber);
        const wanted = one?.signers.find(({ id }) => id === signerId);
        if (!one || !wanted) return refuse(one ? 'SIGNER_UNKNOWN' : 'CASE_UNKNOWN');
        return once(
          asked,
          () => {
            if (wanted.owner !== ownerOf(signer.certificateNumber)) return refuse('SIGNER_UNKNOWN', 'signer');
            if (signature.sha256 !== one.documentSha256) return refuse('SIGNATURE_HASH', 'signature.sha256');
            office.signed(caseNumber, signerId);
            return { number: caseNumber, facts: { signerId } };
          },
          () => answer(signersBody(books.get(caseNumber) as BookedCase)),
        );
      },

      withdraw: ({ fields: { caseKey } }) => answer({ outcome: office.withdraw(caseKey) }),

      fetchResult({ fields: { caseNumber, rendition } }) {
        const one = books.get(caseNumber);
        if (!one) return refuse('CASE_UNKNOWN');
        const made = one.state === 'finished' ? books.result(caseNumber) : null;
        if (!made) return refuse('RESULT_NOT_READY');
        const isAsked = rendition === undefined || made.mediaType === 'application/pdf';
        const bytes = isAsked ? made.bytes : made.rendition;
        if (!bytes) return refuse('RENDITION_UNKNOWN');
        const mediaType = isAsked ? made.mediaType : 'application/pdf';
        return { kind: 'binary', mediaType, bytes, sha256: sha256Of(bytes), ...signResult?.(bytes) };
      },

      fetchLicence({ fields: { type }, request, now }) {
        const session = register.session(request.session, now);
        if (!session) return refuse('SESSION_ENDED');
        const found = register.licence(session.number, type);
        if (!found) return answer({ licence: null });
        const { entitledBy, copiesLeft } = found;
        if (entitledBy && !register.entitled(session.operator, session.number, entitledBy.matter, now))
          return refuse('OPERATOR_NOT_ENTITLED');
        const { identifier, name, mediaType, bytes, validUntil } = found;
        return answer({
          licence: {
            identifier,
            name,
            mediaType,
            base64: Buffer.from(bytes).toString('base64'),
            sha256: sha256Of(bytes),
            validUntil: date(validUntil),
            ...(copiesLeft !== undefined && { copiesLeft }),
          },
        });
      },

      requestPayment(asked) {
        const { fields, now } = asked;
        const ahead = 'caseKey' in fields;
        const one = ahead ? null : books.get(fields.caseNumber);
        if (!ahead && !one) return refuse('CASE_UNKNOWN');
        if (ahead && taskCodes[fields.matterCode] !== fields.taskCode)
          return refuse('TASK_UNKNOWN', 'taskCode');
        const matter = ahead ? fields.matterCode : (one?.matterCode ?? '');
        return once(
          asked,
          () => ({
            number: numbered('P', 'requestPayment', now),
            facts: {
              ...(ahead ? { caseKey: fields.caseKey } : { caseNumber: fields.caseNumber }),
              amountFen: Object.hasOwn(fees.fen, matter) ? (fees.fen[matter] as number) : fees.otherwise,
              expiresAt: now + PAYMENT_LIFE,
            },
          }),
          (entry) => payment(entry, now),
        );
      },

      paymentState({ fields: { paymentNumber }, now }) {
        const entry = books.entries('requestPayment').find((one) => one.number === paymentNumber);
        return entry ? payment(entry, now) : refuse('PAYMENT_UNKNOWN');
      },

      returnPayment(asked) {
        const { fields, now } = asked;
        const found = () =>
          books.entries('requestPayment').find((one) => one.number === fields.paymentNumber);
        if (!found()) return refuse('PAYMENT_UNKNOWN');
        return once(
          asked,
          () => {
            const entry = found() as BookedEntry;
            // What ran out unpaid needs nothing to be returned.
            if (paymentStateOf(entry, now) !== 'expired')
              books.putEntry({ ...entry, facts: { ...entry.facts, returned: true } });
            return { number: fields.paymentNumber, facts: {} };
          },
          () => payment(found() as BookedEntry, now),
        );
      },

      sendTicket: (asked) =>
        once(
          asked,
          () => ({ number: numbered('T', 'sendTicket', asked.now), facts: { about: asked.fields.about } }),
          (entry) => answer(ticketBody(dialect, entry, asked.now, delays)),
        ),

      ticket({ fields: { ticketNumber }, now }) {
        const entry = books.entries('sendTicket').find((one) => one.number === ticketNumber);
        return entry ? answer(ticketBody(dialect, entry, now, delays)) : refuse('TICKET_UNKNOWN');
      },

      rate(asked) {
        const { caseNumber, satisfaction, stage, round, raterKind } = asked.fields;
        if (!books.get(caseNumber)) return refuse('CASE_UNKNOWN');
        return once(
          asked,
          () => {
            const before = books
              .entries('rate')
              .filter(({ number, facts }) => number === caseNumber && facts.stage === stage).length;
            // One rating and one afterthought (追评), in this order.
            if (Number(round) !== before + 1) return refuse('RATING_CLOSED');
            const stars = dialect.stars[satisfaction] as number;
            const rater = dialect.raterKinds[raterKind] as string;
            return { number: caseNumber, facts: { stars, stage, round: Number(round), rater } };
          },
          () => answer({ taken: true }),
        );
      },

      orderMail(asked) {
        const { caseNumber, sentBy, carries } = asked.fields;
        if (!books.get(caseNumber)) return refuse('CASE_UNKNOWN');
        return once(
          asked,
          () => ({
            number: `${numbered('EM', 'orderMail', asked.now).slice(0, 11)}CN`,
            facts: { caseNumber, sentBy, carries },
          }),
          (entry) => answer({ mailNumber: entry.number }),
        );
      },
    };
  }
}
