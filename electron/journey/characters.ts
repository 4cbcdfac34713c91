import type { Text } from '../contract/index.ts';
import type { ApplicationForm, DocumentPress } from '../documents/index.ts';
import type { Draft, MissingCharacter } from './types.ts';

/** Characters of an application that cannot be printed: which, where they stand, and what can be done. */

const LABEL = {
  name: { 'zh-CN': '姓名', en: 'Name' },
  address: { 'zh-CN': '住址', en: 'Address' },
} as const satisfies Record<string, Text>;

const PRIVATE_USE = /^\p{Co}/u;
/** Ideographs, also those newer than this machine: the planes are set aside for nothing else. */
const IDEOGRAPH = /^(?:\p{sc=Hani}|[\u{20000}-\u{3fffd}])/u;

/** What must be drawn or corrected before this form can be printed, each character once. */
export async function missingIn(form: ApplicationForm, press: DocumentPress): Promise<MissingCharacter[]> {
  const { name, chineseName, address } = form.applicant;
  const answers = [...form.answers, ...(form.sections ?? []).flatMap((section) => section.answers)];
  const texts = [
    { label: LABEL.name, text: name, typed: false },
    { label: LABEL.name, text: chineseName ?? '', typed: false },
    { label: LABEL.address, text: address ?? '', typed: false },
    ...answers.map(({ label, value }) => ({ label, text: value['zh-CN'], typed: true })),
  ];
  const found = new Map<string, MissingCharacter>();
  const lacking = await Promise.all(texts.map(({ text }) => press.unprintable(text, form.drawn)));
  for (const [i, { label, text, typed }] of texts.entries()) {
    for (const character of lacking[i] as string[]) {
      const kind = PRIVATE_USE.test(character) ? 'private' : IDEOGRAPH.test(character) ? 'rare' : 'other';
      if (!found.has(character))
        found.set(character, {
          character,
          codePoint: codePoints(character),
          kind,
          where: { label, text },
          typed,
          drawable: kind !== 'other',
        });
    }
  }
  return [...found.values()];
}

/** `U+E863`; several with a space between. */
function codePoints(character: string): string {
  return Array.from(
    character,
    (ch) => `U+${(ch.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ');
}

/** The drawings that an application needs; those of characters that were corrected since stay behind. */
export function drawnOf(draft: Draft): Pick<Draft, 'drawn'> | Record<never, never> {
  const said = `${draft.person.name}${draft.person.chineseName ?? ''}${draft.person.address ?? ''}${JSON.stringify(draft.values)}`;
  const drawn = Object.entries(draft.drawn).filter(([character]) => said.includes(character));
  return drawn.length > 0 ? { drawn: Object.fromEntries(drawn) } : {};
}
