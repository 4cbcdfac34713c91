import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { makeThing } from '../../support/locker-data.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

describe('collecting', () => {
  it('is by card or by code; where no door can be opened it is said, with other ways on', async () => {
    const h = await at('collect');
    expect(h.view()).toMatchObject({ screen: 'collect', step: null, data: { ready: true } });
    expect(h.view().events).toEqual(expect.arrayContaining(['withCard', 'withCode', 'report', 'back']));
    const away = await at('collectAway');
    expect(away.view().events).not.toContain('withCard');
    expect(away.view().events).toEqual(expect.arrayContaining(['report', 'back']));
    await away.say({ type: 'report' });
    expect(away.screen()).toBe('report');
    await away.say({ type: 'back' });
    expect(away.screen()).toBe('collect');
    await away.say({ type: 'back' });
    expect(away.screen()).toBe('home');
  });

  it('by card shows everything that lies here for its holder, and forgets who goes back', async () => {
    const h = await at('collectList');
    expect(h.view()).toMatchObject({
      screen: 'collectList',
      data: { things: [{ cell: '7' }, { cell: '2' }] },
    });
    await h.say({ type: 'back' });
    await h.say({ type: 'withCode' });
    h.locker.things = [];
    const none = await at('collectCardWaiting');
    none.held.read.answer(ok(personOf(1)));
    await none.settle();
    expect(none.view().events).not.toContain('openCell');
    expect(none.view().events).toEqual(expect.arrayContaining(['report', 'back', 'done']));
    await none.say({ type: 'done' });
    expect(none.screen()).toBe('farewell');
  });

  it('waits for a reader that is away, reads again after a bad card, and never tries a bug again by itself', async () => {
    const h = journeyHarness();
    h.devices.reader = false;
    await WAYS.collectCardWaiting?.(h);
    expect(h.view().overlay).toEqual({ kind: 'device', device: 'idReader' });
    h.devices.reader = true;
    h.devices.changed();
    await h.settle();
    expect(h.view().overlay).toBeNull();
    h.cardFound();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'reading' } });
    h.held.read.answer(err(failure('cardReadFailed')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'waiting', problem: { kind: 'cardReadFailed' } } });
    h.held.read.answer(err(failure('readerAbsent')));
    await h.settle();
    h.held.read.answer(err(failure('internal')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'collect', data: { problem: { kind: 'internal' } } });
  });

  it('opens the cell that was chosen, for the case that was shown, and only one of one’s own', async () => {
    const h = await at('collectList');
    await h.say({ type: 'openCell', cell: '9' });
    expect(h.screen()).toBe('collectList');
    await h.say({ type: 'openCell', cell: '2' });
    expect(h.locker.opened).toMatchObject([
      { act: 'take-back', cell: '2', receiptNumber: makeThing().receiptNumber },
    ]);
    const busy = await at('collectList');
    busy.locker.things = [makeThing({ state: 'fault' }), makeThing({ cell: '2', state: 'busy' })];
    busy.devices.changed();
    await busy.settle();
    expect(busy.view().events).not.toContain('openCell');
  });

  it('follows the door until it is closed, and leads to the other things or out', async () => {
    const h = await at('cellOpen');
    expect(h.locker.opened).toMatchObject([{ act: 'collect', cell: '7' }]);
    expect(h.view()).toMatchObject({ data: { phase: 'open', item: 'present', leftOpen: false } });
    h.locker.hear({ kind: 'door', phase: 'open', item: 'absent', leftOpen: true });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { item: 'absent', leftOpen: true } });
    h.locker.things = h.locker.things.slice(1);
    h.locker.hear({ kind: 'over', outcome: 'taken' });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'over', outcome: 'taken', more: 1 } });
    expect(h.view().events).not.toContain('retry');
    expect(h.locker.closed).toBe(1);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('collectList');
    const out = await at('cellOver');
    await out.say({ type: 'done' });
    expect(out.screen()).toBe('farewell');
  });

  it('of what is still inside opens the same door once more', async () => {
    const h = await at('cellOpen');
    h.locker.hear({ kind: 'over', outcome: 'still-inside' });
    await h.settle();
    await h.say({ type: 'retry' });
    expect(h.view()).toMatchObject({ data: { phase: 'opening', cell: '7', outcome: null } });
    expect(h.locker.opened).toHaveLength(2);
  });

  it('past a door that does not open has a retry, a report with a way back, and the staff’s number', async () => {
    const h = await at('cellFailed');
    expect(h.view()).toMatchObject({ data: { phase: 'failed', problem: { kind: 'lockerStuck' } } });
    expect(h.view().events).toEqual(expect.arrayContaining(['retry', 'report', 'back', 'done']));
    await h.say({ type: 'report' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('collect');
    const again = await at('cellFailed');
    await again.say({ type: 'retry' });
    expect(again.view()).toMatchObject({ data: { phase: 'opening', problem: null } });
    const refused = await at('cell');
    refused.locker.hear({ kind: 'failed', problem: failure('lockerRefused') });
    await refused.settle();
    expect(refused.view().events).not.toContain('retry');
    await refused.say({ type: 'done' });
    expect(refused.screen()).toBe('farewell');
  });

  it('hands on what the citizen says where nothing feels', async () => {
    const h = await at('cellAsking');
    await h.say({ type: 'cellSaid', inside: false });
    expect(h.locker.said).toEqual([false]);
  });

  it('goes on looking after a door whose citizen walks away, and keeps nothing of them', async () => {
    const h = await at('cellOpen');
    await h.clock.advance(100_000);
    expect(h.screen()).toBe('cell');
    await h.clock.advance(110_000);
    expect(h.screen()).toBe('home');
    expect(h.locker.closed).toBe(1);
  });
});

describe('a pick-up code', () => {
  it('opens its cell without any card', async () => {
    const h = await at('collectCodeFinding');
    h.held.code.answer(ok(makeThing()));
    await h.settle();
    expect(h.locker.opened).toMatchObject([{ act: 'collect', cell: '7' }]);
    h.locker.hear({ kind: 'over', outcome: 'taken' });
    await h.settle();
    expect(h.view().events).not.toContain('back');
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
  });

  it('that is wrong says so; when codes are closed, the card is left', async () => {
    const h = await at('collectCodeFinding');
    h.locker.codes = { digits: 8, lockedUntil: null, left: 2 };
    h.held.code.answer(err(failure('codeWrong')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { left: 2, problem: { kind: 'codeWrong' } } });
    await h.say({ type: 'giveCode', code: '00000000' });
    h.held.code.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { problem: { kind: 'internal' } } });
    const locked = await at('collectCodeLocked');
    expect(locked.view().events).not.toContain('giveCode');
    await locked.say({ type: 'withCard' });
    expect(locked.screen()).toBe('collectCard');
  });
});

describe('originals for the locker', () => {
  it('go in once the application is in the books, low if it is wished', async () => {
    const h = await at('deposit');
    expect(h.drafts[0]?.materials).toMatchObject([{ id: 'licence', given: { way: 'locker' } }]);
    expect(h.view()).toMatchObject({
      screen: 'cell',
      step: { at: 7 },
      data: { act: 'deposit', phase: 'ready', cell: null, low: { any: true } },
    });
    expect(h.locker.opened).toEqual([]);
    await h.say({ type: 'depositNow', low: true });
    expect(h.locker.opened).toMatchObject([{ act: 'deposit', cell: null, items: ['licence'], low: true }]);
    h.locker.hear({ kind: 'slip', state: 'printed' });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { slip: 'printed' } });
  });

  it('that lie there are owed no more; the receipt comes next', async () => {
    const h = await at('deposited');
    expect(h.view()).toMatchObject({ data: { cell: '4', outcome: 'deposited' } });
    await h.say({ type: 'done' });
    expect(h.view()).toMatchObject({ screen: 'submitted' });
    expect(h.view()).not.toHaveProperty('data.owed');
  });

  it('end no session: who goes away from the receipt afterwards is forgotten', async () => {
    const h = await at('deposited');
    await h.say({ type: 'done' });
    await h.settle();
    await h.clock.advance(300_000);
    expect(h.screen()).toBe('home');
  });

  it('that do not go in are owed at a window, whatever the reason', async () => {
    const skipped = await at('deposit');
    await skipped.say({ type: 'done' });
    expect(skipped.view()).toMatchObject({ screen: 'submitted', data: { owed: [{ dueBy: null }] } });
    const empty = await at('depositOpening');
    empty.locker.hear({ kind: 'over', outcome: 'empty' });
    await empty.settle();
    await empty.say({ type: 'retry' });
    expect(empty.locker.opened.at(-1)).toMatchObject({ cell: null });
    empty.locker.hear({ kind: 'failed', problem: failure('lockerFull') });
    await empty.settle();
    expect(empty.view().events).not.toContain('retry');
    await empty.say({ type: 'report' });
    await empty.say({ type: 'back' });
    expect(empty.view()).toMatchObject({ screen: 'cell', data: { phase: 'ready' } });
    await empty.say({ type: 'done' });
    expect(empty.view()).toMatchObject({ screen: 'submitted', data: { owed: [{ dueBy: null }] } });
  });
});
