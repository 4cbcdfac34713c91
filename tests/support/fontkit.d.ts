/** What the tests use of fontkit 2 besides what the documents do; the package brings no types. */
declare module 'fontkit' {
  export interface GlyphRun {
    readonly glyphs: readonly Glyph[];
    readonly positions: readonly { readonly xAdvance: number }[];
  }
  export function openSync(path: string): Font;
}
