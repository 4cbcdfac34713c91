import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  type Audience,
  type CitizenContract,
  type JourneyView,
  machineInfoSchema,
} from '../../electron/contract/index.ts';
import { Signal } from '../../electron/core/index.ts';
import { CameraDesk } from '../../electron/host-camera.ts';
import { citizenRouter } from '../../electron/host-router.ts';
import { DOCUMENT, type Harness, journeyHarness } from '../support/journey-harness.ts';
import { WAYS } from '../support/journey-ways.ts';
import { testProfile } from '../support/profile.ts';

type Client = ContractRouterClient<CitizenContract>;
type Router = ReturnType<typeof citizenRouter>;
interface Link {
  client: Client;
  close(): Promise<void>;
}

/** The two ends of each link that the product knows, over the same handler table. */
const LINKS: Record<string, (router: Router, audience: Audience) => Promise<Link>> = {
  MessagePort: async (router, audience) => {
    const { port1, port2 } = new MessageChannel();
    new PortHandler(router).upgrade(port1 as never, { context: { audience } });
    const client: Client = createORPCClient(new PortLink({ port: port2 as never }));
    port1.start();
    port2.start();
    return {
      client,
      close: async () => {
        port1.close();
        port2.close();
      },
    };
  },
  WebSocket: async (router, audience) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    server.on(
      'connection',
      (socket) => void new SocketHandler(router).upgrade(socket, { context: { audience } }),
    );
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await once(socket, 'open');
    return {
      client: createORPCClient(new SocketLink({ websocket: socket as never })),
      close: async () => {
        socket.terminate();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

describe.each(Object.keys(LINKS))('the contract over %s', (name) => {
  let h: Harness;
  let link: Link;
  let faults: unknown[];
  let router: Router;
  const open = (audience: Audience) => (LINKS[name] as (typeof LINKS)[string])(router, audience);

  beforeEach(async () => {
    h = journeyHarness();
    faults = [];
    router = citizenRouter({
      profile: testProfile(),
      journey: h.journey,
      camera: new CameraDesk('any', () => undefined),
      status: new Signal({ idReader: 'ready', printer: 'ready', now: 0, regions: [], waiting: 0 }),
      now: () => 42,
      log: (_, fields) => void faults.push(fields),
      resultPaper: () => Buffer.from('%PDF result'),
    });
    link = await open('citizen');
  });
  afterEach(() => link.close());

  const watch = async () => {
    const stream = await link.client.journey.watch();
    return async (): Promise<JourneyView> => (await stream.next()).value as JourneyView;
  };

  it('tells what machine this is', async () => {
    expect(machineInfoSchema.parse(await link.client.machine.info())).toMatchObject({ machineCode: 'B017' });
  });

  it('gives no result to whoever has not its case on the screen', async () => {
    const asked = await link.client.journey.result({ receiptNumber: 'B017-261121-0001-T' });
    expect(asked).toMatchObject({
      ok: false,
      error: { technicianCode: expect.stringContaining('no-result') },
    });
  });

  it('streams the present view at once and each later one', async () => {
    const next = await watch();
    const home = await next();
    expect(home.screen).toBe('home');
    const answer = await link.client.journey.send({
      boot: home.boot,
      seq: home.seq,
      event: { type: 'apply' },
    });
    expect(answer).toEqual({ ok: true, value: {} });
    expect((await next()).screen).toBe('matters');
  });

  it('gives status as a stream with the host’s time', async () => {
    const stream = await link.client.machine.status();
    expect((await stream.next()).value).toMatchObject({ idReader: 'ready', now: 42 });
  });

  it('answers a stale event with an error value, not a throw', async () => {
    const home = await (await watch())();
    await link.client.journey.send({ boot: home.boot, seq: home.seq, event: { type: 'apply' } });
    const again = await link.client.journey.send({
      boot: home.boot,
      seq: home.seq,
      event: { type: 'apply' },
    });
    expect(again).toMatchObject({ ok: false, error: { kind: 'stale' } });
  });

  it('hands over the very bytes under review, and only while there are some', async () => {
    expect((await link.client.journey.document()).ok).toBe(false);
    await WAYS.review?.(h);
    const got = await link.client.journey.document();
    expect(got.ok && Buffer.from(got.value.base64, 'base64')).toEqual(Buffer.from(DOCUMENT.bytes));
  });

  it('refuses what does not fit the schema, and stays up', async () => {
    const home = await (await watch())();
    for (const event of [
      { type: 'nonsense' },
      { type: 'giveIdentity', name: '', number: '1' },
      null,
      { type: 'signed', strokes: [[{ x: 7, y: 0, t: 0 }]] },
    ]) {
      await expect(
        link.client.journey.send({ boot: home.boot, seq: home.seq, event: event as never }),
      ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    expect((await link.client.machine.info()).machineCode).toBe('B017');
  });

  it('refuses procedures that are not there', async () => {
    const loose = link.client as unknown as { journey: { wipeEverything(): Promise<unknown> } };
    await expect(loose.journey.wipeEverything()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each(['technician', 'desk', 'dock', 'phone'] as const)(
    'lets no %s link do the citizen’s business',
    async (audience) => {
      const other = await open(audience);
      await expect(other.client.machine.info()).rejects.toBeInstanceOf(ORPCError);
      await expect(other.client.machine.info()).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(
        other.client.journey.send({ boot: '', seq: 0, event: { type: 'apply' } }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await other.close();
      expect(h.screen()).toBe('home');
    },
  );

  it('passes a fault of the screen on to the log, short', async () => {
    await link.client.screen.fault({ name: 'TypeError', where: 'kiosk/review' });
    expect(faults).toEqual([{ name: 'TypeError', where: 'kiosk/review' }]);
    await expect(link.client.screen.fault({ name: 'x'.repeat(101), where: '' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
