import { PNG } from 'pngjs';
import type { JourneyEvent } from '../../electron/contract/index.ts';
import type { FormValues } from '../../electron/core/index.ts';
import { DEMO_PEOPLE, demoGroup, demoWard } from '../../electron/demo/people.ts';
import { COMMON, listOf } from './batch-samples.ts';
import { type Mark, strokeMark, textMark } from './canary.ts';
import type { CanaryHost } from './canary-host.ts';
import { FILLED, setUp, shareholder } from './filled-forms.ts';
import { smallestJpeg } from './smallest-jpeg.ts';

/** A marked citizen's ways through the machine: everything that can be known of a person carries a mark. */

const person = (id: string) => {
  const card = DEMO_PEOPLE.find((one) => one.id === id)?.card;
  if (card?.kind !== 'resident') throw new Error(`no such resident: ${id}`);
  return card;
};
const zhang = person('zhang');
const ouyang = person('ouyang');
const ward = demoWard().person;

const PHONE = '13987650042';
const WORDS = '金丝雀在三号窗口唱了七遍';
const STREET = '金丝雀路九十九号院';
const FILE = 'canary-of-a-file-7f3a';
const PAGE = 'canary-of-a-page-2c9e';
const X = 0.2718281828;
const Y = 0.3141592653;

export const MARKS: readonly Mark[] = [
  textMark('name', zhang.name),
  textMark('number', zhang.number),
  textMark('address', zhang.address),
  textMark('name of the other', ouyang.name),
  textMark('number of the other', ouyang.number),
  textMark('name of the child', ward.name),
  textMark('number of the child', ward.number),
  textMark('phone', PHONE),
  textMark('words', WORDS),
  textMark('street', STREET),
  textMark('file', FILE),
  textMark('photographed page', PAGE),
  strokeMark('stroke x', X),
  strokeMark('stroke y', Y),
];

const SIGNED: JourneyEvent = {
  type: 'signed',
  strokes: [
    [
      { x: X, y: Y, t: 0 },
      { x: 0.5, y: 0.6, t: 120 },
      { x: 0.8, y: 0.3, t: 260 },
    ],
  ],
};

export interface CanaryJourney {
  /** To where the most is known of the citizen, and nothing is handed in yet. */
  deep(kiosk: CanaryHost): Promise<void>;
  /** From there to the end, before the citizen leaves. */
  finish(kiosk: CanaryHost): Promise<void>;
}

async function start(
  kiosk: CanaryHost,
  region: string,
  matter: string,
  who: 'zhang' | 'ouyang',
): Promise<void> {
  await kiosk.on('home');
  await kiosk.say({ type: 'apply' });
  await kiosk.say({ type: 'chooseRegion', region });
  await kiosk.say({ type: 'chooseMatter', matter });
  await kiosk.say({ type: 'start' });
  await kiosk.say({ type: 'consent' });
  await kiosk.hand('placeCard', { person: who });
}

/** The first person's form, for who stands there. */
async function form(kiosk: CanaryHost, values: FormValues): Promise<void> {
  const first = await kiosk.view(({ screen }) => screen === 'forWhom' || screen === 'details', 'on the form');
  if (first.screen === 'forWhom') await kiosk.say({ type: 'actFor', as: 'self' });
  await kiosk.on('details');
  await kiosk.say({ type: 'confirmDetails', values });
}

async function window(kiosk: CanaryHost, delivery: 'window' | 'print-here' = 'window'): Promise<void> {
  await kiosk.on('delivery');
  await kiosk.say({ type: 'chooseDelivery', delivery });
  await kiosk.on('review');
}

async function sign(kiosk: CanaryHost): Promise<void> {
  await kiosk.on('review');
  await kiosk.say({ type: 'toSign' });
  await kiosk.on('sign');
  await kiosk.say(SIGNED);
}

/** Taken in, and on paper. */
async function submitted(kiosk: CanaryHost): Promise<string> {
  const { data } = await kiosk.on('submitted', ({ receipt }) => receipt === 'printed');
  return data.case.receiptNumber;
}

const signed = async (kiosk: CanaryHost): Promise<void> => {
  await sign(kiosk);
  await submitted(kiosk);
};

/** The identity proof is printed here. */
async function applied(kiosk: CanaryHost): Promise<void> {
  await start(kiosk, '120000', 'XT-GA-020', 'zhang');
  await form(kiosk, { purpose: 'train', phone: PHONE });
  await window(kiosk, 'print-here');
}

/** One's own cases, by the card. */
async function track(kiosk: CanaryHost): Promise<void> {
  await kiosk.say({ type: 'track' });
  await kiosk.say({ type: 'consent' });
  await kiosk.hand('placeCard', { person: 'zhang' });
  await kiosk.on('cases');
}

const leave = async (kiosk: CanaryHost): Promise<void> => {
  await kiosk.hand('removeCard');
  await kiosk.say({ type: 'done' });
  const after = await kiosk.view(
    (view) => view.screen === 'home' || (view.screen === 'farewell' && !view.data.cardOnReader),
    'the farewell',
  );
  if (after.screen === 'farewell') await kiosk.say({ type: 'done' });
  await kiosk.on('home');
};

/** A case stands in the books of its region, and its citizen has gone home. */
async function handedIn(kiosk: CanaryHost): Promise<string> {
  await applied(kiosk);
  await sign(kiosk);
  const receiptNumber = await submitted(kiosk);
  await leave(kiosk);
  return receiptNumber;
}

const fund = { ...FILLED['housing-fund-retirement'], phone: PHONE, payee: zhang.name };

async function materials(kiosk: CanaryHost): Promise<void> {
  await start(kiosk, '120000', 'XT-ZJ-001', 'zhang');
  await form(kiosk, fund);
  await kiosk.on('materials');
}

const withoutOffence: FormValues = {
  purpose: 'work',
  whole: true,
  hadOtherName: false,
  translation: false,
  phone: PHONE,
  home: STREET,
};

/** A picture with a remark of its own: tEXt of a PNG is not looked at. */
function picture(): Uint8Array<ArrayBuffer> {
  const bytes = PNG.sync.write(new PNG({ width: 4, height: 3 }));
  const remark = Buffer.from(`\0\0\0\0tEXt${FILE}\0\0\0\0`, 'latin1');
  remark.writeUInt32BE(FILE.length, 0);
  const end = bytes.length - 12;
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, end), remark, bytes.subarray(end)]));
}

/** A page of the camera with a remark (COM) of its own. */
function page(): Buffer {
  const bytes = smallestJpeg(1_600, 1_200, 2_000);
  const remark = Buffer.from(`\xff\xfe\0\0${PAGE}`, 'latin1');
  remark.writeUInt16BE(PAGE.length + 2, 2);
  return Buffer.concat([bytes.subarray(0, 2), remark, bytes.subarray(2)]);
}

async function sendTo(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const { origin, hash } = new URL(url);
  const headers = { Authorization: `Bearer ${hash.slice(1)}` };
  await fetch(`${origin}/ticket`, { headers });
  const answer = await fetch(`${origin}/file`, { method: 'PUT', headers, body });
  const said = await answer.json();
  if ((said as { ok: boolean }).ok !== true) throw new Error(`the phone was told ${JSON.stringify(said)}`);
}

/** The two who are not here yet sign after the first one. */
const shares = [
  { ...shareholder(ouyang.number, 60), shareholderName: ouyang.name },
  { ...shareholder(person('rare').number, 40), shareholderName: person('rare').name },
];

export const JOURNEYS: Readonly<Record<string, CanaryJourney>> = {
  apply: { deep: applied, finish: signed },
  correct: {
    async deep(kiosk) {
      await kiosk.hand('correctNext', { region: '120000' });
      await applied(kiosk);
      await sign(kiosk);
      const { data } = await kiosk.on(
        'submitted',
        ({ receipt, case: one }) => receipt === 'printed' && one.correction !== undefined,
      );
      await leave(kiosk);
      await track(kiosk);
      await kiosk.say({ type: 'openCorrection', receiptNumber: data.case.receiptNumber });
      await kiosk.on('correct');
      await kiosk.say({ type: 'giveCorrection', values: { purpose: 'exam' } });
      await kiosk.on('review');
    },
    async finish(kiosk) {
      await sign(kiosk);
      await kiosk.on('corrected');
      await kiosk.say({ type: 'back' });
      await kiosk.on('cases');
    },
  },
  rate: {
    async deep(kiosk) {
      const receiptNumber = await handedIn(kiosk);
      await track(kiosk);
      await kiosk.say({ type: 'rate', receiptNumber });
      await kiosk.on('rate');
    },
    async finish(kiosk) {
      await kiosk.say({
        type: 'giveRating',
        satisfaction: 'dissatisfied',
        remarks: [],
        words: WORDS,
        phone: PHONE,
      });
      await kiosk.on('rate', ({ given }) => given !== null);
    },
  },
  report: {
    async deep(kiosk) {
      await track(kiosk);
      await kiosk.say({ type: 'report' });
      await kiosk.on('report');
    },
    async finish(kiosk) {
      const { data } = await kiosk.on('report');
      await kiosk.say({
        type: 'fileReport',
        kind: data.kind,
        text: WORDS,
        phone: PHONE,
        name: zhang.name,
        wishedBy: null,
      });
      await kiosk.on('reported');
    },
  },
  'materials by phone': {
    async deep(kiosk) {
      await materials(kiosk);
      await kiosk.say({ type: 'fromPhone', material: 'bank-card' });
      const { data } = await kiosk.on('phone', ({ url }) => url !== null);
      await sendTo(data.url as string, picture());
      await kiosk.on('phone', ({ file }) => file !== null);
    },
    async finish(kiosk) {
      await kiosk.say({ type: 'acceptFile' });
      await kiosk.on('materials');
      await kiosk.say({ type: 'handInLater', material: 'retirement' });
      await kiosk.say({ type: 'materialsDone' });
      await window(kiosk);
      await signed(kiosk);
    },
  },
  'materials by camera': {
    async deep(kiosk) {
      await kiosk.citizen('camera', 'stands', { present: true });
      await materials(kiosk);
      await kiosk.say({ type: 'handInLater', material: 'retirement' });
      await kiosk.say({ type: 'fromCamera', material: 'bank-card' });
      await kiosk.on('camera');
      const bytes = page();
      await kiosk.citizen('camera', 'piece', {
        boot: await kiosk.boot(),
        picture: 'first',
        at: 0,
        of: bytes.length,
        base64: bytes.toString('base64'),
      });
      await kiosk.say({ type: 'keepPage', picture: 'first', instead: null });
      await kiosk.on('camera', ({ pages }) => pages.length === 1);
    },
    async finish(kiosk) {
      await kiosk.say({ type: 'pagesDone' });
      await kiosk.on('materials');
      await kiosk.say({ type: 'materialsDone' });
      await window(kiosk);
      await signed(kiosk);
    },
  },
  'for another who is here': {
    async deep(kiosk) {
      await start(kiosk, '120000', 'XT-GA-001', 'zhang');
      await kiosk.on('forWhom');
      await kiosk.say({ type: 'actFor', as: 'authorised' });
      await kiosk.on('principal');
      await kiosk.say({ type: 'consent' });
      await kiosk.on('principal', ({ phase }) => phase === 'lift');
      await kiosk.hand('removeCard');
      await kiosk.on('principal', ({ phase }) => phase === 'waiting');
      await kiosk.hand('placeCard', { person: 'ouyang' });
      await sign(kiosk);
      await kiosk.on('details');
      await kiosk.say({ type: 'confirmDetails', values: withoutOffence });
      await window(kiosk);
    },
    finish: signed,
  },
  'for a child': {
    async deep(kiosk) {
      await start(kiosk, '120000', 'XT-YB-001', 'ouyang');
      await kiosk.on('forWhom');
      await kiosk.say({ type: 'actFor', as: 'guardian' });
      await kiosk.on('ward');
      await kiosk.say({ type: 'giveWard', ...ward });
      await kiosk.on('details');
      await kiosk.say({ type: 'confirmDetails', values: { ...FILLED['medical-filing'], phone: PHONE } });
      await kiosk.view(({ screen }) => screen !== 'details' && screen !== 'preparing', 'after the form');
    },
    async finish(kiosk) {
      const next = await kiosk.view(() => true, 'anything');
      if (next.screen === 'materials') {
        for (const { id } of next.data.materials) await kiosk.say({ type: 'bringToWindow', material: id });
        await kiosk.say({ type: 'materialsDone' });
      }
      await window(kiosk, 'print-here');
      await signed(kiosk);
    },
  },
  'print door': {
    async deep(kiosk) {
      await kiosk.say({ type: 'print' });
      await kiosk.say({ type: 'consent' });
      await kiosk.hand('placeCard', { person: 'zhang' });
      await kiosk.on('prints');
      await kiosk.say({ type: 'choosePrint', item: '120000:no-offence' });
      await kiosk.on('printOne');
    },
    async finish(kiosk) {
      await kiosk.say({ type: 'printNow', copies: 1, duplex: false });
      await kiosk.on('printOne', ({ state }) => state === 'printed');
    },
  },
  locker: {
    async deep(kiosk) {
      await materials(kiosk);
      const { data } = await kiosk.on('materials');
      for (const { id } of data.materials) await kiosk.say({ type: 'toLocker', material: id });
      await kiosk.say({ type: 'materialsDone' });
      await window(kiosk);
    },
    async finish(kiosk) {
      await sign(kiosk);
      await kiosk.on('cell', ({ phase }) => phase === 'ready');
      await kiosk.say({ type: 'depositNow', low: false });
      const { data } = await kiosk.on('cell', ({ phase }) => phase === 'open');
      await kiosk.hand('lockerItem', { cell: data.cell, inside: true });
      await kiosk.hand('lockerDoor', { cell: data.cell, open: false });
      await kiosk.on('cell', ({ phase }) => phase === 'over');
      await kiosk.say({ type: 'done' });
      await submitted(kiosk);
    },
  },
  fee: {
    async deep(kiosk) {
      await start(kiosk, '120000', 'XT-GA-010', 'zhang');
      await form(kiosk, { purpose: 'train', phone: PHONE });
      await kiosk.on('delivery');
      await kiosk.say({ type: 'chooseDelivery', delivery: 'ems' });
      await kiosk.on('mailAddress');
      await kiosk.say({
        type: 'giveAddress',
        values: {
          name: zhang.name,
          phone: PHONE,
          province: '120000',
          city: '天津市',
          county: '和平区',
          street: STREET,
        },
      });
      await kiosk.on('fee', ({ state }) => state === 'open');
    },
    async finish(kiosk) {
      const { payments } = await kiosk.dock(
        (state) => state.payments.some((one) => one.state === 'open'),
        'a fee',
      );
      const open = payments.find((one) => one.state === 'open');
      await kiosk.hand('pay', { region: '120000', number: open?.number ?? '' });
      await kiosk.on('fee', ({ state }) => state === 'paid');
      await kiosk.say({ type: 'feePaid' });
      await signed(kiosk);
    },
  },
  batch: {
    async deep(kiosk) {
      await start(kiosk, '120000', 'XT-SJ-015', 'zhang');
      await kiosk.on('forWhom');
      await kiosk.say({ type: 'actFor', as: 'batch' });
      await kiosk.say({ type: 'listFromPhone' });
      const { data } = await kiosk.on('batchPhone', ({ url }) => url !== null);
      const rows = demoGroup()
        .slice(0, 2)
        .map((company) => ({ ...company, city: '天津' }));
      await sendTo(data.url as string, Uint8Array.from(listOf(rows)));
      await kiosk.on('batch', ({ ready }) => ready);
      await kiosk.say({ type: 'rowsDone' });
      await kiosk.say({ type: 'giveCommon', values: { ...COMMON, phone: PHONE } });
      const { data: asked } = await kiosk.on('materials');
      for (const { id } of asked.materials) await kiosk.say({ type: 'bringToWindow', material: id });
      await kiosk.say({ type: 'materialsDone' });
      await window(kiosk);
    },
    async finish(kiosk) {
      await sign(kiosk);
      await kiosk.on('batchProgress', ({ receipt }) => receipt === 'printed');
    },
  },
  'joint signing': {
    async deep(kiosk) {
      await start(kiosk, '370100', 'XT-SJ-001', 'zhang');
      await form(kiosk, {
        ...setUp,
        shareholders: shares,
        legalRepresentative: zhang.name,
        legalNumber: zhang.number,
        legalPhone: PHONE,
      });
      const { data } = await kiosk.on('materials');
      for (const { id, required } of data.materials)
        if (required) await kiosk.say({ type: 'bringToWindow', material: id });
      await kiosk.say({ type: 'materialsDone' });
      await window(kiosk);
      await sign(kiosk);
      await kiosk.on('signers');
      await kiosk.say({ type: 'nextSigner' });
      await kiosk.say({ type: 'consent' });
      await kiosk.on('signerCard', ({ phase }) => phase === 'lift');
      await kiosk.hand('removeCard');
      await kiosk.on('signerCard', ({ phase }) => phase === 'waiting');
      await kiosk.hand('placeCard', { person: 'ouyang' });
      await sign(kiosk);
      await kiosk.on('signers');
    },
    async finish(kiosk) {
      await kiosk.say({ type: 'submitSigned' });
      await submitted(kiosk);
    },
  },
  draft: {
    async deep(kiosk) {
      await start(kiosk, '120000', 'XT-GA-001', 'zhang');
      await kiosk.on('forWhom');
      await kiosk.say({ type: 'actFor', as: 'self' });
      const { data: before } = await kiosk.on('details');
      // What is typed on any page is kept; the telephone is on a later one.
      if (before.page !== '@all') await kiosk.say({ type: 'answerPage', page: before.page, values: {} });
      const { boot, data } = await kiosk.on('details');
      const { purpose = '', phone = '', home = '' } = withoutOffence;
      await kiosk.citizen('journey', 'typed', { boot, page: data.page, values: { purpose, phone, home } });
    },
    async finish(kiosk) {
      await kiosk.say({ type: 'leave' });
      await kiosk.say({ type: 'keepDraft' });
      await kiosk.on('farewell', ({ kept }) => kept === 'kept');
    },
  },
};
