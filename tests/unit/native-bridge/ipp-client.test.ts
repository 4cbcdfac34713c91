import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createIppExecute, keywords } from '../../../native-bridge/devices/document-printer/ipp-client.ts';

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
    const answer = await createIppExecute(`ipp://${host}:${port}/`)('Print-Job', {}, Buffer.from('%PDF-'));
    expect(answer).toEqual({ ok: false, error: { kind: 'not-sent', code: 'ECONNREFUSED' } });
  });

  it('was refused when HTTP says that it may not', async () => {
    expect(await ask(status(401))).toEqual({ ok: false, error: { kind: 'refused', code: 'http-401' } });
  });

  it.each([
    ['the printer fails at the HTTP level', status(500), 'http-500'],
    ['the connection breaks', ((request) => request.socket.destroy()) as RequestListener, 'ECONNRESET'],
    ['the answer is no IPP', ((_, response) => response.end('hello')) as RequestListener, 'no-answer'],
  ])('has an unknown end when %s', async (_, listener, code) => {
    expect(await ask(listener)).toEqual({ ok: false, error: { kind: 'unknown', code } });
  });

  it('gives status, printer and the first job', async () => {
    const reasons = attribute(0x44, 'printer-state-reasons', Buffer.from('none'));
    const bytes = ippAnswer(0, Buffer.concat([Buffer.from([4]), reasons]), job(7), job(8));
    expect(await ask((_, response) => response.end(bytes))).toEqual({
      ok: true,
      value: {
        status: 'successful-ok',
        printer: { 'printer-state-reasons': 'none' },
        job: { 'job-id': 7 },
      },
    });
  });

  it('gives an empty status for one that no standard names', async () => {
    const answer = await ask((_, response) => response.end(ippAnswer(0x0777)));
    expect(answer).toEqual({ ok: true, value: { status: '', printer: {}, job: {} } });
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
});
