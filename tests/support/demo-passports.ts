import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMO_PASSPORTS, type DemoPassport } from '../../electron/demo/passports.ts';
import { drawZone, type GreyPicture, passportZone, png } from './passport-picture.ts';

/** The pictures of the demo's passports: `node tests/support/demo-passports.ts` writes them anew. */

export const PICTURES = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  'assets',
  'demo',
  'passports',
);

const PAGE = { width: 1250, height: 880 } as const;

export function zoneOf({ name, number, nationality, birthDate, sex, validTo }: DemoPassport): string[] {
  const [primary = '', secondary = ''] = name.split(', ');
  return passportZone({
    state: nationality,
    primary,
    secondary,
    number,
    nationality,
    birth: birthDate.slice(2),
    sex: sex === 'female' ? 'F' : 'M',
    expiry: validTo.slice(2),
  });
}

/** A specimen's page: no face, no emblem, and the zone where it belongs. */
export function pageOf(passport: DemoPassport): GreyPicture {
  const day = (ymd: string) => `${ymd.slice(6)}.${ymd.slice(4, 6)}.${ymd.slice(0, 4)}`;
  const text = (lines: string[], y: number, pitch: number, x = 420) =>
    drawZone(lines, { ...PAGE, x, y, pitch });
  const layers = [
    text(['UTOPIA  SPECIMEN'], 110, 26),
    text(['NAME', passport.name, '', 'PASSPORT NO', passport.number], 200, 14),
    text(['BORN', day(passport.birthDate), '', 'VALID UNTIL', day(passport.validTo)], 420, 14),
    text(zoneOf(passport), 740, 26, 52),
  ];
  const data = new Uint8Array(PAGE.width * PAGE.height).fill(255);
  for (const layer of layers)
    for (const [at, value] of layer.data.entries()) data[at] = Math.min(data[at] as number, value);
  for (let y = 180; y < 560; y++)
    for (let x = 70; x < 370; x++)
      if (y < 184 || y > 555 || x < 74 || x > 365) data[y * PAGE.width + x] = 120;
  return { ...PAGE, data };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(PICTURES, { recursive: true });
  for (const one of DEMO_PASSPORTS) writeFileSync(join(PICTURES, `${one.id}.png`), png(pageOf(one)));
}
