import type { Text } from '../../contract/index.ts';
import type { Weight } from './fonts.ts';

export const COLOUR = {
  action: '#174A96',
  dark: '#0F3674',
  ink: '#14213A',
  second: '#3D4C66',
  line: '#D3DCEB',
  tint: '#F3F6FB',
  /** The sample mark: seen at once, and the text over it stays readable. */
  ghost: '#D9E2F0',
  paper: '#FFFFFF',
} as const;

/** A4 in points. The margins stay clear of what kiosk printers cannot reach (they lose up to 12 mm at the foot). */
export const PAGE = { width: 595.28, height: 841.89, left: 51, right: 51, top: 40, foot: 62 };
/** Width and lower end of what may be written on. */
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;
export const BOTTOM = PAGE.height - PAGE.foot;

export interface Style {
  readonly size: number;
  /** Baseline to baseline, points. */
  readonly leading: number;
  readonly weight: Weight;
  readonly colour: string;
}

export const style = (size: number, leading: number, colour: string, weight: Weight = 'regular'): Style => ({
  size,
  leading,
  colour,
  weight,
});

export const STYLE = {
  title: style(20, 27, COLOUR.dark, 'strong'),
  titleSmall: style(9.5, 14, COLOUR.second),
  heading: style(11, 16, COLOUR.dark, 'strong'),
  label: style(9.5, 13, COLOUR.second),
  labelSmall: style(6.8, 9, COLOUR.second),
  value: style(10.5, 15.5, COLOUR.ink),
  valueSmall: style(8, 11.5, COLOUR.second),
  strong: style(10.5, 15.5, COLOUR.ink, 'strong'),
  /** Regular: the fonts of rare characters have no bold, and one thin character in a bold name looks wrong. */
  name: style(12.5, 17, COLOUR.ink),
  note: style(9, 14, COLOUR.ink),
  noteSmall: style(7.6, 11.2, COLOUR.second),
  furniture: style(7.2, 10, COLOUR.second),
  number: style(27, 34, COLOUR.dark, 'strong'),
} as const;

/** A text and the style that it is set in; a block of them stands one under the other. */
export interface Para {
  readonly text: string;
  readonly style: Style;
  /** Language when it is not Chinese. */
  readonly lang?: 'en';
}

export interface Field {
  readonly label: Text;
  readonly value: readonly Para[];
}

/** Factors on the space between things and on the size of type; 1 is the design. */
export interface Density {
  readonly space: number;
  readonly type: number;
}

/** From airy to full. The smallest type is still that of a bank statement. */
export const DENSITIES: readonly Density[] = [
  { space: 1, type: 1 },
  { space: 0.5, type: 1 },
  { space: 0.5, type: 0.93 },
  { space: 0.35, type: 0.86 },
];

/** Chinese over English, each in its style. An English text equal to the Chinese one is not repeated. */
export function bilingual(text: Text, zh: Style, en: Style): Para[] {
  const first: Para = { text: text['zh-CN'], style: zh };
  return text.en === '' || text.en === text['zh-CN']
    ? [first]
    : [first, { text: text.en, style: en, lang: 'en' }];
}
