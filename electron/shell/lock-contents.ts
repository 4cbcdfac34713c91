import { APP_ORIGIN, isAllowedKey, isAllowedMouse, isAllowedNavigation } from '../lockdown/index.ts';
import type { WebContents } from './electron-api.ts';
import type { Refused } from './lock-session.ts';

/** The rules of every page, whichever window it is in. Called for each `web-contents-created`. */
export function lockContents(contents: WebContents, refused: Refused): void {
  const onlyOwn = (name: string) => (event: { preventDefault(): void; url: string }) => {
    if (isAllowedNavigation(event.url, APP_ORIGIN)) return;
    event.preventDefault();
    refused('navigation', name);
  };
  contents.on('will-navigate', onlyOwn('will-navigate'));
  contents.on('will-frame-navigate', onlyOwn('will-frame-navigate'));
  contents.on('will-redirect', onlyOwn('will-redirect'));
  contents.setWindowOpenHandler(() => {
    refused('navigation', 'window-open');
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('navigation', 'webview');
  });
  contents.on('before-input-event', (event, input) => {
    if (!isAllowedKey(input)) event.preventDefault();
  });
  contents.on('before-mouse-event', (event, mouse) => {
    if (!isAllowedMouse(mouse)) event.preventDefault();
  });
  contents.on('zoom-changed', () => contents.setZoomFactor(1));
  contents.on('did-finish-load', () => {
    contents.setZoomFactor(1);
    void contents.setVisualZoomLevelLimits(1, 1);
    contents.navigationHistory.clear();
  });
  contents.on('devtools-opened', () => contents.closeDevTools());
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
}
