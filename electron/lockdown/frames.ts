/** Message types of the RPC protocol that a screen sends: a call, and the end of one. Streams go to screens only. */
const CALL = 1;
const ABORT = 4;
const MAX_ID = 64;
const MAX_PATH = 200;

/**
 * True when `message` is text in the form in which our RPC library sends a call. The library writes what it cannot read
 * to stderr, with the words in it; so what is malformed is stopped before. Headers, uploads and streams from a screen
 * are no part of the contract.
 */
export function isWellFormedFrame(message: unknown): message is string {
  if (typeof message !== 'string') return false;
  let frame: unknown;
  try {
    frame = JSON.parse(message);
  } catch {
    return false;
  }
  if (!isRecord(frame) || typeof frame.i !== 'string' || frame.i === '' || frame.i.length > MAX_ID)
    return false;
  const type = frame.t ?? CALL;
  if (type === ABORT) return true;
  if (type !== CALL || !isRecord(frame.p)) return false;
  const { u: path, m: method, h: headers } = frame.p;
  if (typeof path !== 'string' || path.length > MAX_PATH || !/^\/[\w./-]+$/.test(path)) return false;
  if (method !== undefined && method !== 'POST') return false;
  return (
    headers === undefined ||
    (isRecord(headers) && Object.keys(headers).every((name) => name === 'last-event-id'))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
