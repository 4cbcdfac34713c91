import type { IncomingMessage } from 'node:http';
import { type Clock, err, ok, type Result } from '../core/index.ts';

/** How long a phone may take to send its file, in milliseconds. */
export const BODY_MS = 90_000;

/** The body, at most `room` bytes, within `BODY_MS`. What is too much is not read. */
export function readBody(
  request: IncomingMessage,
  room: number,
  clock: Clock,
): Promise<Result<Uint8Array, 'too-large' | 'slow' | 'cut-off'>> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const end = (result: Result<Uint8Array, 'too-large' | 'slow' | 'cut-off'>) => {
      clock.clearTimeout(timer);
      request.off('data', onData);
      request.pause();
      resolve(result);
    };
    const timer = clock.setTimeout(() => end(err('slow')), BODY_MS);
    const onData = (part: Buffer) => {
      length += part.length;
      if (length > room) end(err('too-large'));
      else parts.push(part);
    };
    if (Number(request.headers['content-length'] ?? 0) > room) return end(err('too-large'));
    request.on('data', onData);
    request.once('end', () => end(ok(Buffer.concat(parts))));
    request.once('close', () => end(err('cut-off')));
    request.once('error', () => end(err('cut-off')));
  });
}
