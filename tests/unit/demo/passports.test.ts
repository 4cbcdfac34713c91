import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'image-js';
import { describe, expect, it } from 'vitest';
import { DEMO_PASSPORTS, passportPicture } from '../../../electron/demo/passports.ts';
import { zoneIn } from '../../../electron/mrz/zone-picture.ts';
import { PICTURES, zoneOf } from '../../support/demo-passports.ts';

describe('a passport of the demo', () => {
  it.each(DEMO_PASSPORTS)('$id has a picture whose zone says what the region knows', (passport) => {
    const image = decode(readFileSync(join(PICTURES, `${passport.id}.png`)));
    const zone = zoneIn({
      width: image.width,
      height: image.height,
      data: image.getRawImage().data as Uint8Array,
    });
    expect(zone).toMatchObject({ ok: true, value: { text: { lines: zoneOf(passport) } } });
  });

  it('one has a name of forty letters, for which the zone has no room', () => {
    const [long] = DEMO_PASSPORTS;
    expect(long?.name).toHaveLength(40);
    expect(long && zoneOf(long)[0]).toMatch(/[A-Z]$/);
  });

  it('is not shown when there is none of that id', () => {
    expect(passportPicture(join(PICTURES, '..', '..'), '../../etc/passwd')).toBeNull();
    expect(passportPicture(join(PICTURES, '..', '..'), 'short-name')?.length).toBeGreaterThan(1_000);
  });
});
