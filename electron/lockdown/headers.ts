/** `app`: Electron's own scheme, links by MessagePort. `http`: the browser shell on 127.0.0.1, links by WebSocket. */
export type PageKind = 'app' | 'http';

/**
 * The policy that every page is served with. `'self'` covers `ws:` of the same host and port in Chromium, which the
 * browser shell needs; the Electron page reaches the host through a MessagePort and fetches only its own files.
 * Scripts, workers and markup sinks take trusted types of one policy, `tongban`.
 */
export function contentSecurityPolicy(kind: PageKind): string {
  const rules = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types tongban',
  ];
  // Over plain http on loopback `upgrade-insecure-requests` would break the page; the app scheme has nothing to upgrade.
  return kind === 'app' ? rules.concat('upgrade-insecure-requests').join('; ') : rules.join('; ');
}

const MIME: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  otf: 'font/otf',
  wasm: 'application/wasm',
  bcmap: 'application/octet-stream',
  pfb: 'application/octet-stream',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  txt: 'text/plain; charset=utf-8',
};

/** The media type of a file by its ending, or null for one that is not served at all. */
export function mimeType(path: string): string | null {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return null;
  return MIME[path.slice(dot + 1).toLowerCase()] ?? null;
}

/** Headers of every answer, whatever its status. `camera`: the page may use the document camera (see `cameraPages`). */
export function securityHeaders(kind: PageKind, camera = false): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(kind),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Permissions-Policy': `accelerometer=(), camera=(${camera ? 'self' : ''}), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), window-management=(), xr-spatial-tracking=()`,
  };
}
