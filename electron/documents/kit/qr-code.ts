import QRCode from 'qrcode';

/**
 * So many characters of the QR code's alphanumeric set in a row are packed more tightly (5.5 bits a character) than it
 * costs to change the mode and back.
 */
const RUN = /[0-9A-Z $%*+\-./:]{16,}/g;

/** Modules at a side above which a code of the plate's size (34 mm) has modules under 0.4 mm, which phones read badly. */
const MOST_MODULES = 84;

/**
 * A QR code (ISO/IEC 18004) of a text: UTF-8 bytes, long runs of capitals and digits in alphanumeric mode. Searching for
 * the shortest mixture of modes takes 3 ms of the library's time and finds the same on such texts. Error correction M; L
 * where M would make the modules too small.
 */
export function qrCode(text: string): QRCode.QRCode {
  const segments: QRCode.QRCodeSegment[] = [];
  let done = 0;
  const bytes = (end: number) => {
    if (end > done) segments.push({ data: Buffer.from(text.slice(done, end), 'utf8'), mode: 'byte' });
  };
  for (const { 0: run, index } of text.matchAll(RUN)) {
    bytes(index);
    segments.push({ data: run, mode: 'alphanumeric' });
    done = index + run.length;
  }
  bytes(text.length);
  const code = QRCode.create(segments, { errorCorrectionLevel: 'M' });
  if (code.modules.size <= MOST_MODULES) return code;
  return QRCode.create(segments, { errorCorrectionLevel: 'L' });
}
