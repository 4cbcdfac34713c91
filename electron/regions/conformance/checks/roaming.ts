import type { Check } from '../check.ts';
import { never } from '../requests.ts';
import { holds, like, same, value } from '../verdict.ts';

const FOR_CITIZEN = { ok: false, error: { kind: 'unauthorized', for: 'citizen' } };

/** One log-in, several regions: a token opens one region alone. */
export const ROAMING: readonly Check[] = [
  {
    id: 'roaming.other-region',
    sentence: 'A session of another region is refused, and its token never leaves the machine.',
    needs: ['sessions', 'casesOf', 'licences'],
    async run(trial) {
      const line = await trial.played();
      const session = { ...(await trial.login(line)), region: '990001' };
      // Anything that went out would come back as unreachable.
      await line.region.setMode('off');
      like(await line.adapter.casesOf(session, null, never), FOR_CITIZEN, 'casesOf');
      like(await line.adapter.fetchLicence(session, trial.requests.licence(), never), FOR_CITIZEN, 'licence');
      like(await line.adapter.endSession(session, never), FOR_CITIZEN, 'endSession');
    },
  },
  {
    id: 'roaming.own-token',
    sentence: 'Logged in at two regions, each token opens its own, and the other’s opens nothing.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const [one, two] = [await trial.played(), await trial.played()];
      const [here, there] = [await trial.login(one), await trial.login(two)];
      holds(here.token !== there.token, 'two regions give two tokens');
      value(await one.adapter.casesOf(here, null, never));
      value(await two.adapter.casesOf(there, null, never));
      like(
        await one.adapter.casesOf({ ...there, region: one.adapter.region }, null, never),
        FOR_CITIZEN,
        'a token under a false name',
      );
    },
  },
  {
    id: 'roaming.end-all',
    sentence: 'Logging out everywhere leaves nothing open; one region’s end is not the other’s.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const lines = [await trial.played(), await trial.played()] as const;
      const [one, two] = lines;
      const [here, there] = [await trial.login(one), await trial.login(two)];
      value(await one.adapter.endSession(here, never));
      like(await one.adapter.casesOf(here, null, never), FOR_CITIZEN, 'the ended one');
      value(await two.adapter.casesOf(there, null, never), 'the other one');
      value(await two.adapter.endSession(there, never));
      like(await two.adapter.casesOf(there, null, never), FOR_CITIZEN, 'the other one, ended');
    },
  },
  {
    id: 'roaming.expired',
    sentence: 'A session that has run out is over without a call, and can still be ended.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const line = await trial.played();
      const session = await trial.login(line);
      await line.region.pass(session.expiresAt - line.region.clock.now());
      await line.region.setMode('off');
      like(await line.adapter.casesOf(session, null, never), FOR_CITIZEN);
      same(await line.adapter.endSession(session, never), { ok: true, value: undefined });
    },
  },
  {
    id: 'roaming.end-while-down',
    sentence: 'Logging out of a region that is down says so, and works when it is up.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const line = await trial.played();
      const session = await trial.login(line);
      await line.region.setMode('off');
      like(await line.adapter.endSession(session, never), { ok: false, error: { kind: 'unreachable' } });
      await line.region.setMode('on');
      value(await line.adapter.endSession(session, never));
      like(await line.adapter.casesOf(session, null, never), FOR_CITIZEN);
    },
  },
  {
    id: 'roaming.session',
    sentence: 'A session names its region, whose it is, and an end.',
    needs: ['sessions'],
    anywhere: true,
    async run(trial) {
      const line = await trial.open();
      const session = await trial.login(line);
      same(session.region, line.adapter.region, 'its region');
      same(session.holder, 'person', 'its holder');
      holds(session.token.length >= 16, 'a token that cannot be guessed');
      holds(session.expiresAt > 0, 'an end');
    },
  },
];
