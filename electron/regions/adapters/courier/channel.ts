import { type Clock, err, ok, type Result } from '../../../core/index.ts';
import { keyPairOfPem, type PublicKey, publicKeyOf } from '../../../sealed-file/index.ts';
import type { RegionLog, SecretName } from '../../adapter-kind.ts';
import {
  type Channel,
  type ChannelAnswer,
  type ChannelRequest,
  Coder,
  type ExchangeConfig,
  type Json,
  type JsonObject,
  REFUSALS,
} from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { MailOrder } from '../../requests.ts';
import type { AnswerKeys } from './answer.ts';
import type { CourierBox, SealingKeys } from './box.ts';
import type { CourierConfig } from './config.ts';
import { emsOrder } from './ems.ts';
import { packageNumber } from './numbers.ts';
import { checklistOf, type PackageKind } from './package.ts';
import type { PackageRecord } from './shelf.ts';

export interface CourierChannelOptions {
  readonly region: string;
  readonly config: CourierConfig;
  readonly exchange: ExchangeConfig;
  /** Null where the host gives no folder. */
  readonly box: CourierBox | null;
  readonly secret: (name: SecretName) => Promise<string | null>;
  readonly clock: Clock;
  readonly log: RegionLog;
}

type Said = Result<ChannelAnswer, RegionFailure>;

const LATER: Said = ok({ kind: 'later' });
const refused = (code: string): Said => ok({ kind: 'refused', code });
const answer = (body: unknown): Said => ok({ kind: 'answer', body });

/**
 * What is said goes into sealed packages, what is heard comes out of answers that were carried here. Nothing waits: what is not
 * answered yet is `later`.
 */
export function courierChannel(options: CourierChannelOptions): Channel {
  const { config, exchange, region, secret, log } = options;
  const coder = new Coder(exchange);
  const to = publicKeyOf('recipient', Buffer.from(config.recipientKey, 'hex'));
  const regionKeys = config.answerKeys.map((hex) => publicKeyOf('sender', Buffer.from(hex, 'hex')));

  return {
    async send(request) {
      const { operation } = request;
      const trouble = (reason: string) => err(failure('unauthorized', `courier.${operation}.${reason}`));
      const { box } = options;
      if (!box) return trouble('no-folder');
      const seal = keyPairOfPem((await secret('seal-key')) ?? '', 'sender');
      if (!seal) return trouble('no-seal-key');
      const keys = await answerKeysOf(secret, regionKeys);
      if (request.signal.aborted) return err(failure('unreachable', `courier.${operation}.aborted`));
      try {
        const sound = box.list({ limit: 0 });
        if (!sound.ok) return trouble('ledger');
        for (const taken of box.collect(keys)) {
          if (taken.ok)
            log.info('courier.answer-taken', { region, kind: taken.value.kind, late: taken.value.late });
          else log.warn('courier.answer-refused', { region, kind: taken.error.kind });
        }
        return answerOf(box, request, { seal, to }, keys);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A full or read-only disk is a matter of the machine; anything else is a bug and thrown on.
        if (typeof code !== 'string') throw error;
        return err(failure('unreachable', `courier.${operation}.disk:${code}`));
      }
    },
  };

  function answerOf(box: CourierBox, request: ChannelRequest, seal: SealingKeys, keys: AnswerKeys): Said {
    const { operation, fields } = request;
    const key = request.key ?? '';
    const caseNumber = String(fields.caseNumber);
    switch (operation) {
      case 'ping':
        return answer({ status: 'up' });
      case 'submit':
        return submit(box, key, fields, seal);
      case 'submitPackage': {
        const items = (fields.items as unknown as { key: string; submission: JsonObject }[]).map((item) => {
          const said = submit(box, item.key, item.submission, seal);
          return said.ok && said.value.kind === 'refused'
            ? { key: item.key, outcome: 'refused', code: said.value.code }
            : { key: item.key, outcome: 'later' };
        });
        return answer({ items });
      }
      case 'progress':
        return progress(box, found(box.byKey(String(fields.caseKey))), keys);
      case 'withdraw':
        return withdraw(box, String(fields.caseKey), seal);
      case 'fetchResult': {
        const one = found(box.byCase(caseNumber));
        if (!one?.case) return refused(REFUSALS.caseUnknown);
        if (!one.case.resultReady) return refused('RESULT_NOT_READY');
        // What is in the box is what there is.
        if (fields.rendition !== undefined) return refused('RENDITION_UNKNOWN');
        const word = box.kept(one.case.answer, keys)?.word;
        if (word?.kind !== 'case' || !word.result)
          return err(failure('unauthorized', 'courier.fetchResult.unreadable'));
        return ok({ kind: 'binary', mediaType: 'application/pdf', bytes: word.result, sha256: null });
      }
      case 'correction': {
        const one = found(box.byCase(caseNumber));
        if (!one?.case) return refused(REFUSALS.caseUnknown);
        if (!isAsked(one)) return answer({ correction: null });
        const word = box.kept(one.case.answer, keys)?.word;
        if (word?.kind !== 'case') return err(failure('unauthorized', 'courier.correction.unreadable'));
        return answer({ correction: word.correction });
      }
      case 'answerCorrection':
        return answerCorrection(box, key, fields, seal);
      case 'orderMail':
        return orderMail(box, key, fields, seal);
      case 'authenticate':
      case 'casesOf':
      case 'checkAuthority':
      case 'checkOrganisation':
      case 'checkPerson':
      case 'endSession':
      case 'events':
      case 'fetchLicence':
      case 'matters':
      case 'paymentState':
      case 'preCheck':
      case 'rate':
      case 'requestPayment':
      case 'returnPayment':
      case 'sendTicket':
      case 'sign':
      case 'signers':
      case 'status':
      case 'ticket':
        return err(failure('not-supported', `courier.${operation}.not-supported`));
    }
  }

  function submit(box: CourierBox, key: string, fields: JsonObject, seal: SealingKeys): Said {
    const known = found(box.byKey(key));
    if (known?.withdrawal === 'withdrawn') return refused('CASE_WITHDRAWN');
    if (known && known.kind !== 'application') return refused('IDEMPOTENCY_KEY_REUSED');
    if (!known)
      pack(box, seal, {
        kind: 'application',
        key,
        about: null,
        machineCode: String(fields.machineCode),
        fields,
      });
    return LATER;
  }

  function progress(box: CourierBox, one: PackageRecord | null, keys: AnswerKeys): Said {
    if (!one || one.place === 'closed' || one.place === 'destroyed' || one.kind !== 'application')
      return refused(REFUSALS.caseUnknown);
    if (!one.case) return one.withdrawal === 'withdrawn' ? refused(REFUSALS.caseUnknown) : LATER;
    if (one.case.caseNumber === null) return ok({ kind: 'turned-away' });
    return answer({ ...caseBody(one), ...partsOf(box, one, keys) });
  }

  /** The case as the region would write it; the exchange reads it like any region's. */
  function caseBody(one: PackageRecord): JsonObject {
    const { caseNumber, state, acceptedAt, finishedAt, resultReady } = one.case as NonNullable<
      typeof one.case
    >;
    const date = (ms: number | null) => (ms === null ? null : coder.instant(ms));
    const answered = state === 'correction' && !isAsked(one);
    const now = one.withdrawal === 'withdrawn' ? 'withdrawn' : answered ? 'accepted' : state;
    return {
      caseNumber,
      receiptNumber: null,
      state: coder.code('state', now),
      acceptedAt: date(acceptedAt),
      finishedAt: date(finishedAt),
      resultReady,
    };
  }

  /** The parts of a joint case, as they stand in the answer that was kept. */
  function partsOf(box: CourierBox, one: PackageRecord, keys: AnswerKeys): JsonObject {
    if (!one.case?.parts) return {};
    const word = box.kept(one.case.answer, keys)?.word;
    return word?.kind === 'case' && word.parts ? { parts: word.parts as Json } : {};
  }

  function withdraw(box: CourierBox, key: string, seal: SealingKeys): Said {
    const one = found(box.byKey(key));
    if (!one) {
      found(box.close(key));
      return answer({ outcome: 'withdrawn' });
    }
    if (one.withdrawal === 'withdrawn' || one.withdrawal === 'too-late')
      return answer({ outcome: one.withdrawal });
    const state = one.case?.state;
    if (state === 'finished' || state === 'refused' || state === 'approved')
      return answer({ outcome: 'too-late' });
    if (box.isHere(one)) {
      box.destroy(one);
      return answer({ outcome: 'withdrawn' });
    }
    if (one.withdrawal === null) {
      const fields = { caseKey: key, caseNumber: one.case?.caseNumber ?? null };
      const about = one.number;
      pack(box, seal, {
        kind: 'withdrawal',
        key: `${key}:withdrawal`,
        about,
        machineCode: one.machine,
        fields,
      });
    }
    return LATER;
  }

  function answerCorrection(box: CourierBox, key: string, fields: JsonObject, seal: SealingKeys): Said {
    const one = found(box.byCase(String(fields.caseNumber)));
    if (!one?.case) return refused(REFUSALS.caseUnknown);
    const known = found(box.byKey(key));
    if (known && (known.kind !== 'correction' || known.about !== one.number))
      return refused('IDEMPOTENCY_KEY_REUSED');
    if (!known) {
      if (!isAsked(one) || one.case.round !== fields.roundId) return refused('CORRECTION_CLOSED');
      const content = { key, about: one.number, machineCode: one.machine, fields };
      pack(box, seal, { kind: 'correction', ...content }, { round: one.case.round as string });
    }
    return answer(caseBody(found(box.get(one.number)) as PackageRecord));
  }

  function orderMail(box: CourierBox, key: string, fields: JsonObject, seal: SealingKeys): Said {
    const one = found(box.byCase(String(fields.caseNumber)));
    if (!one) return refused(REFUSALS.caseUnknown);
    const known = found(box.byKey(key));
    if (known && (known.kind !== 'mail-order' || known.about !== one.number))
      return refused('IDEMPOTENCY_KEY_REUSED');
    if (known?.case) return refused('MAIL_REFUSED');
    if (known?.mailNumber) return answer({ mailNumber: known.mailNumber });
    if (!known) {
      const words = {
        ...fields,
        sentBy: fields.sentBy === coder.code('mailSentBy', 'centre') ? 'centre' : 'applicant',
        carries: fields.carries === coder.code('mailCarries', 'materials') ? 'materials' : 'result',
      } as unknown as MailOrder;
      const order = { ...emsOrder(words, packageNumber(key)) } as JsonObject;
      pack(box, seal, {
        kind: 'mail-order',
        key,
        about: one.number,
        machineCode: one.machine,
        fields: order,
      });
    }
    return LATER;
  }

  function pack(
    box: CourierBox,
    seal: SealingKeys,
    content: {
      readonly kind: PackageKind;
      readonly key: string;
      readonly about: string | null;
      readonly machineCode: string;
      readonly fields: JsonObject;
    },
    facts: Readonly<Record<string, string>> = {},
  ): void {
    const { document, materials } = content.fields as unknown as Parameters<typeof checklistOf>[0];
    const words = materials?.map((one) => ({ ...one, from: wordOfSource(one.from) }));
    const checklist = document ? checklistOf({ document, ...(words ? { materials: words } : {}) }) : [];
    const made = found(box.put({ ...content, checklist }, seal, facts));
    log.info('courier.sealed', { region, kind: made.kind, bytes: made.bytes });
  }

  function wordOfSource(code: string): 'camera' | 'phone' | 'licence' | 'earlier-case' | 'original' {
    const words = ['camera', 'phone', 'licence', 'earlier-case', 'original'] as const;
    return words.find((word) => coder.code('materialFrom', word) === code) ?? 'original';
  }
}

/** The correction of the last answer waits for its own. */
function isAsked(one: PackageRecord): boolean {
  const round = one.case?.round ?? null;
  return one.case?.state === 'correction' && round !== null && !one.roundsAnswered.includes(round);
}

/** `list` has just told that the ledger is sound; nothing else can be wrong. */
function found<T>(result: Result<T, { readonly kind: string }>): T {
  if (result.ok) return result.value;
  throw new Error(`the ledger changed in the same turn: ${result.error.kind}`);
}

const PEM = /-----BEGIN PRIVATE KEY-----[\s\S]*?-----END PRIVATE KEY-----/g;

/** The machine's keys for answers (one PEM after the other, the one in use first) and the region's. */
export async function answerKeysOf(
  secret: (name: SecretName) => Promise<string | null>,
  region: readonly PublicKey<'sender'>[],
): Promise<AnswerKeys> {
  const text = (await secret('opening-key')) ?? '';
  const opening = [...text.matchAll(PEM)].flatMap(([pem]) => keyPairOfPem(pem, 'recipient') ?? []);
  return { opening, region };
}
