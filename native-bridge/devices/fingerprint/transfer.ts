import { err, ok } from '../../../electron/core/index.ts';
import type { ModuleLine } from './module-line.ts';
import { CC, IMAGE, parametersOf } from './protocol.ts';
import type { FingerprintResult, GreyImage } from './types.ts';

/** The two character buffers: the live finger in the first, what it is compared with in the second. */
export const BUFFER = { live: 1, reference: 2 } as const;

/** Bytes of a template of the classic models. */
const USUAL_TEMPLATE = 512;

/**
 * Finds out how long this module's templates are. The protocol does not say it, and data packets have no numbers, so a
 * template with a packet lost looks like a smaller one: a size counts when it came twice running.
 */
export async function learnTemplateSize(line: ModuleLine): Promise<FingerprintResult<void>> {
  let before = 0;
  for (let tries = 0; line.templateBytes === null && tries < 4; tries++) {
    const got = await line.upload('upChar', parametersOf.buffer.encode({ buffer: BUFFER.live }));
    if (!got.ok) return got;
    if (got.value.length === before) line.templateBytes = before;
    before = got.value.length;
    got.value.fill(0);
  }
  return line.templateBytes === null ? err({ kind: 'transfer-failed', code: 'template-size' }) : ok();
}

/** The content of a character buffer; it belongs to the caller. */
export async function uploadTemplate(
  line: ModuleLine,
  buffer: number,
): Promise<FingerprintResult<Uint8Array>> {
  const learnt = await learnTemplateSize(line);
  return learnt.ok ? line.upload('upChar', parametersOf.buffer.encode({ buffer })) : learnt;
}

/**
 * Puts a template into a character buffer, and reads it back: data to the module is not acknowledged, and a damaged
 * template would be a wrong "this is somebody else".
 */
export async function downloadTemplate(
  line: ModuleLine,
  buffer: number,
  template: Uint8Array,
): Promise<FingerprintResult<void>> {
  for (let tries = 0; tries < 2; tries++) {
    const sent = await fillBuffer(line, buffer, template);
    if (!sent.ok) return sent;
    const back = await line.upload('upChar', parametersOf.buffer.encode({ buffer }));
    if (!back.ok) return back;
    const same = back.value.length === template.length && back.value.every((byte, i) => byte === template[i]);
    back.value.fill(0);
    if (same) return ok();
  }
  return err({ kind: 'transfer-failed', code: 'read-back' });
}

async function fillBuffer(
  line: ModuleLine,
  buffer: number,
  content: Uint8Array,
): Promise<FingerprintResult<void>> {
  const ready = await line.order('downChar', parametersOf.buffer.encode({ buffer }));
  return ready.ok ? line.send(content) : ready;
}

/** Overwrites both character buffers with zeros: there is no instruction that clears them. */
export async function wipeBuffers(line: ModuleLine): Promise<FingerprintResult<void>> {
  if (line.templateBytes === null) {
    const learnt = await learnTemplateSize(line);
    if (!learnt.ok && learnt.error.kind !== 'refused') return learnt;
  }
  const zeros = new Uint8Array(line.templateBytes ?? USUAL_TEMPLATE);
  for (const buffer of [BUFFER.live, BUFFER.reference]) {
    const wiped = await fillBuffer(line, buffer, zeros);
    if (!wiped.ok) return wiped;
  }
  return ok();
}

/**
 * Takes one more image and throws it away: without a finger it overwrites the last one. False while a finger lies there,
 * for then it is a new print. (Overwriting by DownImage would hold the module up for 7 s.)
 */
export async function wipeImage(line: ModuleLine): Promise<FingerprintResult<boolean>> {
  const taken = await line.ask('genImg');
  return taken.ok ? ok(taken.value.code === CC.noFinger) : err(line.failure(taken.error));
}

/** The image buffer as a grey image. */
export async function uploadImage(
  line: ModuleLine,
  progress?: (fraction: number) => void,
): Promise<FingerprintResult<GreyImage>> {
  const got = await line.upload('upImage', parametersOf.none(), (bytes) => progress?.(bytes / IMAGE.bytes));
  if (!got.ok) return got;
  const pixels = greyPixels(got.value);
  got.value.fill(0);
  return ok({ width: IMAGE.width, height: IMAGE.height, pixels });
}

/** Four bits a pixel, the left pixel in the high nibble, spread over 0 … 255. */
export function greyPixels(packed: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(packed.length * 2);
  for (const [i, byte] of packed.entries()) {
    pixels[2 * i] = (byte >> 4) * 17;
    pixels[2 * i + 1] = (byte & 0x0f) * 17;
  }
  return pixels;
}
