import { describe, expect, it } from 'vitest';
import type { JourneyEvent, JourneyView } from '../../../electron/contract/index.ts';
import { type CitizenClient, createKioskSession, type Link } from '../../../renderer/api/index.ts';
import { makeInfo, makeStatus, makeView } from '../../support/views.ts';

/** A stream that the test feeds by hand. */
class Feed<T> {
  #push: ((value: T) => void) | null = null;
  readonly #waiting: T[] = [];
  give(value: T) {
    if (this.#push) this.#push(value);
    else this.#waiting.push(value);
  }
  async *[Symbol.asyncIterator]() {
    for (;;) {
      const next = this.#waiting.shift() ?? (await new Promise<T>((resolve) => (this.#push = resolve)));
      this.#push = null;
      yield next;
    }
  }
}

function setUp() {
  const links: { views: Feed<JourneyView>; drop: () => void }[] = [];
  const sent: { boot: string; seq: number; event: JourneyEvent }[] = [];
  const activity = { count: 0 };
  const typed: unknown[] = [];
  let accept = true;
  let now = 0;
  const open = async (): Promise<Link> => {
    let drop = () => {};
    const closed = new Promise<void>((resolve) => {
      drop = resolve;
    });
    const views = new Feed<JourneyView>();
    links.push({ views, drop });
    return { rpc: { views } as never, closed, close: drop };
  };
  const client = (rpc: unknown) =>
    ({
      machine: {
        info: async () => makeInfo(),
        status: async () => {
          const feed = new Feed<ReturnType<typeof makeStatus>>();
          feed.give(makeStatus({ now: 5_000 }));
          return feed;
        },
      },
      journey: {
        watch: async () => (rpc as { views: Feed<JourneyView> }).views,
        send: async (input: (typeof sent)[number]) => {
          sent.push(input);
          return accept ? { ok: true, value: {} } : { ok: false, error: {} };
        },
        typed: async (input: unknown) => {
          typed.push(input);
          return {};
        },
        activity: async () => {
          activity.count++;
          return {};
        },
        document: async () => ({ ok: true, value: { base64: btoa('abc'), sha256: '' } }),
      },
      screen: { fault: async () => ({}) },
    }) as unknown as CitizenClient;
  const session = createKioskSession({ open, client, now: () => now, wait: async () => undefined });
  return {
    session,
    links,
    sent,
    activity,
    typed,
    refuse: () => {
      accept = false;
    },
    pass: (ms: number) => {
      now += ms;
    },
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

describe('the page’s session', () => {
  it('shows the last view and answers it once, with its boot and seq', async () => {
    const s = setUp();
    await s.settle();
    s.links[0]?.views.give(makeView('guide', {}, { seq: 7 }));
    await s.settle();
    expect(s.session.getState()).toMatchObject({ link: 'up', clockOffset: 5_000 });
    s.session.send({ type: 'start' });
    s.session.send({ type: 'start' });
    await s.settle();
    expect(s.sent).toEqual([{ boot: 'boot-1', seq: 7, event: { type: 'start' } }]);
    // The same question streamed again (a case moved on under it) does not free the hands; a new one does.
    s.links[0]?.views.give(makeView('guide', {}, { seq: 7 }));
    await s.settle();
    s.session.send({ type: 'start' });
    expect(s.sent).toHaveLength(1);
    s.links[0]?.views.give(makeView('guide', {}, { seq: 8 }));
    await s.settle();
    s.session.send({ type: 'start' });
    expect(s.sent).toHaveLength(2);
    s.session.stop();
  });

  it('keeps the answer that comes while the host still hears of a hand on the screen', async () => {
    const s = setUp();
    await s.settle();
    const sign = (seq: number) =>
      makeView('sign', {}, { seq, events: ['signOnScreen', 'signed', 'back', 'leave'] });
    s.links[0]?.views.give(sign(1));
    await s.settle();
    const signed = { type: 'signed', strokes: [[{ x: 0, y: 0, t: 0 }]] } as const;
    s.session.send({ type: 'signOnScreen' });
    s.session.send({ type: 'signOnScreen' });
    s.session.send(signed as never);
    expect(s.sent.map(({ event }) => event.type)).toEqual(['signOnScreen']);
    s.links[0]?.views.give(sign(2));
    await s.settle();
    expect(s.sent.map(({ seq, event }) => [seq, event.type])).toEqual([
      [1, 'signOnScreen'],
      [2, 'signed'],
    ]);
    // On another screen it is nobody's answer.
    s.links[0]?.views.give(sign(3));
    await s.settle();
    s.session.send({ type: 'signOnScreen' });
    s.session.send({ type: 'back' });
    s.links[0]?.views.give(makeView('guide', {}, { seq: 4 }));
    await s.settle();
    expect(s.sent).toHaveLength(3);
    s.session.stop();
  });

  it('may answer again when the answer was not taken', async () => {
    const s = setUp();
    await s.settle();
    s.links[0]?.views.give(makeView('guide'));
    await s.settle();
    s.refuse();
    s.session.send({ type: 'start' });
    await s.settle();
    s.session.send({ type: 'start' });
    expect(s.sent).toHaveLength(2);
    s.session.stop();
  });

  it('never sends what the view does not allow', async () => {
    const s = setUp();
    await s.settle();
    s.links[0]?.views.give(makeView('guide', {}, { events: ['back'] }));
    await s.settle();
    s.session.send({ type: 'start' });
    expect(s.sent).toEqual([]);
    s.session.stop();
  });

  it('opens the link again by itself, sends nothing meanwhile, and takes the host’s first view for the truth', async () => {
    const s = setUp();
    await s.settle();
    s.links[0]?.views.give(makeView('details'));
    await s.settle();
    s.links[0]?.drop();
    await s.settle();
    expect(s.session.getState()).toMatchObject({ link: 'lost', view: { screen: 'details' } });
    s.session.send({ type: 'back' });
    expect(s.sent).toEqual([]);
    expect(s.links).toHaveLength(2);
    s.links[1]?.views.give(makeView('home', {}, { boot: 'boot-2' }));
    await s.settle();
    expect(s.session.getState()).toMatchObject({ link: 'up', view: { screen: 'home', boot: 'boot-2' } });
    s.session.stop();
  });

  it('tells of touches at most once a second', async () => {
    const s = setUp();
    await s.settle();
    s.links[0]?.views.give(makeView('home'));
    await s.settle();
    for (let i = 0; i < 30; i++) {
      s.session.activity();
      s.pass(100);
    }
    expect(s.activity.count).toBe(3);
    s.session.stop();
  });

  it('has the host keep what is typed, under whatever question, once there is a host', async () => {
    const s = setUp();
    s.session.typed('company', { companyName: '甲' });
    await s.settle();
    s.links[0]?.views.give(makeView('details'));
    await s.settle();
    s.session.send({ type: 'back' });
    s.session.typed('company', { companyName: '甲乙' });
    await s.settle();
    expect(s.typed).toEqual([{ boot: 'boot-1', page: 'company', values: { companyName: '甲乙' } }]);
    s.session.stop();
  });
});
