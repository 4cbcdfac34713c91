import { describe, expect, it } from 'vitest';
import { cardOfNumber, maskCitizenNumber } from '../../../electron/core/index.ts';
import { makeForeign2017, makeForeign2023, makePermit } from '../../support/cards.ts';
import { makePerson } from '../../support/people.ts';

describe('the card on which a number stands', () => {
  it.each([
    ['a resident', makePerson(1).number, 'resident-card'],
    ['a resident of Macao', makePermit().number, 'hmt-residence-permit'],
    ['a foreigner, version of 2017', makeForeign2017().number, 'foreign-pr-card'],
    ['a foreigner, version of 2023', makeForeign2023().number, 'foreign-pr-card'],
    ['nothing that is known', 'ABC', 'resident-card'],
  ])('%s', (_, number, card) => {
    expect(cardOfNumber(number)).toBe(card);
  });
});

describe('masking', () => {
  it('hides all but the first six and the last four, and keeps the length', () => {
    for (const number of [makePerson(1).number, makeForeign2017().number, makeForeign2023().number]) {
      const masked = maskCitizenNumber(number);
      expect(masked).toBe(number.slice(0, 6) + '*'.repeat(number.length - 10) + number.slice(-4));
    }
    expect(maskCitizenNumber('A123')).toBe('****');
  });
});
