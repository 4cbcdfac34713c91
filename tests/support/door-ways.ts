import { err, ok } from '../../electron/core/index.ts';
import { failure } from '../../electron/journey/index.ts';
import type { PrintOpened } from '../../electron/journey/print-types.ts';
import { DOOR_ANSWERS, PRINT_ITEMS } from './journey-doors.ts';
import { type Harness, personOf } from './journey-harness.ts';

export const OPENED: PrintOpened = {
  id: 'door-1-a',
  pdf: new Uint8Array([7, 7]),
  pages: 5,
  copies: { used: 1, left: 2, period: 'year' },
  price: null,
  marked: true,
};

const { print, choosePrint, giveArchive, printNow, help, toHandOver } = DOOR_ANSWERS;
type Way = (h: Harness) => Promise<void>;

const finding: Way = async (h) => {
  await h.say(print);
  await h.say({ type: 'consent' });
  h.held.read.answer(ok(personOf(1)));
  await h.settle();
};
const list: Way = async (h) => {
  await finding(h);
  h.held.findPrints.answer(ok({ items: PRINT_ITEMS, unheard: ['440100'] }));
  await h.settle();
};
const archive: Way = async (h) => {
  await list(h);
  await h.say({ ...choosePrint, item: 'archive' });
};
const opening: Way = async (h) => {
  await list(h);
  await h.say(choosePrint);
};
const choose: Way = async (h) => {
  await opening(h);
  h.held.openPrint.answer(ok(OPENED));
  await h.settle();
};
const printing: Way = async (h) => {
  await choose(h);
  await h.say(printNow);
};
const ended =
  (kind: 'printerJam' | 'printUnknown' | null): Way =>
  async (h) => {
    await printing(h);
    h.held.printOut.answer(kind ? err(failure(kind)) : ok({ used: 2, left: 1, period: 'year' as const }));
    await h.settle();
  };
const details: Way = async (h) => {
  await h.say({ type: 'apply' });
  await h.say({ type: 'chooseMatter', matter: 'full' });
  await h.say({ type: 'start' });
  await h.say({ type: 'consent' });
  h.held.read.answer(ok(personOf(1)));
  await h.settle();
};
const over =
  (...answers: readonly Parameters<Harness['say']>[0][]): Way =>
  async (h) => {
    await details(h);
    for (const answer of [help, ...answers]) await h.say(answer);
  };

/** Ways to each screen of the print door, and to help. */
export const DOOR_WAYS: Record<string, Way> = {
  printConsent: (h) => h.say(print),
  printFinding: finding,
  prints: list,
  archive,
  archiveRefused: async (h) => {
    await archive(h);
    await h.say(giveArchive);
    h.held.openPrint.answer(err(failure('archiveNotAuthorised')));
    await h.settle();
  },
  archiveOpening: async (h) => {
    await archive(h);
    await h.say(giveArchive);
  },
  printOpening: opening,
  printChoose: choose,
  printPrinting: printing,
  printJammed: ended('printerJam'),
  printAsked: ended('printUnknown'),
  printDone: ended(null),
  help: over(),
  helpAtHome: (h) => h.say(help),
  helpCalled: over({ type: 'callStaff' }),
  helpHandOver: over(toHandOver),
  helpCard: over(toHandOver, { type: 'handOver', role: 'family', withCard: true }),
  helpVideo: over({ type: 'callVideo' }),
};
