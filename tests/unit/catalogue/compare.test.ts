import { describe, expect, it } from 'vitest';
import {
  type Aspect,
  adoptBetter,
  type ComparedMaterial,
  type ComparedSide,
  compare,
} from '../../../electron/catalogue/compare.ts';

const text = (words: string) => ({ 'zh-CN': words, en: words });
const material = (id: string, more: Partial<ComparedMaterial> = {}): ComparedMaterial => ({
  id,
  text: text(id),
  kind: 'original',
  copies: 1,
  required: true,
  gapAllowed: false,
  ...more,
});
const side = (region: string, more: Partial<ComparedSide> = {}): ComparedSide => ({
  region,
  name: '人力资源服务许可',
  conditions: [{ id: 'premises', text: text('有固定的服务场所') }],
  materials: [material('form', { kind: 'form' }), material('licence')],
  promisedWorkingDays: 5,
  statutoryWorkingDays: 20,
  fee: { amountFen: 0, text: text('不收费') },
  authority: text(region),
  authorityLevel: 2,
  ...more,
});
const aspect = (sides: readonly ComparedSide[], name: Aspect) => {
  const found = compare(sides).aspects.find((one) => one.aspect === name);
  if (!found) throw new Error(name);
  return found;
};

describe('one matter side by side', () => {
  it('gives the badge when name, standard, materials and time are equal, whatever the authority', () => {
    const sides = [side('110000'), side('120000', { authorityLevel: 3, statutoryWorkingDays: 15 })];
    expect(compare(sides).unified).toBe(true);
  });

  it.each<[string, Partial<ComparedSide>]>([
    ['name', { name: '人力资源服务行政许可' }],
    ['conditions', { conditions: [] }],
    ['materials', { materials: [material('form', { kind: 'form' })] }],
    ['promised time', { promisedWorkingDays: 4 }],
  ])('takes the badge away when only the %s differs', (_, change) => {
    expect(compare([side('110000'), side('120000'), side('440100', change)]).unified).toBe(false);
  });

  it('attributes a difference to the region that differs', () => {
    const sides = [side('110000'), side('120000'), side('440100', { promisedWorkingDays: 8 })];
    expect(aspect(sides, 'promised')).toEqual({
      aspect: 'promised',
      same: false,
      differing: ['440100'],
      better: ['110000', '120000'],
    });
  });

  it('names all regions when none has the value of most', () => {
    const two = [side('110000'), side('120000', { promisedWorkingDays: 3 })];
    expect(aspect(two, 'promised').differing).toEqual(['110000', '120000']);
    const tie = [
      side('110000'),
      side('120000'),
      side('440100', { promisedWorkingDays: 3 }),
      side('370100', { promisedWorkingDays: 3 }),
    ];
    expect(aspect(tie, 'promised').differing).toEqual(['110000', '120000', '440100', '370100']);
    expect(aspect(tie, 'promised').better).toEqual(['440100', '370100']);
  });

  it('does not call width of letters, spaces or a closing mark a difference', () => {
    const one = side('110000', { conditions: [{ id: 'a', text: text('注册资本 ≥ 10 万元。') }] });
    const other = side('120000', { conditions: [{ id: 'a', text: text('注册资本≥１０万元') }] });
    expect(aspect([one, other], 'conditions').same).toBe(true);
  });

  it('sees that a paper became optional, or may come later', () => {
    const later = side('440100', {
      materials: [material('form', { kind: 'form' }), material('licence', { gapAllowed: true })],
    });
    expect(aspect([side('110000'), side('120000'), later], 'materials')).toMatchObject({
      differing: ['440100'],
      better: ['440100'],
    });
  });

  it('lines items up by id, with a gap where a region does not ask', () => {
    const more = side('440100', { materials: [material('form', { kind: 'form' }), material('lease')] });
    const { materials } = compare([side('110000'), side('120000'), more]);
    expect(materials.map(({ id, shared, differing }) => [id, shared, differing])).toEqual([
      ['form', true, []],
      ['licence', false, ['440100']],
      ['lease', false, ['440100']],
    ]);
    expect(materials[1]?.cells).toEqual({
      '110000': text('licence'),
      '120000': text('licence'),
      '440100': null,
    });
  });

  it('an unstated fee is nobody’s better one, and differs from a stated one', () => {
    const unsaid = side('440100', { fee: { amountFen: null, text: text('以窗口为准') } });
    expect(aspect([side('110000'), unsaid], 'fee')).toMatchObject({ same: false, better: ['110000'] });
  });

  it('refuses fewer than two regions, or one twice', () => {
    expect(() => compare([side('110000')])).toThrow('two different regions');
    expect(() => compare([side('110000'), side('110000')])).toThrow('two different regions');
  });
});

describe('adopting the better', () => {
  const fast = side('120000', { promisedWorkingDays: 3 });
  const light = side('440100', { materials: [material('form', { kind: 'form' })] });

  it('takes each term from whoever is best', () => {
    const adopted = adoptBetter([side('110000'), fast, light], '110000');
    expect(adopted.promisedWorkingDays).toEqual({ from: '120000', count: 3 });
    expect(adopted.materials).toMatchObject({ from: '440100', items: [{ id: 'form' }] });
  });

  it('leaves a tie to the owner, wherever it stands', () => {
    const adopted = adoptBetter([fast, side('110000', { promisedWorkingDays: 3 })], '110000');
    expect(adopted.promisedWorkingDays.from).toBe('110000');
    expect(adopted.fee.from).toBe('110000');
  });

  it('needs the owner', () => {
    expect(() => adoptBetter([fast, light], '110000')).toThrow('owner');
  });
});
