import type * as Electron from 'electron';
import type { PERMISSIONS } from '../lockdown/index.ts';

/**
 * What the shell uses of Electron, and nothing else. `main.ts` passes the real module; unit tests pass a double, because
 * Electron's binary is not at hand where they run. Its types are, so the wiring is checked against them.
 */
export type ElectronApi = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'protocol'
  | 'session'
  | 'utilityProcess'
>;

export type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Session,
  UtilityProcess,
  WebContents,
} from 'electron';

type Asked = Parameters<NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>>[1];
type Checked = Parameters<NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>>[1];

/** Fails to compile when an Electron update knows a permission that the list of the rules does not name. */
export type EveryPermissionIsNamed = Asked | Checked extends (typeof PERMISSIONS)[number] ? true : never;
export const everyPermissionIsNamed: EveryPermissionIsNamed = true;
