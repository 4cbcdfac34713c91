import { runElectronHost } from '../shell/index.ts';
import { composeDemoHost } from './compose.ts';

/** The demo's host process behind the Electron shell. */
runElectronHost(composeDemoHost);
