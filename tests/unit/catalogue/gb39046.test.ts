import { describe, expect, it } from 'vitest';
import {
  fromGb39046,
  type Gb39046File,
  type GuideSource,
  toGb39046,
  wholeImplementationSchema,
} from '../../../electron/catalogue/gb39046.ts';

const text = (words: string) => ({ 'zh-CN': words, en: `${words} (en)` });
const source = (change: Record<string, unknown> = {}): GuideSource => ({
  region: { code: '120000', name: '天津市', phone: '022-12345' },
  matter: { code: 'XT-RS-030', name: '人力资源服务许可', audience: ['organisation'] },
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  implementation: wholeImplementationSchema.parse({
    depth: 'filing',
    authority: text('人力资源和社会保障局'),
    authorityLevel: 2,
    authorityScope: 'full',
    modes: ['online', 'collect'],
    handling: 'commitment',
    caseType: 'promised',
    identity: { accepts: ['business-licence'], agents: [{ who: 'employee', proof: text('授权委托书') }] },
    conditions: [{ id: 'premises', text: text('有固定的服务场所') }],
    materials: [
      { id: 'form', text: text('许可申请表'), kind: 'form' },
      { id: 'lease', text: text('场所证明'), kind: 'copy', copies: 2, gapAllowed: true },
    ],
    steps: [{ id: 'apply', text: text('申请') }],
    fee: { amountFen: 0, text: text('不收费') },
    promisedWorkingDays: 5,
    statutoryWorkingDays: 20,
    limitNote: null,
    hours: null,
    result: text('人力资源服务许可证'),
    deliveries: ['window', 'ems'],
    caution: null,
    places: [
      { name: text('政务服务中心'), address: text('请电话咨询'), phone: '022-12345', hours: text('工作日') },
    ],
    codeScheme: '31',
    taskCode: '11120000TB9900006A2122009020000',
    form: 'hr-service-licence',
    sample: true,
    ...change,
  }),
});
const throughDisk = (file: Gb39046File): Record<string, never>[] & Gb39046File =>
  JSON.parse(JSON.stringify(file));
const guideOf = (file: Gb39046File) => file.事项[0] as Record<string, unknown>;

describe('guides in the shape of GB/T 39046', () => {
  it('stand under the standard’s names and codes', () => {
    expect(guideOf(toGb39046([source()]))).toMatchObject({
      事项名称: '人力资源服务许可',
      实施编码: '11120000TB9900006A2122009020000',
      行使层级: '2',
      行政区划: '120000',
      服务对象: ['2'],
      办件类型: '2',
      办理形式: ['1', '4', '9'],
      申请材料: [
        { 材料名称: '许可申请表', 材料类型: '申请表', 份数: 1, 是否必要: '1', 是否可容缺: '0' },
        { 材料名称: '场所证明', 材料类型: '复印件', 份数: 2, 是否必要: '1', 是否可容缺: '1' },
      ],
      法定办结时限: 20,
      承诺办结时限: 5,
      是否收费: '0',
      是否支持物流快递: '1',
      计划生效日期: '20260101',
      计划取消日期: null,
    });
  });

  it('an immediate case is 1 and a promised one 2: not as in Zhejiang', () => {
    const immediate = source({ caseType: 'immediate', promisedWorkingDays: 0 });
    expect(guideOf(toGb39046([immediate])).办件类型).toBe('1');
    expect(guideOf(toGb39046([source()])).办件类型).toBe('2');
  });

  it.each([
    ['as it was', source()],
    ['with an end', { ...source(), effectiveTo: '2026-12-31' }],
    [
      'without a code',
      source({ depth: 'guide', taskCode: undefined, codeScheme: undefined, form: undefined }),
    ],
    ['with a fee that depends', source({ fee: { amountFen: null, text: text('按件收取') } })],
  ])('comes back without a loss %s', (_, one) => {
    const back = fromGb39046(throughDisk(toGb39046([one])));
    expect(back).toEqual({
      ok: true,
      value: [
        {
          region: '120000',
          matter: 'XT-RS-030',
          name: '人力资源服务许可',
          entry: {
            effectiveFrom: '2026-01-01',
            ...(one.effectiveTo === null ? {} : { effectiveTo: one.effectiveTo }),
            ...one.implementation,
          },
          gaps: [],
        },
      ],
    });
  });

  it('of another system come in as a draft that names its gaps', () => {
    const file = throughDisk(toGb39046([source()]));
    delete guideOf(file).扩展;
    const back = fromGb39046(file);
    if (!back.ok) throw new Error(back.error);
    const [draft] = back.value;
    expect(draft).toMatchObject({
      matter: null,
      entry: {
        depth: 'guide',
        materials: [
          { id: 'material-1', kind: 'form', copies: 1, gapAllowed: false },
          { id: 'material-2', kind: 'copy', copies: 2, gapAllowed: true },
        ],
        deliveries: ['window', 'ems'],
        fee: { amountFen: 0 },
      },
    });
    expect(draft?.entry).not.toHaveProperty('taskCode');
    expect(draft?.gaps.join('\n')).toMatch(
      /人力资源服务许可[\s\S]*identity[\s\S]*translate[\s\S]*codeScheme/,
    );
  });

  it.each<[string, (guide: Record<string, unknown>) => void, string]>([
    ['a missing item', (guide) => delete guide.承诺办结时限, '事项[0].承诺办结时限 is missing'],
    ['a wrong code', (guide) => (guide.行使层级 = '8'), '事项[0].行使层级'],
    ['no such day', (guide) => (guide.计划生效日期 = '20260231'), '计划生效日期 is not a date'],
    ['an edit by hand', (guide) => (guide.承诺办结时限 = 4), '承诺办结时限 and 扩展 disagree'],
    ['an unknown extension', (guide) => (guide.扩展 = { more: 1 }), '扩展'],
  ])('refuses %s and says where', (_, change, sentence) => {
    const file = throughDisk(toGb39046([source()]));
    change(guideOf(file));
    expect(fromGb39046(file)).toEqual({ ok: false, error: expect.stringContaining(sentence) });
  });

  it.each([[null], [[]], [{ 标准: 'GB/T 39046-2020', 数据集: '事项管理', 事项: [] }], ['text']])(
    'refuses %j',
    (content) => {
      expect(fromGb39046(content).ok).toBe(false);
    },
  );
});
