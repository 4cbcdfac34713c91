import { realpathSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import {
  APP_ORIGIN,
  isAllowedNavigation,
  mimeType,
  resolveAppPath,
  securityHeaders,
} from '../lockdown/index.ts';

/**
 * Answers `app://kiosk/…` from the built pages. A link that leaves the directory is refused like a missing file.
 * `cameraPages`: paths of the pages whose policy lets them use the camera.
 */
export function createAppHandler(
  rendererDir: string,
  cameraPages: readonly string[] = [],
): (request: { url: string; method: string }) => Promise<Response> {
  const root = realpathSync(rendererDir);
  const headers = securityHeaders('app');
  const refuse = (status: number) =>
    new Response('', { status, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } });
  return async ({ url, method }) => {
    if (!isAllowedNavigation(url, APP_ORIGIN)) return refuse(403);
    if (method !== 'GET') return refuse(405);
    const path = resolveAppPath(url, root);
    const type = path && mimeType(path);
    if (!path || !type) return refuse(404);
    try {
      const real = await realpath(path);
      if (!real.startsWith(root + sep)) return refuse(404);
      const camera = cameraPages.includes(new URL(url).pathname);
      return new Response(await readFile(real), {
        headers: { ...(camera ? securityHeaders('app', true) : headers), 'Content-Type': type },
      });
    } catch {
      return refuse(404);
    }
  };
}
