import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adoptBetter, type ComparedSide, compare } from '../../electron/catalogue/compare.ts';

const text = (words: string) => ({ 'zh-CN': words, en: words });
const materialArb = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  text: fc.constantFrom('form', 'licence', 'lease').map(text),
  kind: fc.constantFrom('original', 'copy'),
  copies: fc.integer({ min: 0, max: 2 }),
  required: fc.boolean(),
  gapAllowed: fc.boolean(),
});
const termsArb = fc.record({
  name: fc.constantFrom('甲', '乙'),
  conditions: fc.uniqueArray(
    fc.record({ id: fc.constantFrom('x', 'y'), text: fc.constantFrom('p', 'q').map(text) }),
    {
      selector: (item) => item.id,
    },
  ),
  materials: fc.uniqueArray(materialArb, { selector: (item) => item.id }),
  promisedWorkingDays: fc.integer({ min: 0, max: 3 }),
  statutoryWorkingDays: fc.integer({ min: 3, max: 5 }),
  fee: fc
    .option(fc.integer({ min: 0, max: 2 }))
    .map((amountFen) => ({ amountFen, text: text(`${amountFen}`) })),
  authority: fc.constant(text('局')),
  authorityLevel: fc.integer({ min: 2, max: 3 }),
});
const sidesArb = fc
  .array(termsArb, { minLength: 2, maxLength: 5 })
  .map((all): ComparedSide[] => all.map((terms, i) => ({ region: `r${i}`, ...terms })));

it('the order of the regions changes no verdict', () => {
  fc.assert(
    fc.property(sidesArb, (sides) => {
      const there = compare(sides);
      const back = compare(sides.toReversed());
      expect(back.unified).toBe(there.unified);
      for (const [i, one] of there.aspects.entries()) {
        expect(back.aspects[i]?.same).toBe(one.same);
        expect(back.aspects[i]?.differing.toSorted()).toEqual(one.differing.toSorted());
        expect(back.aspects[i]?.better.toSorted()).toEqual(one.better.toSorted());
      }
    }),
  );
});

it('copies of one region never differ', () => {
  fc.assert(
    fc.property(termsArb, fc.integer({ min: 2, max: 5 }), (terms, count) => {
      const compared = compare(Array.from({ length: count }, (_, i) => ({ region: `r${i}`, ...terms })));
      expect(compared.unified).toBe(true);
      expect(compared.aspects.every(({ same, better }) => same && better.length === 0)).toBe(true);
      expect([...compared.conditions, ...compared.materials].every(({ shared }) => shared)).toBe(true);
    }),
  );
});

it('a region that differs alone among three or more is the only one named', () => {
  fc.assert(
    fc.property(termsArb, fc.integer({ min: 2, max: 5 }), (terms, count) => {
      const same = Array.from({ length: count }, (_, i) => ({ region: `r${i}`, ...terms }));
      const odd = { ...terms, region: 'odd', promisedWorkingDays: terms.promisedWorkingDays + 1 };
      const promised = compare([...same, odd]).aspects.find(({ aspect }) => aspect === 'promised');
      expect(promised?.differing).toEqual(['odd']);
    }),
  );
});

it('adopted terms are nobody’s worse', () => {
  fc.assert(
    fc.property(sidesArb, (sides) => {
      const adopted = adoptBetter(sides, 'r0');
      expect(adopted.promisedWorkingDays.count).toBe(
        Math.min(...sides.map((side) => side.promisedWorkingDays)),
      );
      const amounts = sides.flatMap((side) => side.fee.amountFen ?? []);
      expect(adopted.fee.amountFen).toBe(amounts.length === 0 ? null : Math.min(...amounts));
      const again = adoptBetter(sides.toReversed(), 'r0');
      expect(again.promisedWorkingDays.count).toBe(adopted.promisedWorkingDays.count);
    }),
  );
});
