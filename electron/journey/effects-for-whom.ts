import { createHash } from 'node:crypto';
import type { Catalogue } from '../catalogue/index.ts';
import type { Text } from '../contract/index.ts';
import { addDays, type Clock, err, localDate, ok } from '../core/index.ts';
import type { ApplicationForm, Authorisation, DocumentPress } from '../documents/index.ts';
import type { Profile } from '../profile/index.ts';
import type { RegionAdapter, Submission } from '../regions/index.ts';
import { signatureOf } from './effects-sign.ts';
import { failure } from './failures.ts';
import { pageCount } from './persons.ts';
import type { Draft, JourneyEffects, Person } from './types.ts';

/** Days for which an authorisation that is signed here holds, the day of signing included. */
export const AUTHORISATION_DAYS = 90;

export interface ForWhomDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly press: () => Promise<DocumentPress>;
  readonly adapter: (region: string) => RegionAdapter | undefined;
}

export function forWhomEffects(
  deps: ForWhomDeps,
): Pick<JourneyEffects, 'checkOrganisation' | 'checkWard' | 'prepareAuthorisation'> {
  return {
    /** What the region cannot say now, it says when it has the application: nobody is turned away for its line. */
    async checkOrganisation({ region, matter, organisation, representative }, signal) {
      const adapter = deps.adapter(region);
      if (!adapter?.capabilities.checkOrganisation) return ok({ known: false });
      const lives = await adapter.checkOrganisation(organisation, signal);
      if (!lives.ok) return ok({ known: false });
      if (!lives.value.match) return err(failure('organisationMismatch'));
      if (!adapter.capabilities.checkAuthority) return ok({ known: false });
      const { name, number } = representative;
      const may = await adapter.checkAuthority(
        {
          agent: { name, number },
          principal: { holder: 'organisation', organisation },
          matterCode: matter,
          proof: { kind: 'legal-representative', number: null, sha256: null },
        },
        signal,
      );
      if (!may.ok) return ok({ known: false });
      return may.value.valid ? ok({ known: true }) : err(failure('notRepresentative'));
    },

    /** Without the region's word nobody acts for a child: who cannot be asked now is asked again, or a counter is. */
    async checkWard({ region, matter, ward, guardian }, signal) {
      const adapter = deps.adapter(region);
      const claim = { name: ward.name, number: ward.number };
      const answer = await adapter?.checkAuthority(
        {
          agent: { name: guardian.name, number: guardian.number },
          principal: { holder: 'person', person: claim },
          matterCode: matter,
          proof: GUARDIAN,
        },
        signal,
      );
      if (!answer?.ok) return err(failure('guardianUnchecked'));
      return answer.value.valid ? ok(undefined) : err(failure('notGuardian'));
    },

    async prepareAuthorisation({ region, matter, agent, principal }) {
      const { catalogue, clock, profile } = deps;
      const guide = catalogue.guide(region, matter);
      if (!guide) throw new Error(`no guide for ${region}/${matter}`);
      const press = await deps.press();
      const said = [agent, principal].map(({ name, address }) => `${name}${address ?? ''}`).join('');
      if ((await press.unprintable(said)).length > 0) return err(failure('unprintable'));
      const now = clock.now();
      const today = localDate(now);
      const data: Authorisation = {
        number: numberOf(profile.machineCode, now),
        brand: profile.brand,
        principal: partyOf(principal),
        agent: partyOf(agent),
        relation: null,
        matter: guide.matter.name,
        region: guide.region.name,
        authority: guide.authority,
        scope: SCOPE,
        limits: [],
        validFrom: today,
        validUntil: addDays(today, AUTHORISATION_DAYS - 1),
        preparedAt: now,
        site: profile.site.name,
        machineCode: profile.machineCode,
        caution: BOUND,
      };
      const bytes = await press.authorisation(data);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return ok({
        number: data.number,
        document: { bytes, sha256, pages: pageCount(bytes), title: TITLE },
      });
    },
  };
}

const GUARDIAN = { kind: 'guardian', number: null, sha256: null } as const;

/** Who acts for whom, as the region hears it. */
export function agencyOf({ forWhom }: Draft): Pick<Submission, 'organisation' | 'agency'> {
  if (forWhom?.organisation) {
    const { organisation } = forWhom;
    const proof = { kind: 'legal-representative', number: null, sha256: null } as const;
    return { organisation, agency: { principal: { holder: 'organisation', organisation }, proof } };
  }
  if (!forWhom?.principal) return {};
  const { principal, authorisation } = forWhom;
  const person = { name: principal.name, number: principal.number };
  if (forWhom.guardian) return { agency: { principal: { holder: 'person', person }, proof: GUARDIAN } };
  if (!authorisation) return {};
  const { number, document, signedAt } = authorisation;
  const { sha256 } = document;
  return {
    agency: {
      principal: { holder: 'person', person },
      proof: { kind: 'paper', number: null, sha256 },
      authorisation: {
        number,
        document: { base64: Buffer.from(document.bytes).toString('base64'), sha256 },
        signature: signatureOf(sha256, authorisation, signedAt),
      },
    },
  };
}

/** Whom the application form names besides who stands here. */
export function onBehalfOf({ forWhom }: Draft): Pick<ApplicationForm, 'onBehalfOf'> {
  if (forWhom?.organisation) {
    const { name, creditCode } = forWhom.organisation;
    return { onBehalfOf: { holder: 'organisation', name, number: creditCode, authorisation: null } };
  }
  if (!forWhom?.principal) return {};
  const { name, number, document } = forWhom.principal;
  const authorisation = forWhom.authorisation?.number ?? null;
  const guardian = forWhom.guardian === true;
  return { onBehalfOf: { holder: 'person', name, number, document, authorisation, guardian } };
}

/** Whose name stands on the receipt: the applicant's, not the agent's. */
export function applicantOf(submission: Submission): { readonly name: string; readonly number: string } {
  const principal = submission.agency?.principal;
  if (!principal) return submission.applicant;
  return principal.holder === 'person'
    ? principal.person
    : { name: principal.organisation.name, number: principal.organisation.creditCode };
}

/** `W-B017-261121-102030`: machine and local time; one machine makes one at a time. */
function numberOf(machineCode: string, at: number): string {
  const CHINA_MS = 8 * 3_600_000;
  const time = new Date(at + CHINA_MS).toISOString();
  const digits = (from: number, to: number) => time.slice(from, to).replaceAll(/[-:]/g, '');
  return `W-${machineCode}-${digits(2, 10)}-${digits(11, 19)}`;
}

function partyOf({ name, number, document, address }: Person): Authorisation['principal'] {
  return { name, number, numberLabel: NUMBER_LABEL[document], representative: null, phone: null, address };
}

const NUMBER_LABEL: Readonly<Record<Person['document'], Text>> = {
  'resident-card': { 'zh-CN': '公民身份号码', en: 'Citizen number' },
  'hmt-residence-permit': { 'zh-CN': '公民身份号码', en: 'Citizen number' },
  'foreign-pr-card': { 'zh-CN': '永久居留证号码', en: 'Permanent resident card' },
  passport: { 'zh-CN': '护照号码', en: 'Passport number' },
};

const TITLE: Text = { 'zh-CN': '授权委托书', en: 'Authorisation' };

const SCOPE: readonly Text[] = [
  { 'zh-CN': '代为填写、签署并提交本事项的申请。', en: 'Fill in, sign and hand in the application.' },
  {
    'zh-CN': '代为查询进度，按办理机关的要求补正材料。',
    en: 'Ask how it stands, and correct what the authority asks for.',
  },
  { 'zh-CN': '代为领取办理结果。', en: 'Collect the result.' },
];

const BOUND: Text = {
  'zh-CN': '委托人在本机屏幕上签名，签名与本文件的 SHA-256 摘要绑定，随申请一并保存；下方签名栏不再手写。',
  en: "The principal signs on the screen: the signature is bound to this file's SHA-256 and kept with the application. The boxes below stay empty.",
};
