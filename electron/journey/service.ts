import { type ActorRefFrom, createActor, fromCallback, fromPromise } from 'xstate';
import type {
  CameraPiece,
  Failure,
  JourneyEvent,
  JourneyEventName,
  JourneyView,
  Language,
} from '../contract/index.ts';
import { type Clock, err, type FormValues, ok, type Result, Signal, type Watchable } from '../core/index.ts';
import type { FeeOrder } from './delivery-types.ts';
import { failure } from './failures.ts';
import { journeyMachine } from './machine.ts';
import { internalFailure, type MachineEvent } from './machine-session.ts';
import { createPictureTray } from './picture-tray.ts';
import { doorActors } from './service-doors.ts';
import type {
  CameraPage,
  DoorOrder,
  JourneyEffects,
  JourneyFacts,
  MaterialFile,
  Person,
  PhoneOrder,
} from './types.ts';
import { type Frame, frameOf } from './view.ts';

/** Remembers across a crash that a session was open, and its receipt number; holds nothing personal. */
export interface SessionMarker {
  /** What the last run left behind, or null when it ended in order. */
  read(): { receiptNumber: string | null } | null;
  begin(): void;
  /** Part of the transaction that takes the case in: the two must never disagree. */
  received(receiptNumber: string): void;
  end(): void;
}

export interface JourneyDeps {
  readonly facts: JourneyFacts;
  readonly effects: JourneyEffects;
  readonly marker: SessionMarker;
  readonly clock: Clock;
  /** Changes at each start of the host. */
  readonly boot: string;
  /** Fires when a device comes or goes. */
  readonly devices: { subscribe(fn: () => void): () => void };
  /** For the log: screens change, names only. */
  readonly onScreen: (screen: string, event: string | null) => void;
  /** For the log: an effect threw. The citizen is told that it did not work; a technician must learn why. */
  readonly onBug: (error: unknown) => void;
}

export interface Journey {
  readonly view: Watchable<JourneyView>;
  send(boot: string, seq: number, event: JourneyEvent): Result<void, Failure>;
  activity(): void;
  /** Keeps what is typed on a page of the form. Of another page or another run it is dropped. */
  typed(boot: string, page: string, values: FormValues): void;
  /** A frame of the document camera with a passport under it; settled when it has been looked at. Otherwise dropped. */
  passport(boot: string, picture: Uint8Array): Promise<void>;
  /** A piece of a photographed page, while pages may be kept. */
  piece(piece: CameraPiece): Result<void, Failure>;
  /** A page that was kept and is on the screen, a JPEG; or null. */
  photograph(page: string): Uint8Array | null;
  /** The file that came from the phone and waits for the citizen's word, or null. */
  material(): Uint8Array | null;
  /** The fingerprint that waits for the citizen's word, a PNG; null when there is none. */
  fingerprint(): Uint8Array | null;
  /** The bytes under review, or null. */
  document(): { bytes: Uint8Array; sha256: string } | null;
  stop(): void;
}

/** Answers that are right whatever the screen shows by now. */
const ALWAYS: readonly JourneyEventName[] = ['leave', 'stay', 'setLanguage'];

const stale: Failure = {
  kind: 'stale',
  citizenMessageKey: 'internal',
  technicianCode: 'J-STALE',
  retryable: true,
};

/** Runs the machine: gives it time and effects, turns its states into views, lets only fitting answers in. */
export function createJourney(deps: JourneyDeps): Journey {
  const { facts, effects, clock } = deps;
  const tray = createPictureTray();
  const noted = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      deps.onBug(error);
      throw error;
    }
  };
  const actor: ActorRefFrom<typeof journeyMachine> = createActor(
    journeyMachine.provide({
      actors: {
        readCard: fromCallback<MachineEvent>(({ sendBack }) => {
          const stop = new AbortController();
          void effects
            .readPerson(stop.signal, () => sendBack({ type: 'READING' }))
            .catch((error: unknown) => {
              deps.onBug(error);
              return err(internalFailure);
            })
            .then((result) => stop.signal.aborted || sendBack({ type: 'PERSON', result }));
          return () => stop.abort();
        }),
        watchCase: fromCallback<MachineEvent, { receiptNumber: string }>(({ sendBack, input }) =>
          effects.watchCase(input.receiptNumber, (view) => sendBack({ type: 'CASE', view })),
        ),
        giveToPhone: fromCallback<MachineEvent, { receiptNumber: string; language: Language }>(
          ({ sendBack, input }) => effects.giveToPhone?.(input, (news) => sendBack({ type: 'PHONE', news })),
        ),
        payFee: fromCallback<MachineEvent, FeeOrder>(({ sendBack, input }) =>
          effects.payFee?.(input, (news) => sendBack({ type: 'FEE', news })),
        ),
        receiveFromPhone: fromCallback<MachineEvent, PhoneOrder>(({ sendBack, input }) =>
          effects.receiveFromPhone?.(input, (news) => sendBack({ type: 'PHONE', news })),
        ),
        signOnPad: fromCallback<MachineEvent>(({ sendBack, receive }) => {
          const pad = effects.signOnPad?.((news) => sendBack({ type: 'PAD', news }));
          receive((event) => event.type === 'clearPad' && pad?.clear());
          return pad?.close;
        }),
        takeFingerprint: fromCallback<MachineEvent>(({ sendBack }) =>
          effects.takeFingerprint?.((news) => sendBack({ type: 'FINGER', news })),
        ),
        watchCases: fromCallback<MachineEvent, { receiptNumbers: readonly string[] }>(
          ({ sendBack, input }) => {
            const stops = input.receiptNumbers.map((number) =>
              effects.watchCase(number, (view) => sendBack({ type: 'CASE', view })),
            );
            return () => stops.forEach((stop) => void stop());
          },
        ),
        giveTemplate: fromCallback<MachineEvent, { csv: string; language: Language }>(({ sendBack, input }) =>
          effects.giveTemplate?.(input, (news) => sendBack({ type: 'PHONE', news })),
        ),
        changeWay: fromPromise(({ input }) =>
          noted(async () => need(effects.changeWay)(input.receiptNumber)),
        ),
        keepDraft: fromPromise(({ input }) => noted(async () => need(effects.keepDraft)(input))),
        dropDraft: fromPromise(({ input }) => noted(async () => need(effects.dropDraft)(input))),
        prepareBatch: fromPromise(({ input }) => noted(async () => need(effects.prepareBatch)(input))),
        submitBatch: fromPromise(({ input }) => noted(async () => need(effects.submitBatch)(input))),
        openDoor: fromCallback<MachineEvent, DoorOrder>(({ sendBack, receive, input }) => {
          const door = effects.locker?.openDoor(input, (news) => sendBack({ type: 'LOCKER', news }));
          receive((event) => event.type === 'cellSaid' && door?.say(event.inside));
          return () => door?.stop();
        }),
        findByCode: fromPromise(({ input }) =>
          noted(async () => (await effects.locker?.findByCode(input)) ?? err(internalFailure)),
        ),
        examinePage: fromPromise<Result<Uint8Array, Failure>, { picture: string }>(({ input }) =>
          noted(async () => {
            const picture = tray.take(input.picture);
            return picture && effects.examinePage
              ? effects.examinePage(picture)
              : err(failure('internal', 'no-picture'));
          }),
        ),
        fetchLicence: fromPromise(({ input, signal }) =>
          noted(() => need(effects.fetchLicence)(input, signal)),
        ),
        joinPages: fromPromise<Result<MaterialFile, Failure>, { pages: readonly CameraPage[]; room: number }>(
          ({ input }) =>
            noted(
              async () =>
                effects.joinPages?.(input.pages, input.room) ?? err(failure('internal', 'no-camera')),
            ),
        ),
        checkPerson: fromPromise(({ input, signal }) =>
          noted(() => effects.checkPerson(input.region, input.claim, signal)),
        ),
        checkWard: fromPromise(({ input, signal }) => noted(() => effects.checkWard(input, signal))),
        checkOrganisation: fromPromise(({ input, signal }) =>
          noted(() => effects.checkOrganisation(input, signal)),
        ),
        prepareAuthorisation: fromPromise(({ input }) => noted(() => effects.prepareAuthorisation(input))),
        prepare: fromPromise(({ input, signal }) => noted(() => effects.prepare(input, signal))),
        submit: fromPromise(({ input }) => noted(() => effects.submit(input))),
        findCases: fromPromise(({ input }) =>
          noted(() =>
            input.receiptClaim
              ? effects.findByReceipt(input.receiptClaim.receiptNumber, input.receiptClaim.number)
              : effects.findByPerson(input.person as Person),
          ),
        ),
        rate: fromPromise(({ input }) => noted(() => effects.rate(input))),
        prepareCorrection: fromPromise(({ input }) => noted(() => effects.prepareCorrection(input))),
        sendCorrection: fromPromise(({ input }) => noted(() => effects.sendCorrection(input))),
        fileTicket: fromPromise(({ input }) => noted(() => effects.fileTicket(input))),
        withdraw: fromPromise(({ input, signal }) =>
          noted(() => effects.withdraw(input.receiptNumber, signal)),
        ),
        print: fromPromise(({ input }) => noted(() => effects.print(input))),
        ...doorActors(effects, noted, () => frame.screen),
      },
    }),
    {
      input: { facts, recovered: deps.marker.read() },
      clock: {
        setTimeout: (fn, ms) => clock.setTimeout(fn, ms),
        clearTimeout: (id) => clock.clearTimeout(id),
      },
    },
  );

  let seq = 0;
  /** The first `seq` of the screen that stands there: whoever is done with it is done, whatever moved on it meanwhile. */
  let shownSince = 0;
  let frame = frameOf(actor.getSnapshot());
  const view = new Signal<JourneyView>({ ...frame, boot: deps.boot, seq } as JourneyView);

  /** `asked`: a new question is on the screen, so that answers to the old one are stale. */
  const show = (asked: boolean, event: string | null) => {
    const next = frameOf(actor.getSnapshot());
    if (asked || isNewQuestion(frame, next)) seq++;
    if (frame.screen !== next.screen) {
      shownSince = seq;
      tray.empty();
      deps.onScreen(next.screen, event);
      mark(frame, next);
      if (frame.screen === 'passport') effects.passportOver?.();
    }
    frame = next;
    view.set({ ...next, boot: deps.boot, seq } as JourneyView);
  };

  const mark = (before: Frame, after: Frame) => {
    if (before.screen === 'home') deps.marker.begin();
    if (after.screen === 'home' || after.screen === 'farewell') deps.marker.end();
  };

  actor.subscribe(() => show(false, null));
  const stopDevices = deps.devices.subscribe(() => actor.send({ type: 'DEVICES' }));
  actor.start();
  show(false, null);

  return {
    view,
    send(boot, answered, event) {
      const fits = boot === deps.boot && frame.events.includes(event.type);
      const right =
        answered === seq || ALWAYS.includes(event.type) || (event.type === 'done' && answered >= shownSince);
      if (!fits || !right) return err(stale);
      actor.send({ type: 'ACTIVITY' });
      actor.send(event);
      show(true, event.type);
      return ok();
    },
    activity: () => actor.send({ type: 'ACTIVITY' }),
    typed(boot, page, values) {
      if (boot === deps.boot) actor.send({ type: 'TYPED', page, values });
    },
    async passport(boot, picture) {
      const watching = () => actor.getSnapshot().matches({ flow: { passport: 'watching' } });
      if (boot !== deps.boot || !effects.readPassport || !watching()) return;
      const read = effects.readPassport;
      const result = await noted(() => read(picture)).catch(() => err(internalFailure));
      // Whoever has gone on meanwhile has other things on the screen.
      if (!watching()) return;
      if (result.ok || result.error.kind !== 'zoneMissing') actor.send({ type: 'ACTIVITY' });
      actor.send({ type: 'ZONE', result });
    },
    piece({ boot, ...piece }) {
      if (boot !== deps.boot || !frame.events.includes('keepPage')) return err(stale);
      return tray.put(piece) ? ok() : err(failure('internal', 'camera-piece'));
    },
    photograph: (page) =>
      actor.getSnapshot().context.photographed?.pages.find(({ id }) => id === page)?.bytes ?? null,
    material: () => actor.getSnapshot().context.coming?.file?.bytes ?? null,
    fingerprint: () => actor.getSnapshot().context.print?.png ?? null,
    document() {
      const { context } = actor.getSnapshot();
      const document = context.document ?? context.forWhom?.authorisation?.document ?? null;
      return document && { bytes: document.bytes, sha256: document.sha256 };
    },
    stop() {
      stopDevices();
      actor.stop();
    },
  };
}

/** Pictures may change under a question (a case moves on); the question is new when its screen or its answers change. */
function isNewQuestion(before: Frame, after: Frame): boolean {
  return (
    before.screen !== after.screen ||
    before.overlay?.kind !== after.overlay?.kind ||
    before.events.join() !== after.events.join()
  );
}

/** An effect that every host with this journey has. */
function need<T>(effect: T | undefined): T {
  // coverage-defer: no host goes without it
  /* v8 ignore next -- @preserve */
  if (effect === undefined) throw new Error('the host lacks an effect');
  return effect;
}
