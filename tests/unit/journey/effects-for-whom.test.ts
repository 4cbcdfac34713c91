import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../electron/catalogue/index.ts';
import { err, instantOf, ok, type Result, VirtualClock } from '../../../electron/core/index.ts';
import { createPress, defaultFontFiles } from '../../../electron/documents/index.ts';
import {
  agencyOf,
  applicantOf,
  forWhomEffects,
  onBehalfOf,
} from '../../../electron/journey/effects-for-whom.ts';
import type { Draft, ForWhom, Person } from '../../../electron/journey/types.ts';
import {
  type RegionAdapter,
  type RegionFailure,
  regionFailure,
  type Submission,
} from '../../../electron/regions/index.ts';
import { COMPANY, foreigner, personOf, SIGNATURE } from '../../support/journey-harness.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { testProfile } from '../../support/profile.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');
const clock = new VirtualClock(instantOf('2026-11-21', '10:20'));
const loaded = loadCatalogue({ assetsDir, regionCodes: ['120000'], clock });
if (!loaded.ok) throw new Error(loaded.error.message);
const press = await createPress({ fontFiles: defaultFontFiles(), clock });
const never = new AbortController().signal;
const down = err(regionFailure('unreachable', 'x'));

interface Region {
  readonly can?: { checkOrganisation: boolean; checkAuthority: boolean };
  readonly lives?: Result<{ match: boolean }, RegionFailure>;
  readonly may?: Result<{ valid: boolean; until: null }, RegionFailure>;
}

function effectsWith({
  can = { checkOrganisation: true, checkAuthority: true },
  lives = ok({ match: true }),
  may = ok({ valid: true, until: null }),
}: Region = {}) {
  const asked: unknown[] = [];
  const adapter = {
    region: '120000',
    capabilities: can,
    checkOrganisation: async (claim: unknown) => {
      asked.push(claim);
      return lives;
    },
    checkAuthority: async (claim: unknown) => {
      asked.push(claim);
      return may;
    },
  } as unknown as RegionAdapter;
  const effects = forWhomEffects({
    profile: testProfile(),
    clock,
    catalogue: loaded.ok ? loaded.value : (undefined as never),
    press: async () => press,
    adapter: () => adapter,
  });
  return { effects, asked };
}

const question = {
  region: '120000',
  matter: 'XT-SJ-015',
  organisation: COMPANY,
  representative: personOf(1),
};
const order = { region: '120000', matter: 'XT-GA-001', agent: personOf(1), principal: foreigner() };
const draft = (forWhom: ForWhom | null) => ({ person: personOf(1), forWhom }) as Draft;
const ofCompany: ForWhom = { organisation: COMPANY, known: true, principal: null, authorisation: null };

describe('checking a company', () => {
  it('asks the register for name and code, then for its representative', async () => {
    const { effects, asked } = effectsWith();
    expect(await effects.checkOrganisation(question, never)).toEqual(ok({ known: true }));
    const { name, number } = personOf(1);
    expect(asked).toEqual([
      COMPANY,
      {
        agent: { name, number },
        principal: { holder: 'organisation', organisation: COMPANY },
        matterCode: 'XT-SJ-015',
        proof: { kind: 'legal-representative', number: null, sha256: null },
      },
    ]);
  });

  it.each<[string, Region]>([
    ['cannot check companies', { can: { checkOrganisation: false, checkAuthority: true } }],
    ['cannot check representatives', { can: { checkOrganisation: true, checkAuthority: false } }],
    ['is down', { lives: down }],
    ['goes down between', { may: down }],
  ])('a region that %s turns nobody away, and nothing is said to be checked', async (_, region) => {
    const { effects } = effectsWith(region);
    expect(await effects.checkOrganisation(question, never)).toEqual(ok({ known: false }));
  });

  it.each<[Region, string]>([
    [{ lives: ok({ match: false }) }, 'organisationMismatch'],
    [{ may: ok({ valid: false, until: null }) }, 'notRepresentative'],
  ])('refuses what the register contradicts', async (region, kind) => {
    const { effects } = effectsWith(region);
    expect(await effects.checkOrganisation(question, never)).toMatchObject({ ok: false, error: { kind } });
  });
});

describe('a guardian', () => {
  const asks = { region: '120000', matter: 'XT-YB-001', ward: personOf(2), guardian: personOf(1) };

  it('is one by the word of the region', async () => {
    const { effects, asked } = effectsWith();
    expect(await effects.checkWard(asks, never)).toEqual(ok(undefined));
    const claim = ({ name, number }: Person) => ({ name, number });
    expect(asked).toEqual([
      {
        agent: claim(personOf(1)),
        principal: { holder: 'person', person: claim(personOf(2)) },
        matterCode: 'XT-YB-001',
        proof: { kind: 'guardian', number: null, sha256: null },
      },
    ]);
  });

  it.each<[Region, string]>([
    [{ may: ok({ valid: false, until: null }) }, 'notGuardian'],
    [{ may: down }, 'guardianUnchecked'],
  ])('is not one otherwise, nor while the region cannot be asked', async (region, kind) => {
    const { effects } = effectsWith(region);
    expect(await effects.checkWard(asks, never)).toMatchObject({ ok: false, error: { kind } });
  });

  it('stands in the submission and on the form, the child being the applicant', () => {
    const forWhom: ForWhom = {
      organisation: null,
      known: false,
      principal: personOf(2),
      authorisation: null,
      guardian: true,
    };
    const { name, number } = personOf(2);
    expect(agencyOf(draft(forWhom))).toEqual({
      agency: {
        principal: { holder: 'person', person: { name, number } },
        proof: { kind: 'guardian', number: null, sha256: null },
      },
    });
    expect(onBehalfOf(draft(forWhom))).toMatchObject({ onBehalfOf: { name, number, guardian: true } });
  });
});

describe('an authorisation', () => {
  it('names both with name and number, the matter and its days, and is hashed as it is', async () => {
    const { effects } = effectsWith();
    const made = await effects.prepareAuthorisation(order);
    if (!made.ok) throw new Error(made.error.kind);
    const { number, document } = made.value;
    expect(number).toBe('W-B017-261121-102000');
    expect(document.sha256).toBe(createHash('sha256').update(document.bytes).digest('hex'));
    expect(document.pages).toBeGreaterThan(0);
    const text = pdfText(document.bytes).replaceAll(/\s/g, '');
    const { agent, principal } = order;
    for (const said of [
      agent.name,
      agent.number,
      principal.name,
      principal.number,
      number,
      '开具无犯罪记录证明',
    ])
      expect(text).toContain(said.replaceAll(' ', ''));
    expect(text).toContain('2026年11月21日至2027年2月18日');
  });

  it('is not made with a hole in a name', async () => {
    const { effects } = effectsWith();
    const principal = { ...personOf(2), name: '张\ue863' };
    expect(await effects.prepareAuthorisation({ ...order, principal })).toMatchObject({
      ok: false,
      error: { kind: 'unprintable' },
    });
  });

  it('of a matter that is not there is a bug', async () => {
    const { effects } = effectsWith();
    await expect(effects.prepareAuthorisation({ ...order, matter: 'XX' })).rejects.toThrow('no guide');
  });
});

describe('who acts for whom', () => {
  async function signed(): Promise<ForWhom> {
    const made = await effectsWith().effects.prepareAuthorisation(order);
    if (!made.ok) throw new Error(made.error.kind);
    const authorisation = { ...made.value, strokes: SIGNATURE, signedAt: clock.now() };
    return { organisation: null, known: false, principal: order.principal, authorisation };
  }

  it('goes to the region with the very authorisation and its signature', async () => {
    const forWhom = await signed();
    const { name, number } = foreigner();
    const { document } = forWhom.authorisation as NonNullable<ForWhom['authorisation']>;
    expect(agencyOf(draft(forWhom))).toEqual({
      agency: {
        principal: { holder: 'person', person: { name, number } },
        proof: { kind: 'paper', number: null, sha256: document.sha256 },
        authorisation: {
          number: forWhom.authorisation?.number,
          document: { base64: Buffer.from(document.bytes).toString('base64'), sha256: document.sha256 },
          signature: { kind: 'strokes', sha256: document.sha256, strokes: SIGNATURE, signedAt: clock.now() },
        },
      },
    });
    expect(onBehalfOf(draft(forWhom))).toMatchObject({ onBehalfOf: { holder: 'person', name, number } });
  });

  it('is nobody else for oneself, nor before the principal has signed', () => {
    expect([agencyOf(draft(null)), onBehalfOf(draft(null))]).toEqual([{}, {}]);
    const open: ForWhom = { organisation: null, known: false, principal: personOf(2), authorisation: null };
    expect(agencyOf(draft(open))).toEqual({});
    expect(onBehalfOf(draft(open))).toMatchObject({ onBehalfOf: { authorisation: null } });
  });

  it('is a company by its representative', () => {
    expect(agencyOf(draft(ofCompany))).toEqual({
      organisation: COMPANY,
      agency: {
        principal: { holder: 'organisation', organisation: COMPANY },
        proof: { kind: 'legal-representative', number: null, sha256: null },
      },
    });
    expect(onBehalfOf(draft(ofCompany))).toMatchObject({ onBehalfOf: { number: COMPANY.creditCode } });
  });

  it('puts the applicant, not the agent, on the receipt', async () => {
    const applicant = { name: '某', number: '1', source: 'card', address: null, phone: null } as const;
    const of = (forWhom: ForWhom | null) =>
      applicantOf({ applicant, ...agencyOf(draft(forWhom)) } as Submission);
    expect(of(null)).toBe(applicant);
    expect(of(ofCompany)).toEqual({ name: COMPANY.name, number: COMPANY.creditCode });
    expect(of(await signed())).toEqual({ name: foreigner().name, number: foreigner().number });
  });
});

describe('the application form for another', () => {
  it('names applicant and agent, each under a head', async () => {
    const { sex: _, ...agent } = personOf(1);
    const bytes = await press.applicationForm({
      title: { 'zh-CN': '登记', en: 'Registration' },
      region: { 'zh-CN': '天津', en: 'Tianjin' },
      authority: { 'zh-CN': '机关', en: 'Authority' },
      receiptHint: '',
      preparedAt: clock.now(),
      site: { 'zh-CN': '网点', en: 'Site' },
      machineCode: 'B017',
      applicant: { ...agent, sex: '男' },
      ...onBehalfOf(draft(ofCompany)),
      answers: [],
      delivery: { 'zh-CN': '窗口', en: 'Window' },
      statement: { 'zh-CN': '声明', en: 'Statement' },
      caution: null,
    });
    const text = pdfText(bytes).replaceAll(/\s/g, '');
    for (const said of [COMPANY.name, COMPANY.creditCode, agent.name, agent.number, '法定代表人签名'])
      expect(text).toContain(said);
  });
});
