import { randomBytes } from 'node:crypto';
import { request } from 'node:https';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { err, VirtualClock } from '../../../electron/core/index.ts';
import { createPhoneService, type PhoneHeard, type PhoneService } from '../../../electron/phone/index.ts';
import { SealAuthority } from '../../support/seal-authority.ts';

const pagesDir = join(import.meta.dirname, '../../../assets/phone');
const ASK = { name: { 'zh-CN': '执照', en: 'Licence' }, language: 'en', room: 10 } as const;

let authority: SealAuthority;
let files: { key: string; certificates: string };
beforeAll(() => {
  authority = new SealAuthority();
  authority.seal('ecdsa');
  const path = (name: string) => join(authority.folder, name);
  files = { key: path('ecdsa.key'), certificates: path('ecdsa.pem') };
});
afterAll(() => authority.close());

let service: PhoneService;
let failures: string[];
let clock: VirtualClock;
afterEach(() => service.stop());

function start(port: number, tls: typeof files | null = null): void {
  clock = new VirtualClock();
  failures = [];
  service = createPhoneService({
    address: '127.0.0.1',
    port,
    tls,
    pagesDir,
    clock,
    random: randomBytes,
    scan: async () => err('kind'),
    onTurnedAway: () => undefined,
    onFailure: (message) => failures.push(message),
  });
  service.start();
}

function heard(): PhoneHeard[] {
  const all: PhoneHeard[] = [];
  service.open(ASK, (one) => all.push(one));
  return all;
}

/** Holds a port until it is closed. */
const taken = () =>
  new Promise<{ server: Server; port: number }>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () =>
      resolve({ server, port: (server.address() as { port: number }).port }),
    );
  });

describe('the page for phones as a profile has it', () => {
  it('is tried again each minute until its address is free, and not offered before', async () => {
    const { server, port } = await taken();
    start(port);
    await expect.poll(() => failures).toHaveLength(1);
    expect(failures[0]).toContain('EADDRINUSE');
    expect(service.ready).toBe(false);
    expect(heard()).toEqual([{ kind: 'closed', why: 'unavailable' }]);
    await new Promise((resolve) => server.close(resolve));
    await clock.advance(60_000);
    await expect.poll(() => service.ready).toBe(true);
    expect(heard()).toMatchObject([
      { kind: 'open', url: expect.stringContaining(`http://127.0.0.1:${port}/#`) },
    ]);
  });

  it('comes over TLS where the profile names a key and its certificates', async () => {
    start(0, files);
    await expect.poll(() => service.ready).toBe(true);
    const [open] = heard();
    if (open?.kind !== 'open') throw new Error('not open');
    const url = new URL(open.url);
    expect(url.protocol).toBe('https:');
    const status = await new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${url.hash.slice(1)}` };
      const options = { host: url.hostname, port: url.port, path: '/ticket', headers };
      // Who vouches for the certificate is the phone's to judge.
      request({ ...options, rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  it('names the file of a key that is not there', async () => {
    start(0, { ...files, key: '/nowhere/phone.key' });
    await expect.poll(() => failures).toHaveLength(1);
    expect(failures[0]).toContain('/nowhere/phone.key');
    expect(service.ready).toBe(false);
  });

  it('is over when it is stopped, also while it is still being tried', async () => {
    const { server, port } = await taken();
    start(port);
    await expect.poll(() => failures).toHaveLength(1);
    await service.stop();
    await new Promise((resolve) => server.close(resolve));
    await clock.advance(120_000);
    expect(service.ready).toBe(false);
    expect(failures).toHaveLength(1);
  });
});
