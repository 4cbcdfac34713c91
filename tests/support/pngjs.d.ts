/** The part of pngjs 7 that the tests use; the package brings no types. */
declare module 'pngjs' {
  export class PNG {
    constructor(options: {
      readonly width: number;
      readonly height: number;
      readonly colorType?: number;
      readonly inputColorType?: number;
      readonly inputHasAlpha?: boolean;
    });
    readonly width: number;
    readonly height: number;
    /** RGBA. */
    data: Buffer;
    static readonly sync: {
      read(png: Uint8Array): PNG;
      write(
        picture: PNG,
        options?: {
          readonly colorType?: number;
          readonly inputColorType?: number;
          readonly deflateLevel?: number;
          readonly deflateStrategy?: number;
          readonly filterType?: number;
        },
      ): Buffer;
    };
  }
}
