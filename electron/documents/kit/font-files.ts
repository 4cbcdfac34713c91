import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Paths of the font files. A missing fallback is no fault: its characters become unprintable. */
export interface FontFiles {
  /** Regular weight. */
  readonly primary: string;
  /** Bold weight of the same design; the regular one stands in when it is left out. */
  readonly strong?: string;
  /** Fonts for rare characters, tried in this order. `file.ttc#PostScriptName` picks one out of a collection. */
  readonly fallbacks: readonly string[];
}

/** The name in the assets folder, and the file in the npm package that the build copies there. */
const REGULAR = ['NotoSansSC_400Regular.ttf', '400Regular/NotoSansSC_400Regular.ttf'] as const;
const BOLD = ['NotoSansSC_700Bold.ttf', '700Bold/NotoSansSC_700Bold.ttf'] as const;

/**
 * What the primary font lacks, and where Debian, UOS and Kylin put it; each is free to use, to embed and to pass on. A
 * name after `#` picks one font out of a collection.
 *
 * | font | for | licence |
 * | DejaVu Sans | Latin of other lands with stacked accents, Greek, Cyrillic, Lisu | Bitstream Vera |
 * | HanaMin B and A | Extensions B to F, compatibility ideographs | Hanazono or OFL |
 * | BabelStone Han | the end of Extensions A to C, what is there of G and H | Arphic Public Licence |
 * | Noto Sans CJK | Hangul | OFL |
 * | Noto Sans Yi | Yi, where somebody installed it | OFL |
 */
const RARE_FONTS: readonly (readonly [name: string, ...system: string[]])[] = [
  ['DejaVuSans.ttf', '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
  [
    'HanaMinB.ttf',
    '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf',
    '/usr/share/fonts/hanazono/HanaMinB.ttf',
  ],
  [
    'HanaMinA.ttf',
    '/usr/share/fonts/truetype/hanazono/HanaMinA.ttf',
    '/usr/share/fonts/hanazono/HanaMinA.ttf',
  ],
  ['BabelStoneHan.ttf', '/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf'],
  [
    'NotoSansCJK-Regular.ttc#NotoSansCJKsc-Regular',
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#NotoSansCJKsc-Regular',
  ],
  ['NotoSansYi-Regular.ttf', '/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf'],
];

/** The fonts of a build whose assets lie in `assetsDir`; without `fonts` in it, those of the npm package. */
export function fontFilesIn(assetsDir: string): FontFiles {
  return defaultFontFiles(join(assetsDir, 'fonts'));
}

/**
 * The fonts of this machine. `folder` (`assets/fonts` beside the bundle) is looked into first; then the npm package
 * and the system's folders. Throws when the primary font is nowhere, since nothing could be printed.
 */
export function defaultFontFiles(folder?: string): FontFiles {
  const own = (name: string) => (folder === undefined ? undefined : join(folder, name));
  const find = ([name, file]: readonly [string, string]) => firstThatExists([own(name), fromPackage(file)]);
  const primary = find(REGULAR);
  if (primary === undefined)
    throw new Error(`font ${REGULAR[0]} is neither in the assets folder nor installed`);
  const strong = find(BOLD);
  return {
    primary,
    ...(strong === undefined ? {} : { strong }),
    fallbacks: RARE_FONTS.flatMap(([name, ...system]) => firstThatExists([own(name), ...system]) ?? []),
  };
}

function firstThatExists(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find((path) => path !== undefined && existsSync(fileOf(path)));
}

/** The file, without the name of the font in it. */
function fileOf(path: string): string {
  return path.split('#')[0] as string;
}

function fromPackage(file: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${file}`);
  } catch {
    return undefined;
  }
}
