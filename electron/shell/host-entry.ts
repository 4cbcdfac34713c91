import { composeProduction } from '../production.ts';
import { runElectronHost } from './run-electron-host.ts';

/** The production host process behind Electron. */
runElectronHost(composeProduction);
