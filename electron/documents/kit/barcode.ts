import JsBarcode from 'jsbarcode';

/** A dark bar; both in modules, the width of the narrowest bar. */
export interface Bar {
  readonly from: number;
  readonly width: number;
}

export interface Barcode {
  readonly bars: readonly Bar[];
  /** From the first bar to the last, in modules; the quiet zones are beyond. */
  readonly modules: number;
}

/** Light modules that a reader needs at either side (ISO/IEC 15417, 4.4). */
export const QUIET_MODULES = 10;
/** Narrowest bar that kiosk printers (203 dpi and more) and hand scanners get right, in points: 0.25 mm. */
export const MODULE_MIN = 0.71;

/** What Code 128 holds here: printable ASCII. */
const PRINTABLE = /^[\x20-\x7e]{1,48}$/;

/** Whether a number can stand in a bar code: 1 to 48 printable ASCII characters. */
export function hasBarcode(text: string): boolean {
  return PRINTABLE.test(text);
}

/** Code 128 (ISO/IEC 15417), code sets chosen for the shortest symbol. Throws unless `hasBarcode(text)`. */
export function code128(text: string): Barcode {
  if (!hasBarcode(text)) throw new Error('a bar code holds 1 to 48 printable ASCII characters');
  const drawn: { encodings?: readonly { readonly data: string }[] } = {};
  JsBarcode(drawn, text, { format: 'CODE128' });
  const modules = (drawn.encodings ?? []).map(({ data }) => data).join('');
  const bars = Array.from(modules.matchAll(/1+/g), (run) => ({ from: run.index, width: run[0].length }));
  return { bars, modules: modules.length };
}
