import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JourneyEvent } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { createHost, type Host } from '../../electron/host.ts';
import { keyFile, type SqlDatabase } from '../../electron/store/index.ts';
import { countingRandom, openTestDatabase } from '../support/memory-store.ts';
import { testProfile } from '../support/profile.ts';
import { until } from '../support/sandbox.ts';

/** A disk that loses a sector under the running host: from `broken` on each statement on the outbox fails. */
let dir: string;
let host: Host;
let broken: boolean;
let restarts: number;
let logged: string[];
/** The region's line comes up, and its lane is woken. */
let lineUp: () => void;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-damaged-'));
  broken = false;
  restarts = 0;
  logged = [];
  const up = new Promise<void>((resolve) => {
    lineUp = resolve;
  });
  const random = countingRandom('damaged');
  const made = await createHost(
    testProfile({
      devices: { idReader: null, printer: null, receiptPrinter: null },
      regions: { '120000': { endpoint: 'http://127.0.0.1:9/', tokenEndpoint: 'http://127.0.0.1:9/token' } },
    }),
    {
      clock: systemClock,
      random,
      log: (event) => void logged.push(event),
      dataDir: dir,
      assetsDir: join(import.meta.dirname, '../../assets'),
      openDatabase: (path, options) => breaking(openTestDatabase(path, options)),
      keys: keyFile(join(dir, 'keys.json'), random),
      openTransport: () => {
        throw new Error('no device');
      },
      secrets: async () => 'secret',
      fetch: async (input) => {
        await up;
        return String(input).includes('token')
          ? Response.json({ access_token: 'token', token_type: 'Bearer', expires_in: 300 })
          : Response.json({ status: 'up' });
      },
      restart: () => void restarts++,
    },
  );
  if (!made.ok) throw new Error(made.error.message);
  host = made.value;
});
afterEach(async () => {
  broken = false;
  lineUp();
  await host.stop();
  rmSync(dir, { recursive: true, force: true });
});

function breaking(db: SqlDatabase): SqlDatabase {
  const fail = () => {
    if (broken) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' });
  };
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (name !== 'prepare') return Reflect.apply(value, target, args);
        const statement = Reflect.apply(value, target, args) as Record<string, (...a: unknown[]) => unknown>;
        if (!String(args[0]).includes('outbox')) return statement;
        return new Proxy(statement, {
          get: (inner, key) => {
            const method = Reflect.get(inner, key) as unknown;
            if (typeof method !== 'function') return method;
            return (...a: unknown[]) => {
              fail();
              return Reflect.apply(method, inner, a);
            };
          },
        });
      };
    },
  });
}

const client = () => createRouterClient(host.router, { context: { audience: 'citizen' } });
async function say(event: JourneyEvent): Promise<void> {
  for await (const { boot, seq } of await client().journey.watch()) {
    await client().journey.send({ boot, seq, event });
    return;
  }
}

it('asks for a new start when nobody is there, once', async () => {
  broken = true;
  lineUp();
  await until(() => restarts > 0);
  expect(logged.filter((event) => event === 'store.damaged')).toHaveLength(1);
});

it('waits until the citizen who stands there has gone', async () => {
  await say({ type: 'apply' });
  broken = true;
  lineUp();
  await until(() => logged.includes('store.damaged'));
  expect(restarts).toBe(0);
  await say({ type: 'back' });
  await until(() => restarts > 0);
});
