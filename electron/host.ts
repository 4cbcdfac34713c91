import { join } from 'node:path';
import { createIdCardReader, type DocumentPrinter, type OpenTransport } from '../native-bridge/index.ts';
import { Cases, casesEverywhere, loadRatingRemarks, loadTicketRoutes, Tickets } from './cases/index.ts';
import {
  createMatterFinder,
  loadCalendar,
  loadCatalogue,
  loadPinyin,
  loadSynonyms,
  NO_SYNONYMS,
} from './catalogue/index.ts';
import { type Clock, err, ok, type RandomBytes, type Result, uuidV7, WorkingCalendar } from './core/index.ts';
import type { DocumentPress } from './documents/index.ts';
import type { StaffCalls, VideoPort } from './help/index.ts';
import { CameraDesk, photographs } from './host-camera.ts';
import { courierFolder, matterFacts } from './host-cases.ts';
import { createDeliveryHost } from './host-delivery.ts';
import { watchDevices } from './host-devices.ts';
import { createDoors } from './host-doors.ts';
import { createDrafts } from './host-drafts.ts';
import { givesLicences, materialScanner } from './host-licence.ts';
import { createLockerHost, type LockerHost } from './host-locker.ts';
import { createPapers, lookedOver } from './host-papers.ts';
import { queueEvents } from './host-queue.ts';
import { citizenRouter } from './host-router.ts';
import { createSigningDevices, inkOf } from './host-signing.ts';
import {
  correctionAsked,
  createEffects,
  createFacts,
  createJourney,
  createMarker,
  createTicketDesk,
  draftFacts,
  endingWith,
  lockerFacts,
  paperKey,
  signFacts,
  withDrafts,
  withRoaming,
} from './journey/index.ts';
import { describeError, type Log } from './logging/index.ts';
import { createZoneReader } from './mrz/index.ts';
import { createPhoneService } from './phone/index.ts';
import { type Profile, regionCodes } from './profile/index.ts';
import { Queue, stuckLanes } from './queue/index.ts';
import { courierCounter, createRegions, createRoaming, LineMonitor, type Secrets } from './regions/index.ts';
import {
  createSealer,
  hasRoom,
  type KeyProvider,
  keysInUse,
  type OpenDatabase,
  openStore,
} from './store/index.ts';

/** Why the host cannot start: one line that says what to do. */
export interface StartFailure {
  readonly message: string;
}

/** Everything from outside that the host needs; nothing in it reads the clock, the environment or the network by itself. */
export interface HostPorts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  /** Database, spool, as a rule the key file: survives updates. */
  readonly dataDir: string;
  /** Catalogue, regions, calendar, fonts: part of the program. */
  readonly assetsDir: string;
  readonly openDatabase: OpenDatabase;
  readonly keys: KeyProvider;
  readonly openTransport: OpenTransport;
  /** The client secrets of the regions' accounts. */
  readonly secrets: Secrets;
  readonly fetch: typeof fetch;
  /** Ends this process soon, so that its shell starts it anew: only a start saves what a damaged database still holds. */
  readonly restart?: () => void;
  /** The site's video help (云窗口); absent: none. */
  readonly video?: VideoPort;
  /** Lets the demo put its own state (paper out, switched off) in front of the printer. */
  readonly wrapPrinter?: (printer: DocumentPrinter) => DocumentPrinter;
}

export interface Host {
  readonly router: ReturnType<typeof citizenRouter>;
  /** The demo's regions borrow it for what they issue. */
  readonly press: DocumentPress;
  /** Calls for staff: answered at the hall's desk. */
  readonly calls: StaffCalls;
  /** The smart locker; null where there is none. */
  readonly locker: LockerHost | null;
  /** A picture as the document camera would give it: the demo's passports come by this way where there is no camera. */
  showPassport(picture: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

/** When the document press is warmed up after the start, in milliseconds. */
const WARM_UP_MS = 1_000;

const DAY_MS = 86_400_000;
/** How often kept payloads are looked through for what must go, in milliseconds. */
const SWEEP_MS = 60 * 60_000;

/** Builds every service of the kiosk and returns what its screens may call. */
export async function createHost(profile: Profile, ports: HostPorts): Promise<Result<Host, StartFailure>> {
  const { clock, log, random } = ports;
  const holidays = loadCalendar({ assetsDir: ports.assetsDir });
  if (!holidays.ok) return holidays;
  const routes = loadTicketRoutes({ assetsDir: ports.assetsDir, samples: profile.demo });
  if (!routes.ok) return routes;
  const remarks = loadRatingRemarks({ assetsDir: ports.assetsDir, samples: profile.demo });
  if (!remarks.ok) return remarks;
  const opened = openStore(join(ports.dataDir, 'kiosk.db'), ports.openDatabase, clock.now());
  if (!opened.ok) return opened;
  const { db, setAside, salvaged } = opened.value;
  const closing = [() => db.close()];
  const abandon = <R>(failed: R): R => {
    for (const close of closing.toReversed()) close();
    return failed;
  };
  const catalogue = loadCatalogue({
    assetsDir: ports.assetsDir,
    regionCodes: regionCodes(profile),
    clock,
    machine: { brandRegion: profile.brand.region, siteRegion: profile.site.region },
    storage: {
      file: join(ports.dataDir, 'catalogue.db'),
      openDatabase: ports.openDatabase,
      onFailure: (error) => log('catalogue.not-compiled', describeError(error)),
    },
  });
  if (!catalogue.ok) return abandon(catalogue);
  closing.push(() => catalogue.value.close());
  const sample = catalogue.value.regions().find((region) => region.sample);
  if (sample && !profile.demo) {
    return abandon(
      err({
        message: `regions/${sample.code}.json is a sample: have the region confirm its values and set "sample": false`,
      }),
    );
  }
  // New keys open nothing old: they are made only while nothing is sealed.
  const keys = ports.keys.load(keysInUse(db).size === 0);
  if (!keys.ok) return abandon(keys);
  if (setAside) log('store.set-aside', { file: setAside });
  if (salvaged) log('store.salvaged', salvaged);

  const regions = createRegions({
    catalogueRegions: catalogue.value.regions(),
    profileRegions: profile.regions,
    secrets: ports.secrets,
    fetch: ports.fetch,
    clock,
    random,
    folders: (region) => courierFolder(ports.dataDir, region),
    log: {
      info: (event, fields) => log('region.adapter', { event, detail: JSON.stringify(fields) }),
      warn: (event, fields) => log('region.adapter-warning', { event, detail: JSON.stringify(fields) }),
    },
  });
  if (!regions.ok) return abandon(regions);
  // A citizen who stands there finishes first.
  let damaged = false;
  let free = () => true;
  const restartWhenFree = () => {
    if (damaged && free()) ports.restart?.();
  };
  const sealer = createSealer(keys.value, random);
  const drafts = createDrafts(keys.value, ports);
  const queue = new Queue({
    db,
    sealer,
    clock,
    random,
    events: queueEvents(log, () => {
      damaged = true;
      restartWhenFree();
    }),
  });
  const adapters = regions.value.codes.flatMap((code) => regions.value.get(code) ?? []);
  const lines = new LineMonitor({ adapters, clock, onUp: (region) => queue.wake(region, true) });
  const calendar = new WorkingCalendar(holidays.value);
  const cases = new Cases({
    db,
    sealer,
    queue,
    clock,
    random,
    calendar,
    machineCode: profile.machineCode,
    acceptRegion: profile.site.region,
    retentionDays: profile.retentionDays,
    resultDays: profile.resultDays,
    facts: (region, matter) => matterFacts(catalogue.value, region, matter),
    lookOver: (result) => lookedOver(press, result, clock.now()),
    adapter: (region) => lines.adapter(region),
    otherWay: (region, kind) => regions.value.other(region, kind) ?? undefined,
  });
  const tickets = new Tickets({
    db,
    sealer,
    queue,
    clock,
    calendar,
    machineCode: profile.machineCode,
    acceptRegion: profile.site.region,
    resultDays: profile.resultDays,
    routes: routes.value,
    line: (region) => lines.adapter(region),
  });

  const reader = profile.devices.idReader
    ? createIdCardReader({ address: profile.devices.idReader, open: ports.openTransport, clock })
    : null;
  const papers = await createPapers(profile, { ...ports, db, keys: keys.value });
  if (!papers.ok) return abandon(papers);
  const { press, printer, strips, printing } = papers.value;
  const lockerHost = createLockerHost(profile, {
    ...{ db, sealer, clock, random, cases, log },
    open: ports.openTransport,
  });
  if (!lockerHost.ok) return abandon(lockerHost);
  const locker = lockerHost.value;

  const signing = createSigningDevices(profile.devices, { clock, open: ports.openTransport, log });

  const roaming = createRoaming({ adapter: (region) => lines.adapter(region), clock });
  /** Regions that the last look at a citizen's cases did not hear from. Forgotten with the citizen. */
  let unheard: readonly string[] = [];
  const everywhere = async (number: string) => {
    // The citizen has consented to this on the screen before the card was read.
    roaming.allow('every-region');
    const found = await casesEverywhere(
      {
        cases,
        roaming,
        clock,
        adapters: () => regions.value.codes.flatMap((code) => lines.adapter(code) ?? []),
        onUnheard: (region, code) => log('cases.unheard', { region, code }),
        onLeftOut: (region, count) => log('cases.left-out', { region, count }),
      },
      number,
    );
    unheard = found.unheard;
    return found;
  };
  const delivery = createDeliveryHost(profile, {
    db,
    queue,
    clock,
    catalogue: catalogue.value,
    adapter: (region) => lines.adapter(region),
    phoneReady: () => phone?.ready === true,
  });
  const marker = endingWith(createMarker(db, clock), () => {
    delivery.payments.giveBack();
    unheard = [];
    printing.forget();
    void roaming.end();
  });
  const finder = createMatterFinder({
    catalogue: () => catalogue.value,
    synonyms: () => {
      const read = loadSynonyms({ assetsDir: ports.assetsDir });
      if (!read.ok) log('catalogue.no-synonyms', { detail: JSON.stringify({ file: 'synonyms' }) });
      return read.ok ? read.value : NO_SYNONYMS;
    },
    pinyin: loadPinyin,
    now: () => clock.now(),
  });
  const phone = profile.phone
    ? createPhoneService({
        ...profile.phone,
        tls: profile.phone.tls ?? null,
        pagesDir: join(ports.assetsDir, 'phone'),
        clock,
        random,
        scan: async (bytes) => (await import('./documents/index.ts')).materialScanner.scan(bytes),
        onTurnedAway: (why) => log('phone.turned-away', { why }),
        onFailure: (message) => log('phone.unavailable', { detail: JSON.stringify({ message }) }),
      })
    : null;
  const camera = new CameraDesk(profile.devices.documentCamera, () => devices.changed());
  const zones = profile.devices.documentCamera
    ? createZoneReader({ assetsDir: ports.assetsDir, clock })
    : null;
  const ticketDesk = createTicketDesk(tickets, catalogue.value);
  const doors = createDoors(profile, {
    db,
    clock,
    calendar,
    catalogue: catalogue.value,
    cases,
    printing,
    printer,
    press: async () => press,
    adapter: (region) => lines.adapter(region),
    roaming,
    everywhere,
    hmac: (text) => sealer.personHmac(text),
    newId: () => uuidV7(clock.now(), random),
    video: ports.video ?? null,
    readCard: (signal) => effects.readPerson(signal, () => undefined),
  });
  const facts = createFacts({
    delivery: delivery.facts,
    signing: signFacts(signing.desks),
    takesSigners: (region) => lines.adapter(region)?.capabilities.signatures === true,
    ...(locker && { locker: lockerFacts({ cases, locker: locker.service }) }),
    tickets: ticketDesk,
    newId: () => uuidV7(clock.now(), random),
    profile,
    clock,
    calendar,
    catalogue: catalogue.value,
    finder,
    reader,
    printer,
    lineDown: (region) => lines.lines.value.get(region)?.line === 'down',
    // In the demo the dock can hold a passport under a camera that is not there.
    readsPassports: () => zones !== null && (camera.ready || profile.demo),
    checksGuardians: (region) => lines.adapter(region)?.capabilities.checkAuthority === true,
    checksPassports: (region) => lines.adapter(region)?.capabilities.checkPassport === true,
    hasRoom: () => hasRoom(ports.dataDir),
    cameraReady: () => camera.ready,
    givesLicences: (region) => givesLicences(lines.adapter(region)),
    phoneUploads: () => phone?.ready === true,
    unheard: () => unheard,
    paper: (what, receiptNumber) => {
      const record = cases.byReceipt(receiptNumber);
      return record && printing.paper(paperKey(cases, record, what), record.id);
    },
    paperWaiting: () => {
      const output = printing.output();
      return output === null ? null : output !== 'taken';
    },
    remarks: remarks.value,
    correction: correctionAsked({ cases, catalogue: catalogue.value }),
    drafts: draftFacts(drafts, catalogue.value, profile.drafts === true),
    earlierAnswers: (number) => cases.lastAnswers(number),
  });
  const effects = createEffects({
    tickets: ticketDesk,
    remarks: remarks.value,
    everywhere,
    profile,
    clock,
    catalogue: catalogue.value,
    cases,
    printing,
    press: async () => press,
    reader,
    adapter: (region) => lines.adapter(region),
    phone,
    zones,
    photographs: profile.devices.documentCamera ? photographs : null,
    licences: { roaming, scanner: materialScanner },
    signing: signing.desks,
    locker: locker?.service ?? null,
    payments: delivery.payments,
    marker,
  });

  const devices = watchDevices({ reader, printer, strips, lines, queue, printing, clock, log }, [
    signing.watch,
    (changed) => locker?.watch(changed),
    (changed) => delivery.payments.subscribe(changed),
  ]);

  const journey = createJourney({
    facts: doors.facts(facts),
    effects: doors.effects(withDrafts(withRoaming(effects, roaming), drafts, catalogue.value)),
    marker,
    clock,
    boot: uuidV7(clock.now(), random),
    devices,
    onBug: (error) => log('journey.bug', describeError(error)),
    onScreen: (screen, event) => log('journey.screen', { screen, event: event ?? '' }),
  });

  free = () => journey.view.value.screen === 'home';
  const unwatch = journey.view.subscribe(({ screen }) => {
    restartWhenFree();
    if (screen !== 'home') return;
    printing.leave();
    delivery.payments.forget();
  });
  let timer = clock.setTimeout(sweep, SWEEP_MS);
  function sweep() {
    timer = clock.setTimeout(sweep, SWEEP_MS);
    try {
      look();
    } catch (error) {
      // A disk that fails now is asked again in an hour.
      log('cases.sweep-failed', describeError(error));
    }
  }
  function look() {
    drafts.sweep();
    const swept = cases.sweep();
    if (swept.payloads + swept.results > 0) log('cases.swept', swept);
    const before = clock.now() - profile.resultDays * DAY_MS;
    for (const adapter of adapters) courierCounter(adapter)?.box.forgetAnswers(before);
    tickets.sweep();
    locker?.service.sweep();
    const late = tickets.late().length;
    if (late > 0) log('tickets.late', { count: late });
    for (const { lane, ready, held, oldestAt } of stuckLanes(queue.lanes(), clock.now()))
      log('queue.stuck', { lane, waiting: ready, held, oldestAt });
  }
  cases.sweep();
  drafts.sweep();
  reader?.start();
  printer?.start();
  strips?.start();
  signing.start();
  locker?.start();
  delivery.payments.recover();
  queue.start();
  tickets.start();
  lines.start();
  phone?.start();
  let stopping = false;
  // After the first screen is up, and before a citizen comes to a document.
  const warming = clock.setTimeout(() => {
    press.warmUp().catch((error: unknown) => {
      if (!stopping) log('documents.press-broke', describeError(error));
    });
    // Who has begun to type by then sees the answer as soon as there is one.
    void finder.prepare().then(devices.changed);
  }, WARM_UP_MS);

  return ok({
    press,
    calls: doors.calls,
    locker,
    showPassport: (picture) => journey.passport(journey.view.value.boot, picture),
    router: citizenRouter({
      profile,
      journey,
      camera,
      status: devices.status,
      log,
      now: () => clock.now(),
      ink: inkOf(signing),
      resultPaper(receiptNumber) {
        const record = cases.byReceipt(receiptNumber);
        const paper = record && cases.result(record.id);
        return paper?.ok ? paper.value : null;
      },
    }),
    async stop() {
      stopping = true;
      clock.clearTimeout(timer);
      clock.clearTimeout(warming);
      journey.stop();
      delivery.payments.stop();
      printing.stop();
      await roaming.end();
      lines.stop();
      unwatch();
      devices.stop();
      await Promise.all([
        phone?.stop(),
        zones?.release(),
        queue.stop(),
        tickets.stop(),
        reader?.stop(),
        printer?.stop(),
        strips?.stop(),
        signing.stop(),
        locker?.stop(),
      ]);
      await press.stop();
      for (const close of closing.toReversed()) close();
    },
  });
}
