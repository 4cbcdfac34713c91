import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE, demoAuthority, demoCompany } from '../../electron/demo/people.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';

const company = demoCompany();
const numberOf = (id: string) => DEMO_PEOPLE.find((one) => one.id === id)?.card.number as string;

let kiosk: Kiosk;
let citizen: Citizen;
beforeAll(async () => {
  kiosk = await startKiosk();
  citizen = await kiosk.citizen();
});
afterAll(async () => {
  citizen.close();
  await kiosk.stop();
});

async function toPrints(person: string): Promise<void> {
  await citizen.on('home');
  await citizen.say({ type: 'print' });
  await citizen.on('identify');
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person });
  await citizen.on('prints');
}

async function ask(as: 'legal-representative' | 'agent', authority: string | null = null): Promise<void> {
  const view = await citizen.until(
    ({ screen }) => screen === 'prints' || screen === 'archive',
    'the archive',
  );
  if (view.screen === 'prints') await citizen.say({ type: 'choosePrint', item: '120000:archive' });
  await citizen.on('archive');
  await citizen.say({
    type: 'giveArchive',
    name: company.name,
    creditCode: company.creditCode,
    as,
    authority,
    purpose: 'bank',
  });
}

async function home(): Promise<void> {
  await kiosk.dock.call.removeCard();
  const after = await citizen.until(
    (view) => view.screen === 'home' || (view.screen === 'farewell' && !view.data.cardOnReader),
    'the farewell',
  );
  if (after.screen === 'farewell') await citizen.say({ type: 'done' });
  await citizen.on('home');
}

const papers = async () =>
  (await kiosk.dock.state()).pages.filter(({ title }) => title.startsWith('archive-')).length;

describe('a company archive of Tianjin, printed in Beijing', () => {
  it('is refused to an agent without authority, with ways on, and nothing is counted', async () => {
    await toPrints('ouyang');
    await ask('agent', 'WT0000000');
    const refused = await citizen.until(
      (view) => view.screen === 'archive' && view.data.problem !== null,
      'the refusal',
    );
    expect(refused).toMatchObject({
      data: { problem: { kind: 'archiveNotAuthorised' }, phone: '022-12345' },
    });
    for (const way of ['giveArchive', 'report', 'back', 'help'] as const)
      expect(refused.events).toContain(way);
    await ask('legal-representative');
    await citizen.until((view) => view.screen === 'archive' && view.data.problem !== null, 'the refusal');
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
    expect(await papers()).toBe(0);
  });

  it('is printed for the legal representative; after a jam at page 3 the missing pages alone come', async () => {
    await toPrints('zhang');
    await ask('legal-representative');
    const one = await citizen.on('printOne');
    expect(one.data).toMatchObject({ pages: 6, copies: { used: 0, left: 3, period: 'year' }, marked: true });
    await kiosk.dock.call.setPrinter({ state: 'jam-next' });
    await citizen.say({ type: 'printNow', copies: 1, duplex: false });
    const jammed = await citizen.until(
      (view) => view.screen === 'printOne' && view.data.phase === 'ended',
      'the jam',
    );
    expect(jammed).toMatchObject({
      data: { state: 'failed', problem: { kind: 'printerJam' }, paper: { pages: 6, done: 2 } },
    });
    await kiosk.dock.call.setPrinter({ state: 'ready' });
    await citizen.say({ type: 'printRest' });
    const done = await citizen.until(
      (view) => view.screen === 'printOne' && view.data.state === 'printed',
      'the rest',
    );
    expect(done).toMatchObject({ data: { paper: { pages: 6, done: 6 }, copies: { used: 1, left: 2 } } });
    const { pages } = await kiosk.dock.state();
    const [rest, first] = await Promise.all(
      pages.slice(0, 2).map(async ({ id }) => pagesIn((await kiosk.dock.call.page({ id })).base64 as string)),
    );
    expect([first, rest]).toEqual([2, 4]);
  });

  it('is not reprinted for another identity, and counts for the company whoever asks', async () => {
    await citizen.say({ type: 'done' });
    await home();
    await toPrints('ouyang');
    await ask('legal-representative');
    await citizen.until((view) => view.screen === 'archive' && view.data.problem !== null, 'the refusal');
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
    // An agent on the register has copies of the same year's three.
    await toPrints('rare');
    await ask('agent', demoAuthority().proofNumber);
    const { data } = await citizen.on('printOne');
    expect(data.copies).toEqual({ used: 1, left: 2, period: 'year' });
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
    expect(await papers()).toBe(2);
  });

  it('needs no company for a certificate of one’s own', async () => {
    await toPrints('ouyang');
    await citizen.say({ type: 'choosePrint', item: '120000:no-offence' });
    const { data } = await citizen.on('printOne');
    expect(data).toMatchObject({ pages: 1, copies: { used: 0, left: 5, period: 'year' }, marked: false });
    await citizen.say({ type: 'printNow', copies: 2, duplex: false });
    const done = await citizen.until(
      (view) => view.screen === 'printOne' && view.data.state === 'printed',
      'the certificate',
    );
    expect(done).toMatchObject({ data: { copies: { used: 2, left: 3 }, paper: { pages: 2, done: 2 } } });
    await citizen.say({ type: 'back' });
    await citizen.on('prints');
    await citizen.say({ type: 'choosePrint', item: '110000:social-insurance' });
    await citizen.on('printOne');
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
    // Who has none is told so.
    await toPrints('hongkong');
    await citizen.say({ type: 'choosePrint', item: '120000:no-offence' });
    await citizen.until(
      (view) => view.screen === 'prints' && view.data.problem?.kind === 'printNone',
      'that there is none',
    );
  });

  it('is helped by video, with words, without losing the list', async () => {
    await citizen.say({ type: 'help' });
    await citizen.say({ type: 'callVideo' });
    await kiosk.dock.until(({ help }) => help?.ringing === 'prints', 'the ringing');
    await kiosk.dock.call.sayVideo({ state: 'connected' });
    const on = await citizen.until(
      ({ overlay }) => overlay?.kind === 'help' && overlay.help.video?.state === 'connected',
      'the call',
    );
    expect(on.overlay).toMatchObject({ help: { video: { words: expect.stringContaining('您好') } } });
    await citizen.say({ type: 'endVideo' });
    await kiosk.dock.until(({ help }) => help?.ringing === null, 'the end');
    await citizen.say({ type: 'helpBack' });
    expect(await citizen.on('prints')).toMatchObject({ overlay: null });
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
  });

  it('leaves neither company nor number in a log or in a name of a file', () => {
    const logs = readdirSync(join(kiosk.dataDir, 'logs'))
      .map((name) => readFileSync(join(kiosk.dataDir, 'logs', name), 'utf8'))
      .join('');
    const names = readdirSync(kiosk.dataDir, { recursive: true }).join('\n');
    for (const canary of [company.name, company.creditCode, numberOf('zhang')])
      for (const said of [logs, names]) expect(said).not.toContain(canary);
  });
});

async function pagesIn(base64: string): Promise<number | null> {
  const { pageCount } = await import('../../electron/printing/index.ts');
  return pageCount(Buffer.from(base64, 'base64'));
}
