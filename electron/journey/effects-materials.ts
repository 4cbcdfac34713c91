import type { Application, Cases } from '../cases/index.ts';
import type { OwedMaterial, Text } from '../contract/index.ts';
import { MATERIAL_LIMITS, unreachable } from '../core/index.ts';
import type { ApplicationForm } from '../documents/index.ts';
import type { PhoneHeard, PhoneService } from '../phone/index.ts';
import { LIST_LIMITS } from './batch-list.ts';
import { type FailureKind, failure } from './failures.ts';
import type { Draft, JourneyEffects, MaterialFile, PhoneNews } from './types.ts';

/** Materials as they go with an application, and as they stand in the form that is signed. */

type Sent = NonNullable<Application['materials']>[number];
type Later = NonNullable<Application['later']>[number];

/** What is sealed with the application and sent: files, and what comes on paper or later. Nothing for a matter without any. */
export function materialsOf({
  materials,
}: Pick<Draft, 'materials'>): Pick<Application, 'materials' | 'later'> {
  const sent: Sent[] = [];
  const later: Later[] = [];
  for (const { id: code, name, given } of materials) {
    const what = { code, name: name['zh-CN'] };
    switch (given.way) {
      case 'camera':
      case 'licence':
      case 'phone':
        sent.push({ ...what, from: given.way, file: fileOf(given.file) });
        break;
      case 'locker':
      case 'window':
        sent.push({ ...what, from: 'original', file: null });
        break;
      case 'later':
        later.push({ ...what, dueBy: given.dueBy });
        break;
      default:
        unreachable(given);
    }
  }
  return { ...(sent.length > 0 && { materials: sent }), ...(later.length > 0 && { later }) };
}

function fileOf({ bytes, mediaType, sha256 }: MaterialFile): NonNullable<Sent['file']> {
  return { mediaType, base64: Buffer.from(bytes).toString('base64'), sha256 };
}

const TITLE: Text = { 'zh-CN': '申请材料', en: 'Materials' };

/** The section of the form that names each material and how it comes, so that the signature covers it. */
export function materialSections({
  materials,
}: Pick<Draft, 'materials'>): NonNullable<ApplicationForm['sections']> {
  if (materials.length === 0) return [];
  return [
    { title: TITLE, answers: materials.map(({ name, given }) => ({ label: name, value: wordsOf(given) })) },
  ];
}

function wordsOf(given: Draft['materials'][number]['given']): Text {
  switch (given.way) {
    case 'camera':
    case 'phone':
      return { 'zh-CN': `电子文件，共 ${given.file.pages} 页`, en: `File, ${given.file.pages} pages` };
    case 'licence':
      return {
        'zh-CN': `电子证照“${given.licence.name}”，${given.file.pages} 页`,
        en: `Electronic licence “${given.licence.name}”, ${given.file.pages} pages`,
      };
    case 'locker':
      return { 'zh-CN': '原件存入流转柜', en: 'Original, put into the locker' };
    case 'window':
      return { 'zh-CN': '原件交到窗口', en: 'Brought to a window' };
    case 'later':
      return { 'zh-CN': `以后补交，最晚 ${given.dueBy}`, en: `Handed in later, by ${given.dueBy}` };
    default:
      return unreachable(given);
  }
}

/** What was promised for later or for a window, in the catalogue's words as far as it still has them. */
export function owedOf(
  { materials = [], later = [] }: Pick<Application, 'materials' | 'later'>,
  catalogued: readonly { readonly id: string; readonly text: Text }[],
  /** Codes of originals that lie in the locker already. */
  handedIn: readonly string[] = [],
): OwedMaterial[] {
  const named = ({ code, name }: { readonly code: string; readonly name: string }): Text =>
    catalogued.find(({ id }) => id === code)?.text ?? { 'zh-CN': name, en: name };
  return [
    ...later.map((one) => ({ name: named(one), dueBy: one.dueBy })),
    ...materials
      .filter(({ code, file }) => file === null && !handedIn.includes(code))
      .map((one) => ({ name: named(one), dueBy: null })),
  ];
}

export const REFUSED = {
  kind: 'materialKind',
  'too-large': 'materialTooLarge',
  broken: 'materialBroken',
  unsafe: 'materialUnsafe',
} as const satisfies Record<string, FailureKind>;

export function fromPhone(
  phone: Pick<PhoneService, 'open'>,
): NonNullable<JourneyEffects['receiveFromPhone']> {
  return (order, heard) =>
    phone.open(
      { ...order, room: order.list ? LIST_LIMITS.bytes : Math.min(order.room, MATERIAL_LIMITS.fileBytes) },
      (one) => heard(newsOf(one)),
    );
}

/** What is heard of the page for phones, in the words of the journey. */
export function newsOf(heard: PhoneHeard): PhoneNews {
  switch (heard.kind) {
    case 'open':
    case 'file':
    case 'list':
    case 'taken':
      return heard;
    case 'refused':
      return { kind: 'refused', problem: failure(REFUSED[heard.why]) };
    case 'closed':
      return { kind: 'closed', problem: failure(heard.why === 'over' ? 'phoneOver' : 'phoneUnavailable') };
    default:
      return unreachable(heard);
  }
}

/** A result as the phone gets it: the file as the region gave it. Whoever asks has the case on the screen. */
export function toPhone(
  phone: Pick<PhoneService, 'offer'>,
  cases: Pick<Cases, 'byReceipt' | 'original' | 'result' | 'view'>,
): NonNullable<JourneyEffects['giveToPhone']> {
  return ({ receiptNumber, language }, heard) => {
    const record = cases.byReceipt(receiptNumber);
    const original = record && cases.original(record.id);
    const file = original?.ok ? original : record && cases.result(record.id);
    if (!record || !file?.ok) {
      heard({ kind: 'closed', problem: failure('resultUnavailable') });
      return () => undefined;
    }
    const { matter, result } = cases.view(record);
    const isOfd = original?.ok === true && result?.kind === 'ofd';
    return phone.offer(
      {
        name: matter,
        language,
        bytes: file.value,
        mediaType: isOfd ? 'application/ofd' : 'application/pdf',
        fileName: `${receiptNumber}.${isOfd ? 'ofd' : 'pdf'}`,
      },
      (one) => heard(newsOf(one)),
    );
  };
}
