import type { Pinyin } from './types.ts';

/** Characters either side that decide how a character with several readings is read. */
const CONTEXT = 1;

/**
 * Characters (多音字) whose syllable depends on the word, among those that names and everyday words are made of. For
 * the others the reading by itself is right; asking the library about each word would take ten times as long.
 */
const POLYPHONES = new Set(
  '行长重会还得地都和单参区曾解调藏传朝给卷落见降角结卡校系薄剥暴便泊伯差查车称盛匙臭畜大弹提读恶否佛干葛盖勾咳虾巷吓核侯济贾' +
    '觉圈咖勒乐了露六绿率络埋脉蔓没秘模抹万粘尿弄区刨片朴曝屏埔期奇栖茄强翘亲切曲券塞色厦召舍什识似氏食殖熟属数说宿拓踏' +
    '体吐瓦尾尉为纤省血咽钥叶员约载扎轧炸着爪种轴著转幢仔作翟',
);

/** The readings of the library pinyin-pro, loaded at the first call: its dictionary takes longer than a screen may. */
export async function loadPinyin(): Promise<Pinyin> {
  const { pinyin } = await import('pinyin-pro');
  const read = (text: string) =>
    pinyin(text, { toneType: 'none', type: 'array', v: true }).map((one) =>
      /^[a-z]+$/.test(one) ? one : '',
    );
  /** Catalogues say the same words again and again: each character, and each neighbourhood, is asked once. */
  const known = new Map<string, string>();
  const asked = (key: string, around: string, at: number): string => {
    let reading = known.get(key);
    if (reading === undefined) {
      const all = read(around);
      reading = (all.length === [...around].length ? all[at] : '') ?? '';
      known.set(key, reading);
    }
    return reading;
  };
  return {
    syllables(text) {
      // Names outside the first plane are rare; only they are split by code points.
      const chars: string | string[] = /[\ud800-\udfff]/.test(text) ? [...text] : text;
      const part = (from: number, to: number) =>
        typeof chars === 'string' ? chars.slice(from, to) : chars.slice(from, to).join('');
      const found: string[] = [];
      for (let i = 0; i < chars.length; i++) {
        const ch = chars[i] as string;
        if (ch <= '\x7f') found.push('');
        else if (!POLYPHONES.has(ch)) found.push(known.get(ch) ?? asked(ch, ch, 0));
        else {
          const from = Math.max(0, i - CONTEXT);
          const around = part(from, i + CONTEXT + 1);
          found.push(asked(`${i - from}${around}`, around, i - from));
        }
      }
      return found;
    },
  };
}
