/** Traditional characters that names of matters and everyday words use, each followed by its simplified form. */
const TRADITIONAL =
  '駕驾駛驶證证護护結结營营業业執执產产動动殘残復复關关係系養养險险醫医療疗報报費费繳缴納纳稅税錄录記记戶户遷迁離离' +
  '婚婚學学歷历檔档資资領领補补換换發发開开辦办註注銷销設设變变權权書书貸贷還还購购買买賣卖積积金金轉转續续備备認认' +
  '許许訊讯讀读電电車车輛辆檢检驗验標标誌志檔档農农社社區区國国際际軍军給给無无紀纪錄录簽签灣湾遊游號号歲岁兒儿獨独' +
  '親亲師师職职員员勞劳務务創创會会員员幫帮個个體体戶户企企業业機机構构類类別别級级環环廣广門门華华東东鄉乡鎮镇當当' +
  '異异診诊藥药賬账餘余額额質质權权繼继承承遺遗產产過过檔档請请問问題题網网線线與与為为臺台灣湾舊旧聯联繫系單单據据' +
  '園园場场館馆飯饭藝艺術术圖图畫画樓楼屋屋傷伤滿满齡龄終终獎奖節节約约處处罰罚審审議议調调測测試试訓训練练';
const SIMPLIFIED = new Map<string, string>();
for (let i = 0; i + 1 < TRADITIONAL.length; i += 2)
  SIMPLIFIED.set(TRADITIONAL[i] as string, TRADITIONAL[i + 1] as string);

const HAN = /\p{Script=Han}/u;

/** Text as it is compared: simplified, small letters, no signs. `from[i]` is the UTF-16 offset of the i-th character. */
export interface PlainText {
  readonly text: string;
  readonly from: readonly number[];
}

/**
 * One UTF-16 unit a character, whatever plane it comes from: characters outside the first plane are folded into the
 * private area, where two of them may meet. That can only find too much, and such names are rare.
 */
export function plainText(source: string): PlainText {
  let text = '';
  const from: number[] = [];
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    // Nearly all of a catalogue is of this block, where nothing folds but the traditional characters.
    const known = code >= 0x4e00 && code <= 0x9fff ? (source[at] as string) : null;
    if (known === null) {
      const original = String.fromCodePoint(source.codePointAt(at) as number);
      for (const ch of original.normalize('NFKC').toLowerCase()) {
        const kept = unitOf(ch);
        text += kept;
        if (kept !== '') from.push(at);
      }
      at += original.length - 1;
      continue;
    }
    text += SIMPLIFIED.get(known) ?? known;
    from.push(at);
  }
  return { text, from };
}

function unitOf(ch: string): string {
  if (/[a-z0-9]/.test(ch)) return ch;
  if (ch === 'ü') return 'v';
  if (!HAN.test(ch)) return '';
  const point = ch.codePointAt(0) as number;
  if (point > 0xffff) return String.fromCharCode(0xe000 + (point % 0x1800));
  return SIMPLIFIED.get(ch) ?? ch;
}

/** As `plainText`, without the offsets: for the many texts of an index. */
export function foldText(source: string): string {
  return ORDINARY.test(source) && !MAY_FOLD.test(source) ? source : plainText(source).text;
}

const ORDINARY = /^[\u4e00-\u9fff]*$/;
const MAY_FOLD = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`);

/** Whether a unit of plain text is a letter that is typed, and not a character that is read. */
export const isLetter = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a;
export const isCharacter = (unit: number): boolean => unit > 0x7f;

/** Words of an English text, in small letters. */
export function englishWords(source: string): string[] {
  return (
    source
      .toLowerCase()
      .replaceAll(/['’]s?\b/g, '')
      .match(/[a-z0-9]+/g) ?? []
  );
}

/** Whether two texts differ by at most one letter put in, left out, changed or swapped with its neighbour. */
export function withinOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const restA = a.slice(i);
  const restB = b.slice(i);
  if (restA.slice(1) === restB.slice(1)) return true;
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return (
    restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  );
}
