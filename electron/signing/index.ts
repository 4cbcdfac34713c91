export { FingerDesk, type FingerTrouble, type FingerWord, type PrintImage } from './finger-desk.ts';
export { PadDesk, type PadWord } from './pad-desk.ts';
export { type PrintQuality, printQuality } from './print-quality.ts';
export type { InkPart, InkPoint } from './types.ts';
