/**
 * Where a window may go, and which file an address means. URLs are parsed, never compared by their beginning:
 * `http://127.0.0.1:4780.evil.example` begins like ours.
 */

/** Scheme and host of the kiosk's own pages in the Electron shell. */
export const APP_ORIGIN = 'app://kiosk';

interface Place {
  readonly protocol: string;
  readonly host: string;
}

function placeOf(address: string): (Place & { url: URL }) | null {
  try {
    const url = new URL(address);
    // `origin` is the string "null" for schemes that Node does not know (app:), so protocol and host are compared.
    return { protocol: url.protocol, host: url.host, url };
  } catch {
    return null;
  }
}

/** True when `address` has exactly the scheme, host and port of `ownOrigin`, and carries no user name or password. */
export function isAllowedNavigation(address: string, ownOrigin: string): boolean {
  const to = placeOf(address);
  const own = placeOf(ownOrigin);
  if (!to || !own || own.host === '') return false;
  if (to.url.username !== '' || to.url.password !== '') return false;
  return to.protocol === own.protocol && to.host === own.host;
}

/**
 * The file below `root` that a page address names, or null when the address must be refused: climbing (`..`, also
 * encoded), a NUL, a backslash, an encoded slash, a hidden file, an empty step, an undecodable escape.
 * `address` is an absolute URL or a path with optional query and fragment; `/` means `index.html`.
 * The caller still has to refuse a symbolic link that leaves `root`: only the file system knows that.
 */
export function resolveAppPath(address: string, root: string): string | null {
  // The URL parser folds `..` and turns backslashes into slashes by itself, so the raw text is looked at.
  const raw = address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i, '').replace(/[?#].*$/s, '');
  const path = raw === '' ? '/' : raw;
  if (!path.startsWith('/')) return null;
  if (/%(2f|5c|00|25)/i.test(path)) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (hasForbiddenCharacter(decoded)) return null;
  if (decoded === '/') return join(root, 'index.html');
  const steps = decoded.slice(1).split('/');
  if (steps.some((step) => step === '' || step.startsWith('.'))) return null;
  return join(root, steps.join('/'));
}

/** Control characters, a backslash, or a colon (drive letters and streams on Windows). */
function hasForbiddenCharacter(path: string): boolean {
  for (const ch of path) if (ch < ' ' || ch === '\\' || ch === ':' || ch === '\u007f') return true;
  return false;
}

function join(root: string, rest: string): string {
  return `${root.replace(/[/\\]+$/, '')}/${rest}`;
}
