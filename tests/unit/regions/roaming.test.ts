import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result, VirtualClock } from '../../../electron/core/index.ts';
import {
  createRoaming,
  incapable,
  type Login,
  NO_CAPABILITIES,
  type RegionAdapter,
  type RegionFailure,
  type RegionSession,
  ROAMING_TIMING,
  type Roaming,
  regionFailure,
} from '../../../electron/regions/index.ts';
import { makePerson } from '../../support/people.ts';

const never = new AbortController().signal;
const person = ({ name, number } = makePerson(1)) =>
  ({ holder: 'person', person: { name, number }, by: 'card' }) as const;

let clock: VirtualClock;
let regions: Map<string, ReturnType<typeof makeRegion>>;
let roaming: Roaming;

/** A region that gives out tokens and knows which of them live. */
function makeRegion(region: string) {
  let count = 0;
  const state = {
    logins: [] as string[],
    tokens: new Set<string>(),
    /** Every token that it was ever shown. */
    shown: [] as string[],
    fails: null as RegionFailure | null,
    lifeMs: 600_000,
    says: region,
    wait: Promise.resolve(),
    endWaits: Promise.resolve(),
    adapter: null as unknown as RegionAdapter,
  };
  state.adapter = {
    ...incapable('toy'),
    region,
    capabilities: { ...NO_CAPABILITIES, sessions: true, casesOf: true },
    async authenticate(login: Login) {
      if (state.fails) return err(state.fails);
      await state.wait;
      state.logins.push(login.holder === 'person' ? login.person.number : '');
      const token = `${region}-${++count}`;
      state.tokens.add(token);
      return ok({ region: state.says, holder: login.holder, token, expiresAt: clock.now() + state.lifeMs });
    },
    async endSession(session: RegionSession) {
      state.shown.push(session.token);
      await state.endWaits;
      state.tokens.delete(session.token);
      return ok();
    },
    async casesOf(session: RegionSession) {
      state.shown.push(session.token);
      if (!state.tokens.has(session.token)) return err(regionFailure('unauthorized', 'toy.casesOf.ended'));
      return ok({ cases: [], next: null });
    },
  } as unknown as RegionAdapter;
  return state;
}
const at = (region: string) => regions.get(region) as ReturnType<typeof makeRegion>;
const look = (region: string): Promise<Result<unknown, unknown>> =>
  roaming.use(region, (adapter, session, signal) => adapter.casesOf(session, null, signal), never);

beforeEach(() => {
  clock = new VirtualClock();
  regions = new Map(['120000', '440100'].map((code) => [code, makeRegion(code)]));
  roaming = createRoaming({ adapter: (code) => regions.get(code)?.adapter, clock });
});

describe('one log-in in several regions', () => {
  it('opens a session where it is first needed, once, and nowhere else', async () => {
    roaming.begin(person(), 'every-region');
    expect(roaming.open()).toEqual([]);
    await Promise.all([look('120000'), look('120000'), look('120000')]);
    expect(at('120000').logins).toHaveLength(1);
    expect(at('440100').logins).toEqual([]);
    expect(roaming.open()).toEqual(['120000']);
  });

  it('goes where the person consented, and further when the person consents to more', async () => {
    roaming.begin(person(), ['120000']);
    expect((await look('120000')).ok).toBe(true);
    expect(await look('440100')).toEqual({ ok: false, error: 'no-consent' });
    expect(at('440100').logins).toEqual([]);
    roaming.allow(['440100']);
    expect((await look('440100')).ok).toBe(true);
  });

  it('shows a region its own tokens and no others', async () => {
    roaming.begin(person(), 'every-region');
    await Promise.all([look('120000'), look('440100')]);
    await roaming.end();
    for (const [code, { shown }] of regions)
      expect(shown.filter((token) => !token.startsWith(code))).toEqual([]);
  });

  it('trusts no session that a region gives out for another', async () => {
    at('120000').says = '440100';
    roaming.begin(person(), 'every-region');
    expect(await look('120000')).toMatchObject({
      error: { technicianCode: 'roaming.authenticate.other-region' },
    });
    expect(roaming.open()).toEqual([]);
  });

  it('is opened anew, once, when the region has ended it or it has run out', async () => {
    roaming.begin(person(), 'every-region');
    await look('120000');
    at('120000').tokens.clear();
    expect((await look('120000')).ok).toBe(true);
    expect(at('120000').logins).toHaveLength(2);
    await clock.advance(600_000 - ROAMING_TIMING.spareMs + 1);
    expect((await look('120000')).ok).toBe(true);
    expect(at('120000').logins).toHaveLength(3);
    at('120000').lifeMs = 600_000;
    at('120000').adapter.casesOf = async () => err(regionFailure('unauthorized', 'toy.casesOf.never'));
    expect(await look('120000')).toMatchObject({ error: { technicianCode: 'toy.casesOf.never' } });
    expect(at('120000').logins).toHaveLength(4);
  });

  it('is not spoilt for others by a region that does not answer, and may be tried again there', async () => {
    at('120000').fails = regionFailure('unreachable', 'toy.authenticate.down');
    roaming.begin(person(), 'every-region');
    expect(await look('120000')).toMatchObject({ error: { kind: 'unreachable' } });
    expect((await look('440100')).ok).toBe(true);
    at('120000').fails = null;
    expect((await look('120000')).ok).toBe(true);
  });
});

describe('the end of it', () => {
  it('ends every session at its region, and nothing more can be done with it', async () => {
    roaming.begin(person(), 'every-region');
    await Promise.all([look('120000'), look('440100')]);
    await roaming.end();
    expect([...regions.values()].flatMap(({ tokens }) => [...tokens])).toEqual([]);
    expect(await look('120000')).toEqual({ ok: false, error: 'no-login' });
  });

  it('forgets the person at once and waits for no region longer than it says', async () => {
    roaming.begin(person(), 'every-region');
    await look('120000');
    at('120000').endWaits = new Promise(() => undefined);
    let ended = false;
    const end = roaming.end().then(() => {
      ended = true;
    });
    expect(roaming.open()).toEqual([]);
    await clock.advance(ROAMING_TIMING.endMs - 1);
    expect(ended).toBe(false);
    await clock.advance(1);
    await end;
    expect(ended).toBe(true);
  });

  it('ends a session that a region opened after the person had left', async () => {
    let open: () => void = () => undefined;
    at('120000').wait = new Promise((resolve) => {
      open = resolve;
    });
    roaming.begin(person(), 'every-region');
    const looked = look('120000');
    await roaming.end();
    open();
    expect(await looked).toEqual({ ok: false, error: 'no-login' });
    await roaming.end();
    expect(at('120000').logins).toHaveLength(1);
    expect([...at('120000').tokens]).toEqual([]);
  });

  it('comes with the next person: nobody acts in the name of the one before', async () => {
    roaming.begin(person(makePerson(1)), 'every-region');
    let seen: RegionSession | null = null;
    await roaming.use(
      '120000',
      async (_, session) => {
        seen = session;
        return ok();
      },
      never,
    );
    roaming.begin(person(makePerson(2)), 'every-region');
    await look('120000');
    expect(at('120000').logins).toEqual([makePerson(1).number, makePerson(2).number]);
    expect(at('120000').tokens.has((seen as unknown as RegionSession).token)).toBe(false);
  });
});
