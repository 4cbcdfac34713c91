import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { createIdCardReaderEmulator } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { openTransport } from '../../native-bridge/index.ts';
import { loadCatalogue } from '../catalogue/index.ts';
import type { Audience } from '../contract/index.ts';
import { addDays, type Clock, err, localDate, ok, type Result } from '../core/index.ts';
import { createHost, lazyPress, type StartFailure } from '../host.ts';
import type { Log } from '../logging/index.ts';
import type { Profile } from '../profile/index.ts';
import { keyFile, openSqlite } from '../store/index.ts';
import { DemoPrinter } from './demo-printer.ts';
import { createDock } from './dock.ts';
import { DEMO_PEOPLE } from './people.ts';
import { type SandboxCase, startSandboxRegion } from './sandbox-region/index.ts';

/** The region that the demo plays a backend for. */
const REGION = '120000';
const READER_ADDRESS = 'memory:id-reader';
/** Days that a temporary identity proof of the sandbox is good for. */
const PROOF_DAYS = 30;

export interface DemoInit {
  readonly profile: Profile;
  readonly dataDir: string;
  readonly assetsDir: string;
}

/** The demo: the production host over an emulated reader, a printer with a tray and a sandbox region, and the dock. */
export async function composeDemoHost(
  init: DemoInit,
  tools: { readonly log: Log; readonly clock: Clock },
): Promise<Result<DemoHost, StartFailure>> {
  const { clock } = tools;
  const catalogue = loadCatalogue({ assetsDir: init.assetsDir, regionCodes: [REGION], clock });
  if (!catalogue.ok) return catalogue;
  const press = lazyPress(init.assetsDir, clock);
  const guide = (matter: string) => catalogue.value.guide(REGION, matter);

  const makeResult = async (one: SandboxCase) =>
    (await press()).temporaryIdentityProof({
      number: one.caseNumber,
      name: one.applicant.name,
      citizenNumber: one.applicant.number,
      purpose: one.purpose,
      authority: guide(one.matterCode)?.authority['zh-CN'] ?? '',
      issuedAt: one.decidedAt,
      validUntil: addDays(localDate(one.decidedAt), PROOF_DAYS),
    });

  const secret = randomBytes(24).toString('base64url');
  const stateDir = join(init.dataDir, 'sandbox');
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const sandbox = await startSandboxRegion({
    region: REGION,
    clientId: 'tongban-kiosk',
    clientSecret: secret,
    people: DEMO_PEOPLE.map(({ card }) => ({ name: card.name, number: card.number })),
    taskCodes: Object.fromEntries(
      catalogue.value.matters(REGION).flatMap(({ code }) => {
        const taskCode = catalogue.value.implementation(REGION, code)?.taskCode;
        return taskCode ? [[code, taskCode]] : [];
      }),
    ),
    clock,
    makeResult,
    stateFile: join(stateDir, `${REGION}.json`),
  });

  const emulator = createIdCardReaderEmulator({ clock });
  const printer = new DemoPrinter(clock);
  const printed = join(init.dataDir, 'printed');
  mkdirSync(printed, { recursive: true, mode: 0o700 });
  const host = await createHost(
    {
      ...init.profile,
      devices: { idReader: READER_ADDRESS, printer: init.profile.devices.printer ?? `folder:${printed}` },
      regions: {
        ...init.profile.regions,
        [REGION]: {
          ...init.profile.regions[REGION],
          endpoint: sandbox.endpoint,
          tokenEndpoint: sandbox.tokenEndpoint,
          clientId: 'tongban-kiosk',
        },
      },
    },
    {
      clock,
      random: (count) => randomBytes(count),
      log: tools.log,
      dataDir: init.dataDir,
      assetsDir: init.assetsDir,
      openDatabase: openSqlite,
      keys: keyFile(join(init.dataDir, 'keys.json'), (count) => randomBytes(count)),
      openTransport: (address) =>
        address === READER_ADDRESS ? emulator.open(address) : openTransport(address),
      secrets: async (region) => (region === REGION ? secret : null),
      fetch,
      wrapPrinter: (real) => printer.wrap(real),
    },
  );
  if (!host.ok) {
    await sandbox.stop();
    return err(host.error);
  }
  const dock = createDock({ reader: emulator, printer, sandbox });
  return ok({
    router: { ...host.value.router, ...dock.router },
    audiences: ['citizen', 'dock'],
    async stop() {
      await host.value.stop();
      await sandbox.stop();
    },
  });
}

export interface DemoHost {
  readonly router: AnyRouter;
  readonly audiences: readonly Audience[];
  stop(): Promise<void>;
}
