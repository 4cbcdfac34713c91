import type { Check } from '../check.ts';
import { never } from '../requests.ts';
import { fails, holds, like, same, value } from '../verdict.ts';

const PAYMENT_MS = 15 * 60_000;

/** Payments, tickets, ratings, parcels. */
export const EXTRAS: readonly Check[] = [
  {
    id: 'payment.once',
    sentence: 'A payment is asked for once under its key, and paid.',
    needs: ['payments'],
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const request = { idempotencyKey: trial.requests.key(6), caseNumber: await trial.book(line) };
      const payment = value(await adapter.requestPayment(request, never));
      like(payment, { amountFen: 1_000, state: 'open' });
      same(value(await adapter.requestPayment(request, never)), payment, 'the second answer');
      region.pay(payment.paymentNumber);
      like(value(await adapter.paymentState(payment.paymentNumber, never)), { state: 'paid', payUrl: null });
    },
  },
  {
    id: 'payment.expires',
    sentence: 'A payment that nobody makes runs out.',
    needs: ['payments'],
    async run(trial) {
      const line = await trial.played();
      const request = { idempotencyKey: trial.requests.key(7), caseNumber: await trial.book(line) };
      const { paymentNumber } = value(await line.adapter.requestPayment(request, never));
      await line.region.pass(PAYMENT_MS);
      like(value(await line.adapter.paymentState(paymentNumber, never)), { state: 'expired' });
    },
  },
  {
    id: 'payment.ahead',
    sentence:
      'A fee is paid before the application is handed in, once under its key, and the application names it.',
    needs: ['payments'],
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const { payment, submission } = trial.requests;
      const asked = value(await adapter.requestPayment(payment(), never));
      same(value(await adapter.requestPayment(payment(), never)), asked, 'the second answer');
      const { paymentNumber: number, amountFen } = asked;
      const named = submission(1, { payment: { number, amountFen } });
      fails(await adapter.submit(named, never), 'rejected', trial.code('submit.refused:NOT_PAID'));
      region.pay(number);
      like(value(await adapter.paymentState(number, never)), { state: 'paid' });
      like(value(await adapter.submit(named, never)), { state: 'received' });
    },
  },
  {
    id: 'payment.returned',
    sentence:
      'A payment is taken back: what is open can be paid no more, what was paid comes back, however often it is asked.',
    needs: ['payments', 'refunds'],
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const { key, payment } = trial.requests;
      const open = value(await adapter.requestPayment(payment(1, 30), never)).paymentNumber;
      const paid = value(await adapter.requestPayment(payment(2, 31), never)).paymentNumber;
      region.pay(paid);
      const giveBack = (paymentNumber: string, k: number) =>
        adapter.returnPayment({ idempotencyKey: key(k), paymentNumber }, never);
      like(value(await giveBack(open, 32)), { state: 'cancelled', payUrl: null });
      region.pay(open);
      like(value(await adapter.paymentState(open, never)), { state: 'cancelled' });
      for (const round of [1, 2])
        like(value(await giveBack(paid, 33), `return ${round}`), { state: 'refunding' });
    },
  },
  {
    id: 'delivery.every',
    sentence: 'A result can be wished for in every way: with an address by post, with its locker into one.',
    async run(trial) {
      const line = await trial.played();
      const { receiver } = trial.requests.mail('C');
      const wishes = [
        { delivery: 'window' },
        { delivery: 'e-document' },
        { delivery: 'ems', receiver },
        { delivery: 'locker', locker: { id: 'here', name: '自助区取件柜' } },
      ] as const;
      for (const [n, wish] of wishes.entries()) await trial.book(line, n + 1, wish);
      same(line.region.cases().length, wishes.length, 'cases in the books');
    },
  },
  {
    id: 'ticket.answered',
    sentence: 'A ticket (办不成事) is taken once, and answered.',
    needs: ['tickets'],
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const send = () => trial.ask(line, () => adapter.sendTicket(trial.requests.ticket(), never));
      const ticket = value(await send());
      same(value(await send()).ticketNumber, ticket.ticketNumber, 'the second number');
      await region.pass(8_000);
      await region.pass(500);
      const answered = value(await trial.ask(line, () => adapter.ticket(ticket.ticketNumber, never)));
      like(answered, { state: 'answered' });
      same(answered?.answers.length, 1, 'answers');
    },
  },
  {
    id: 'ticket.off-list',
    sentence: 'What is on no list (清单外) is taken too, and an unknown ticket is an answer.',
    needs: ['tickets'],
    async run(trial) {
      const line = await trial.played();
      const idempotencyKey = trial.requests.key(8);
      const offList = trial.requests.ticket({ idempotencyKey, about: 'off-list', matterCode: null });
      value(await trial.ask(line, () => line.adapter.sendTicket(offList, never)));
      same(await line.adapter.ticket('T0', never), { ok: true, value: null });
    },
  },
  {
    id: 'ticket.deadlines',
    sentence: 'A ticket takes its deadlines along, and comes back referred and closed with a reason.',
    needs: ['tickets'],
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      const { at, acceptRegion } = trial.bench.world;
      const ticket = trial.requests.ticket({
        receiptNumber: trial.requests.submission(7).receiptNumber,
        region: acceptRegion.slice(0, 6),
        wishedBy: '2026-11-30',
        referBy: at + 8 * 3_600_000,
        answerBy: at + 5 * 86_400_000,
      });
      const { ticketNumber } = value(await adapter.sendTicket(ticket, never));
      await region.pass(60_000);
      const closed = value(await adapter.ticket(ticketNumber, never));
      like(closed, { state: 'closed', closing: { class: 'special-handling' } });
      holds((closed?.referredAt ?? 0) > 0, 'when it was referred is told');
    },
  },
  {
    id: 'rating.twice',
    sentence: 'A case is rated once and once more, not a third time.',
    needs: ['ratings'],
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      const caseNumber = await trial.book(line);
      const { key, rating } = trial.requests;
      const rate = (round: 1 | 2, n: number) =>
        line.adapter.rate(rating(caseNumber, 'satisfied', { round, idempotencyKey: key(n) }), never);
      for (const answer of [await rate(1, 20), await rate(1, 20), await rate(2, 21)]) value(answer, 'rate');
      fails(await rate(2, 22), 'rejected', trial.code('rate.refused:RATING_CLOSED'));
      same(line.region.ratings().length, 2, 'ratings in the books');
    },
  },
  {
    id: 'mail.once',
    sentence: 'A parcel is ordered once under its key.',
    needs: ['mail'],
    async run(trial) {
      const line = await trial.played();
      const order = trial.requests.mail(await trial.book(line));
      const send = () => trial.ask(line, () => line.adapter.orderMail(order, never));
      const first = value(await send());
      holds(/^[0-9A-Z]+$/.test(first.mailNumber), 'the number is one of a carrier');
      same(value(await send()), first, 'the second answer');
    },
  },
];
