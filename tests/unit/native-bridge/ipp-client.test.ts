import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  count,
  createIppExecute,
  keywords,
} from '../../../native-bridge/devices/document-printer/ipp-client.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** Asks for the printer's attributes at an HTTP server that answers in its own way. */
async function ask(listener: RequestListener) {
  server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return createIppExecute(`ipp://127.0.0.1:${port}/ipp/print`)('Get-Printer-Attributes', {});
}

const status =
  (code: number): RequestListener =>
  (_, response) =>
    response.writeHead(code).end();

/** Version 2.0, a status, request 1, then groups of attributes as bytes, then the end. */
const ippAnswer = (code: number, ...groups: Buffer[]) =>
  Buffer.concat([Buffer.from([2, 0, code >> 8, code & 255, 0, 0, 0, 1]), ...groups, Buffer.from([3])]);
const attribute = (tag: number, name: string, value: Buffer) =>
  Buffer.concat([
    Buffer.from([tag, 0, name.length]),
    Buffer.from(name),
    Buffer.from([value.length >> 8, value.length & 255]),
    value,
  ]);
const job = (id: number) =>
  Buffer.concat([Buffer.from([2]), attribute(0x21, 'job-id', Buffer.from([0, 0, 0, id]))]);

describe('an IPP request', () => {
  it.each(['127.0.0.1', 'localhost'])('was not sent when nobody listens at %s', async (host) => {
    const gone = createServer();
    gone.listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as { port: number };
    gone.close();
    await once(gone, 'close');
    const answer = await createIppExecute(`ipp://${host}:${port}/`)(
      'Print-Job',
      {},
      { data: Buffer.from('%PDF-') },
    );
    expect(answer).toEqual({ ok: false, error: { kind: 'not-sent', code: 'ECONNREFUSED' } });
  });

  it('was refused when HTTP says that it may not', async () => {
    expect(await ask(status(401))).toEqual({ ok: false, error: { kind: 'refused', code: 'http-401' } });
  });

  it.each([
    ['the printer fails at the HTTP level', status(500), 'http-500'],
    ['the connection breaks', ((request) => request.socket.destroy()) as RequestListener, 'ECONNRESET'],
    [
      'the connection breaks in the middle of the answer',
      ((_, response) => {
        response.writeHead(200, { 'Content-Length': 900 });
        response.write('abc', () => response.socket?.destroy());
      }) as RequestListener,
      'ECONNRESET',
    ],
    [
      'the answer is longer than any answer is',
      ((_, response) => response.end(Buffer.alloc(4_100_000))) as RequestListener,
      'answer-too-long',
    ],
    ['the answer is no IPP', ((_, response) => response.end('hello')) as RequestListener, 'no-answer'],
  ])('has an unknown end when %s', async (_, listener, code) => {
    expect(await ask(listener)).toEqual({ ok: false, error: { kind: 'unknown', code } });
  });

  it('gives status, printer and jobs, one or several', async () => {
    const reasons = attribute(0x44, 'printer-state-reasons', Buffer.from('none'));
    const bytes = ippAnswer(0, Buffer.concat([Buffer.from([4]), reasons]), job(7), job(8));
    expect(await ask((_, response) => response.end(bytes))).toEqual({
      ok: true,
      value: {
        status: 'successful-ok',
        printer: { 'printer-state-reasons': 'none' },
        jobs: [{ 'job-id': 7 }, { 'job-id': 8 }],
      },
    });
  });

  it('gives an empty status for one that no standard names', async () => {
    const answer = await ask((_, response) => response.end(ippAnswer(0x0777)));
    expect(answer).toEqual({ ok: true, value: { status: '', printer: {}, jobs: [] } });
  });

  it('takes the first of several printers, and one job alone as a list', async () => {
    const state = (text: string) =>
      Buffer.concat([Buffer.from([4]), attribute(0x44, 'printer-state-reasons', Buffer.from(text))]);
    const bytes = ippAnswer(0, state('paused'), state('none'), job(7));
    expect(await ask((_, response) => response.end(bytes))).toMatchObject({
      value: { printer: { 'printer-state-reasons': 'paused' }, jobs: [{ 'job-id': 7 }] },
    });
  });

  it('carries what CUPS alone knows, and a job of its own', async () => {
    let sent = Buffer.alloc(0);
    server = createServer((request, response) => {
      request.on('data', (chunk) => (sent = Buffer.concat([sent, chunk])));
      request.on('end', () => response.end(ippAnswer(0)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const execute = createIppExecute(`ipp://127.0.0.1:${port}/ipp/print`);
    await execute('Cancel-Job', { 'job-id': 7, 'purge-job': true }, { job: { 'page-ranges': [[2, 5]] } });
    expect(sent.includes(attribute(0x22, 'purge-job', Buffer.from([1])))).toBe(true);
    expect(sent.includes(attribute(0x33, 'page-ranges', Buffer.from([0, 0, 0, 2, 0, 0, 0, 5])))).toBe(true);
  });

  it('over TLS is not sent to a printer whose certificate nobody vouches for', async () => {
    server = createServer(() => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.on('connection', (socket) => socket.end());
    const answer = await createIppExecute(`ipps://127.0.0.1:${port}/ipp/print`)('Print-Job', {});
    expect(answer).toMatchObject({ ok: false, error: { kind: 'not-sent' } });
  });

  it('was not sent when it cannot be put into bytes', async () => {
    const answer = await createIppExecute('ipp://127.0.0.1:9/')('Get-Job-Attributes', {
      'job-id': Symbol('no number'),
    });
    expect(answer).toEqual({ ok: false, error: { kind: 'not-sent', code: 'request-not-encodable' } });
  });
});

describe('keywords', () => {
  it('come one or several, and "none" is none', () => {
    expect(keywords('media-empty')).toEqual(['media-empty']);
    expect(keywords(['none', 'media-low', 3, ''])).toEqual(['media-low']);
    expect(keywords(undefined)).toEqual([]);
  });

  it('and counts: what is below 0 is not known', () => {
    expect([3, 0, -2, 'x', undefined].map(count)).toEqual([3, 0, null, null, null]);
  });
});
