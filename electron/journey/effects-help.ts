import type { HelperRole, Text } from '../contract/index.ts';
import type { Submission } from '../regions/index.ts';
import type { Draft } from './types.ts';

const WHO: Readonly<Record<HelperRole, Text>> = {
  family: { 'zh-CN': '由家人协助操作', en: 'Helped at the machine by family' },
  staff: { 'zh-CN': '由工作人员协助操作', en: 'Helped at the machine by staff' },
  other: { 'zh-CN': '由他人协助操作', en: 'Helped at the machine by another person' },
};

/** Who helped at the machine (帮办), kept with the application. */
export function assistanceOf({ assisted }: Draft): Pick<Submission, 'assistance'> {
  return assisted ? { assistance: assisted } : {};
}

/** The same as it stands on the receipt: the role alone, nobody's name. */
export function helpedBy(submission: Pick<Submission, 'assistance'> | null): { readonly assisted?: Text } {
  const role = submission?.assistance?.role;
  return role ? { assisted: WHO[role] } : {};
}
