import { randomBytes } from 'node:crypto';
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import {
  createPhonePage,
  type PhoneHeard,
  type PhonePage,
  TICKET_MS,
  TRIES,
} from '../../../electron/phone/index.ts';

const pagesDir = join(import.meta.dirname, '../../../assets/phone');
const NAME = { 'zh-CN': '营业执照', en: 'Business licence' };
const ROOM = 1_000;

let clock: VirtualClock;
let page: PhonePage;
let heard: PhoneHeard[];
let turnedAway: string[];
/** Of the address that the code on the screen holds. */
let origin: string;
let token: string;
/** Holds the next scan until it is let go. */
let gate: Promise<void>;

beforeEach(async () => {
  clock = new VirtualClock();
  heard = [];
  turnedAway = [];
  gate = Promise.resolve();
  page = createPhonePage({
    address: '127.0.0.1',
    port: 0,
    tls: null,
    pagesDir,
    clock,
    random: (length) => randomBytes(length),
    scan: async (bytes) => {
      await gate;
      return bytes[0] === 1 ? ok({ mediaType: 'image/jpeg', pages: 1 }) : err('unsafe');
    },
    onTurnedAway: (why) => turnedAway.push(why),
  });
  expect((await page.start()).ok).toBe(true);
  open();
});
afterEach(() => page.stop());

function open(): () => void {
  const close = page.open({ name: NAME, language: 'zh-CN', room: ROOM }, (one) => heard.push(one));
  const last = heard.at(-1);
  if (last?.kind !== 'open') throw new Error('the page is not open');
  const url = new URL(last.url);
  origin = url.origin;
  token = url.hash.slice(1);
  return close;
}

interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** One request as it is written down; a path is not put in order. */
function say(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Uint8Array,
): Promise<Said> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = ask({ hostname, port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
const bearer = (of = token) => ({ Authorization: `Bearer ${of}` });
const put = (body: Uint8Array, headers: Readonly<Record<string, string>> = bearer()) =>
  say('PUT', '/file', headers, body);

const GOOD = Uint8Array.of(1, 2, 3);
const BAD = Uint8Array.of(7);

describe('the page for phones', () => {
  it('tells its ticket what is wanted, takes one file, and works no more', async () => {
    const ticket = await say('GET', '/ticket', bearer());
    expect(JSON.parse(ticket.text)).toEqual({
      ok: true,
      errand: 'send',
      name: NAME,
      language: 'zh-CN',
      room: ROOM,
      endsAt: clock.now() + TICKET_MS,
    });
    expect((await put(GOOD)).status).toBe(200);
    expect(heard.at(-1)).toEqual({
      kind: 'file',
      file: {
        bytes: Buffer.from(GOOD),
        sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',
        mediaType: 'image/jpeg',
        pages: 1,
      },
    });
    expect((await put(GOOD)).status).toBe(401);
    expect((await say('GET', '/ticket', bearer())).status).toBe(401);
    expect(heard.filter(({ kind }) => kind === 'file')).toHaveLength(1);
  });

  it('gives its three files with a policy that lets nothing else in', async () => {
    for (const path of ['/', '/phone.js', '/phone.css']) {
      const { status, headers } = await say('GET', path);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
    expect((await say('HEAD', '/')).text).toBe('');
  });

  it('keeps its token out of every address that is asked for', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(origin).not.toContain(token);
  });

  it.each([
    ['no token', {}],
    ['a wrong token', bearer('A'.repeat(43))],
    ['a token of another form', bearer('short')],
    ['a token as a password', { Authorization: `Basic ${'A'.repeat(43)}` }],
  ])('turns %s away without reading the file', async (_, headers) => {
    expect((await put(GOOD, headers)).status).toBe(401);
    expect(turnedAway).toEqual(['token']);
    expect(heard).toHaveLength(1);
  });

  it('ends a ticket after ten minutes, and says so', async () => {
    await clock.advance(TICKET_MS - 1);
    expect((await say('GET', '/ticket', bearer())).status).toBe(200);
    await clock.advance(1);
    expect(heard.at(-1)).toEqual({ kind: 'closed', why: 'over' });
    expect((await put(GOOD)).status).toBe(401);
  });

  it('ends the ticket before when a new one is opened, and any when its screen is left', async () => {
    const before = token;
    const close = open();
    expect((await say('GET', '/ticket', bearer(before))).status).toBe(401);
    expect((await say('GET', '/ticket', bearer())).status).toBe(200);
    close();
    expect((await say('GET', '/ticket', bearer())).status).toBe(401);
    expect(heard.map(({ kind }) => kind)).toEqual(['open', 'open']);
  });

  it('a file that was on its way when the screen was left goes nowhere', async () => {
    const held = Promise.withResolvers<void>();
    gate = held.promise;
    const close = open();
    const sent = put(GOOD);
    await expect.poll(async () => (await put(GOOD)).status).toBe(409);
    close();
    held.resolve();
    expect((await sent).status).toBe(401);
    expect(heard.some(({ kind }) => kind === 'file')).toBe(false);
  });

  it('names what is wrong with a file and waits for another, though not for ever', async () => {
    for (let i = 1; i < TRIES; i++) {
      expect(JSON.parse((await put(BAD)).text)).toEqual({ ok: false, why: 'unsafe' });
      expect(heard.at(-1)).toEqual({ kind: 'refused', why: 'unsafe' });
    }
    await put(BAD);
    expect(heard.at(-1)).toEqual({ kind: 'closed', why: 'over' });
    expect((await put(GOOD)).status).toBe(401);
  });

  it('refuses what is too large, whether its length is said or not', async () => {
    const large = Buffer.alloc(ROOM + 1, 1);
    expect((await put(large)).status).toBe(422);
    expect((await put(large, { ...bearer(), 'Transfer-Encoding': 'chunked' })).status).toBe(422);
    expect(turnedAway).toEqual(['too-large', 'too-large']);
    expect((await put(Buffer.alloc(ROOM, 1))).status).toBe(200);
  });

  it('cuts a slow body off, and the ticket takes another', async () => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.write(
      `PUT /file HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 3\r\n\r\n\u0001`,
    );
    await expect.poll(async () => (await put(GOOD)).status).toBe(409);
    await clock.advance(90_000);
    await ended;
    expect(turnedAway).toContain('slow');
    await expect.poll(async () => (await put(GOOD)).status).toBe(200);
  });

  it.each([
    ['another name for this address', { Host: 'kiosk.example' }, 421, 'host'],
    ['another site', { Origin: 'http://evil.example' }, 403, 'origin'],
    ['a page without an origin of its own', { Origin: 'null' }, 403, 'origin'],
  ])('does not answer %s', async (_, headers, status, why) => {
    expect((await put(GOOD, { ...bearer(), ...headers })).status).toBe(status);
    expect(turnedAway).toEqual([why]);
    expect(heard).toHaveLength(1);
  });

  it.each([
    '/../../package.json',
    '/..%2f..%2fpackage.json',
    '/phone.js/../../../package.json',
    '//etc/passwd',
    '/index.html',
    '/phone.js?x',
    '/journey',
    '/file/',
  ])('knows no %s', async (path) => {
    expect((await say('GET', path, bearer())).status).toBe(404);
  });

  it('lets no method in but its own', async () => {
    for (const [method, path] of [
      ['POST', '/file'],
      ['GET', '/file'],
      ['PUT', '/ticket'],
      ['DELETE', '/'],
      ['OPTIONS', '/file'],
    ] as const)
      expect((await say(method, path, bearer())).status, `${method} ${path}`).toBe(405);
  });

  it('grows tired of whoever guesses, and forgets it after a minute', async () => {
    for (let i = 0; i < 10; i++) await put(GOOD, bearer('A'.repeat(43)));
    expect((await put(GOOD)).status).toBe(429);
    await clock.advance(60_000);
    expect((await put(GOOD)).status).toBe(200);
  });

  it('answers no more than sixty requests a minute of one phone', async () => {
    for (let i = 0; i < 60; i++) await say('GET', '/ticket', bearer());
    expect((await say('GET', '/ticket', bearer())).status).toBe(429);
  });

  it('says that it is not to be had before it listens and after it stopped', async () => {
    await page.stop();
    page.open({ name: NAME, language: 'en', room: 1 }, (one) => heard.push(one));
    expect(heard.at(-1)).toEqual({ kind: 'closed', why: 'unavailable' });
  });
});

describe('a file that a phone may fetch', () => {
  const offer = () => {
    const bytes = Buffer.from('%PDF-1.7 a result');
    const file = { bytes, mediaType: 'application/pdf', fileName: 'B017-261121-0001-N.pdf' };
    const close = page.offer({ name: NAME, language: 'en', ...file }, (one) => heard.push(one));
    const last = heard.at(-1);
    if (last?.kind !== 'open') throw new Error('not open');
    token = new URL(last.url).hash.slice(1);
    return close;
  };

  it('is handed out once, as a download under its own name', async () => {
    offer();
    expect(JSON.parse((await say('GET', '/ticket', bearer())).text)).toMatchObject({
      errand: 'fetch',
      fileName: 'B017-261121-0001-N.pdf',
    });
    const got = await say('GET', '/result', bearer());
    expect(got).toMatchObject({ status: 200, text: '%PDF-1.7 a result' });
    expect(got.headers['content-disposition']).toBe('attachment; filename="B017-261121-0001-N.pdf"');
    expect(got.headers['content-type']).toBe('application/pdf');
    await expect.poll(() => heard.at(-1)).toEqual({ kind: 'taken' });
    expect((await say('GET', '/result', bearer())).status).toBe(401);
  });

  it('is for no other ticket, and its ticket for nothing else', async () => {
    expect((await say('GET', '/result', bearer())).status).toBe(403);
    offer();
    expect((await put(GOOD)).status).toBe(403);
    expect((await say('GET', '/result')).status).toBe(401);
    expect((await say('GET', '/result', { ...bearer(), Origin: 'http://evil.example' })).status).toBe(403);
    expect((await say('POST', '/result', bearer())).status).toBe(405);
  });

  it('is gone with its screen and with its time', async () => {
    offer()();
    expect((await say('GET', '/result', bearer())).status).toBe(401);
    offer();
    await clock.advance(TICKET_MS);
    expect((await say('GET', '/result', bearer())).status).toBe(401);
    expect(heard.at(-1)).toEqual({ kind: 'closed', why: 'over' });
  });
});

describe('a listener that cannot be', () => {
  it('says why in one line', async () => {
    const { port } = new URL(origin);
    const deps = {
      address: '127.0.0.1',
      tls: null,
      pagesDir,
      clock,
      random: randomBytes,
      onTurnedAway: () => {},
    };
    const scan = async () => err('kind' as const);
    const taken = await createPhonePage({ ...deps, scan, port: Number(port) }).start();
    expect(taken).toMatchObject({ ok: false, error: { message: expect.stringContaining('EADDRINUSE') } });
    const missing = await createPhonePage({ ...deps, scan, port: 0, pagesDir: '/nowhere' }).start();
    expect(missing).toMatchObject({ ok: false, error: { message: expect.stringContaining('ENOENT') } });
  });
});
