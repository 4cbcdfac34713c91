import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { sshKeyPair } from '../../../electron/demo/sandbox-region/index.ts';
import { addressOf } from '../../../electron/regions/adapters/file-exchange/config.ts';
import { Envelope } from '../../../electron/regions/adapters/file-exchange/envelope.ts';
import {
  eventsName,
  isPartOf,
  packageName,
  partName,
  pathOf,
  statusName,
} from '../../../electron/regions/adapters/file-exchange/names.ts';
import {
  bufferSource,
  makeKeyPair,
  openSealedFile,
  sealToBuffer,
} from '../../../electron/sealed-file/index.ts';
import { FILE_CAPABILITIES, fileAdapter } from '../../support/file-line.ts';
import { countingRandom } from '../../support/memory-store.ts';
import { keyOf } from '../../support/region-requests.ts';

const clock = new VirtualClock();
const problem = (settings: Record<string, unknown>) => {
  try {
    fileAdapter({ settings, secrets: {}, clock });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the configuration of file-exchange', () => {
  it('is taken as it stands in a region file', () => {
    expect(problem({})).toBeNull();
  });

  it.each([
    ['endpoint', { endpoint: 'https://box.region.example/' }],
    ['endpoint', { endpoint: 'sftp://kiosk:word@box.region.example/' }],
    ['clientId', { clientId: 'a b' }],
    ['hostKeys', { hostKeys: [] }],
    ['hostKeys.0', { hostKeys: ['aa:bb:cc'] }],
    ['sender', { sender: 'kiosk' }],
    ['regionSealKey', { regionSealKey: 'F'.repeat(64) }],
    ['authentication', { authentication: 'none' }],
    ['capabilities.sessions', { capabilities: { sessions: true } }],
    ['capabilities.payments', { capabilities: { ...FILE_CAPABILITIES, payments: true } }],
    ['password', { password: 'x' }],
  ])('names the key that is wrong: %s', (name, settings) => {
    expect(problem(settings)).toContain(`131000: adapter.${name}: `);
  });

  it.each([
    ['sftp://box.region.example', { host: 'box.region.example', port: 22, folder: '/' }],
    ['sftp://127.0.0.1:2222/kiosk', { host: '127.0.0.1', port: 2222, folder: '/kiosk/' }],
    ['sftp://box/~/a/b/', { host: 'box', port: 22, folder: 'a/b/' }],
    ['sftp://box/~/', { host: 'box', port: 22, folder: '' }],
  ])('%s says where the box is', (endpoint, address) => {
    expect(addressOf(endpoint)).toEqual(address);
  });

  it('does not load the SSH library before it is needed', () => {
    const script = `
      import { createRequire } from 'node:module';
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((p) => p.includes('/ssh2/')).length;
      await import(${JSON.stringify(new URL('../../../electron/regions/index.ts', import.meta.url).href)});
      const before = loaded();
      await import(${JSON.stringify(import.meta.resolve('ssh2'))});
      console.log(before, loaded() > 0);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(out.trim()).toBe('0 true');
  });
});

describe('names on the box', () => {
  it('are made of keys and operations', () => {
    expect(packageName(keyOf(1), 'submit')).toBe(`${keyOf(1)}.submit`);
    expect(pathOf('in', `${keyOf(1)}.submit`)).toBe(`in/${keyOf(1)}.submit.sealed`);
    expect(eventsName(12)).toBe('events-000000012');
  });

  it.each(['', 'short', '../../../etc/passwd', 'a/b/c/d/e/f', `${'k'.repeat(65)}`, 'key:withdrawal'])(
    'are not made of %j',
    (key) => {
      expect(packageName(key, 'submit')).toBeNull();
    },
  );

  it('do not spell out the number of a case', () => {
    const name = statusName('TB2026110001', 'case');
    expect(name).toMatch(/^[0-9a-f]{32}\.case$/);
    expect(name).not.toContain('2026110001');
  });

  it('tell whose half-written package it is', () => {
    const part = partName(`${keyOf(1)}.submit`, 'B017', new Uint8Array(8));
    expect(isPartOf('B017', part)).toBe(true);
    expect(isPartOf('B018', part)).toBe(false);
    expect(isPartOf('B017', `${keyOf(1)}.submit.sealed`)).toBe(false);
  });
});

describe('the envelope', () => {
  const random = countingRandom('envelope');
  const kiosk = { sign: makeKeyPair('sender', random), open: makeKeyPair('recipient', random) };
  const region = { sign: makeKeyPair('sender', random), open: makeKeyPair('recipient', random) };
  const pem = (pair: { private: import('node:crypto').KeyObject }) =>
    pair.private.export({ format: 'pem', type: 'pkcs8' }) as string;
  const secrets: Record<string, string> = { 'seal-key': pem(kiosk.sign), 'opening-key': pem(kiosk.open) };
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const envelope = new Envelope({
    config: {
      sender: 'B017',
      regionSealKey: hex(region.open.public.raw),
      regionSignKey: hex(region.sign.public.raw),
    },
    secret: async (name) => secrets[name] ?? null,
    clock,
    random,
  });
  const answer = (entries: Record<string, string>, change = {}) =>
    sealToBuffer(
      Object.entries(entries).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
      {
        purpose: 'file-exchange',
        sender: 'B017',
        createdAt: clock.now(),
        key: region.sign,
        to: kiosk.open.public,
        random,
        ...change,
      },
    );
  const said = (body: unknown) => ({ 'answer.json': JSON.stringify(body) });

  it('of a package opens for the region alone, and says what it is', async () => {
    const sealed = await envelope.seal('submit', keyOf(1), { a: '一' });
    const opened = openSealedFile(bufferSource(sealed), {
      purpose: 'file-exchange',
      key: region.open,
      from: kiosk.sign.public,
    });
    const [entry] = opened.ok ? [...opened.value.entries()] : [];
    expect(entry?.name).toBe('request.json');
    expect(JSON.parse(Buffer.from(entry?.bytes ?? []).toString())).toEqual({
      operation: 'submit',
      key: keyOf(1),
      fields: { a: '一' },
    });
    expect(Buffer.from(sealed).toString('latin1')).not.toContain(keyOf(1));
  });

  it('of an answer gives what the region says', async () => {
    const file = answer(said({ about: 'ack/x.sealed', outcome: 'answer', body: { a: 1 } }));
    expect(await envelope.open('ack/x.sealed', file)).toEqual({ kind: 'answer', body: { a: 1 } });
  });

  it.each([
    ['nothing yet', () => new Uint8Array(), 'answer-unfinished'],
    ['a half', () => answer(said({})).subarray(0, 200), 'answer-unfinished'],
    ['another sender’s', () => answer(said({}), { key: kiosk.sign }), 'answer-other-sender'],
    ['for another one', () => answer(said({}), { to: region.open.public }), 'answer-other-recipient'],
    ['for another purpose', () => answer(said({}), { purpose: 'courier' }), 'answer-other-purpose'],
    ['changed', () => changed(answer(said({}))), 'answer-not-authentic'],
    ['without an answer', () => answer({ other: '1' }), 'answer-form'],
    ['no JSON', () => answer({ 'answer.json': '{' }), 'answer-form'],
    [
      'a binary without content',
      () =>
        answer(
          said({
            about: 'ack/x.sealed',
            outcome: 'binary',
            mediaType: 'application/pdf',
            sha256: '0'.repeat(64),
          }),
        ),
      'answer-form',
    ],
    [
      'about another file',
      () => answer(said({ about: 'ack/y.sealed', outcome: 'refused', code: 'NO' })),
      'answer-of-another',
    ],
  ])('is not believed: %s', async (_, file, reason) => {
    await expect(envelope.open('ack/x.sealed', file())).rejects.toMatchObject({ reason });
  });

  function changed(file: Uint8Array): Uint8Array {
    const at = file.length - 100;
    file[at] = (file[at] ?? 0) ^ 1;
    return file;
  }
});

describe('a made SSH key', () => {
  it('can always be read again', async () => {
    const { default: ssh2 } = await import('ssh2');
    for (let i = 0; i < 300; i++)
      expect(ssh2.utils.parseKey((await sshKeyPair()).private)).not.toBeInstanceOf(Error);
  });
});
