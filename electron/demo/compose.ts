import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { createFingerprintEmulator } from '../../native-bridge/devices/fingerprint/emulator.ts';
import { createIdCardReaderEmulator } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { createLockerEmulator } from '../../native-bridge/devices/locker/emulator.ts';
import { createReceiptPrinterEmulator } from '../../native-bridge/devices/receipt-printer/emulator.ts';
import { createIsdv4Emulator } from '../../native-bridge/devices/signature-pad/emulator.ts';
import { type LockerBoard, openTransport } from '../../native-bridge/index.ts';
import { loadCatalogue } from '../catalogue/index.ts';
import type { Audience } from '../contract/index.ts';
import { type Clock, err, ok, type Result } from '../core/index.ts';
import type { DocumentPress } from '../documents/index.ts';
import { createHost, type StartFailure } from '../host.ts';
import { courierFolder } from '../host-cases.ts';
import type { Log } from '../logging/index.ts';
import { endForRestart } from '../production.ts';
import { type Profile, regionCodes } from '../profile/index.ts';
import { keyFile, openSqlite } from '../store/index.ts';
import { DemoPrinter } from './demo-printer.ts';
import { createDock } from './dock.ts';
import { passportPicture } from './passports.ts';
import { startSandboxRegions } from './sandbox-regions.ts';
import { VideoDesk } from './video-desk.ts';

const READER_ADDRESS = 'memory:id-reader';
/** Where a demo profile that wants receipts as strips has its strip printer. */
const STRIPS_ADDRESS = 'memory:receipt-printer';
const PAD_ADDRESS = 'memory:signature-pad';
const FINGERPRINT_ADDRESS = 'memory:fingerprint';
const LOCKER_ADDRESS = 'memory:locker';

export interface DemoInit {
  readonly profile: Profile;
  readonly dataDir: string;
  readonly assetsDir: string;
}

/** The demo: the production host over an emulated reader, a printer with a tray and a backend a region, and the dock. */
export async function composeDemoHost(
  init: DemoInit,
  tools: { readonly log: Log; readonly clock: Clock },
): Promise<Result<DemoHost, StartFailure>> {
  const { clock } = tools;
  const random = (count: number) => randomBytes(count);
  const catalogue = loadCatalogue({
    assetsDir: init.assetsDir,
    regionCodes: regionCodes(init.profile),
    clock,
    // The host's own compiled file, so that the assets are not checked twice.
    storage: { file: join(init.dataDir, 'catalogue.db'), openDatabase: openSqlite },
  });
  if (!catalogue.ok) return catalogue;
  const press = Promise.withResolvers<DocumentPress>();
  const sandboxes = await startSandboxRegions({
    catalogue: catalogue.value,
    clock,
    random,
    press: () => press.promise,
    machineCode: init.profile.machineCode,
    stateDir: join(init.dataDir, 'sandbox'),
    packages: (region) => courierFolder(init.dataDir, region),
  });
  const stopRegions = async () => {
    await sandboxes.stop();
    catalogue.value.close();
  };

  const emulator = createIdCardReaderEmulator({ clock });
  const strips = createReceiptPrinterEmulator({ clock });
  const pad = createIsdv4Emulator({ clock });
  const fingerprint = createFingerprintEmulator({ clock });
  const cabinet = init.profile.devices.locker;
  const locker = cabinet
    ? createLockerEmulator(cabinet.driver, { clock, boards: cabinet.boards as readonly LockerBoard[] })
    : null;
  const played = new Map([
    ...(locker ? [[LOCKER_ADDRESS, locker.open] as const] : []),
    [READER_ADDRESS, emulator.open],
    [STRIPS_ADDRESS, strips.open],
    [PAD_ADDRESS, pad.open],
    [FINGERPRINT_ADDRESS, fingerprint.open],
  ]);
  const printer = new DemoPrinter(clock);
  const video = new VideoDesk(clock);
  const printed = join(init.dataDir, 'printed');
  mkdirSync(printed, { recursive: true, mode: 0o700 });
  const host = await createHost(
    {
      ...init.profile,
      devices: {
        ...init.profile.devices,
        idReader: READER_ADDRESS,
        printer: init.profile.devices.printer ?? `folder:${printed}`,
      },
      regions: Object.fromEntries(
        Object.entries(init.profile.regions).map(([code, own]) => [
          code,
          { ...own, settings: { ...own.settings, ...sandboxes.connections[code] } as typeof own.settings },
        ]),
      ),
    },
    {
      clock,
      random,
      log: tools.log,
      dataDir: init.dataDir,
      assetsDir: init.assetsDir,
      openDatabase: openSqlite,
      keys: keyFile(join(init.dataDir, 'keys.json'), random),
      // An address may name settings of the line behind a question mark.
      openTransport: (address) => (played.get(address.split('?')[0] ?? '') ?? openTransport)(address),
      secrets: async (region, name) => sandboxes.secret(region, name),
      fetch,
      restart: endForRestart,
      wrapPrinter: (real) => printer.wrap(real),
      video,
    },
  );
  if (!host.ok) {
    await stopRegions();
    return err(host.error);
  }
  press.resolve(host.value.press);
  const dock = createDock({
    reader: emulator,
    printer,
    sandboxes,
    signing: { pad, fingerprint },
    help: { calls: host.value.calls, video },
    passports: {
      picture: (id) => passportPicture(init.assetsDir, id),
      show: (picture) => host.value.showPassport(picture),
    },
    locker: host.value.locker && locker && { host: host.value.locker, cabinet: locker.cabinet },
  });
  return ok({
    router: { ...host.value.router, ...dock.router },
    audiences: ['citizen', 'dock'],
    async stop() {
      await host.value.stop();
      await stopRegions();
    },
  });
}

export interface DemoHost {
  readonly router: AnyRouter;
  readonly audiences: readonly Audience[];
  stop(): Promise<void>;
}
