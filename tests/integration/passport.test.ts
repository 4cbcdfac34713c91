import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JourneyEvent, JourneyView, ScreenName } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { composeDemoHost, type DemoHost } from '../../electron/demo/compose.ts';
import { DEMO_PASSPORTS, type DemoPassport } from '../../electron/demo/passports.ts';
import { pageOf } from '../support/demo-passports.ts';
import { drawZone, png } from '../support/passport-picture.ts';
import { pdfText } from '../support/pdf-text.ts';
import { testProfile } from '../support/profile.ts';
import { SIGNATURE } from '../support/steps.ts';

/** Scene (d): a foreign worker with a passport and a name of forty letters, in English, from the camera to the region. */

const REGION = '110000';
/** 开具无犯罪记录证明 */
const MATTER = 'XT-GA-001';
const passport = (id: string) => DEMO_PASSPORTS.find((one) => one.id === id) as DemoPassport;
const { name, number, nationality } = passport('long-name');

const said: string[] = [];
let folder: string;
let host: DemoHost | null = null;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-passport-'));
  const profile = testProfile({
    devices: { idReader: 'memory:id-reader', printer: null, receiptPrinter: null, documentCamera: 'any' },
    regions: { [REGION]: {} },
  });
  const started = await composeDemoHost(
    { profile, dataDir: folder, assetsDir: 'assets' },
    { log: (event, fields) => void said.push(`${event} ${JSON.stringify(fields)}`), clock: systemClock },
  );
  if (!started.ok) throw new Error(started.error.message);
  host = started.value;
}, 30_000);
afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the demo's router is any router; the contract is checked by the host
const client = (audience: 'citizen' | 'dock'): any =>
  createRouterClient((host as DemoHost).router, { context: { audience } });

async function on<N extends ScreenName>(
  screen: N,
  fits: (data: Extract<JourneyView, { screen: N }>['data']) => boolean = () => true,
): Promise<Extract<JourneyView, { screen: N }>> {
  let last: JourneyView | null = null;
  const signal = AbortSignal.timeout(60_000);
  try {
    for await (const view of await client('citizen').journey.watch(undefined, { signal })) {
      last = view;
      const is = view as Extract<JourneyView, { screen: N }>;
      if (view.screen === screen && fits(is.data as never)) return is;
    }
  } catch {}
  throw new Error(`never ${screen}; the last was ${JSON.stringify(last)?.slice(0, 1500)}`);
}

async function now(): Promise<JourneyView> {
  const stream = await client('citizen').journey.watch();
  const { value } = await stream.next();
  await stream.return?.(undefined);
  return value as JourneyView;
}

async function say(event: JourneyEvent): Promise<void> {
  const { boot, seq, screen } = await now();
  const answer = await client('citizen').journey.send({ boot, seq, event });
  if (!answer.ok) throw new Error(`${event.type} was not taken on ${screen}`);
}

/** A frame of the camera, as the screen sends it. */
async function picture(file: Uint8Array): Promise<void> {
  const { boot } = await now();
  await client('citizen').journey.passport({ boot, base64: Buffer.from(file).toString('base64') });
}

async function toCamera(): Promise<void> {
  await on('home');
  await say({ type: 'setLanguage', language: 'en' });
  await say({ type: 'apply' });
  await say({ type: 'chooseRegion', region: REGION });
  await say({ type: 'chooseMatter', matter: MATTER });
  await say({ type: 'start' });
  await on('identify', ({ otherProof }) => otherProof === true);
  await say({ type: 'withoutCard' });
  await on('otherProof', (data) => data.passport === 'here' && !data.number);
  await say({ type: 'showPassport' });
  await on('passport', ({ phase }) => phase === 'consent');
  await say({ type: 'consent' });
}

describe('a foreign worker with a passport', () => {
  it('is read off the picture, completes the name, and hands the application in', async () => {
    await toCamera();
    await picture(png(drawZone(['NOTHING TO READ HERE'], { height: 200, y: 100 })));
    await on('passport', ({ phase }) => phase === 'watching');
    await picture(png(pageOf(passport('long-name'))));
    const { data } = await on('passport', ({ phase }) => phase === 'check');
    expect(data.read).toMatchObject({ truncated: true, number, nationality, validTo: '20340213' });
    // The zone has no room for the last letter of forty.
    expect(data.read?.name).toBe(name.slice(0, -1));
    await say({ type: 'confirmPassport', name });
    const details = await on('details');
    expect(details.data.person).toMatchObject({
      name,
      number,
      document: 'passport',
      nationality,
      birthDate: '19880214',
      sex: 'male',
    });
    expect(name).toHaveLength(40);
    await say({
      type: 'confirmDetails',
      values: {
        purpose: 'work',
        whole: true,
        hadOtherName: false,
        translation: false,
        phone: '13900000000',
        home: '1 Sample Road, Sample City',
      },
    });
    await on('delivery');
    await say({ type: 'chooseDelivery', delivery: 'window' });
    await on('review');
    const document = await client('citizen').journey.document();
    const text = pdfText(Buffer.from(document.value.base64, 'base64'));
    for (const whole of [name, number]) expect(text).toContain(whole.replaceAll(' ', ''));
    expect(text).toContain('护照号码');
    expect(text).toContain('TheChinesetextprevails');
    await say({ type: 'toSign' });
    await on('sign');
    await say(SIGNATURE);
    await on('submitted', ({ receipt }) => receipt === 'printed');
  }, 120_000);

  it('stands in the books of the region with name, number and nationality as in the passport', async () => {
    const books = () => readFileSync(join(folder, 'sandbox', `${REGION}.json`), 'utf8');
    const stream = await client('dock').dock.watch();
    for await (const { received } of stream) if (received.length > 0) break;
    for (const whole of [name, number]) expect(books()).toContain(JSON.stringify(whole));
  });

  it('is forgotten: no name and no number in clear, in any file or its name, in any log', async () => {
    await say({ type: 'done' });
    await say({ type: 'done' });
    await on('home');
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      // The region's own books are not this machine's.
      .filter((file) => !file.startsWith('sandbox') && statSync(join(folder, file)).isFile());
    expect(files.some((file) => file.startsWith('kiosk.db'))).toBe(true);
    const canaries = [name, name.slice(0, 26), number].flatMap((text) => [
      Buffer.from(text, 'utf8'),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text, 'utf16le').swap16(),
    ]);
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      for (const canary of canaries) expect(bytes.includes(canary), file).toBe(false);
    }
    for (const text of [name, number]) {
      expect(files.join('\n')).not.toContain(text);
      expect(said.join('\n')).not.toContain(text);
    }
  });
});

describe('a passport out of date, held under the camera by the dock', () => {
  it('is refused before any form, with a place to go', { timeout: 60_000 }, async () => {
    await toCamera();
    await client('dock').dock.showPassport({ passport: 'expired' });
    const { data } = await on('passport', ({ phase }) => phase === 'refused');
    expect(data.problem?.kind).toBe('passportExpired');
    expect(data.places.length).toBeGreaterThan(0);
  });
});
