import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import type { JourneyView } from '../../electron/contract/index.ts';
import { DEMO_PASSPORTS, type DemoPassport } from '../../electron/demo/passports.ts';
import { readPicture } from '../../electron/mrz/read-picture.ts';
import { pageOf, zoneOf } from '../support/demo-passports.ts';
import { writeFilm } from '../support/fake-camera.ts';
import { startFakeHost } from '../support/fake-host.ts';
import { READ } from '../support/sample-passport.ts';
import { makeInfo, makeView } from '../support/views.ts';

/** Scene (d) on the screen: Chromium's fake camera shows the passport of somebody with a name of forty letters. */

const passport = DEMO_PASSPORTS[0] as DemoPassport;
const zone = zoneOf(passport);

test('a passport under the camera is read from the very frames, and its name completed to forty letters', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-passport-'));
  const { width, height, data } = pageOf(passport);
  const colours = Uint8ClampedArray.from({ length: data.length * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : (data[Math.floor(at / 4)] as number),
  );
  const film = join(folder, 'film.y4m');
  writeFilm(film, { width, height, data: colours });
  const english = (phase: 'watching' | 'check', over = {}): JourneyView => ({
    ...makeView('passport', { phase, ...over }),
    language: 'en',
    events: phase === 'check' ? ['confirmPassport', 'retry', 'back', 'leave'] : ['back', 'leave'],
  });
  const host = await startFakeHost(process.env.TONGBAN_PAGES ? { pages: process.env.TONGBAN_PAGES } : {});
  host.setInfo(makeInfo({ documentCamera: 'any' }));
  host.show(english('watching'));
  const browser = await chromium.launch({
    executablePath: process.env.TONGBAN_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  try {
    const screen = await browser.newPage({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
    await screen.goto(host.url);
    await expect(screen.locator('h1')).toHaveText('Lay the photo page under the camera');
    await expect.poll(() => host.passports.length, { timeout: 15_000 }).toBeGreaterThan(0);
    if (!process.env.CI)
      await screen.screenshot({ path: join(import.meta.dirname, 'pictures', 'passport-live.png') });
    const words = { letters: () => (zone[0] as string).replaceAll('<', '') };
    const read = readPicture(host.passports.at(-1) as Uint8Array, '20261121', words);
    expect(read).toMatchObject({ ok: true, value: { number: passport.number, truncated: true } });

    host.show(english('check', { read: { ...READ, name: passport.name.slice(0, -1) } }));
    await screen.getByRole('button', { name: 'Complete the name' }).tap();
    await screen.getByRole('textbox', { name: 'Name' }).fill(passport.name);
    await screen.getByRole('button', { name: 'Done' }).tap();
    await expect(screen.locator('main')).toContainText(passport.name);
    await screen.getByRole('button', { name: 'Yes, this is right' }).tap();
    await expect
      .poll(() => host.sent.at(-1)?.event)
      .toEqual({ type: 'confirmPassport', name: passport.name });
  } finally {
    await browser.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
