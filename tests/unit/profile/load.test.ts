import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProfile } from '../../../electron/profile/index.ts';
import { layer, nearest } from '../../../electron/profile/load.ts';

const shipped = join(import.meta.dirname, '../../../assets');
let assetsDir: string;
beforeEach(() => {
  assetsDir = mkdtempSync(join(tmpdir(), 'tongban-profile-'));
  cpSync(join(shipped, 'profiles'), join(assetsDir, 'profiles'), { recursive: true });
});
afterEach(() => rmSync(assetsDir, { recursive: true }));

const base = {
  name: 'x',
  demo: false,
  machineCode: 'B019',
  brand: { region: '120000', name: { 'zh-CN': '甲', en: 'A' }, mark: '津' },
  site: {
    region: '110115-bda',
    name: { 'zh-CN': '甲', en: 'A' },
    address: { 'zh-CN': '甲', en: 'A' },
    phone: '0',
    hours: { 'zh-CN': '甲', en: 'A' },
  },
  screen: { widthMm: 1, heightMm: 1 },
  devices: { idReader: null, printer: null },
  regions: {},
};
function load(content: unknown) {
  const file = join(assetsDir, 'profiles', 'x.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadProfile('x', { assetsDir });
}
function complaint(content: unknown): string {
  const loaded = load(content);
  if (loaded.ok) throw new Error('was taken');
  expect(loaded.error.message).not.toContain('\n');
  return loaded.error.message;
}

describe('the shipped profiles', () => {
  it.each(['demo', 'example-production'])('%s is valid', (name) => {
    const loaded = loadProfile(name, { assetsDir: shipped });
    expect(loaded.ok && loaded.value.name).toBe(name);
    expect(loaded.ok && loaded.value.demo).toBe(name === 'demo');
  });
  it('the demo stands in Beijing and belongs to Tianjin', () => {
    const demo = loadProfile('demo', { assetsDir: shipped });
    expect(demo.ok && [demo.value.brand.region, demo.value.site.region]).toEqual(['120000', '110115-bda']);
  });
});

describe('loading', () => {
  it('lays the file over the defaults, key by key', () => {
    const loaded = load({ ...base, timing: { idleWarning: 90 } });
    expect(loaded.ok && loaded.value.timing).toEqual({
      idleWarning: 90,
      idleWarningWhileSigning: 180,
      idleCountdown: 20,
      longestSession: 1200,
      farewell: 8,
    });
    expect(loaded.ok && loaded.value.retentionDays).toBe(3);
  });
  it('takes a path as well as a name', () => {
    load(base);
    expect(loadProfile(join(assetsDir, 'profiles/x.json'), { assetsDir }).ok).toBe(true);
  });
  it.each([
    [
      { ...base, machinecode: 'B019' },
      'profile x.json: unknown key "machinecode"; did you mean "machineCode"?',
    ],
    [
      { ...base, timing: { idleWarnin: 9 } },
      'profile x.json: unknown key "timing.idleWarnin"; did you mean "idleWarning"?',
    ],
    [
      { ...base, regions: { '120000': { endpont: 'https://a.example' } } },
      'profile x.json: unknown key "regions.120000.endpont"; did you mean "endpoint"?',
    ],
    [
      { ...base, devices: { ...base.devices, teleporter: null } },
      'profile x.json: unknown key "devices.teleporter"; known there: idReader, printer, receiptPrinter, locker, documentCamera, signaturePad, fingerprint',
    ],
  ])('names a misspelt key, where it stands and what was meant (%#)', (content, message) => {
    expect(complaint(content)).toBe(message);
  });
  it('names what is missing or wrong', () => {
    const { site: _, ...rest } = base;
    expect(complaint(rest)).toMatch(/^profile x\.json: site: /);
    expect(complaint({ ...base, machineCode: 'b19' })).toMatch(/^profile x\.json: machineCode: /);
    expect(complaint({ ...base, timing: { idleCountdown: 5 } })).toMatch(/timing\.idleCountdown/);
    expect(complaint([])).toMatch(/the whole file/);
    expect(complaint('null')).toMatch(/the whole file/);
  });
  it('says that a file is no JSON, is not there or cannot be read', () => {
    expect(complaint('{"name": ')).toMatch(/not valid JSON/);
    const missing = loadProfile('nobody', { assetsDir });
    expect(!missing.ok && missing.error.message).toMatch(/nobody\.json: no such file/);
    const dir = loadProfile(`${assetsDir}/`, { assetsDir });
    expect(!dir.ok && dir.error.message).toMatch(/cannot be read \(EISDIR\)/);
  });
  it('takes no name that climbs', () => {
    const odd = loadProfile('..', { assetsDir });
    expect(!odd.ok && odd.error.message).toMatch(/profile name/);
  });
  it('is not fooled by __proto__', () => {
    const text = JSON.stringify({ ...base, name: 'x' }).replace(
      '"name":"x"',
      '"name":"x","__proto__":{"demo":true}',
    );
    expect(complaint(text)).toMatch(/__proto__/);
    expect(({} as { demo?: boolean }).demo).toBeUndefined();
  });
});

it('layers objects and replaces everything else', () => {
  expect(layer({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { c: 3 }, d: [4] })).toEqual({
    a: { b: 1, c: 3 },
    d: [4],
  });
  expect(nearest('zzzz', ['abc', 'def'])).toBeNull();
});
