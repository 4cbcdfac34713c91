import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JourneyView } from '../../electron/contract/index.ts';
import { parseReceiptNumber } from '../../electron/core/index.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { pdfText } from '../support/pdf-text.ts';
import { cardToReview, detailsToReview, sign, toIdentify } from '../support/steps.ts';

/** The whole product but its screens: the start command, host process, emulated reader, sandbox region, folder printer. */
let kiosk: Kiosk;
let citizen: Citizen;

beforeEach(async () => {
  kiosk = await startKiosk();
  citizen = await kiosk.citizen();
});
afterEach(async () => {
  citizen.close();
  await kiosk.stop();
});

const readLogs = (dataDir: string) =>
  readdirSync(join(dataDir, 'logs'))
    .map((name) => readFileSync(join(dataDir, 'logs', name), 'utf8'))
    .join('');

const receivedOnce = (receiptNumber: string) =>
  kiosk.dock.until(
    (s) => s.received.some((c) => c.receiptNumber === receiptNumber),
    `case ${receiptNumber} at the region`,
  );

describe('one matter, whole', () => {
  it('goes from the card to the printed receipt and the printed result', async () => {
    await cardToReview(kiosk, citizen, 'zhang');
    const shown = await citizen.client.journey.document();
    if (!shown.ok) throw new Error('no document');
    expect(pdfText(Buffer.from(shown.value.base64, 'base64'))).toContain('张建国');
    const receipt = await sign(citizen);
    expect(parseReceiptNumber(receipt)).toBe(receipt);
    await citizen.until((v) => v.screen === 'submitted' && v.data.receipt === 'printed', 'a printed receipt');
    const done = await citizen.until(
      (v) => v.screen === 'submitted' && v.data.result === 'printed',
      'a printed result',
    );
    expect(done.screen === 'submitted' && done.data.case).toMatchObject({
      state: 'finished',
      resultReady: true,
    });
    const { pages, received } = await kiosk.dock.state();
    expect(received).toHaveLength(1);
    const texts = await Promise.all(
      pages.map(async (page) =>
        pdfText(Buffer.from((await kiosk.dock.call.page({ id: page.id })).base64 as string, 'base64')),
      ),
    );
    expect(texts[1]).toContain(receipt);
    expect(texts[0]).toContain('不等于临时居民身份证');
    expect(texts[0]).toContain('张建国');
    await citizen.say({ type: 'done' });
    const bye = await citizen.on('farewell');
    expect(JSON.stringify(bye)).not.toContain('张建国');
  });

  it('prints a name with a character outside the basic plane', async () => {
    await cardToReview(kiosk, citizen, 'rare');
    const shown = await citizen.client.journey.document();
    if (!shown.ok) throw new Error('no document');
    expect(pdfText(Buffer.from(shown.value.base64, 'base64'))).toContain('𠮷田明');
  });

  it('goes without a card, checked by the region', async () => {
    const { people } = await kiosk.dock.state();
    const zhang = people.find((p) => p.id === 'zhang');
    if (!zhang) throw new Error('no such person');
    await toIdentify(citizen);
    await citizen.say({ type: 'withoutCard' });
    await citizen.say({ type: 'giveIdentity', name: '李明', number: zhang.number });
    await citizen.until(
      (v) => v.screen === 'noCard' && v.data.problem?.kind === 'identityMismatch',
      'a mismatch',
    );
    await citizen.say({ type: 'giveIdentity', name: zhang.name, number: zhang.number });
    await detailsToReview(citizen);
    await receivedOnce(await sign(citizen));
  });

  it('refuses an expired card and offers the way without', async () => {
    await toIdentify(citizen);
    await citizen.say({ type: 'consent' });
    await kiosk.dock.call.placeCard({ person: 'expired' });
    const view = await citizen.until(
      (v) => v.screen === 'identify' && v.data.problem?.kind === 'cardExpired',
      'expiry',
    );
    expect(view.events).toContain('withoutCard');
  });

  it('does not mind a card taken off in the middle, nor a reader unplugged while it waits', async () => {
    await toIdentify(citizen);
    await citizen.say({ type: 'consent' });
    await kiosk.dock.call.plugReader({ plugged: false });
    await citizen.until((v) => v.overlay?.kind === 'device', 'the pause');
    await kiosk.dock.call.plugReader({ plugged: true });
    await citizen.until((v) => v.screen === 'identify' && v.overlay === null, 'the end of the pause');
    await kiosk.dock.call.placeCard({ person: 'ouyang' });
    await citizen.on('details');
    await kiosk.dock.call.removeCard();
    await detailsToReview(citizen);
    await receivedOnce(await sign(citizen));
  });
});

describe('the line is down', () => {
  it('the citizen leaves with a receipt; the case arrives when the line is back, once', async () => {
    await cardToReview(kiosk, citizen, 'zhang');
    await kiosk.dock.call.setBackend({ mode: 'off' });
    const receipt = await sign(citizen);
    await citizen.until((v) => v.screen === 'submitted' && v.data.receipt === 'printed', 'a printed receipt');
    const view = await citizen.on('submitted');
    expect(view.data.case.state).toBe('waiting');
    const page = (await kiosk.dock.state()).pages[0];
    const paper = pdfText(
      Buffer.from((await kiosk.dock.call.page({ id: page?.id as string })).base64 as string, 'base64'),
    );
    expect(paper).toContain('尚未送出');
    await citizen.say({ type: 'done' });
    await kiosk.dock.call.setBackend({ mode: 'on' });
    const { received } = await receivedOnce(receipt);
    expect(received).toHaveLength(1);
  });

  it('a person without a card is told before any form, with somewhere to go', async () => {
    await kiosk.dock.call.setBackend({ mode: 'off' });
    const zhang = (await kiosk.dock.state()).people.find((p) => p.id === 'zhang');
    await toIdentify(citizen);
    await citizen.say({ type: 'withoutCard' });
    await citizen.say({ type: 'giveIdentity', name: zhang?.name as string, number: zhang?.number as string });
    const stuck = await citizen.on('stuck');
    expect(stuck.data.problem.kind).toBe('regionDown');
    expect(stuck.data.places.length).toBeGreaterThan(0);
    expect(stuck.events).toEqual(expect.arrayContaining(['retry', 'back', 'leave']));
    await kiosk.dock.call.setBackend({ mode: 'on' });
    await citizen.say({ type: 'retry' });
    await citizen.on('details');
  });
});

describe('taking an application back', () => {
  const track = async () => {
    await citizen.say({ type: 'done' });
    await citizen.say({ type: 'done' });
    await citizen.on('home');
    await citizen.say({ type: 'track' });
    await citizen.say({ type: 'consent' });
    return citizen.on('cases');
  };
  const withdraw = async (receiptNumber: string) => {
    await citizen.say({ type: 'askWithdraw', receiptNumber });
    await citizen.say({ type: 'withdraw' });
    return citizen.until(
      (v) => v.screen === 'cases' && v.data.withdrawing === null,
      'the end of the withdrawal',
    );
  };

  it('that waits for a line that is down: asked, kept here, and gone when the line is back', async () => {
    await cardToReview(kiosk, citizen, 'zhang');
    await kiosk.dock.call.setBackend({ mode: 'off' });
    const receipt = await sign(citizen);
    await citizen.until((v) => v.screen === 'submitted' && v.data.receipt === 'printed', 'a receipt');
    await track();
    const asked = await withdraw(receipt);
    expect(asked.screen === 'cases' && asked.data.cases[0]).toMatchObject({
      state: 'waiting',
      withdrawal: 'asked',
    });
    await kiosk.dock.call.setBackend({ mode: 'on' });
    for (let tries = 0; ; tries++) {
      const found = await track();
      if (found.data.cases[0]?.state === 'withdrawn') break;
      if (tries > 60) throw new Error('never withdrawn');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect((await kiosk.dock.state()).received).toEqual([]);
  });
});

describe('the host is killed', () => {
  it('before the signature: the citizen is told that nothing was sent', async () => {
    await cardToReview(kiosk, citizen, 'zhang');
    citizen.close();
    await kiosk.killHost();
    citizen = await kiosk.citizen();
    expect((await citizen.on('recovered')).data.receiptNumber).toBeNull();
    expect((await kiosk.dock.state()).received).toEqual([]);
    await citizen.say({ type: 'done' });
    await citizen.on('home');
  });

  it('after "submitted", with the line down: the case arrives exactly once', async () => {
    await cardToReview(kiosk, citizen, 'zhang');
    await kiosk.dock.call.setBackend({ mode: 'off' });
    const receipt = await sign(citizen);
    citizen.close();
    await kiosk.killHost();
    citizen = await kiosk.citizen();
    expect((await citizen.on('recovered')).data.receiptNumber).toBe(receipt);
    // The kill may have met the receipt at any step: it is resolved, or the citizen is asked.
    const resolved = await citizen.until(
      (v) => v.screen === 'recovered' && v.data.receipt !== 'printing',
      'the end of the print that was cut off',
    );
    const { receipt: state } = (resolved as Extract<JourneyView, { screen: 'recovered' }>).data;
    if (state === 'asking') await citizen.say({ type: 'paperCame', what: 'receipt', word: 'nothing' });
    if (state === 'none' || state === 'failed') await citizen.say({ type: 'printReceipt' });
    await citizen.until((v) => v.screen === 'recovered' && v.data.receipt === 'printed', 'the receipt');
    const { received } = await receivedOnce(receipt);
    expect(received.filter((c) => c.receiptNumber === receipt)).toHaveLength(1);
  });
});

describe('what could go wrong at the start', () => {
  it('a damaged database is set aside, and the kiosk goes on', async () => {
    const damaged = mkdtempSync(join(tmpdir(), 'tongban-damaged-'));
    writeFileSync(join(damaged, 'kiosk.db'), 'somebody’s cases, torn to pieces');
    const second = await startKiosk({ dataDir: damaged });
    const other = await second.citizen();
    await other.on('home');
    other.close();
    await second.stop();
    const aside = readdirSync(damaged).find((name) => name.startsWith('kiosk.db.corrupt-'));
    expect(readFileSync(join(damaged, aside as string), 'utf8')).toContain('torn to pieces');
    expect(readLogs(damaged)).toContain('store.set-aside');
    rmSync(damaged, { recursive: true });
  });
});

describe('privacy', () => {
  it('nothing of the citizen lies in clear in the database, its log or the logs', async () => {
    const zhang = (await kiosk.dock.state()).people.find((p) => p.id === 'zhang');
    await cardToReview(kiosk, citizen, 'zhang');
    await kiosk.dock.call.setBackend({ mode: 'off' });
    await sign(citizen);
    await citizen.until((v) => v.screen === 'submitted' && v.data.receipt === 'printed', 'a printed receipt');
    const files = readdirSync(kiosk.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      // Paper and the region's own books are not the kiosk's memory.
      .filter((file) => !/[/](printed|sandbox)[/]/.test(file));
    expect(files.some((file) => file.endsWith('kiosk.db'))).toBe(true);
    expect(files.some((file) => file.includes('/logs/'))).toBe(true);
    for (const mark of [zhang?.number as string, zhang?.name as string, '和平路12号院']) {
      const bytes = Buffer.from(mark);
      const utf16 = Buffer.from(mark, 'utf16le');
      const hits = files.filter((file) => {
        const content = readFileSync(file);
        return content.includes(bytes) || content.includes(utf16);
      });
      expect(hits).toEqual([]);
    }
  });
});

describe('tracking', () => {
  it('finds one’s own case by card and prints the result again; nobody else’s by receipt number', async () => {
    await cardToReview(kiosk, citizen, 'zhang');
    const receipt = await sign(citizen);
    await citizen.until((v) => v.screen === 'submitted' && v.data.result === 'printed', 'a printed result');
    await citizen.say({ type: 'done' });
    await citizen.say({ type: 'done' });
    await citizen.on('home');
    const { people } = await kiosk.dock.state();
    await citizen.say({ type: 'track' });
    await citizen.say({ type: 'withoutCard' });
    const other = people.find((p) => p.id === 'ouyang');
    await citizen.say({ type: 'giveReceipt', receiptNumber: receipt, number: other?.number as string });
    await citizen.until(
      (v) => v.screen === 'noCard' && v.data.problem?.kind === 'receiptUnknown',
      'a refusal',
    );
    await citizen.say({ type: 'back' });
    await citizen.say({ type: 'consent' });
    const cases = await citizen.on('cases');
    expect(cases.data.cases.map((c) => c.receiptNumber)).toEqual([receipt]);
    await citizen.say({ type: 'printResult', receiptNumber: receipt });
    await citizen.until((v) => v.screen === 'cases' && v.data.result === 'printed', 'the result again');
  });
});
