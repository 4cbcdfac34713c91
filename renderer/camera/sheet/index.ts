export { areaOf, findSheet, LOOK_AT } from './find-sheet.ts';
export type { PageFault } from './judge-page.ts';
export type { Seen, TakenPage } from './messages.ts';
export type { Corners, Point } from './picture.ts';
export { createSheetReader, type SheetReader } from './sheet-reader.ts';
