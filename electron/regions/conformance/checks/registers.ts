import { AUTHORITIES } from '../bench.ts';
import type { Check } from '../check.ts';
import { claim, never } from '../requests.ts';
import { holds, like, same, value } from '../verdict.ts';

/** People, organisations, who may act for whom, what is offered, what a draft lacks. */
export const REGISTERS: readonly Check[] = [
  {
    id: 'person.match',
    sentence: 'Name and number that belong together match.',
    needs: ['checkPersonWithoutCard'],
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      same(await adapter.checkPerson(claim(trial.bench.world.known), never), {
        ok: true,
        value: { match: true },
      });
    },
  },
  {
    id: 'person.no-match',
    sentence: 'Another name does not match, and nothing else is said about the person.',
    needs: ['checkPersonWithoutCard'],
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      const { number } = trial.bench.world.known;
      same(await adapter.checkPerson({ name: '某人', number }, never), { ok: true, value: { match: false } });
    },
  },
  {
    id: 'organisation.match',
    sentence: 'An organisation that lives is known by name and code.',
    needs: ['checkOrganisation'],
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      const { name, creditCode } = trial.bench.world.company;
      like(value(await adapter.checkOrganisation({ name, creditCode }, never)), { match: true });
    },
  },
  {
    id: 'organisation.closed',
    sentence: 'An organisation that lives no more does not match.',
    needs: ['checkOrganisation'],
    async run(trial) {
      const { adapter } = await trial.played();
      const { company, closedName } = trial.bench.world;
      const { creditCode } = company;
      like(value(await adapter.checkOrganisation({ name: closedName, creditCode }, never)), { match: false });
    },
  },
  {
    id: 'authority.scope',
    sentence: 'A registered authority is good for its matter and its time, and for no other.',
    needs: ['checkAuthority'],
    async run(trial) {
      const { adapter } = await trial.played();
      const { known, second, matterCode, at } = trial.bench.world;
      const ask = (number: string, matter = matterCode) =>
        adapter.checkAuthority(
          {
            agent: claim(second),
            principal: { holder: 'person', person: claim(known) },
            matterCode: matter,
            proof: { kind: 'registered', number, sha256: null },
          },
          never,
        );
      same(value(await ask(AUTHORITIES.good)), { valid: true, until: at + AUTHORITIES.lastsMs });
      like(value(await ask(AUTHORITIES.good, 'XT-RS-002')), { valid: false }, 'another matter');
      like(value(await ask(AUTHORITIES.over)), { valid: false }, 'one that has run out');
    },
  },
  {
    id: 'authority.legal-representative',
    sentence: 'A legal representative may act for the organisation without a paper.',
    needs: ['checkAuthority'],
    async run(trial) {
      const { adapter } = await trial.played();
      const { known, company } = trial.bench.world;
      const { name, creditCode } = company;
      const answer = await adapter.checkAuthority(
        {
          agent: claim(known),
          principal: { holder: 'organisation', organisation: { name, creditCode } },
          matterCode: 'XT-SJ-001',
          proof: { kind: 'legal-representative', number: null, sha256: null },
        },
        never,
      );
      same(answer, { ok: true, value: { valid: true, until: null } });
    },
  },
  {
    id: 'matters.list',
    sentence: 'The list of matters has the one of the region file, under the file’s implementation code.',
    needs: ['matters'],
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      const { matterCode, taskCode } = trial.bench.world;
      const { matters } = value(await adapter.matters(null, never));
      const one = matters?.find((matter) => matter.matterCode === matterCode);
      holds(one !== undefined, 'the matter is in the list');
      same(one.taskCode, taskCode, 'the implementation code');
    },
  },
  {
    id: 'matters.unchanged',
    sentence: 'Asked with the version of the list, the region says that nothing has changed.',
    needs: ['matters'],
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      const { version } = value(await adapter.matters(null, never));
      same(value(await adapter.matters(version, never)), { version, matters: null });
    },
  },
  {
    id: 'pre-check.draft',
    sentence: 'A draft is looked over, a wrong field named, and nothing is booked.',
    needs: ['preCheck'],
    async run(trial) {
      const { adapter, region } = await trial.played();
      const { matterCode, taskCode, form } = trial.bench.world;
      const draft = (change: Readonly<Record<string, string>>) =>
        adapter.preCheck({ matterCode, taskCode, form: { ...form, ...change }, materials: [] }, never);
      same(await draft({}), { ok: true, value: { problems: [] } });
      like(value(await draft({ phone: '12' })), { problems: [{ kind: 'field', name: 'phone' }] });
      same(region.cases(), [], 'cases in the books');
    },
  },
];
