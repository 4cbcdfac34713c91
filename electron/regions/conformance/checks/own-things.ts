import type { Check } from '../check.ts';
import { claim, never } from '../requests.ts';
import { fails, like, same, value } from '../verdict.ts';

/** What belongs to whoever is logged in; what happened since. */
export const OWN_THINGS: readonly Check[] = [
  {
    id: 'session.stranger',
    sentence: 'Somebody whom the region does not know is not logged in.',
    needs: ['sessions'],
    async run(trial) {
      const { adapter } = await trial.played();
      const login = trial.requests.personLogin(trial.bench.world.stranger);
      fails(
        await adapter.authenticate(login, never),
        'rejected',
        trial.code('authenticate.refused:PERSON_UNKNOWN'),
      );
    },
  },
  {
    id: 'session.ended',
    sentence: 'After logging out, twice if need be, the token opens nothing.',
    needs: ['sessions', 'casesOf'],
    anywhere: true,
    async run(trial) {
      const line = await trial.open();
      const session = await trial.login(line);
      for (let i = 0; i < 2; i++)
        same(await line.adapter.endSession(session, never), { ok: true, value: undefined });
      like(await line.adapter.casesOf(session, null, never), {
        error: { kind: 'unauthorized', for: 'citizen' },
      });
    },
  },
  {
    id: 'cases.mine',
    sentence: 'The cases of who is logged in come newest first, page by page, and nobody else’s.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const line = await trial.played();
      const { second, matterCode, taskCode } = trial.bench.world;
      const { submission, personLogin } = trial.requests;
      for (let n = 1; n <= 23; n++) await trial.book(line, n);
      await trial.book(line, 24, { applicant: { ...submission().applicant, ...claim(second) } });
      const session = await trial.login(line);
      const page = value(await line.adapter.casesOf(session, null, never));
      same(page.cases.length, 20, 'cases of the first page');
      const { receiptNumber } = submission(23);
      like(page.cases[0], { receiptNumber, matterCode, taskCode, state: 'received' });
      const rest = value(await line.adapter.casesOf(session, page.next, never));
      same([rest.cases.length, rest.next], [3, null], 'the last page');
      const theirs = await trial.login(line, personLogin(second));
      same(value(await line.adapter.casesOf(theirs, null, never)).cases.length, 1, 'somebody else’s cases');
    },
  },
  {
    id: 'cases.organisation',
    sentence: 'An organisation sees its own cases, whoever sent them, and not those of its operator.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const line = await trial.played();
      const { company, second } = trial.bench.world;
      const { name, creditCode } = company;
      await trial.book(line, 1, { organisation: { name, creditCode } });
      await trial.book(line, 2);
      const session = await trial.login(line, trial.requests.companyLogin(second));
      same(value(await line.adapter.casesOf(session, null, never)).cases.length, 1, 'its cases');
    },
  },
  {
    id: 'licence.consent',
    sentence: 'A licence comes by consent, whole, for its holder alone.',
    needs: ['sessions', 'licences'],
    async run(trial) {
      const line = await trial.played();
      const { licence, personLogin } = trial.requests;
      const mine = value(await line.adapter.fetchLicence(await trial.login(line), licence(), never));
      like(mine, { name: '居民户口簿', mediaType: 'application/ofd', validUntil: null });
      same(Buffer.from(mine?.bytes ?? []).toString(), 'PK made-up OFD', 'the bytes');
      const theirs = await trial.login(line, personLogin(trial.bench.world.second));
      same(await line.adapter.fetchLicence(theirs, licence(), never), { ok: true, value: null });
    },
  },
  {
    id: 'events.since',
    sentence: 'Events tell what happened since a place, and the same place tells the same.',
    needs: ['events'],
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const caseNumber = await trial.book(line);
      const first = value(await adapter.events(null, never));
      same(
        first.events.map(({ state }) => state),
        ['received'],
        'the first events',
      );
      await region.pass(8_000);
      const next = value(await adapter.events(first.cursor, never));
      same(next.more, false, 'more');
      same(
        next.events.map((one) => [one.caseNumber, one.state]),
        ['accepted', 'approved', 'finished'].map((state) => [caseNumber, state]),
        'the next events',
      );
      same(value(await adapter.events(first.cursor, never)), next, 'the same place again');
      same(value(await adapter.events(next.cursor, never)).events, [], 'events at the end');
    },
  },
];
