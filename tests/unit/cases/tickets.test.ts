import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CLOSINGS,
  TICKET_LIMITS,
  TICKET_LOOK_MS,
  type TicketRecord,
  type Tickets,
} from '../../../electron/cases/index.ts';
import { parseReceiptNumber, VirtualClock } from '../../../electron/core/index.ts';
import { regionFailure, type TicketClosing } from '../../../electron/regions/index.ts';
import {
  createSealer,
  keysInUse,
  reseal,
  rotateKey,
  type SqlDatabase,
} from '../../../electron/store/index.ts';
import { application, down, person } from '../../support/cases-bench.ts';
import { at } from '../../support/holidays.ts';
import { countingRandom, testDatabase } from '../../support/memory-store.ts';
import { makePerson } from '../../support/people.ts';
import { bootTickets, MemoryDesk, request, ticketId } from '../../support/tickets-bench.ts';

const DAY_MS = 86_400_000;

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let desk: MemoryDesk;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-tickets-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock(at('2026-11-20 16:50'));
  desk = new MemoryDesk();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const boot = (lines: Readonly<Record<string, MemoryDesk>> = { '120000': desk }) =>
  bootTickets(db, clock, lines);
function filed(tickets: Tickets, over: Parameters<typeof request>[0] = {}): TicketRecord {
  const outcome = tickets.file(request(over));
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
}
const now = (tickets: Tickets, { number }: TicketRecord) =>
  tickets.ofNumberAndPhone(number, '13800000000') as TicketRecord;

describe('a ticket', () => {
  it('of 16:50 reaches the leader the same day', async () => {
    const { tickets } = boot();
    const ticket = filed(tickets);
    expect(parseReceiptNumber(ticket.number)).toBe(ticket.number);
    await clock.advance(1_000);
    const record = now(tickets, ticket);
    expect(record).toMatchObject({
      state: 'referred',
      regionNumber: 'T-1',
      referredAt: at('2026-11-20 16:50'),
      referBy: at('2026-11-20 17:00'),
      answerBy: at('2026-11-25 17:00'),
    });
    expect(tickets.view(record)).toMatchObject({ referralLate: false, ring: false });
    expect(desk.books.get(ticket.id)?.ticket).toMatchObject({
      about: 'not-done',
      receiptNumber: ticket.number,
      region: '120000',
      contact: { name: person.name, number: person.number },
      referBy: ticket.referBy,
      answerBy: ticket.answerBy,
    });
  });

  it('that has not got through by then says so, and asks the citizen to ring', async () => {
    const { tickets } = boot();
    desk.failure = down;
    const ticket = filed(tickets);
    await clock.advance(5 * 60_000);
    expect(tickets.view(now(tickets, ticket)).ring).toBe(false);
    expect(tickets.late()).toEqual([]);
    await clock.advance(10 * 60_000);
    expect(tickets.view(now(tickets, ticket))).toMatchObject({ referralLate: true, ring: true });
    expect(tickets.late()).toHaveLength(1);
    desk.failure = null;
    await clock.advance(DAY_MS);
    // It is there, and it stays said that it came late.
    expect(tickets.view(now(tickets, ticket))).toMatchObject({
      state: 'referred',
      referralLate: true,
      ring: false,
    });
    expect(desk.books.get(ticket.id)?.copies).toBe(1);
  });

  it('waits for the leader when the region says that it has not reached them', async () => {
    const { tickets } = boot();
    desk.receives = { referredAt: null };
    const ticket = filed(tickets);
    await clock.advance(1_000);
    expect(now(tickets, ticket)).toMatchObject({ state: 'filed', regionNumber: 'T-1', referredAt: null });
    desk.says(ticket.id, { state: 'working', referredAt: at('2026-11-20 16:58') });
    await clock.advance(TICKET_LOOK_MS);
    expect(now(tickets, ticket)).toMatchObject({ state: 'referred', referredAt: at('2026-11-20 16:58') });
  });

  it('is one ticket however often it is handed in, here and at the region', async () => {
    desk.cutAfterCommit = 2;
    const { tickets, queue } = boot();
    const ticket = filed(tickets);
    expect(filed(tickets)).toEqual(ticket);
    await clock.advance(1_000);
    await queue.stop();
    const second = boot();
    expect(filed(second.tickets).number).toBe(ticket.number);
    await clock.advance(DAY_MS);
    expect(desk.books.size).toBe(1);
    expect(now(second.tickets, ticket).state).toBe('referred');
  });

  it.each([
    ['id', { id: 'one' }],
    ['text-missing', { text: ' \n ' }],
    ['text-too-long', { text: '字'.repeat(TICKET_LIMITS.textCharacters + 1) }],
    ['phone', { contact: { name: person.name, phone: 'at home' } }],
    ['phone', { contact: { name: person.name, phone: '1 - - - 2' } }],
    ['wished-date', { wishedBy: '2026-11-19' }],
    ['wished-date', { wishedBy: '2026-13-01' }],
    ['wished-date', { wishedBy: 'soon' }],
    ['unknown-case', { receiptNumber: 'B017-261120-0001-X' }],
  ] as const)('is refused for its %s', (refusal, over) => {
    const { tickets } = boot();
    expect(tickets.file(request(over))).toEqual({ ok: false, error: refusal });
    expect(db.prepare('select * from outbox').all()).toEqual([]);
    expect(tickets.open()).toEqual([]);
  });

  it('may name the day by which it is needed', async () => {
    const { tickets } = boot();
    filed(tickets, { wishedBy: '2026-11-20' });
    await clock.advance(1_000);
    expect([...desk.books.values()][0]?.ticket.wishedBy).toBe('2026-11-20');
  });
});

describe('a ticket about a case', () => {
  it('names it to the region, and goes although the case itself is stuck', async () => {
    const { tickets, cases, region, queue } = boot();
    region.failure = regionFailure('rejected', 'R-422');
    const record = cases.submit(application());
    await clock.advance(1_000);
    expect(queue.depth.value.dead).toBe(1);
    const ticket = filed(tickets, { receiptNumber: record.receiptNumber });
    await clock.advance(1_000);
    expect(ticket.caseId).toBe(record.id);
    expect(now(tickets, ticket).state).toBe('referred');
  });

  it('carries the region’s number of the case', async () => {
    const { tickets, cases } = boot();
    const record = cases.submit(application());
    await clock.advance(1_000);
    filed(tickets, { receiptNumber: record.receiptNumber });
    await clock.advance(1_000);
    expect([...desk.books.values()][0]?.ticket.caseNumber).toBe('R-1');
  });

  it('is of the person whose case it is, and of nobody else', () => {
    const { tickets, cases } = boot();
    const { receiptNumber } = cases.submit(application());
    const refused = { ok: false, error: 'unknown-case' };
    expect(tickets.file(request({ receiptNumber, number: makePerson(6).number }))).toEqual(refused);
    expect(tickets.file(request({ receiptNumber, number: null }))).toEqual(refused);
  });
});

describe('a line that takes no tickets', () => {
  it('is passed by: the host site takes them, and says for whom', async () => {
    const site = new MemoryDesk();
    desk.capabilities.tickets = false;
    const { tickets } = boot({ '120000': desk, '110115-bda': site });
    const ticket = filed(tickets);
    await clock.advance(1_000);
    expect(ticket).toMatchObject({ region: '120000', lane: '110115-bda' });
    expect(site.books.get(ticket.id)?.ticket.region).toBe('120000');
    expect(desk.books.size).toBe(0);
  });

  it.each([
    ['there is none', (): Record<string, MemoryDesk> => ({})],
    [
      'it refuses them',
      () => {
        desk.failure = regionFailure('not-supported', 'toy.sendTicket.not-supported');
        return { '120000': desk };
      },
    ],
  ])('calls a person at once when %s', async (_, lines) => {
    const { tickets, queue } = boot(lines());
    const seen: string[] = [];
    tickets.subscribe((id) => seen.push(id));
    const ticket = filed(tickets);
    await clock.advance(1_000);
    expect(queue.depth.value.dead).toBe(1);
    expect(seen).toEqual([ticket.id]);
    expect(tickets.view(now(tickets, ticket))).toMatchObject({ state: 'filed', ring: true });
    expect(tickets.late().map(({ id }) => id)).toEqual([ticket.id]);
    // Nothing is lost: when there is a line, it goes.
    desk.failure = null;
    const later = boot();
    later.queue.release(ticket.id);
    later.queue.wake('120000');
    await clock.advance(1_000);
    expect(now(later.tickets, ticket)).toMatchObject({ state: 'referred', stuck: false });
  });
});

describe('the answer', () => {
  const answers = [
    { at: at('2026-11-23 10:00'), by: '市公安局', text: '已找到您的户口登记，请再申请一次。' },
  ];

  it('comes from the region, sealed, and is shown to the citizen until it has been seen', async () => {
    const { tickets } = boot();
    const ticket = filed(tickets);
    await clock.advance(1_000);
    desk.says(ticket.id, { state: 'answered', answers });
    const seen: string[] = [];
    tickets.subscribe((id) => seen.push(id));
    await clock.advance(at('2026-11-23 10:30') - clock.now());
    const record = now(tickets, ticket);
    expect(record).toMatchObject({ state: 'answered', toldAt: null });
    expect(tickets.view(record)).toMatchObject({ answers, closing: null, answerLate: false });
    expect(tickets.untold()).toHaveLength(1);
    tickets.told(ticket.id);
    expect(tickets.untold()).toEqual([]);
    const row = db.prepare<{ answer: Uint8Array }>('select answer from tickets').get();
    expect(Buffer.from(row?.answer as Uint8Array).toString('utf8')).not.toContain('户口');
    expect(seen).toContain(ticket.id);
    // Nothing new: nobody is told again.
    await clock.advance(3 * TICKET_LOOK_MS);
    expect(tickets.untold()).toEqual([]);
    const more = { at: at('2026-11-24 09:00'), by: '市公安局', text: '也可到窗口办理。' };
    desk.says(ticket.id, { answers: [...answers, more] });
    await clock.advance(TICKET_LOOK_MS);
    expect(tickets.untold()).toHaveLength(1);
    expect(tickets.view(now(tickets, ticket)).answers).toEqual([...answers, more]);
  });

  it('closes the ticket when the region gives a class and a reason, and only then', async () => {
    const { tickets } = boot();
    const ticket = filed(tickets);
    await clock.advance(1_000);
    for (const closing of [
      undefined,
      { class: 'guided', text: 'a class of the other kind' } as const,
      { class: 'explained', text: ' ' } as const,
    ]) {
      desk.says(ticket.id, { state: 'closed', answers, ...(closing ? { closing } : {}) });
      await clock.advance(TICKET_LOOK_MS);
      expect(now(tickets, ticket)).toMatchObject({ state: 'answered', closing: null });
    }
    desk.says(ticket.id, { closing: { class: 'common-obstacle', text: '系统将统一改进。' } });
    await clock.advance(TICKET_LOOK_MS);
    expect(tickets.view(now(tickets, ticket))).toMatchObject({
      state: 'closed',
      answers,
      closing: { class: 'common-obstacle', text: '系统将统一改进。' },
    });
    expect(tickets.improvements().map(({ id }) => id)).toEqual([ticket.id]);
    const { looks } = desk;
    await clock.advance(3 * TICKET_LOOK_MS);
    expect(desk.looks).toBe(looks);
  });

  it('that does not come in time is late', async () => {
    const { tickets } = boot();
    const ticket = filed(tickets);
    await clock.advance(at('2026-11-25 17:01') - clock.now());
    expect(tickets.late().map(({ id }) => id)).toEqual([ticket.id]);
    expect(tickets.view(now(tickets, ticket))).toMatchObject({
      answerLate: true,
      referralLate: false,
      ring: true,
    });
  });

  it('is not asked for where a region is silent, until it speaks again', async () => {
    const { tickets } = boot();
    const ids = [1, 2, 3].map((n) => filed(tickets, { id: ticketId(n) }).id);
    await clock.advance(1_000);
    desk.failure = down;
    await clock.advance(TICKET_LOOK_MS);
    expect(desk.looks).toBe(1);
    desk.failure = null;
    for (const id of ids) desk.says(id, { state: 'answered', answers });
    desk.books.delete(ids[2] as string);
    await clock.advance(TICKET_LOOK_MS);
    expect(
      tickets
        .open()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['answered', 'answered', 'referred']);
  });

  it('is asked for no more once the host stops', async () => {
    const { tickets } = boot();
    filed(tickets);
    await clock.advance(1_000);
    await tickets.stop();
    await clock.advance(3 * TICKET_LOOK_MS);
    expect(desk.looks).toBe(0);
  });
});

describe('the hall’s staff', () => {
  const ALL: readonly TicketClosing[] = [...CLOSINGS['not-done'], ...CLOSINGS['off-list']];

  it.each(['not-done', 'off-list'] as const)(
    'close a %s ticket with a class of its kind and a reason',
    (kind) => {
      const { tickets } = boot();
      for (const [n, closing] of ALL.entries()) {
        const { id } = filed(tickets, { id: ticketId(n), kind });
        expect(tickets.close(id, closing, ' ')).toEqual({ ok: false, error: 'text-missing' });
        const fits = (CLOSINGS[kind] as readonly string[]).includes(closing);
        expect(tickets.close(id, closing, '理由')).toMatchObject(
          fits ? { ok: true, value: { state: 'closed', closing } } : { ok: false, error: 'wrong-class' },
        );
        if (fits) expect(tickets.close(id, closing, '理由')).toEqual({ ok: false, error: 'already-closed' });
      }
      expect(tickets.open()).toHaveLength(3);
    },
  );

  it('may answer first and close later; an old answer of the region changes nothing then', async () => {
    const { tickets } = boot();
    const ticket = filed(tickets);
    await clock.advance(1_000);
    expect(tickets.answer(ticket.id, '大厅', ' ')).toEqual({ ok: false, error: 'text-missing' });
    expect(tickets.answer('no-such', '大厅', '好')).toEqual({ ok: false, error: 'unknown-ticket' });
    expect(tickets.answer(ticket.id, '大厅', '正在协调')).toMatchObject({
      ok: true,
      value: { state: 'answered' },
    });
    expect(tickets.close(ticket.id, 'explained', '现行规定不允许')).toMatchObject({ ok: true });
    desk.says(ticket.id, { state: 'working', answers: [{ at: 1, by: '外地', text: '…' }] });
    await clock.advance(TICKET_LOOK_MS);
    expect(tickets.view(now(tickets, ticket))).toMatchObject({
      state: 'closed',
      answers: [{ by: '大厅', text: '正在协调' }],
      closing: { class: 'explained', text: '现行规定不允许' },
    });
    expect(tickets.answer(ticket.id, '大厅', '再')).toEqual({ ok: false, error: 'already-closed' });
  });

  it('read what the citizen said while it is kept', () => {
    const { tickets } = boot();
    const { id } = filed(tickets);
    expect(tickets.request(id)?.text).toContain('户口');
  });

  it('cannot be got around: the database itself closes nothing without a class', () => {
    const { tickets } = boot();
    filed(tickets);
    expect(() => db.exec("update tickets set state = 'closed'")).toThrow(/CHECK/i);
    expect(() => db.exec("update tickets set closing = 'explained'")).toThrow(/CHECK/i);
  });
});

describe('a wish off the list', () => {
  const wish = (n: number, over: Parameters<typeof request>[0] = {}) =>
    request({
      id: ticketId(n),
      kind: 'off-list',
      matter: null,
      text: '异地更换驾驶证照片',
      number: makePerson(n).number,
      ...over,
    });

  it('becomes a list candidate once three different people have had it, however they write it', () => {
    const { tickets } = boot();
    tickets.file(wish(1));
    tickets.file(wish(2, { number: makePerson(1).number }));
    tickets.file(wish(3, { text: ' 异地更换，驾驶证照片！' }));
    expect(tickets.candidates()).toEqual([]);
    tickets.file(wish(4, { number: null, contact: { name: '某人', phone: '139 0000 0000' } }));
    tickets.file(wish(5, { region: '110000' }));
    tickets.file(wish(6, { text: '别的事情' }));
    const candidates = tickets.candidates();
    expect(candidates).toEqual([{ region: '120000', matter: null, people: 3, tickets: expect.any(Array) }]);
    expect(candidates[0]?.tickets.map((number) => number.slice(12, 16))).toEqual([
      '0001',
      '0002',
      '0003',
      '0004',
    ]);
    expect(tickets.candidates(1)).toHaveLength(3);
  });

  it('counts by the matter that it comes nearest to, where the citizen named one', () => {
    const { tickets } = boot();
    for (const n of [1, 2, 3]) tickets.file(wish(n, { matter: 'XT-GA-030', text: `愿望${n}` }));
    expect(tickets.candidates()).toMatchObject([{ matter: 'XT-GA-030', people: 3 }]);
  });

  it('that was led to a matter that exists is no candidate', () => {
    const { tickets } = boot();
    for (const n of [1, 2, 3]) tickets.file(wish(n));
    tickets.close(ticketId(1), 'guided', '可办理“驾驶证换证”');
    expect(tickets.candidates()).toEqual([]);
  });
});

describe('what is kept of a person', () => {
  it('is found by that person only', () => {
    const { tickets } = boot();
    const ticket = filed(tickets);
    const other = makePerson(6);
    expect(tickets.ofPerson(person.number).map(({ id }) => id)).toEqual([ticket.id]);
    expect(tickets.ofPerson(other.number)).toEqual([]);
    expect(tickets.ofNumberAndPerson(ticket.number, person.number)?.id).toBe(ticket.id);
    expect(tickets.ofNumberAndPerson(ticket.number, other.number)).toBeNull();
    expect(tickets.ofNumberAndPhone(ticket.number, '138-0000-0000')?.id).toBe(ticket.id);
    expect(tickets.ofNumberAndPhone(ticket.number, '138-0000-0001')).toBeNull();
  });

  it('stands in clear in no column, and in no file', async () => {
    const { tickets } = boot();
    const ticket = filed(tickets, { kind: 'off-list' });
    await clock.advance(1_000);
    desk.says(ticket.id, { state: 'answered', answers: [{ at: 1, by: 'x', text: '户口已找到' }] });
    await clock.advance(TICKET_LOOK_MS);
    db.pragma('wal_checkpoint(truncate)');
    const rows = db.prepare('select * from tickets').all().concat(db.prepare('select * from outbox').all());
    const text = rows
      .flatMap((row) => Object.values(row as object))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)))
      .join('\n');
    for (const personal of [person.name, person.number, '13800000000', '138 0000 0000', '户口'])
      expect(text).not.toContain(personal);
  });

  it('goes: what was said with the queue’s payloads, the answer some days after the end', async () => {
    const { tickets, cases } = boot();
    const ticket = filed(tickets);
    await clock.advance(1_000);
    tickets.close(ticket.id, 'explained', '现行规定不允许');
    await clock.advance(4 * DAY_MS);
    cases.sweep();
    expect(tickets.request(ticket.id)).toBeNull();
    expect(tickets.sweep()).toBe(0);
    await clock.advance(27 * DAY_MS);
    expect(tickets.sweep()).toBe(1);
    expect(tickets.sweep()).toBe(0);
    expect(tickets.view(now(tickets, ticket))).toMatchObject({
      state: 'closed',
      answers: [],
      closing: { class: 'explained', text: '' },
    });
  });

  it('is kept while its ticket has not got through, however long that takes', async () => {
    const { tickets, cases } = boot();
    desk.failure = down;
    const ticket = filed(tickets);
    await clock.advance(10 * DAY_MS);
    cases.sweep();
    expect(tickets.request(ticket.id)).not.toBeNull();
  });

  it('is sealed again with a new key like everything else', () => {
    const { tickets } = boot();
    const { id } = filed(tickets);
    tickets.answer(id, '大厅', '正在协调');
    const random = countingRandom('one key file');
    const suite = 'aes-256-gcm';
    const keys = {
      current: 1,
      keys: new Map([[1, { suite, bytes: random(32) }] as const]),
      lookup: random(32),
    };
    const sealer = createSealer(rotateKey(keys, suite, random), random);
    expect([...reseal(db, sealer)].map(({ moved }) => moved)).toEqual([1, 1]);
    expect(keysInUse(db)).toEqual(new Map([[2, 2]]));
    const row = db.prepare<{ answer: Uint8Array }>('select answer from tickets').get();
    const opened = sealer.open(
      { bytes: row?.answer as Uint8Array, keyId: 2 },
      { idem: id, kind: 'ticket-answer', schema: 1 },
    );
    expect(opened.ok && Buffer.from(opened.value).toString()).toContain('正在协调');
  });
});
