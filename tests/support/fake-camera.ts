import { writeFileSync } from 'node:fs';
import { greyOf, type Picture } from '../../renderer/camera/sheet/picture.ts';

/**
 * Writes a picture as a film of one frame (YUV4MPEG2, grey) that Chromium's fake camera shows over and over
 * (`--use-file-for-fake-video-capture`). Width and height are even.
 */
export function writeFilm(file: string, picture: Picture): void {
  const { width, height } = picture;
  // Video has black at 16 and white at 235 (ITU-R BT.601).
  const light = Buffer.from(Uint8Array.from(greyOf(picture).data, (value) => 16 + (value * 219) / 255));
  const colour = Buffer.alloc((width * height) / 2, 128);
  const head = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(head, 'latin1'), light, colour]));
}
