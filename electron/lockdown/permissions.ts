import { isAllowedNavigation } from './navigation.ts';

/**
 * Every permission that Chromium and Electron 45 know, by name. All are denied; the list stands here so that a test
 * goes through each, and a new name in a new Electron is denied like `unknown` until someone has read about it.
 */
export const PERMISSIONS = [
  'ar',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'geolocation-approximate',
  'hand-tracking',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'unknown',
  'usb',
  'vr',
  'web-app-installation',
  'web-printing',
  'window-management',
] as const;

export interface PermissionRequest {
  readonly name: string;
  /** Origin or full address of the page that asks. */
  readonly origin: string;
  /** Path of the page that asks, e.g. `/index.html`. */
  readonly page: string;
  /** What a `media` request wants: `video`, `audio`. */
  readonly media?: readonly string[];
}

export interface PermissionRules {
  readonly ownOrigin: string;
  /** Pages with a document camera. Only these get the camera; nothing ever gets the microphone. */
  readonly cameraPages: readonly string[];
}

/** The citizen's page, by both of its names. */
export const CAMERA_PAGES: readonly string[] = ['/', '/index.html'];

/** The pages that get the camera on a machine with this one; on a machine without any there are none. */
export function cameraPages(documentCamera: string | undefined): readonly string[] {
  return documentCamera === undefined ? [] : CAMERA_PAGES;
}

/** True when the permission may be given: the camera, alone, to one of our own camera pages. Everything else is denied. */
export function decidePermission(request: PermissionRequest, rules: PermissionRules): boolean {
  if (request.name !== 'media') return false;
  if (!isAllowedNavigation(request.origin, rules.ownOrigin)) return false;
  if (!rules.cameraPages.includes(request.page)) return false;
  const media = request.media ?? [];
  return media.length > 0 && media.every((kind) => kind === 'video');
}
