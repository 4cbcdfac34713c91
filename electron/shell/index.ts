export type { ElectronHostInit } from './protocol.ts';
export { type ComposedHost, type ComposeElectron, runElectronHost } from './run-electron-host.ts';
