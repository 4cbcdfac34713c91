/**
 * The sRGB colour profile (IEC 61966-2-1) as an ICC version 4 display profile (ICC.1:2004-10), built from its numbers:
 * PDF/A wants one in every file, and the 3 KB file that pdfkit reads for it is not beside the bundle.
 * Colorants are those of sRGB adapted to D50 with the Bradford matrix; the curve is the exact parametric one.
 */
export function srgbProfile(): Uint8Array {
  const curve = tag('para', [
    u16(3),
    u16(0),
    ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(s15),
  ]);
  const parts: readonly (readonly [names: readonly string[], bytes: Uint8Array])[] = [
    [['desc'], localized('sRGB IEC61966-2.1')],
    [['cprt'], localized('No copyright')],
    [['wtpt'], tag('XYZ ', D50.map(s15))],
    [['chad'], tag('sf32', BRADFORD_D65_TO_D50.map(s15))],
    [['rXYZ'], tag('XYZ ', [0.43607, 0.22249, 0.01392].map(s15))],
    [['gXYZ'], tag('XYZ ', [0.38515, 0.71687, 0.09708].map(s15))],
    [['bXYZ'], tag('XYZ ', [0.14307, 0.06061, 0.7141].map(s15))],
    [['rTRC', 'gTRC', 'bTRC'], curve],
  ];
  const count = parts.reduce((sum, [names]) => sum + names.length, 0);
  const table: Uint8Array[] = [u32(count)];
  const data: Uint8Array[] = [];
  let offset = 128 + 4 + 12 * count;
  for (const [names, bytes] of parts) {
    for (const name of names) table.push(ascii(name), u32(offset), u32(bytes.length));
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    data.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([header(offset), ...table, ...data]);
}

const D50 = [0.9642, 1, 0.8249];
const BRADFORD_D65_TO_D50 = [
  1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168,
];

function header(size: number): Uint8Array {
  const fixedDate = [2026, 1, 1, 0, 0, 0].map(u16);
  const fields = [
    u32(size),
    u32(0),
    u32(0x04200000),
    ascii('mntrRGB XYZ '),
    ...fixedDate,
    ascii('acsp'),
    u32(0),
    u32(0),
    u32(0),
    u32(0),
    u32(0),
    u32(0),
    u32(0),
    ...D50.map(s15),
  ];
  const bytes = new Uint8Array(128);
  bytes.set(Buffer.concat(fields));
  return bytes;
}

function tag(type: string, content: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([ascii(type), u32(0), ...content]);
}

/** multiLocalizedUnicodeType with one English record. */
function localized(text: string): Uint8Array {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  return tag('mluc', [u32(1), u32(12), ascii('enUS'), u32(utf16.length), u32(28), utf16]);
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 255);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** Signed 15.16 fixed point. */
function s15(value: number): Uint8Array {
  return u32(Math.round(value * 65536) >>> 0);
}
