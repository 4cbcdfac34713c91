import { APP_ORIGIN, decidePermission, isAllowedNavigation } from '../lockdown/index.ts';
import type { Session } from './electron-api.ts';

/** Tells the log that the window was refused something. Names only. */
export type Refused = (what: string, name: string) => void;

/**
 * Electron gives every permission by default; this takes them all away but the camera of the camera pages, and the device
 * choosers and downloads with them.
 */
export function lockSession(session: Session, refused: Refused, cameraPages: readonly string[]): void {
  const rules = { ownOrigin: APP_ORIGIN, cameraPages };
  session.setPermissionRequestHandler((_contents, name, answer, details) => {
    const media = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const given = decidePermission(
      { name, origin: details.requestingUrl, page: pageOf(details.requestingUrl), media: media ?? [] },
      rules,
    );
    if (!given) refused('permission', name);
    answer(given);
  });
  session.setPermissionCheckHandler((_contents, name, origin, details) =>
    decidePermission(
      {
        name,
        origin,
        page: pageOf(details.requestingUrl ?? ''),
        media: details.mediaType ? [details.mediaType] : [],
      },
      rules,
    ),
  );
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setSpellCheckerEnabled(false);
  // The page reaches the outside through the host alone; a request to anywhere else never leaves the machine.
  session.webRequest.onBeforeRequest((details, answer) => {
    const own =
      isAllowedNavigation(details.url, APP_ORIGIN) ||
      details.url.startsWith('data:image/') ||
      details.url.startsWith(`blob:${APP_ORIGIN}/`);
    if (!own) refused('request', details.resourceType);
    answer({ cancel: !own });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
    refused('download', 'will-download');
  });
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer(null);
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('file-system-access-restricted', (event, _details, answer) => {
    event.preventDefault();
    answer('deny');
  });
}

function pageOf(address: string): string {
  try {
    return new URL(address).pathname;
  } catch {
    return '';
  }
}
