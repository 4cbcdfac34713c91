import { readFile, realpath } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sep } from 'node:path';
import { mimeType, resolveAppPath, securityHeaders } from '../lockdown/index.ts';

/** Pages that only one audience needs; without that audience they do not exist. */
const DOCK_PAGE = /^\/dock(\.html)?$/;

/** Answers GET and HEAD for files below `root` (already a real path), with the security headers on every answer. */
export async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  site: {
    readonly root: string | null;
    readonly withDock: boolean;
    /** Paths of the pages that may use the camera. */
    readonly cameraPages: readonly string[];
  },
): Promise<void> {
  const address = request.url ?? '/';
  const bare = address.replace(/[?#].*$/s, '');
  const headers = securityHeaders('http', site.cameraPages.includes(bare));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return finish(response, 405, 'method not allowed');
  // Browsers ask for it by themselves; a kiosk has no tabs to show it in.
  if (address === '/favicon.ico') {
    response.writeHead(204).end();
    return;
  }
  if (!site.root || (!site.withDock && DOCK_PAGE.test(bare))) return finish(response, 404, 'not found');
  const path = resolveAppPath(address, site.root);
  const type = path && mimeType(path);
  if (!path || !type) return finish(response, 404, 'not found');
  try {
    const real = await realpath(path);
    if (!real.startsWith(site.root + sep)) return finish(response, 404, 'not found');
    const body = await readFile(real);
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.byteLength });
    response.end(request.method === 'HEAD' ? undefined : body);
  } catch {
    finish(response, 404, 'not found');
  }
}

export function finish(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
