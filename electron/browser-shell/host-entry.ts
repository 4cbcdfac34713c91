import { composeProduction } from '../production.ts';
import { runBrowserHost } from './run-browser-host.ts';

/** The production host process behind the browser shell. */
runBrowserHost(composeProduction);
