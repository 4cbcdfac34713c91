import { describe, expect, it } from 'vitest';
import { fitsZone, nameOfZone } from '../../../electron/core/index.ts';

const zone = (primary: string, secondary = '', truncated = false) => ({ primary, secondary, truncated });

describe('the name of a zone', () => {
  it('is the family name, then the given names', () => {
    expect(nameOfZone(zone('SAMPLE', 'ANNA MARIA'))).toBe('SAMPLE, ANNA MARIA');
    expect(nameOfZone(zone('MONONYM'))).toBe('MONONYM');
  });

  it.each([
    ['Müller, Jörg', zone('MUELLER', 'JOERG')],
    ['MÜLLER, JÖRG', zone('MULLER', 'JORG')],
    ['Muñoz, Núria', zone('MUNXXOZ', 'NURIA')],
    ['Straß, Æsa Łucja', zone('STRASS', 'AESA LUCJA')],
    ["O'Connor-Sample, D’Arcy", zone('OCONNOR SAMPLE', 'DARCY')],
    ['VAN DER SAMPLE, JO', zone('VANDER SAMPLE', 'JO')],
  ])('is %s', (typed, names) => {
    expect(fitsZone(typed, names)).toBe(true);
  });

  it.each([
    ['SAMPLE, MARIA', zone('SAMPLE', 'ANNA')],
    ['SAMPLE, ANNA MARIA', zone('SAMPLE', 'ANNA')],
    ['SAMPLE', zone('SAMPLE', 'ANNA')],
    ['', zone('SAMPLE')],
    ['样本', zone('SAMPLE')],
  ])('is not %s', (typed, names) => {
    expect(fitsZone(typed, names)).toBe(false);
  });
});

describe('a name that the zone cuts', () => {
  const cut = zone('SAMPLEHUBERWOLFESCHLEGELST', 'MARIA THERE', true);

  it('is completed by its holder', () => {
    expect(fitsZone('SAMPLEHUBERWOLFESCHLEGELST, MARIA THERES', cut)).toBe(true);
    expect(fitsZone('SAMPLEHUBERWOLFESCHLEGELSTEIN, MARIA THERESIA ANNA', cut)).toBe(true);
    expect(fitsZone('SAMPLEHUBERWOLFESCHLEGELST, MARIA THERE', cut)).toBe(true);
  });

  it('is not made into another', () => {
    expect(fitsZone('SAMPLEHUBERWOLFESCHLEGELST, MARIA', cut)).toBe(false);
    expect(fitsZone('SAMPLEHUBER, MARIA THERES', cut)).toBe(false);
    expect(fitsZone('MARIA THERES, SAMPLEHUBERWOLFESCHLEGELST', cut)).toBe(false);
  });

  it('may have words that were shortened to fit', () => {
    expect(fitsZone('SAMPLEHUBER, MARIA THERESIA', zone('SAMPLEHUB', 'M T', true))).toBe(true);
  });
});
