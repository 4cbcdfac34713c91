import { citizenNumberCheck } from '../../electron/core/index.ts';

export interface TestPerson {
  readonly name: string;
  readonly number: string;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly address: string;
}

const SURNAMES = ['张', '王', '李', '赵', '陈', '欧阳', '吴', '周'];
const GIVEN = ['伟', '秀兰', '建国', '晓明', '丽华', '思远', '静'];

/** A made-up person with a valid check digit; 990000 is no region, so the number can be nobody's. */
export function makePerson(seed: number, name?: string): TestPerson {
  const year = 1940 + ((seed * 7) % 60);
  const birthDate = `${year}${String(1 + (seed % 12)).padStart(2, '0')}${String(1 + ((seed * 3) % 28)).padStart(2, '0')}`;
  const first17 = `990000${birthDate}${String((seed * 37) % 1000).padStart(3, '0')}`;
  return {
    name: name ?? `${SURNAMES[seed % SURNAMES.length]}${GIVEN[seed % GIVEN.length]}`,
    number: first17 + citizenNumberCheck(first17),
    birthDate,
    sex: Number(first17[16]) % 2 === 1 ? 'male' : 'female',
    address: `示例省样本市测试路${1 + (seed % 200)}号`,
  };
}

/** A made-up child, born on 1 January 2015. */
export function makeChild(): { readonly name: string; readonly number: string } {
  const first17 = '99000020150101001';
  return { name: '欧阳小满', number: first17 + citizenNumberCheck(first17) };
}
