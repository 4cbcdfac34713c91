/** The part of fontkit 2 that this room uses; the package brings no types. */
declare module 'fontkit' {
  /** Outline in the font's units, y upwards. */
  export interface PathCommand {
    readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    readonly args: readonly number[];
  }
  export interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    readonly codePoints: number[];
    readonly path: { readonly commands: readonly PathCommand[] };
  }
  export interface Font {
    readonly postscriptName: string;
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    readonly availableFeatures: readonly string[];
    readonly characterSet: readonly number[];
    /** Not of the public interface: the variation sequences of the `cmap` table. */
    readonly _cmapProcessor: {
      readonly uvs?: {
        readonly varSelectors: {
          toArray(): readonly {
            readonly varSelector: number;
            readonly defaultUVS?: readonly {
              readonly startUnicodeValue: number;
              readonly additionalCount: number;
            }[];
            readonly nonDefaultUVS?: readonly { readonly unicodeValue: number; readonly glyphID: number }[];
          }[];
        };
      };
    };
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    getGlyph(id: number, codePoints: readonly number[]): Glyph;
    layout(text: string): unknown;
  }
  export function create(buffer: Uint8Array, postscriptName?: string): Font | { getFont(name: string): Font };
}
