import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { DOOR_ANSWERS } from '../../support/journey-doors.ts';
import { type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};
const helpOf = (h: Harness) => {
  const { overlay } = h.view();
  if (overlay?.kind !== 'help') throw new Error('help is closed');
  return overlay.help;
};
const { choosePrint, giveArchive, printNow, printCame } = DOOR_ANSWERS;

describe('the print door', () => {
  it('lists what the card may have, and says which regions were not heard', async () => {
    const h = await at('prints');
    expect(h.view()).toMatchObject({ screen: 'prints', step: null });
    const { data } = h.view() as never as { data: { items: { id: string }[]; unheard: { code: string }[] } };
    expect(data.items.map(({ id }) => id)).toEqual(['certificate', 'archive', 'result']);
    expect(data.unheard.map(({ code }) => code)).toEqual(['440100']);
  });

  it('leads who has no card to the result of one case by its number', async () => {
    const h = await at('printConsent');
    await h.say({ type: 'withoutCard' });
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { purpose: 'track' } });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('identify');
  });

  it('says what was wrong with looking, and offers to report it', async () => {
    const h = await at('printFinding');
    h.held.findPrints.answer(err(failure('printRegionDown')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'prints', data: { problem: { kind: 'printRegionDown' } } });
    await h.say({ type: 'report' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('prints');
  });

  it.each(['printFinding', 'printOpening'])('bears a bug at %s', async (way) => {
    const h = await at(way);
    (way === 'printFinding' ? h.held.findPrints : h.held.openPrint).fail();
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'prints', data: { problem: { kind: 'internal' } } });
    expect(h.bugs).toHaveLength(1);
  });

  it('knows no item that is not on the list', async () => {
    const h = await at('prints');
    await h.say({ ...choosePrint, item: 'another' });
    expect(h.screen()).toBe('prints');
    expect(h.doors.asked).toEqual([]);
  });

  it('says how many pages and copies before it prints, and prints no more than are left', async () => {
    const h = await at('printChoose');
    expect(h.view()).toMatchObject({
      screen: 'printOne',
      data: { phase: 'choose', pages: 5, copies: { used: 1, left: 2, period: 'year' }, duplex: true },
    });
    await h.say({ ...printNow, copies: 3 });
    expect(h.view()).toMatchObject({ data: { phase: 'choose' } });
    await h.say({ ...printNow, copies: 2, duplex: true });
    expect(h.doors.asked.at(-1)).toBe('print door-1-a 2 duplex');
  });

  it('prints on one side where the printer can no other, and nothing without a printer', async () => {
    const h = await at('printChoose');
    h.doors.desk.duplex = false;
    h.devices.printer = false;
    h.devices.changed();
    await h.settle();
    expect(h.view().events).not.toContain('printNow');
    h.devices.printer = true;
    h.devices.changed();
    await h.settle();
    await h.say({ ...printNow, duplex: true });
    expect(h.doors.asked.at(-1)).toBe('print door-1-a 1');
  });

  it('offers nothing to print where no copy is left', async () => {
    const h = await at('printOpening');
    const { OPENED } = await import('../../support/door-ways.ts');
    h.held.openPrint.answer(ok({ ...OPENED, copies: { used: 3, left: 0, period: 'year' } }));
    await h.settle();
    expect(h.view().events).toEqual(expect.arrayContaining(['report', 'back', 'help']));
    expect(h.view().events).not.toContain('printNow');
  });

  it('prints what is missing after a jam, and says what is left', async () => {
    const h = await at('printJammed');
    h.doors.paper = { printer: 'page', pages: 5, done: 2, state: 'failed' };
    expect(h.view()).toMatchObject({
      data: { phase: 'ended', state: 'failed', problem: { kind: 'printerJam' } },
    });
    await h.say({ type: 'printRest' });
    expect(h.view()).toMatchObject({ data: { phase: 'printing', paper: { pages: 5, done: 2 } } });
    h.held.printOut.answer(ok({ used: 2, left: 1, period: 'year' }));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { state: 'printed', copies: { used: 2, left: 1 } } });
    expect(h.view().events).not.toContain('printRest');
  });

  it('does not offer again what must not be printed again', async () => {
    const h = await at('printPrinting');
    h.held.printOut.answer(err(failure('reprintOver')));
    await h.settle();
    expect(h.view().events).not.toContain('printRest');
    expect(h.view().events).toEqual(expect.arrayContaining(['back', 'report', 'done']));
  });

  it('bears a bug while it prints', async () => {
    const h = await at('printPrinting');
    h.held.printOut.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { state: 'failed', problem: { kind: 'internal' } } });
  });

  it('asks what lies in the tray, and goes on by the answer', async () => {
    const h = await at('printAsked');
    expect(h.view()).toMatchObject({ data: { state: 'asking' } });
    expect(h.view().events).not.toContain('back');
    await h.say(printCame);
    expect(h.doors.asked.at(-1)).toBe('print door-1-a 1 after part');
  });

  it('forgets the paper when another one is looked for, and everything with the session', async () => {
    const h = await at('printDone');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('prints');
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
    expect(h.view()).toMatchObject({ data: { stored: false } });
  });
});

describe("a company's archive", () => {
  it('is asked for with the company, as whom and for what', async () => {
    const h = await at('archive');
    await h.say({ ...giveArchive, as: 'agent', authority: 'WT2026001' });
    expect(h.doors.asked).toEqual(['open archive as agent WT2026001']);
    h.held.openPrint.answer(err(failure('archiveNotAuthorised')));
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'archive',
      data: { phone: '022-12345', problem: { kind: 'archiveNotAuthorised' } },
    });
    for (const way of ['giveArchive', 'report', 'back', 'help'] as const)
      expect(h.view().events).toContain(way);
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'prints', data: { problem: null } });
  });

  it('takes no number of an authority from a legal representative', async () => {
    const h = await at('archive');
    await h.say({ ...giveArchive, authority: 'WT2026001' });
    expect(h.doors.asked).toEqual(['open archive as legal-representative -']);
  });

  it('looks at the code first, and takes no purpose that was not offered', async () => {
    const h = await at('archive');
    await h.say({ ...giveArchive, creditCode: '91990000MA00TB0010' });
    expect(h.view()).toMatchObject({
      screen: 'archive',
      data: { problem: { kind: 'organisationCodeWrong' } },
    });
    await h.say({ ...giveArchive, purpose: 'another' });
    expect(h.doors.asked).toEqual([]);
  });

  it('need not be waited for', async () => {
    const h = await at('archiveOpening');
    expect(h.screen()).toBe('preparing');
    expect(h.held.openPrint.signal?.aborted).toBe(false);
  });
});

describe('help', () => {
  it('lies over the screen, which comes back as it was', async () => {
    const h = await at('help');
    expect(h.view()).toMatchObject({ screen: 'details', overlay: { kind: 'help' } });
    expect(h.view().events).not.toContain('confirmDetails');
    await h.say({ type: 'helpBack' });
    expect(h.view()).toMatchObject({ screen: 'details', overlay: null });
    expect(h.view().events).toContain('confirmDetails');
  });

  it('may be asked for on every screen but where something is stored or nobody is there', async () => {
    for (const way of Object.keys(WAYS)) {
      const h = await at(way);
      const { events, overlay, screen } = h.view();
      const closed = overlay === null && screen !== 'submitting' && screen !== 'farewell';
      if (closed) expect(events, way).toContain('help');
    }
  });

  it('writes a call down, says when it was answered, and takes it back', async () => {
    const h = await at('helpCalled');
    expect(h.doors.asked).toEqual(['call from details']);
    expect(helpOf(h).call).toEqual({ calledAt: h.clock.now(), answeredAt: null });
    expect(h.view().events).not.toContain('callStaff');
    await h.clock.advance(5_000);
    h.doors.answerCall();
    await h.settle();
    expect(helpOf(h).call?.answeredAt).toBe(h.clock.now());
    await h.say({ type: 'endCall' });
    expect(helpOf(h).call).toBeNull();
    expect(h.doors.asked.at(-1)).toBe('call over');
  });

  it('keeps a call while the citizen goes on, until the session is over', async () => {
    const h = await at('helpCalled');
    await h.say({ type: 'helpBack' });
    await h.say({ type: 'help' });
    expect(helpOf(h).call).not.toBeNull();
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.doors.asked.at(-1)).toBe('call over');
  });

  it('says when nobody can be called, and since when somebody can', async () => {
    const h = journeyHarness();
    h.doors.desk.open = false;
    await WAYS.help?.(h);
    expect(h.view().events).not.toContain('callStaff');
    expect(helpOf(h).desk.opensAt).toBeGreaterThan(h.clock.now());
  });

  it('waits three minutes for who is on a call, and one for who is not', async () => {
    const h = await at('helpCalled');
    await h.clock.advance(179_000);
    expect(h.view().overlay?.kind).toBe('help');
    await h.clock.advance(1_500);
    expect(h.view().overlay?.kind).toBe('idle');
    const other = await at('help');
    await other.clock.advance(60_500);
    expect(other.view().overlay?.kind).toBe('idle');
    await other.say({ type: 'stay' });
    expect(other.view().overlay?.kind).toBe('help');
  });

  it('from the first screen ends with the first screen, in whatever language', async () => {
    const h = await at('helpAtHome');
    expect(h.view().events).not.toContain('toHandOver');
    expect(h.view().events).not.toContain('leave');
    await h.say({ type: 'setLanguage', language: 'en' });
    expect(h.view()).toMatchObject({ screen: 'home', language: 'en', overlay: { kind: 'help' } });
    await h.say({ type: 'helpBack' });
    expect(h.view()).toMatchObject({ screen: 'home', overlay: null });
    await h.say({ type: 'help' });
    await h.clock.advance(90_000);
    expect(h.view()).toMatchObject({ screen: 'home', language: 'zh-CN', overlay: null });
  });

  it('reports what went wrong from where the citizen stands', async () => {
    const h = journeyHarness();
    await WAYS.guide?.(h);
    await h.say({ type: 'help' });
    expect(h.view().events).toContain('report');
    await h.say({ type: 'report' });
    expect(h.view()).toMatchObject({ screen: 'report', overlay: null });
  });

  it('bears a bug in a call and in a video call', async () => {
    const h = await at('help');
    h.doors.desk.broken = true;
    for (const type of ['callStaff', 'callVideo'] as const) {
      await h.say({ type });
      expect(helpOf(h)).toMatchObject({ step: 'ways', call: null, problem: { kind: 'internal' } });
    }
  });
});

describe('somebody who goes on for the citizen', () => {
  it('is agreed to with a role, and given up again', async () => {
    const h = await at('helpHandOver');
    await h.say({ type: 'handOver', role: 'family', withCard: false });
    expect(helpOf(h)).toMatchObject({ step: 'ways', assisted: { role: 'family', known: false } });
    expect(h.view().events).not.toContain('toHandOver');
    await h.say({ type: 'endHandOver' });
    expect(helpOf(h).assisted).toBeNull();
  });

  it('may be known by a card, once the citizen has taken theirs off', async () => {
    const h = await at('helpHandOver');
    h.devices.card = true;
    await h.say({ type: 'handOver', role: 'staff', withCard: true });
    expect(helpOf(h)).toMatchObject({ step: 'card', cardInTheWay: true });
    expect(h.held.readHelper.calls).toBe(0);
    h.devices.card = false;
    h.devices.changed();
    await h.settle();
    h.held.readHelper.answer(ok(personOf(2)));
    await h.settle();
    expect(helpOf(h)).toMatchObject({ step: 'ways', assisted: { role: 'staff', known: true } });
  });

  it('may be helped without a card when it cannot be read', async () => {
    const h = await at('helpCard');
    h.held.readHelper.answer(err(failure('cardReadFailed')));
    await h.settle();
    expect(helpOf(h)).toMatchObject({ step: 'handOver', problem: { kind: 'cardReadFailed' } });
    await h.say({ type: 'handOver', role: 'other', withCard: true });
    h.held.readHelper.fail();
    await h.settle();
    expect(helpOf(h)).toMatchObject({ step: 'handOver', problem: { kind: 'internal' } });
    await h.say({ type: 'helpBack' });
    expect(helpOf(h).step).toBe('ways');
  });

  it('stands in the application', async () => {
    const h = await at('helpHandOver');
    await h.say({ type: 'handOver', role: 'family', withCard: false });
    await h.say({ type: 'helpBack' });
    await h.say({ type: 'confirmDetails', values: { purpose: 'exam' } });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    expect(h.drafts[0]?.assisted).toMatchObject({ role: 'family', helper: null });
  });
});

describe('what a helper sees', () => {
  it('has the number masked as long as somebody helps', async () => {
    const h = await at('helpHandOver');
    const shown = () => (h.view() as never as { data: { person: { number: string } } }).data.person.number;
    const { number } = personOf(1);
    expect(shown()).toBe(number);
    await h.say({ type: 'handOver', role: 'staff', withCard: false });
    expect(shown()).toMatch(/^.{6}\*{8}.{4}$/);
    await h.say({ type: 'endHandOver' });
    expect(shown()).toBe(number);
  });
});

describe('video help', () => {
  it('rings, is answered with words, and ends on either side', async () => {
    const h = await at('helpVideo');
    expect(helpOf(h)).toMatchObject({ step: 'video', video: { state: 'ringing', words: null } });
    h.doors.video({ state: 'connected', words: '您好' });
    await h.settle();
    expect(helpOf(h).video).toEqual({ state: 'connected', words: '您好' });
    await h.say({ type: 'endVideo' });
    expect(helpOf(h).step).toBe('ways');
    expect(h.doors.asked).toEqual(['ring from details', 'hung up']);
  });

  it('says that it was refused, and leads back', async () => {
    const h = await at('helpVideo');
    h.doors.video({ state: 'refused', words: null });
    await h.settle();
    expect(helpOf(h).video?.state).toBe('refused');
    await h.say({ type: 'helpBack' });
    expect(helpOf(h)).toMatchObject({ step: 'ways', video: null });
  });

  it('is offered only where the site has it', async () => {
    const h = journeyHarness();
    h.doors.desk.video = false;
    await WAYS.help?.(h);
    expect(h.view().events).not.toContain('callVideo');
  });
});
