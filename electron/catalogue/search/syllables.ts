/** Pairs that many speakers do not tell apart (模糊音): initials, then finals. */
const INITIALS: readonly (readonly [string, string])[] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
  ['n', 'l'],
  ['f', 'h'],
  ['r', 'l'],
];
const FINALS: readonly (readonly [string, string])[] = [
  ['ang', 'an'],
  ['eng', 'en'],
  ['ing', 'in'],
];

/** Other spellings by which a speaker of a dialect may write this syllable: zhang → zang, zhan, zan. */
export function fuzzySpellings(syllable: string): string[] {
  const found = new Set<string>();
  const heads = new Set([syllable]);
  for (const [a, b] of INITIALS) {
    // "z" is also the head of "zh": a swap towards the longer one must not hit that one again.
    if (syllable.startsWith(a)) heads.add(b + syllable.slice(a.length));
    else if (syllable.startsWith(b)) heads.add(a + syllable.slice(b.length));
  }
  for (const head of heads) {
    found.add(head);
    for (const [a, b] of FINALS) {
      if (head.endsWith(a)) found.add(head.slice(0, -a.length) + b);
      else if (head.endsWith(b)) found.add(head.slice(0, -b.length) + a);
    }
  }
  found.delete(syllable);
  return [...found];
}

/** The letters by which a syllable is abbreviated: z and zh for zhang. */
export function initialsOf(syllable: string): string[] {
  const first = syllable.slice(0, 1);
  return syllable[1] === 'h' && 'zcs'.includes(first) ? [syllable.slice(0, 2), first] : [first];
}
