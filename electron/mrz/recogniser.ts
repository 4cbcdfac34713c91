import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { ReadingFiles } from './files.ts';
import { STRIP, type Strip } from './strips.ts';

/** Reads words off straightened lines. Lives in a thread of its own: the program of Tesseract takes over 100 MB. */
export interface Recogniser {
  /** The letters of these stretches of lines, one after another, without spaces. */
  letters(stretches: readonly Stretch[]): string;
}

/** Places of a line from `from` to `to`, the last not included; places with a filler stay white. */
export interface Stretch {
  readonly strip: Strip;
  readonly fillers: readonly boolean[];
  readonly from: number;
  readonly to: number;
}

/** What is used of the program (tesseract.js-core 7). Its file system is in memory. */
interface Core {
  readonly FS: { writeFile(path: string, data: Uint8Array | string): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => {
    Init(path: null, language: string, engine: number, config: string): number;
    SetVariable(name: string, value: string): void;
    SetImageFile(orientation: number, angle: number): number;
    Recognize(monitor: null): number;
    GetUTF8Text(): string;
    Clear(): void;
  };
}

const LSTM_ONLY = 1;
/** Words of a language would be guessed into names. */
const CONFIG = ['system', 'freq', 'punc', 'number', 'bigram'].map((name) => `load_${name}_dawg 0`).join('\n');
/** One line of text. */
const ONE_LINE = '7';
/** White between two stretches, in pixels. */
const APART = 48;
const BORDER = 24;

/** Throws when a file is missing or is not what it should be. */
export async function createRecogniser(files: ReadingFiles): Promise<Recogniser> {
  const load = createRequire(files.core)(files.core) as (options: object) => Promise<Core>;
  const core = await load({ wasmBinary: readFileSync(files.wasm), print: () => {}, printErr: () => {} });
  core.FS.writeFile('eng.traineddata', gunzipSync(readFileSync(files.data)));
  core.FS.writeFile('/config', CONFIG);
  const api = new core.TessBaseAPI();
  if (api.Init(null, 'eng', LSTM_ONLY, '/config') !== 0) throw new Error('Tesseract does not take its data');
  api.SetVariable('tessedit_char_whitelist', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  api.SetVariable('tessedit_pageseg_mode', ONE_LINE);
  return {
    letters(stretches) {
      core.FS.writeFile('/input', pictureOf(stretches));
      const wrong = api.SetImageFile(1, 0) !== 0 || api.Recognize(null) !== 0;
      const text = wrong ? '' : api.GetUTF8Text();
      // Nothing of the picture stays for whoever comes next.
      api.Clear();
      core.FS.unlink('/input');
      return text.replaceAll(/[^A-Z]/g, '');
    },
  };
}

/** A portable grey map of the stretches side by side. */
function pictureOf(stretches: readonly Stretch[]): Uint8Array {
  const parts = stretches.map((one) => {
    const left = Math.round(one.strip.from + one.from * one.strip.pitch);
    return { ...one, left, width: Math.round(one.strip.from + one.to * one.strip.pitch) - left };
  });
  const width = parts.reduce((sum, part) => sum + part.width + APART, 2 * BORDER);
  const grey = new Uint8Array(width * STRIP).fill(255);
  let at = BORDER;
  for (const { strip, fillers, left, width: wide } of parts) {
    for (let x = 0; x < wide; x++) {
      const cell = Math.floor((left + x - strip.from) / strip.pitch);
      if (fillers[cell]) continue;
      for (let y = 0; y < STRIP; y++)
        grey[y * width + at + x] = 255 * (1 - (strip.ink[y * strip.width + left + x] ?? 0));
    }
    at += wide + APART;
  }
  const head = new TextEncoder().encode(`P5 ${width} ${STRIP} 255\n`);
  const bytes = new Uint8Array(head.length + grey.length);
  bytes.set(head);
  bytes.set(grey, head.length);
  return bytes;
}
