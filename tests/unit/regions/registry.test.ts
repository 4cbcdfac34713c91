import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { type ConnectionOverride, createRegions, fileSecrets } from '../../../electron/regions/index.ts';

const adapterData = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../assets/regions/120000.json'), 'utf8'),
).adapter;

function create(change: object = {}, profile: Record<string, ConnectionOverride> = {}) {
  return createRegions({
    catalogueRegions: [{ code: '120000', adapter: { ...adapterData, ...change } }],
    profileRegions: profile,
    secrets: async () => null,
    fetch: () => Promise.reject(new Error('nothing may be sent')),
    clock: new VirtualClock(),
    random: (count) => new Uint8Array(count),
    log: { info: () => {}, warn: () => {} },
  });
}

function message(result: ReturnType<typeof create>): string {
  if (result.ok) throw new Error('it was taken all the same');
  expect(result.error.message).not.toContain('\n');
  return result.error.message;
}

describe('the registry', () => {
  it('has an adapter for each region and none for others', () => {
    const made = create();
    if (!made.ok) throw new Error(made.error.message);
    expect(made.value.codes).toEqual(['120000']);
    expect(made.value.get('120000')?.region).toBe('120000');
    expect(made.value.get('440100')).toBeNull();
  });

  it('has a region’s further ways beside its first, each by its kind', () => {
    const first = { ...adapterData, kind: 'hmac-gateway' };
    const other = { ...adapterData, endpoint: 'https://other.tianjin.example/' };
    const made = create({ otherWays: [other] });
    expect(message(made)).toContain('adapter.otherWays: must be a list of adapters, each of another kind');
    expect(message(create({ otherWays: [first] }))).toMatch(/: adapter\.otherWays\.0\./);
    expect(message(create({ otherWays: [{ ...other, kind: 'pigeon' }] }))).toContain(
      'adapter.otherWays.0.kind: this build speaks',
    );
    expect(message(create({ otherWays: 'courier' }))).toContain('adapter.otherWays: must be a list');
    const ways = create({
      otherWays: [
        {
          kind: 'hmac-gateway',
          codeSet: 'tongban',
          endpoint: 'https://other.tianjin.example/',
          clientId: 'tongban-kiosk',
          signBody: false,
          capabilities: adapterData.capabilities,
        },
      ],
    });
    if (!ways.ok) throw new Error(ways.error.message);
    expect(ways.value.other('120000', 'hmac-gateway')?.region).toBe('120000');
    expect(ways.value.other('120000', 'courier')).toBeNull();
    expect(ways.value.other('120000', adapterData.kind)).toBeNull();
  });

  it('names an adapter kind that this build does not speak', () => {
    expect(message(create({ kind: 'pigeon' }))).toMatch(
      /^regions\/120000\.json: adapter\.kind: this build speaks rest-oauth2(, [a-z0-9-]+)*; correct it$/,
    );
  });

  it.each([
    [{ endpont: 'x' }, /adapter\.endpont: unknown key; remove it or correct its spelling$/],
    [{ timeouts: { ...adapterData.timeouts, submit: 1 } }, /adapter\.timeouts\.submit: /],
    [
      { endpoint: 'http://gateway.tianjin.example/' },
      /adapter\.endpoint: must be https \(http is for loopback hosts only\)/,
    ],
    [{ tokenEndpoint: 'http://127.0.0.1.example.com/' }, /adapter\.tokenEndpoint: must be https/],
    [{ endpoint: 'ftp://127.0.0.1/' }, /adapter\.endpoint: must be https/],
    [
      { mappings: { ...adapterData.mappings, state: { ...adapterData.mappings.state, refused: '01' } } },
      /adapter\.mappings\.state: uses the same code twice/,
    ],
    [
      { mappings: { delivery: { 'print-here': '1' } } },
      /adapter\.mappings\.delivery: uses the same code twice/,
    ],
    [{ mappings: { delivery: { pigeon: '1' } } }, /adapter\.mappings\.delivery/],
    [{ codeSet: 'klingon' }, /adapter\.codeSet: /],
    [{ capabilities: { casesOf: true } }, /adapter\.capabilities\.casesOf: needs sessions/],
  ])('says in one line what is wrong with %j', (change, text) => {
    expect(message(create(change))).toMatch(text);
  });

  it.each(['http://127.0.0.1:8080/x', 'http://localhost:1', 'http://[::1]:1/', 'https://gateway.example/'])(
    'takes %s from the profile',
    (endpoint) => {
      expect(create({}, { '120000': { endpoint, secretFile: '/not/for/the/adapter' } }).ok).toBe(true);
    },
  );

  it("lays the profile's settings over the region file's, but never the kind", () => {
    const settings = { endpoint: 'http://a.example', kind: 'pigeon' };
    expect(message(create({}, { '120000': { settings } }))).toContain('adapter.endpoint: must be https');
  });

  it("lets the profile's connection win, with its faults", () => {
    expect(message(create({}, { '120000': { endpoint: 'http://a.example' } }))).toContain(
      "the profile's regions.120000",
    );
  });
});

describe('secrets in files', () => {
  it('are read anew each time, and only from files that nobody else may read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    const secretFile = join(folder, 'tianjin');
    const secrets = fileSecrets({ '120000': { secretFile }, '110000': {} });
    expect(await secrets('120000', 'client-secret')).toBeNull();
    writeFileSync(secretFile, 'one\n', { mode: 0o600 });
    expect(await secrets('120000', 'client-secret')).toBe('one');
    writeFileSync(secretFile, 'two');
    expect(await secrets('120000', 'client-secret')).toBe('two');
    if (process.platform !== 'win32') {
      chmodSync(secretFile, 0o644);
      expect(await secrets('120000', 'client-secret')).toBeNull();
      chmodSync(secretFile, 0o600);
    }
    writeFileSync(secretFile, ' \n');
    expect(await secrets('120000', 'client-secret')).toBeNull();
    expect(await secrets('110000', 'client-secret')).toBeNull();
    expect(await secrets('990000', 'client-secret')).toBeNull();
    const named = fileSecrets({
      '120000': { secretFile: '/nowhere', secretFiles: { 'hmac-key': secretFile } },
    });
    writeFileSync(secretFile, 'three');
    expect(await named('120000', 'hmac-key')).toBe('three');
    expect(await named('120000', 'sm4-key')).toBeNull();
    expect(await named('120000', 'client-secret')).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
