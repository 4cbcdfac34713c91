import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILLED } from '../support/filled-forms.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { sign } from '../support/steps.ts';

const REGION = '120000';
/** 退休提取住房公积金: a retirement paper that may follow, and a bank card that may not. */
const MATTER = 'XT-ZJ-001';
/** Words that stand in the picture's bytes and nowhere else. */
const CANARY = 'canary-of-a-bank-card';

let folder: string;
let kiosk: Kiosk;
let citizen: Citizen;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-phone-'));
  const demo = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../assets/profiles/demo.json'), 'utf8'),
  ) as Record<string, unknown>;
  const profile = join(folder, 'phone.json');
  writeFileSync(
    profile,
    JSON.stringify({ ...demo, phone: { address: '127.0.0.1', port: await freePort() } }),
  );
  kiosk = await startKiosk({ args: ['--profile', profile] });
  citizen = await kiosk.citizen();
});
afterAll(async () => {
  citizen?.close();
  await kiosk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A picture with a remark of its own (tEXt chunks are not looked at). */
function picture(): Uint8Array<ArrayBuffer> {
  const bytes = PNG.sync.write(new PNG({ width: 4, height: 3 }));
  const remark = Buffer.from(`\0\0\0\0tEXt${CANARY}\0\0\0\0`, 'latin1');
  remark.writeUInt32BE(CANARY.length, 0);
  const end = bytes.length - 12;
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, end), remark, bytes.subarray(end)]));
}

/** What a phone that read the code does. */
function phoneOf(url: string) {
  const { origin, hash } = new URL(url);
  const headers = { Authorization: `Bearer ${hash.slice(1)}` };
  return {
    ask: async () => (await fetch(`${origin}/ticket`, { headers })).json() as Promise<unknown>,
    send: async (body: Uint8Array<ArrayBuffer>) =>
      (await fetch(`${origin}/file`, { method: 'PUT', headers, body })).json() as Promise<unknown>,
  };
}

async function code(): Promise<string> {
  const view = await citizen.until((one) => one.screen === 'phone' && one.data.url !== null, 'a code');
  return view.screen === 'phone' ? (view.data.url as string) : '';
}

describe('a matter that wants materials', () => {
  it('takes one from a phone, one for later, and hands both in with the application', async () => {
    await citizen.on('home');
    await citizen.say({ type: 'apply' });
    await citizen.say({ type: 'chooseRegion', region: REGION });
    await citizen.say({ type: 'chooseMatter', matter: MATTER });
    await citizen.on('guide');
    await citizen.say({ type: 'start' });
    await citizen.on('identify');
    await citizen.say({ type: 'consent' });
    const [person] = (await kiosk.dock.state()).people;
    await kiosk.dock.call.placeCard({ person: person?.id ?? '' });
    const first = await citizen.until(
      (view) => view.screen === 'details' || view.screen === 'forWhom',
      'the form',
    );
    if (first.screen === 'forWhom') await citizen.say({ type: 'actFor', as: 'self' });
    await citizen.on('details');
    await citizen.say({ type: 'confirmDetails', values: FILLED['housing-fund-retirement'] ?? {} });
    const { data } = await citizen.on('materials');
    expect(data.materials.map(({ id, ways }) => [id, ways])).toEqual([
      ['retirement', ['licence', 'phone', 'locker', 'later', 'window']],
      ['bank-card', ['phone', 'locker', 'window']],
    ]);
    await citizen.say({ type: 'handInLater', material: 'retirement' });

    await citizen.say({ type: 'fromPhone', material: 'bank-card' });
    const phone = phoneOf(await code());
    expect(await phone.ask()).toMatchObject({ ok: true, name: { en: expect.stringContaining('bank') } });
    expect(await phone.send(Uint8Array.from(Buffer.from('MZ')))).toEqual({ ok: false, why: 'kind' });
    await citizen.until(
      (view) => view.screen === 'phone' && view.data.problem?.kind === 'materialKind',
      'what is wrong with the file',
    );
    expect(await phone.send(picture())).toEqual({ ok: true });
    await citizen.until((view) => view.screen === 'phone' && view.data.file !== null, 'the file');
    const shown = await citizen.client.journey.material();
    expect(shown.ok && Buffer.from(shown.value.base64, 'base64').toString('latin1')).toContain(CANARY);
    await citizen.say({ type: 'acceptFile' });
    expect(await phone.send(picture())).toEqual({ ok: false, why: 'token' });

    await citizen.on('materials');
    expect((await citizen.client.journey.material()).ok).toBe(false);
    await citizen.say({ type: 'materialsDone' });
    await citizen.on('delivery');
    await citizen.say({ type: 'chooseDelivery', delivery: 'window' });
    await citizen.on('review');
    await sign(citizen);
    const submitted = await citizen.on('submitted');
    expect(submitted.data.owed).toMatchObject([{ dueBy: expect.stringMatching(/^\d{4}-/) }]);
    await kiosk.dock.until(({ received }) => received.length === 1, 'the case at the region');
    const books = readFileSync(join(kiosk.dataDir, 'sandbox', `${REGION}.json`), 'utf8');
    const sha256 = createHash('sha256').update(picture()).digest('hex');
    expect((JSON.parse(books) as { cases: unknown }).cases).toMatchObject([
      {
        materials: [
          { code: 'bank-card', sha256, dueBy: null },
          { code: 'retirement', sha256: null, dueBy: submitted.data.owed?.[0]?.dueBy },
        ],
      },
    ]);
    await citizen.until(
      (view) => view.screen === 'submitted' && view.data.receipt === 'printed',
      'a receipt',
    );
  });

  it('leaves the file in no log, no name and nowhere in clear on the machine’s own disk', () => {
    const files = readdirSync(kiosk.dataDir, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('sandbox'),
    );
    expect(files.length).toBeGreaterThan(0);
    const needles = [CANARY, Buffer.from(picture()).toString('base64').slice(0, 60)];
    for (const file of files) {
      const content = readFileSync(join(file.parentPath, file.name), 'latin1');
      for (const needle of needles) expect(content.includes(needle), file.name).toBe(false);
    }
  });
});
