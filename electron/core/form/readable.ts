import type { FormField, FormGroup } from './fields.ts';
import { own } from './normalise.ts';
import type { FormRow, FormText, FormValue, FormValues } from './types.ts';

/** One answer in words, for the screen and for the paper. */
export interface ReadableAnswer {
  readonly field: string;
  readonly label: FormText;
  readonly value: FormText;
}

export interface ReadableGroup {
  readonly id: string;
  /** The group in which it is asked. */
  readonly group: string;
  readonly title: FormText;
  readonly answers: readonly ReadableAnswer[];
}

const YES: FormText = { 'zh-CN': '是', en: 'Yes' };
const NO: FormText = { 'zh-CN': '否', en: 'No' };

const same = (text: string): FormText => ({ 'zh-CN': text, en: text });

/** The answers by groups, in words. Each line of a repeated group is a group of its own: 股东（2）. */
export function readableGroups(groups: readonly FormGroup[], values: FormValues): ReadableGroup[] {
  return groups.flatMap((group) => {
    const lines: ReadableGroup[] = [];
    const answers = answersOf(
      group.fields.filter((field) => field.kind !== 'repeat'),
      values,
    );
    for (const field of group.fields) {
      if (field.kind !== 'repeat') continue;
      for (const [index, row] of ((own(values, field.name) ?? []) as readonly FormRow[]).entries()) {
        const name = field.rowTitle ?? field.label;
        lines.push({
          id: `${group.id}-${field.name}-${index + 1}`,
          group: group.id,
          title: { 'zh-CN': `${name['zh-CN']}（${index + 1}）`, en: `${name.en} (${index + 1})` },
          answers: answersOf(field.fields, row),
        });
      }
    }
    const plain = answers.length > 0 ? [{ id: group.id, group: group.id, title: group.title, answers }] : [];
    return [...plain, ...lines];
  });
}

function answersOf(fields: readonly FormField[], values: FormValues): ReadableAnswer[] {
  return fields.flatMap((field) => {
    const value = own(values, field.name) as FormValue | undefined;
    return value === undefined
      ? []
      : [{ field: field.name, label: field.label, value: readableValue(field, value) }];
  });
}

/** An answer in words of both languages. */
export function readableValue(field: FormField, value: FormValue): FormText {
  if (typeof value === 'boolean') return value ? YES : NO;
  if (Array.isArray(value)) {
    const parts = value.map((one) => choiceLabel(field, String(one)));
    return {
      'zh-CN': parts.map((part) => part['zh-CN']).join('、'),
      en: parts.map((part) => part.en).join(', '),
    };
  }
  if (typeof value === 'number') return readableNumber(field, value);
  const text = value as string;
  if (field.choices.length > 0) return choiceLabel(field, text);
  if (field.kind === 'date') {
    const [year, month, day] = text.split('-').map(Number);
    return { 'zh-CN': `${year}年${month}月${day}日`, en: text };
  }
  return same(text);
}

function choiceLabel(field: FormField, value: string): FormText {
  return field.choices.find((choice) => choice.value === value)?.label ?? same(value);
}

function readableNumber(field: FormField, value: number): FormText {
  const [whole = '', rest] = value.toFixed(field.decimals).split('.');
  const number = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest ? `.${rest}` : ''}`;
  if (!field.unit) return same(number);
  return { 'zh-CN': `${number} ${field.unit['zh-CN']}`, en: `${number} ${field.unit.en}` };
}

/** `13800000000` by `### #### ####`: `138 0000 0000`. What is longer than the mask follows it plainly. */
export function masked(mask: string | undefined, text: string): string {
  if (!mask) return text;
  const rest = [...text];
  let shown = '';
  for (const sign of mask) {
    if (rest.length === 0) return shown;
    shown += sign === '#' ? rest.shift() : sign;
  }
  return shown + rest.join('');
}
