import chinese from 'simple-keyboard-layouts/build/layouts/chinese.js';

/** Characters of a syllable in the order of the data (MIT, simple-keyboard-layouts). */
const TABLE: Readonly<Record<string, string>> =
  // The package's types leave the candidates out.
  (chinese as unknown as { layoutCandidates: Record<string, string> }).layoutCandidates;

/**
 * Common surnames by syllable, most frequent first. The data order is that of everyday text, in which 张 stands
 * behind 长 and 章; for the first character of a name the surname is what is meant.
 */
const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕佟喻胥晏苍';
const RANK = new Map([...SURNAMES].map((ch, index) => [ch, index]));

/** Surnames whose reading as a name is not their everyday one. */
const NAME_READINGS: Readonly<Record<string, string>> = {
  shan: '单',
  zeng: '曾',
  xie: '解',
  qiu: '仇',
  ren: '任',
  hua: '华',
  zha: '查',
  ou: '区欧',
  piao: '朴',
  bo: '薄',
  zhai: '翟',
  ge: '葛盖',
  yuchi: '尉迟',
  ouyang: '欧阳',
  shangguan: '上官',
  sima: '司马',
  zhuge: '诸葛',
  dongfang: '东方',
  huangfu: '皇甫',
  linghu: '令狐',
  gongsun: '公孙',
  murong: '慕容',
  xiahou: '夏侯',
};

/** What one writes without umlauts: lv for 绿, nv for 女. */
function syllable(typed: string): string {
  return typed
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[^a-z]/g, '');
}

const charactersOf = (key: string): string[] => (TABLE[key] ?? '').split(/\s+/).filter(Boolean);

/**
 * Characters for what was typed, best first; empty when no syllable begins like it. `first`: it is the first character
 * of a name, so surnames come first, compound ones as a whole.
 */
export function candidates(typed: string, first: boolean): string[] {
  const key = syllable(typed);
  if (key === '') return [];
  const found: string[] = [];
  if (first) {
    for (const [reading, text] of Object.entries(NAME_READINGS)) {
      if (reading.length > 4 ? reading.startsWith(key) && key.length > 3 : reading === key)
        found.push(...(reading.length > 4 ? [text] : [...text]));
    }
  }
  const exact = charactersOf(key);
  const list = exact.length > 0 ? exact : prefixed(key);
  found.push(
    ...(first ? [...list].sort((a, b) => (RANK.get(a) ?? RANK.size) - (RANK.get(b) ?? RANK.size)) : list),
  );
  return [...new Set(found)];
}

/** The commonest characters of every syllable that begins like what was typed, until the whole syllable is there. */
function prefixed(key: string): string[] {
  return Object.keys(TABLE)
    .filter((one) => one.startsWith(key))
    .sort((a, b) => a.length - b.length || a.localeCompare(b))
    .flatMap((one) => charactersOf(one).slice(0, 6));
}

/** Whether more letters could still make a syllable; a key that could not is refused at once. */
export function couldGrow(typed: string): boolean {
  const key = syllable(typed);
  return (
    Object.keys(TABLE).some((one) => one.startsWith(key)) ||
    Object.keys(NAME_READINGS).some((one) => one.startsWith(key))
  );
}
