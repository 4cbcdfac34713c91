import { runBrowserHost } from '../browser-shell/index.ts';
import { composeDemoHost } from './compose.ts';

/** The demo's host process behind the browser shell. */
runBrowserHost(composeDemoHost);
