export { findChromium, hasDisplay } from './chromium.ts';
export type { Compose, ComposedHost, HostInit, HostTools, StartFailure } from './protocol.ts';
export { runBrowserHost } from './run-browser-host.ts';
export { type BrowserShell, type BrowserShellOptions, runBrowserShell } from './run-shell.ts';
