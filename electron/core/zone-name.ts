/** Names of a machine-readable zone (机读区): capitals A to Z, without accents, cut where they are too long. */
export interface ZoneNames {
  /** Family name. */
  readonly primary: string;
  /** Given names; empty where there is but one name. */
  readonly secondary: string;
  /** The zone may hold only their beginning. */
  readonly truncated: boolean;
}

/** Letters that states write in more than one way (Doc 9303, part 3, section 6); of others the accent is left out. */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ð: ['D'],
  Đ: ['D'],
  İ: ['I'],
  Ĳ: ['IJ'],
  Ł: ['L'],
  Ñ: ['N', 'NXX'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Œ: ['OE'],
  ẞ: ['SS'],
  Þ: ['TH'],
  Ü: ['UE', 'U', 'UXX'],
};

/** The name as it is shown and sent: family name, comma, given names. */
export function nameOfZone({ primary, secondary }: ZoneNames): string {
  return secondary === '' ? primary : `${primary}, ${secondary}`;
}

/**
 * Whether a name that was typed can be the one in the zone: letter by letter, accents aside. Of a name that the zone cuts,
 * every word there has to begin one of the typed words, in the same order.
 */
export function fitsZone(typed: string, zone: ZoneNames): boolean {
  const words = wordsOf(typed.normalize('NFC').replaceAll('ß', 'ẞ').toUpperCase());
  const written = wordsOf(`${zone.primary} ${zone.secondary}`);
  if (words.length === 0) return false;
  // Where words end is written in different ways, what letters they have is not.
  if (!zone.truncated) return reaches(words.join(''), written.join('')).includes('whole');
  let next = 0;
  for (const word of written) {
    while (next < words.length && reaches(words[next] as string, word).length === 0) next++;
    if (next++ >= words.length) return false;
  }
  return true;
}

/** Hyphens part words, apostrophes do not. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/['’.]/g, '')
    .split(/[\s,<-]+/)
    .filter(Boolean);
}

/** How much of `typed` the letters of the zone are: all of it, its beginning, or nothing of it. */
function reaches(typed: string, zone: string): ('whole' | 'beginning')[] {
  let at = new Set([0]);
  let beginning = false;
  for (const letter of typed) {
    const next = new Set<number>();
    for (const from of at) {
      if (from === zone.length) beginning = true;
      for (const way of WRITTEN_AS[letter] ?? [letter.normalize('NFD').replaceAll(/\p{M}/gu, '')]) {
        if (zone.startsWith(way, from)) next.add(from + way.length);
        else if (way.startsWith(zone.slice(from))) beginning = true;
      }
    }
    at = next;
  }
  return at.has(zone.length) ? ['whole'] : beginning ? ['beginning'] : [];
}
