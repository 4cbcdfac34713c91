import { ok } from '../../electron/core/index.ts';
import { failure } from '../../electron/journey/index.ts';
import { caseView, DOCUMENT, type Harness, personOf, SIGNATURE } from './journey-harness.ts';
import { makeThing } from './locker-data.ts';

type Way = (h: Harness) => Promise<void>;

const collect: Way = async (h) => h.say({ type: 'collect' });
const collectCard: Way = async (h) => {
  await collect(h);
  await h.say({ type: 'withCard' });
};
const collectList: Way = async (h) => {
  h.locker.things = [makeThing(), makeThing({ cell: '2', what: 'originals', until: null })];
  await collectCard(h);
  await h.say({ type: 'consent' });
  h.held.read.answer(ok(personOf(1)));
  await h.settle();
};
const cell: Way = async (h) => {
  await collectList(h);
  await h.say({ type: 'openCell', cell: '7' });
};
const cellOpen: Way = async (h) => {
  await cell(h);
  h.locker.hear({ kind: 'door', phase: 'open', item: 'present', leftOpen: false });
  await h.settle();
};
const deposit: Way = async (h) => {
  h.line.materials = h.line.materials.map((one) => ({ ...one, ways: ['locker', ...one.ways] }));
  await h.say({ type: 'apply' });
  await h.say({ type: 'chooseMatter', matter: 'papers' });
  await h.say({ type: 'start' });
  await h.say({ type: 'consent' });
  h.held.read.answer(ok(personOf(1)));
  await h.settle();
  await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  await h.say({ type: 'toLocker', material: 'licence' });
  await h.say({ type: 'materialsDone' });
  await h.say({ type: 'chooseDelivery', delivery: 'window' });
  h.held.prepare.answer(ok(DOCUMENT));
  await h.settle();
  await h.say({ type: 'toSign' });
  await h.say({ type: 'signed', strokes: SIGNATURE });
  h.held.submit.answer(ok(caseView()));
  await h.settle();
};
const depositOpening: Way = async (h) => {
  await deposit(h);
  await h.say({ type: 'depositNow', low: false });
  h.locker.hear({ kind: 'cell', cell: '4' });
  await h.settle();
};

/** Ways to the locker's screens. */
export const LOCKER_WAYS: Record<string, Way> = {
  collect,
  collectAway: async (h) => {
    h.locker.ready = false;
    await collect(h);
  },
  collectCard,
  collectCardWaiting: async (h) => {
    await collectCard(h);
    await h.say({ type: 'consent' });
  },
  collectCode: async (h) => {
    await collect(h);
    await h.say({ type: 'withCode' });
  },
  collectCodeFinding: async (h) => {
    await collect(h);
    await h.say({ type: 'withCode' });
    await h.say({ type: 'giveCode', code: '12345678' });
  },
  collectCodeLocked: async (h) => {
    h.locker.codes = { digits: 8, lockedUntil: h.clock.now() + 600_000, left: null };
    await collect(h);
    await h.say({ type: 'withCode' });
  },
  collectList,
  cell,
  cellOpen,
  cellAsking: async (h) => {
    await cell(h);
    h.locker.hear({ kind: 'door', phase: 'asking', item: 'unknown', leftOpen: false });
    await h.settle();
  },
  cellOver: async (h) => {
    await cellOpen(h);
    h.locker.hear({ kind: 'over', outcome: 'taken' });
    await h.settle();
  },
  cellFailed: async (h) => {
    await cell(h);
    h.locker.hear({ kind: 'failed', problem: failure('lockerStuck') });
    await h.settle();
  },
  deposit,
  depositOpening,
  deposited: async (h) => {
    await depositOpening(h);
    h.locker.hear({ kind: 'over', outcome: 'deposited' });
    await h.settle();
  },
};
