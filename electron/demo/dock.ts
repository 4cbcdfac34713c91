import { implement } from '@orpc/server';
import { type DockState, dockContract, type ProcedureMeta } from '../contract/index.ts';
import { follow, Signal, type Watchable } from '../core/index.ts';
import { assertAudience, type LinkContext } from '../host-router.ts';
import type { DemoPrinter } from './demo-printer.ts';
import { type HelpPlug, helpState } from './dock-help.ts';
import { type LockerPlug, playLocker } from './dock-locker.ts';
import { playSigning, type SigningPlugs } from './dock-signing.ts';
import { DEMO_PASSPORTS, type PassportPlug } from './passports.ts';
import { DEMO_PEOPLE, type DemoPerson, nameOn } from './people.ts';
import type { SandboxRegions } from './sandbox-regions.ts';

/** What the dock needs of the card reader's emulator. */
export interface ReaderPlug {
  placeCard(card: DemoPerson['card']): void;
  removeCard(): void;
  plug(): void;
  unplug(): void;
}

/** The dock's state and handlers: the hands that play the hardware of the demo. */
export function createDock(deps: {
  reader: ReaderPlug;
  printer: DemoPrinter;
  sandboxes: SandboxRegions;
  signing: SigningPlugs;
  locker: LockerPlug | null;
  help: HelpPlug;
  /** The camera's eye, and the pictures of the demo's passports. */
  passports: PassportPlug;
}) {
  const { reader, printer, sandboxes } = deps;
  let cardOnReader: string | null = null;
  let readerPlugged = true;
  const signing = playSigning(deps.signing, () => refresh());
  const locker = playLocker(deps.locker, () => refresh());
  const now = (): DockState => ({
    people: DEMO_PEOPLE.map(({ id, note, card }) => ({
      id,
      note,
      // No font has a private character: an empty box would say less than nothing.
      name: nameOn(card).replace(/\p{Co}/gu, '〓'),
      number: card.number,
    })),
    passports: DEMO_PASSPORTS.map(({ id, name, number, note }) => ({ id, name, number, note })),
    cardOnReader,
    readerPlugged,
    ...signing.state(),
    ...locker.state(),
    help: helpState(deps.help),
    printerState: printer.state.value,
    trayFeels: printer.feels.value,
    pages: printer.pages.value.map(({ id, title, at, taken }) => ({ id, title, at, taken })),
    regions: sandboxes.regions(),
    received: sandboxes.received(),
    payments: sandboxes.payments(),
  });
  const state = new Signal(now());
  const refresh = () => state.set(now());
  printer.state.subscribe(refresh);
  printer.feels.subscribe(refresh);
  printer.pages.subscribe(refresh);
  sandboxes.onChange(refresh);
  deps.help.calls.subscribe(refresh);
  deps.help.video.state.subscribe(refresh);

  const os = implement(dockContract)
    .$context<LinkContext>()
    .use(({ context, procedure, next }) => {
      assertAudience(procedure['~orpc'].meta as ProcedureMeta, context.audience);
      return next();
    });
  const router = os.router({
    dock: {
      watch: os.dock.watch.handler(async function* ({ signal }) {
        yield* follow(state as Watchable<DockState>, signal);
      }),
      placeCard: os.dock.placeCard.handler(({ input }) => {
        const person = DEMO_PEOPLE.find((one) => one.id === input.person);
        if (person) {
          if (cardOnReader !== null) reader.removeCard();
          reader.placeCard(person.card);
          cardOnReader = person.id;
          refresh();
        }
        return {};
      }),
      showPassport: os.dock.showPassport.handler(async ({ input }) => {
        const picture = deps.passports.picture(input.passport);
        if (picture) await deps.passports.show(picture);
        return {};
      }),
      passportPicture: os.dock.passportPicture.handler(({ input }) => {
        const picture = deps.passports.picture(input.passport);
        return { base64: picture && Buffer.from(picture).toString('base64') };
      }),
      removeCard: os.dock.removeCard.handler(() => {
        reader.removeCard();
        cardOnReader = null;
        refresh();
        return {};
      }),
      answerCall: os.dock.answerCall.handler(({ input }) => {
        deps.help.calls.answer(input.id);
        return {};
      }),
      sayVideo: os.dock.sayVideo.handler(({ input }) => {
        deps.help.video.say(input.state);
        return {};
      }),
      plugReader: os.dock.plugReader.handler(({ input }) => {
        if (input.plugged) reader.plug();
        else reader.unplug();
        readerPlugged = input.plugged;
        refresh();
        return {};
      }),
      plugPad: os.dock.plugPad.handler(({ input }) => signing.plugPad(input.plugged)),
      movePen: os.dock.movePen.handler(({ input }) => signing.movePen(input.points, input.lifted)),
      plugFinger: os.dock.plugFinger.handler(({ input }) => signing.plugFinger(input.plugged)),
      layFinger: os.dock.layFinger.handler(({ input }) => signing.layFinger(input.finger)),
      lockerDoor: os.dock.lockerDoor.handler(({ input }) => locker.door(input.cell, input.open)),
      lockerItem: os.dock.lockerItem.handler(({ input }) => locker.item(input.cell, input.inside)),
      lockerJam: os.dock.lockerJam.handler(({ input }) => locker.jam(input.cell, input.jams)),
      lockerPlace: os.dock.lockerPlace.handler(({ input }) => locker.place(input.receiptNumber)),
      lockerTake: os.dock.lockerTake.handler(({ input }) => locker.take(input.cell)),
      lockerClear: os.dock.lockerClear.handler(({ input }) => locker.clear(input.cell)),
      setPrinter: os.dock.setPrinter.handler(({ input }) => {
        printer.state.set(input.state);
        return {};
      }),
      setTrayFeels: os.dock.setTrayFeels.handler(({ input }) => {
        printer.feels.set(input.feels);
        return {};
      }),
      setBackend: os.dock.setBackend.handler(async ({ input }) => {
        await sandboxes.setMode(input.mode, input.region);
        refresh();
        return {};
      }),
      correctNext: os.dock.correctNext.handler(({ input }) => {
        sandboxes
          .get(input.region)
          ?.correctNext(1, [{ kind: 'field', name: 'purpose', note: '用途请重新选择' }]);
        return {};
      }),
      page: os.dock.page.handler(({ input }) => {
        const page = printer.pages.value.find((one) => one.id === input.id);
        return { base64: page ? Buffer.from(page.pdf).toString('base64') : null };
      }),
      pay: os.dock.pay.handler(async ({ input }) => {
        await sandboxes.pay(input.region, input.number);
        return {};
      }),
      takePage: os.dock.takePage.handler(({ input }) => {
        printer.take(input.id);
        return {};
      }),
    },
  });
  return { router };
}
