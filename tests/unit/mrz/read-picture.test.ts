import { describe, expect, it } from 'vitest';
import { GLYPH, GLYPHS } from '../../../electron/mrz/glyphs.ts';
import { turned } from '../../../electron/mrz/picture.ts';
import { readPicture } from '../../../electron/mrz/read-picture.ts';
import { zoneIn } from '../../../electron/mrz/zone-picture.ts';
import { cardZone, drawZone, passportZone, png, seeded } from '../../support/passport-picture.ts';

const TODAY = '20261121';
/** What reads words, when it reads the same. */
const agrees = (lines: readonly string[]) => ({
  letters: () => (lines[0] as string).replaceAll('<', ''),
});

describe('a picture of a zone', () => {
  const lines = passportZone({
    primary: 'VAN DER QUIXOTE WOLF',
    secondary: 'JAZMIN BO',
    number: 'U8GK05O1I',
  });
  const spoilt = drawZone(lines, { turn: 3, blur: 1, noise: 7, shadow: 0.4, pitch: 20, random: seeded(7) });

  it('is read with 3° of slant, blur, noise and a shadow', () => {
    expect(zoneIn(spoilt)).toMatchObject({ ok: true, value: { text: { kind: 'passport', lines } } });
  });

  it('is read whichever way up it lies', () => {
    const plain = drawZone(lines);
    const aside = turned(plain);
    const upside = turned(aside);
    for (const one of [plain, aside, upside, turned(upside)])
      expect(zoneIn(one)).toMatchObject({ ok: true, value: { text: { lines } } });
  });

  it('has three lines on a card', () => {
    const card = cardZone({ primary: 'KLCXYZV', secondary: 'FELIX' });
    expect(zoneIn(drawZone(card, { turn: -2 }))).toMatchObject({
      ok: true,
      value: { text: { kind: 'card', lines: card } },
    });
  });

  it('that is blurred beyond reading is unclear, not guessed', () => {
    const blind = zoneIn(drawZone(lines, { pitch: 15, blur: 4 }));
    expect(blind.ok).toBe(false);
  });

  it('without a zone has none', () => {
    expect(zoneIn(drawZone(['ORDINARY PAGE', 'OF SOME WORDS AND MORE']))).toEqual({
      ok: false,
      error: 'no-zone',
    });
    expect(zoneIn(drawZone([]))).toEqual({ ok: false, error: 'no-zone' });
  });

  it('whose lines hold a wrong check digit is unclear', () => {
    const wrong = [
      lines[0] as string,
      `${(lines[1] as string).slice(0, 43)}${(Number((lines[1] as string)[43]) + 1) % 10}`,
    ];
    expect(zoneIn(drawZone(wrong))).toEqual({ ok: false, error: 'unclear' });
  });

  it('becomes a document when what reads words reads the same names', () => {
    const file = png(drawZone(lines));
    expect(readPicture(file, TODAY, agrees(lines))).toMatchObject({
      ok: true,
      value: { primary: 'VAN DER QUIXOTE WOLF', secondary: 'JAZMIN BO', number: 'U8GK05O1I' },
    });
    expect(readPicture(file, TODAY, { letters: () => 'PUTOVANDERQUIXOTEWOLFJAZMINBU' })).toEqual({
      ok: false,
      error: 'unclear',
    });
  });

  it('is no picture when the bytes are none', () => {
    expect(readPicture(new TextEncoder().encode('%PDF-1.7'), TODAY, agrees(lines))).toEqual({
      ok: false,
      error: 'not-a-picture',
    });
  });
});

describe('the shapes of letters', () => {
  it('are those of the type itself', () => {
    const fine = 8;
    for (const [letter, hex] of Object.entries(GLYPHS)) {
      const pitch = GLYPH.width * fine;
      const big = drawZone([letter], {
        width: 2 * pitch,
        height: 3 * pitch,
        x: pitch / 2,
        y: 2 * pitch,
        pitch,
      });
      let off = 0;
      for (let at = 0; at < hex.length; at++) {
        let sum = 0;
        const left = pitch / 2 + (at % GLYPH.width) * fine;
        const top = 2 * pitch + MIDDLE * pitch + (Math.floor(at / GLYPH.width) - GLYPH.height / 2) * fine;
        for (let y = 0; y < fine; y++)
          for (let x = 0; x < fine; x++)
            sum += (235 - (big.data[Math.round(top + y) * big.width + left + x] as number)) / 205;
        off = Math.max(off, Math.abs((sum / fine / fine) * 15 - Number.parseInt(hex[at] as string, 16)));
      }
      expect(off, letter).toBeLessThan(3);
    }
  });
});

/** The middle of a capital above the line it stands on, as a part of a place, downwards. */
const MIDDLE = 1.5133928571428572 - 2;
