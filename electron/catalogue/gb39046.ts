import { z } from 'zod';
import { err, ok, type Result } from '../core/index.ts';
import { issueProblems } from './problem.ts';
import {
  type Implementation,
  inheritableSchema,
  type RegionParts,
  regionPartsSchema,
} from './schemas/implementation.ts';
import { dateSchema, matterCodeSchema, regionCodeSchema, words } from './schemas/words.ts';

/**
 * Guides in the shape of GB/T 39046-2020 (政务服务平台基础数据规范), data set 事项管理, for other systems. The items that the
 * standard names stand under its names and codes (annex A); what it has no place for (item ids, English, the ladder of
 * modes, who counts as identity) stands under `扩展`, so that our own files come back without a loss. A file of another
 * system has no `扩展`: it comes in as a draft, and every gap is named.
 */

/** What one guide is exported from. */
export interface GuideSource {
  readonly region: { readonly code: string; readonly name: string; readonly phone: string };
  readonly matter: {
    readonly code: string;
    readonly name: string;
    readonly audience: readonly ('person' | 'organisation')[];
  };
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly implementation: Implementation;
}

/** 办件类型, annex A. Zhejiang has them the other way round: that is the adapters' business, not this file's. */
const CASE_TYPE = { immediate: '1', promised: '2' } as const;
/** 服务对象, annex A: 1 自然人, 2 企业法人. */
const AUDIENCE = { person: '1', organisation: '2' } as const;
/** 办理形式, annex A: 1 窗口, 4 快递, 9 其他. There is no value for a self-service machine: it is 其他. */
const FORM = { window: '1', mail: '4', other: '9' } as const;
/** 法定/承诺办结时限单位: working days. */
const WORKING_DAYS = '工作日';
const YES = '1';
const NO = '0';

const flag = z.enum([NO, YES]);
const days = z.number().int().min(0).max(1000);
const text = words.max(4000);

const materialSchema = z.object({
  材料名称: text,
  材料类型: z.enum(['原件', '复印件', '申请表', '电子证照', '授权同意书']),
  份数: z.number().int().min(0),
  是否必要: flag,
  是否可容缺: flag,
});

/** An implementation that has everything a region must say. */
export const wholeImplementationSchema = inheritableSchema.required().partial({
  codeScheme: true,
  taskCode: true,
  form: true,
  batch: true,
  postage: true,
  commitment: true,
  signers: true,
});

const guideSchema = z.object({
  事项名称: text,
  实施编码: z
    .string()
    .regex(/^[0-9A-Z]{1,50}$/)
    .nullable(),
  实施主体名称: text,
  行使层级: z.enum(['1', '2', '3', '4', '5', '6', '7']),
  行政区划: regionCodeSchema,
  服务对象: z.array(z.enum(['1', '2', '3', '4', '5', '6'])).min(1),
  办件类型: z.enum(['1', '2', '9']),
  办理形式: z.array(z.enum(['1', '2', '3', '4', '9'])).min(1),
  受理条件: z.array(text).min(1),
  申请材料: z.array(materialSchema).min(1),
  办理流程: z.array(text).min(1),
  法定办结时限: days,
  法定办结时限单位: z.literal(WORKING_DAYS),
  承诺办结时限: days,
  承诺办结时限单位: z.literal(WORKING_DAYS),
  是否收费: flag,
  收费标准: text,
  审批结果名称: text,
  是否支持物流快递: flag,
  咨询方式: text,
  计划生效日期: z.string().regex(/^\d{8}$/, 'must be YYYYMMDD'),
  计划取消日期: z
    .string()
    .regex(/^\d{8}$/, 'must be YYYYMMDD')
    .nullable(),
  扩展: z.strictObject({ matter: matterCodeSchema, implementation: wholeImplementationSchema }).optional(),
});

export const gb39046FileSchema = z.object({
  标准: z.literal('GB/T 39046-2020'),
  数据集: z.literal('事项管理'),
  事项: z.array(guideSchema).min(1),
});
export type Gb39046File = z.infer<typeof gb39046FileSchema>;
type Gb39046Guide = z.infer<typeof guideSchema>;

const MATERIAL_KIND = {
  original: '原件',
  copy: '复印件',
  form: '申请表',
  electronic: '电子证照',
  consent: '授权同意书',
} as const;

/** The guides as one file of the standard's shape. At least one guide. */
export function toGb39046(guides: readonly GuideSource[]): Gb39046File {
  return { 标准: 'GB/T 39046-2020', 数据集: '事项管理', 事项: guides.map(exportGuide) };
}

function exportGuide({
  region,
  matter,
  effectiveFrom,
  effectiveTo,
  implementation,
}: GuideSource): Gb39046Guide {
  const mails = implementation.deliveries.includes('ems');
  return {
    事项名称: matter.name,
    实施编码: implementation.taskCode ?? null,
    实施主体名称: implementation.authority['zh-CN'],
    行使层级: String(implementation.authorityLevel) as Gb39046Guide['行使层级'],
    行政区划: region.code,
    服务对象: matter.audience.map((one) => AUDIENCE[one]),
    办件类型: CASE_TYPE[implementation.caseType],
    办理形式: [FORM.window, ...(mails ? [FORM.mail] : []), FORM.other],
    受理条件: implementation.conditions.map((item) => item.text['zh-CN']),
    申请材料: implementation.materials.map((one) => ({
      材料名称: one.text['zh-CN'],
      材料类型: MATERIAL_KIND[one.kind],
      份数: one.copies,
      是否必要: one.required ? YES : NO,
      是否可容缺: one.gapAllowed ? YES : NO,
    })),
    办理流程: implementation.steps.map((item) => item.text['zh-CN']),
    法定办结时限: implementation.statutoryWorkingDays,
    法定办结时限单位: WORKING_DAYS,
    承诺办结时限: implementation.promisedWorkingDays,
    承诺办结时限单位: WORKING_DAYS,
    是否收费: implementation.fee.amountFen === 0 ? NO : YES,
    收费标准: implementation.fee.text['zh-CN'],
    审批结果名称: implementation.result['zh-CN'],
    是否支持物流快递: mails ? YES : NO,
    咨询方式: region.phone,
    计划生效日期: effectiveFrom.replaceAll('-', ''),
    计划取消日期: effectiveTo?.replaceAll('-', '') ?? null,
    扩展: { matter: matter.code, implementation },
  };
}

/** A guide that came in: an entry for a region's file, and what a person must still fill in. */
export interface ImportedGuide {
  readonly region: string;
  /** Our code; null when the file did not say: somebody has to find the matter by its name. */
  readonly matter: string | null;
  readonly name: string;
  readonly entry: { readonly effectiveFrom: string; readonly effectiveTo?: string } & RegionParts;
  /** Sentences for the person who takes it in. Empty when nothing was lost. */
  readonly gaps: readonly string[];
}

/**
 * Reads a file of the standard's shape. The first fault is the answer, in one line with its place. Where the standard's
 * items and `扩展` disagree the file was edited by hand: that is an error too, for nobody can know which is meant.
 */
export function fromGb39046(content: unknown): Result<readonly ImportedGuide[], string> {
  const parsed = gb39046FileSchema.safeParse(content, { reportInput: true });
  if (!parsed.success) {
    const first = issueProblems(parsed.error.issues)[0];
    return err(`${first?.path || 'the file'} ${first?.message}`);
  }
  const guides: ImportedGuide[] = [];
  for (const [i, guide] of parsed.data.事项.entries()) {
    const from = isoDate(guide.计划生效日期);
    const to = guide.计划取消日期 === null ? null : isoDate(guide.计划取消日期);
    if (from === null) return err(`事项[${i}].计划生效日期 is not a date; correct it`);
    if (guide.计划取消日期 !== null && to === null)
      return err(`事项[${i}].计划取消日期 is not a date; correct it`);
    const dates = { effectiveFrom: from, ...(to === null ? {} : { effectiveTo: to }) };
    const extension = guide.扩展;
    if (!extension) {
      guides.push(draftOf(guide, dates));
      continue;
    }
    const ours = exportGuide({
      region: { code: guide.行政区划, name: '', phone: guide.咨询方式 },
      matter: { code: extension.matter, name: guide.事项名称, audience: [] },
      effectiveFrom: from,
      effectiveTo: to,
      implementation: extension.implementation,
    });
    const odd = (Object.keys(ours) as (keyof Gb39046Guide)[]).find(
      (key) => key !== '服务对象' && JSON.stringify(ours[key]) !== JSON.stringify(guide[key]),
    );
    if (odd)
      return err(`事项[${i}].${odd} and 扩展 disagree; correct one, or remove 扩展 to take it in as a draft`);
    guides.push({
      region: guide.行政区划,
      matter: extension.matter,
      name: guide.事项名称,
      entry: { ...dates, ...extension.implementation },
      gaps: [],
    });
  }
  return ok(guides);
}

/** What another system's guide gives: Chinese words stand in for the English ones until somebody translates them. */
function draftOf(
  guide: Gb39046Guide,
  dates: { readonly effectiveFrom: string; readonly effectiveTo?: string },
): ImportedGuide {
  const both = (one: string) => ({ 'zh-CN': one, en: one });
  const items = (list: readonly string[], prefix: string) =>
    list.map((one, i) => ({ id: `${prefix}-${i + 1}`, text: both(one) }));
  const kinds = Object.entries(MATERIAL_KIND) as [keyof typeof MATERIAL_KIND, string][];
  const entry = {
    ...dates,
    authority: both(guide.实施主体名称),
    authorityLevel: Number(guide.行使层级),
    caseType: guide.办件类型 === CASE_TYPE.immediate ? 'immediate' : 'promised',
    conditions: items(guide.受理条件, 'condition'),
    materials: guide.申请材料.map((one, i) => ({
      id: `material-${i + 1}`,
      text: both(one.材料名称),
      kind: kinds.find(([, name]) => name === one.材料类型)?.[0],
      copies: one.份数,
      required: one.是否必要 === YES,
      gapAllowed: one.是否必要 === YES && one.是否可容缺 === YES,
      licence: null,
    })),
    steps: items(guide.办理流程, 'step'),
    promisedWorkingDays: guide.承诺办结时限,
    statutoryWorkingDays: guide.法定办结时限,
    fee: { amountFen: guide.是否收费 === NO ? 0 : null, text: both(guide.收费标准) },
    result: both(guide.审批结果名称),
    deliveries: guide.是否支持物流快递 === YES ? ['window', 'ems'] : ['window'],
    depth: 'guide',
  };
  const { effectiveFrom, effectiveTo, ...parts } = entry;
  return {
    region: guide.行政区划,
    matter: null,
    name: guide.事项名称,
    entry: {
      effectiveFrom,
      ...(effectiveTo === undefined ? {} : { effectiveTo }),
      ...regionPartsSchema.parse(parts),
    },
    gaps: [
      `matter: find the code of ${guide.事项名称}`,
      'identity, modes and hours: the standard has no place for them; the guide’s are inherited',
      'English: the Chinese words stand in for it; translate them',
      ...(guide.实施编码 === null
        ? []
        : [
            `taskCode ${guide.实施编码}: name its scheme (codeScheme) before the matter can be handed in here`,
          ]),
      ...(guide.办件类型 === '9' ? ['caseType: 9 (其他) was read as promised'] : []),
      ...(guide.是否收费 === YES ? ['fee.amountFen: only the words are known'] : []),
    ],
  };
}

/** `YYYY-MM-DD` of `YYYYMMDD`, or null when there is no such day. */
function isoDate(digits: string): string | null {
  const date = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return dateSchema.safeParse(date).success ? date : null;
}
