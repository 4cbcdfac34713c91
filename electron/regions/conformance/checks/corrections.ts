import type { Check } from '../check.ts';
import { claim, never } from '../requests.ts';
import { fails, holds, like, same, value } from '../verdict.ts';

/** What a region asks for, who else signs, what several authorities and several applications have to do with each other. */
export const CORRECTIONS: readonly Check[] = [
  {
    id: 'correction.round',
    sentence: 'A correction is asked for, answered once, and the case goes on.',
    needs: ['correction'],
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      region.correctNext(1);
      const caseNumber = await trial.book(line);
      const ask = () => adapter.correction(caseNumber, never);
      same(await trial.ask(line, ask), { ok: true, value: null });
      like(await trial.after(line, 3_000, 'correction'), { state: 'correction' });
      const round = value(await trial.ask(line, ask));
      holds(round !== null, 'a round is open');
      like(round.items[0], { kind: 'material', name: 'photo' });
      const answer = trial.requests.correction(caseNumber, round.id);
      const send = () => trial.ask(line, () => adapter.answerCorrection(answer, never));
      const first = value(await send());
      if (trial.knows('at-once')) {
        like(first, { state: 'accepted' });
        same(value(await send()), first, 'the second answer');
      }
      like(await trial.after(line, 5_000, 'finished'), { state: 'finished' });
    },
  },
  {
    id: 'correction.closed',
    sentence: 'An answer to a round that is closed is refused.',
    needs: ['correction'],
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      line.region.correctNext(1);
      const caseNumber = await trial.book(line);
      await line.region.pass(3_000);
      const round = value(await line.adapter.correction(caseNumber, never));
      const answer = trial.requests.correction(caseNumber, round?.id ?? '');
      value(await line.adapter.answerCorrection(answer, never));
      fails(
        await line.adapter.answerCorrection({ ...answer, idempotencyKey: trial.requests.key(50) }, never),
        'rejected',
        trial.code('answerCorrection.refused:CORRECTION_CLOSED'),
      );
    },
  },
  {
    id: 'correction.same-everywhere',
    sentence: 'The round that goes with a case’s state is the one that is given when asked for.',
    needs: ['correction', 'events'],
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      line.region.correctNext(1);
      const caseNumber = await trial.book(line);
      await line.region.pass(3_000);
      const progress = value(await line.adapter.status(caseNumber, never));
      holds(progress?.correction !== undefined, 'the state brings the round with it');
      same(value(await line.adapter.correction(caseNumber, never)), progress.correction, 'the round');
    },
  },
  {
    id: 'correction.time-limit',
    sentence: 'A correction that nobody answers ends the case at its time limit.',
    needs: ['correction'],
    async run(trial) {
      const line = await trial.played({ correctionMs: 60_000 });
      line.region.correctNext(1);
      await trial.book(line);
      like(await trial.after(line, 3_000, 'correction'), { state: 'correction' });
      like(await trial.after(line, 60_000, 'refused'), { state: 'refused' });
    },
  },
  {
    id: 'signers.wait',
    sentence: 'A case waits for its further signers, who sign once each, with their names masked.',
    needs: ['signatures'],
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const { second, third } = trial.bench.world;
      const { key, signature } = trial.requests;
      const caseNumber = await trial.book(line, 1, { furtherSigners: [claim(second), claim(third)] });
      const { idempotencyKey } = trial.requests.submission();
      const state = async () => value(await adapter.progress(idempotencyKey, never))?.state;
      await region.pass(60_000);
      same(await state(), 'received', 'the state before');
      const list = value(await adapter.signers(caseNumber, never));
      const signed = (one: typeof list) => one?.signers.map((signer) => signer.signed);
      same(signed(list), [false, false], 'who has signed');
      holds(!JSON.stringify(list).includes(second.number), 'no number stands in the list of signers');
      const [one, two] = list?.signers ?? [];
      const sign = (id = '', who = second, n = 2) =>
        adapter.sign(signature(caseNumber, id, who, { idempotencyKey: key(n) }), never);
      fails(await sign(one?.id, third), 'rejected', trial.code('sign.refused:SIGNER_UNKNOWN'));
      for (let i = 0; i < 2; i++) same(signed(value(await sign(one?.id))), [true, false], 'who has signed');
      value(await sign(two?.id, third, 3));
      await region.pass(0);
      same(await state(), 'accepted', 'the state after');
    },
  },
  {
    id: 'signers.none',
    sentence: 'A case without further signers needs none.',
    needs: ['signatures'],
    async run(trial) {
      const line = await trial.played();
      const caseNumber = await trial.book(line);
      same(await trial.ask(line, () => line.adapter.signers(caseNumber, never)), { ok: true, value: null });
    },
  },
  {
    id: 'joint.refused-part',
    sentence: 'One refused part of a joint handling does not hide the others.',
    needs: ['jointHandling'],
    async run(trial) {
      const line = await trial.played();
      const { matterCode, taskCode } = trial.bench.world;
      line.region.refusePartNext(1);
      await trial.book(line, 1, {
        mode: 'joint',
        parts: [
          { matterCode, taskCode, id: 'P1', authority: '市场监管局' },
          { matterCode, taskCode, id: 'P2', authority: '税务局' },
        ],
      });
      const progress = await trial.after(line, 8_000, 'finished');
      same(progress?.state, 'finished', 'the state of the whole');
      const parts = progress?.parts?.map(({ id, state }) => [id, state]);
      same(
        parts,
        [
          ['P1', 'refused'],
          ['P2', 'finished'],
        ],
        'the parts',
      );
    },
  },
  {
    id: 'package.partial',
    sentence:
      'Of a package that came in by part each item has its own outcome, and asking again completes it.',
    needs: ['packages'],
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      const items = [1, 2, 3, 4, 5].map((n) =>
        trial.requests.submission(n, {
          package: { id: 'package-1', index: n, of: 5 },
          ...(n === 3 ? { taskCode: 'X'.repeat(trial.bench.world.taskCode.length) } : {}),
        }),
      );
      region.faults.failNext('partial-batch');
      const first = value(await adapter.submitPackage(items, never));
      const outcomes = first.map((one) =>
        one.ok ? 'ok' : (one.error.technicianCode.split('.').at(-1) ?? ''),
      );
      same(
        outcomes,
        ['ok', 'item-later', 'refused:TASK_UNKNOWN', 'item-later', 'item-missing'],
        'the outcomes',
      );
      const again = value(await adapter.submitPackage(items, never)).map((one) => one.ok);
      same(again, [true, true, false, true, true], 'the outcomes asked again');
      same(region.cases().length, 4, 'cases in the books');
    },
  },
];
