import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue, CatalogueRegion } from '../catalogue/index.ts';
import type { BackendMode, DockRegion, DockState } from '../contract/index.ts';
import { addDays, type Clock, localDate, type RandomBytes, unreachable } from '../core/index.ts';
import type { DocumentPress } from '../documents/index.ts';
import type { SecretName } from '../regions/index.ts';
import { demoKeyPair, pemOf } from './demo-keys.ts';
import { DEMO_PASSPORTS } from './passports.ts';
import { startPayPage } from './pay-page.ts';
import { DEMO_PEOPLE, demoAuthority, demoCompany, demoGroup, demoWard, nameOn } from './people.ts';
import { sandboxLicences } from './sandbox-licences.ts';
import {
  courierFront,
  type DialectName,
  type FileAccount,
  type FrontFactory,
  fileFront,
  hmacFront,
  makeFileAccount,
  makeSoapAccount,
  makeTifAccount,
  restFront,
  SANDBOX_DELAYS,
  type Sandbox,
  type SandboxCase,
  soapFront,
  startSandbox,
  TIF_SETTINGS,
  tifFront,
} from './sandbox-region/index.ts';
import { sandboxResults } from './sandbox-results.ts';

/** Days that a temporary identity proof of the sandbox is good for. */
const PROOF_DAYS = 30;
const TEMPORARY_IDENTITY = 'XT-GA-020';

/** The other side of a region's code set. */
export const DIALECTS: Readonly<Record<string, DialectName>> = {
  tongban: 'tongban',
  'gb-39046': 'standard',
  guangdong: 'guangdong',
  zhejiang: 'zhejiang',
};

type DemoSecrets = Readonly<Partial<Record<SecretName, string>>>;

export interface Access {
  readonly front: FrontFactory;
  readonly secrets: DemoSecrets;
}

export interface Play {
  readonly random: RandomBytes;
  readonly clock: Clock;
  readonly machineCode: string;
  /** Where a kind may keep what must outlive this run. */
  readonly folder: string;
  /** The kiosk's folder of courier packages for this region. */
  readonly packages: string;
}

/** Milliseconds between two rounds of the demo's carrier. */
const CARRIER_EVERY = 4_000;

/** How the demo plays each kind: a front, and the secrets of the kiosk's account there. A new kind is an entry here. */
export const ACCESS: Readonly<Record<string, (play: Play) => Access | Promise<Access>>> = {
  'rest-oauth2': () => {
    const clientSecret = randomBytes(24).toString('base64url');
    const { tokenLifeMs } = SANDBOX_DELAYS;
    return {
      front: restFront({ clientId: 'tongban-kiosk', clientSecret, tokenLifeMs }),
      secrets: { 'client-secret': clientSecret },
    };
  },
  'tif-gateway': ({ random }) => {
    const { account, privateKey, secrets } = makeTifAccount('tongban-kiosk', random);
    return { front: tifFront({ settings: TIF_SETTINGS, account, privateKey }), secrets };
  },
  'hmac-gateway': () => {
    const secret = randomBytes(24).toString('base64url');
    return {
      front: hmacFront({ accessKey: 'tongban-kiosk', secret, signBody: true }),
      secrets: { 'hmac-key': secret },
    };
  },
  soap: ({ random, clock }) => {
    const { account, privateKey, secrets } = makeSoapAccount('tongban-kiosk', clock.now(), random);
    return { front: soapFront({ version: '1.2', security: 'x509', account, privateKey }), secrets };
  },
  'file-exchange': async ({ random, machineCode, folder }) => {
    const made = await makeFileAccount(machineCode, random);
    const { seal, opening, region } = sealingKeys(folder, random);
    const account: FileAccount = {
      ...made,
      secrets: { ...made.secrets, 'seal-key': pemOf(seal), 'opening-key': pemOf(opening) },
      kiosk: { sign: seal.public, seal: opening.public },
      region: { sign: region.signing, seal: region.opening },
    };
    return { front: fileFront({ account, folder: join(folder, 'box') }), secrets: account.secrets };
  },
  courier: ({ random, folder, packages }) => {
    const { seal, opening, region } = sealingKeys(folder, random);
    const { factory } = courierFront({
      folder: packages,
      kiosk: { seal: seal.public, opening: opening.public },
      opening: region.opening,
      signing: region.signing,
      stateFile: join(folder, 'told.json'),
      everyMs: CARRIER_EVERY,
    });
    return { front: factory, secrets: { 'seal-key': pemOf(seal), 'opening-key': pemOf(opening) } };
  },
};

function sealingKeys(folder: string, random: RandomBytes) {
  return {
    seal: demoKeyPair(folder, 'kiosk-seal', 'sender', random),
    opening: demoKeyPair(folder, 'kiosk-opening', 'recipient', random),
    region: {
      opening: demoKeyPair(folder, 'region-opening', 'recipient', random),
      signing: demoKeyPair(folder, 'region-signing', 'sender', random),
    },
  };
}

/** The kinds that the demo can play. */
export const PLAYED_KINDS: readonly string[] = Object.keys(ACCESS);

export interface SandboxRegionsOptions {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly press: () => Promise<DocumentPress>;
  readonly machineCode: string;
  /** The regions' books are kept here. */
  readonly stateDir: string;
  /** Where the kiosk keeps courier packages, by region. */
  readonly packages: (region: string) => string;
}

/** The backends of all regions of the demo. */
export interface SandboxRegions {
  /** What an adapter must be told: keys over the region file's `adapter`. */
  readonly connections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  secret(region: string, name: SecretName): string | null;
  get(region: string): Sandbox | undefined;
  regions(): DockRegion[];
  received(): DockState['received'];
  payments(): DockState['payments'];
  /** Pays as a citizen's phone does, at the payment page. */
  pay(region: string, number: string): Promise<void>;
  /** Of one region, or of all. */
  setMode(mode: BackendMode, region: string | null): Promise<void>;
  onChange(fn: () => void): void;
  stop(): Promise<void>;
}

/** Starts a backend for each region of the catalogue that speaks a kind we can play. Rejects when one cannot listen. */
export async function startSandboxRegions(options: SandboxRegionsOptions): Promise<SandboxRegions> {
  const { catalogue, clock, random, stateDir } = options;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const { machineCode } = options;
  const played: { readonly region: CatalogueRegion; readonly access: Access }[] = [];
  for (const region of catalogue.regions()) {
    const folder = join(stateDir, region.code);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const play = { random, clock, machineCode, folder, packages: options.packages(region.code) };
    const access = await ACCESS[region.adapter.kind]?.(play);
    if (access) played.push({ region, access });
  }
  const results = sandboxResults({ clock, random });
  const sandboxes = new Map<string, Sandbox>();
  /** Where papers come to, of regions that have this way besides their line. No switch cuts it. */
  const desks = new Map<string, Sandbox>();
  const secrets = new Map<string, DemoSecrets>();
  const page = await startPayPage({
    payments: (region) => sandboxes.get(region)?.payments() ?? [],
    pay: (region, number) => sandboxes.get(region)?.pay(number) ?? false,
  });
  const started = (region: CatalogueRegion, access: Access, stateFile: string) =>
    startSandbox(
      {
        ...results.options(region.code),
        region: region.code,
        dialect: dialectOf(region),
        people: [
          ...DEMO_PEOPLE.map(({ card }) => ({ name: nameOn(card), number: card.number })),
          ...DEMO_PASSPORTS,
          demoWard().person,
        ],
        guardians: [demoWard().guardianship],
        organisations: [demoCompany(), ...demoGroup()],
        authorities: [demoAuthority()],
        makeLicences: () => sandboxLicences(region, options.press, clock.now()),
        taskCodes: taskCodesOf(catalogue, region),
        fees: { fen: feesOf(catalogue, region), payPage: page.baseOf(region.code), invoices: true },
        clock,
        random,
        makeResult: async (one) => results.made(region.code, one, await resultOf(options, region, one)),
        stateFile,
      },
      access.front,
    );
  const deskOf = async (region: CatalogueRegion): Promise<Access | null> => {
    if (!furtherKinds(region).includes('courier')) return null;
    const folder = join(stateDir, `${region.code}.desk`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const play = { random, clock, machineCode, folder, packages: options.packages(region.code) };
    return (await ACCESS.courier?.(play)) ?? null;
  };
  const stop = async () => {
    await Promise.all([
      page.stop(),
      ...[...sandboxes.values(), ...desks.values()].map((sandbox) => sandbox.stop()),
    ]);
  };
  try {
    for (const { region, access } of played) {
      sandboxes.set(region.code, await started(region, access, join(stateDir, `${region.code}.json`)));
      const desk = await deskOf(region);
      // The region's desk for papers has books of its own: what comes there is another case.
      if (desk)
        desks.set(region.code, await started(region, desk, join(stateDir, `${region.code}.desk.json`)));
      secrets.set(region.code, { ...access.secrets, ...desk?.secrets });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    connections: Object.fromEntries(
      [...sandboxes].map(([code, { connection }]) => {
        const desk = desks.get(code)?.connection;
        const more = desk ? { otherWays: { courier: desk } } : {};
        return [code, { ...connection, ...results.connection(code), ...more }];
      }),
    ),
    secret: (region, name) => secrets.get(region)?.[name] ?? null,
    get: (region) => sandboxes.get(region),
    regions: () =>
      played.map(({ region: { code, short } }) => {
        return { code, short, backend: (sandboxes.get(code) as Sandbox).mode };
      }),
    received: () =>
      [...sandboxes, ...desks].flatMap(([region, sandbox]) =>
        sandbox.cases().map((one) => ({ region, ...one })),
      ),
    payments: () =>
      [...sandboxes].flatMap(([region, sandbox]) =>
        sandbox.payments().map(({ payUrl: url, ...one }) => ({ region, ...one, url })),
      ),
    async pay(region, number) {
      await fetch(`${page.baseOf(region)}${number}`, { method: 'POST' });
    },
    async setMode(mode, region) {
      const some = [...sandboxes].filter(([code]) => region === null || code === region);
      await Promise.all(some.map(([, sandbox]) => sandbox.setMode(mode)));
    },
    onChange(fn) {
      for (const sandbox of [...sandboxes.values(), ...desks.values()]) sandbox.onChange(fn);
    },
    stop,
  };
}

function furtherKinds({ adapter }: CatalogueRegion): string[] {
  const { otherWays } = adapter as { readonly otherWays?: readonly { readonly kind: string }[] };
  return (otherWays ?? []).map(({ kind }) => kind);
}

function dialectOf({ adapter }: CatalogueRegion): DialectName | undefined {
  const { taskCodeScheme } = (adapter.mappings ?? {}) as { readonly taskCodeScheme?: string };
  return taskCodeScheme === 'any' ? 'local' : DIALECTS[String(adapter.codeSet)];
}

/** What the guides say, for the sandbox to ask for. */
function feesOf(catalogue: Catalogue, { code }: CatalogueRegion): Record<string, number> {
  return Object.fromEntries(
    catalogue.matters(code).flatMap((matter) => {
      const amount = catalogue.implementation(code, matter.code)?.fee.amountFen;
      return amount ? [[matter.code, amount]] : [];
    }),
  );
}

function taskCodesOf(catalogue: Catalogue, { code }: CatalogueRegion): Record<string, string> {
  return Object.fromEntries(
    catalogue.matters(code).flatMap((matter) => {
      const taskCode = catalogue.implementation(code, matter.code)?.taskCode;
      return taskCode ? [[matter.code, taskCode]] : [];
    }),
  );
}

/** This region has no drawing of a character that its fonts lack: it names the code point, as offices do. */
function withCodes(name: string, missing: readonly string[]): string {
  return missing.reduce(
    (text, character) =>
      text.replaceAll(character, `〔U+${(character.codePointAt(0) as number).toString(16).toUpperCase()}〕`),
    name,
  );
}

async function resultOf(
  { catalogue, press }: SandboxRegionsOptions,
  { code }: CatalogueRegion,
  one: SandboxCase,
): Promise<Uint8Array> {
  const guide = catalogue.guide(code, one.matterCode);
  const ready = await press();
  const common = {
    number: one.caseNumber,
    name: withCodes(one.applicant.name, await ready.unprintable(one.applicant.name)),
    citizenNumber: one.applicant.number,
    authority: guide?.authority['zh-CN'] ?? '',
    issuedAt: one.decidedAt,
  };
  if (one.matterCode === TEMPORARY_IDENTITY)
    return ready.temporaryIdentityProof({
      ...common,
      purpose: one.purpose,
      validUntil: addDays(localDate(one.decidedAt), PROOF_DAYS),
    });
  if (!guide) return unreachable(one.matterCode as never);
  return ready.sampleResult({ ...common, title: guide.matter.name, result: guide.result });
}
