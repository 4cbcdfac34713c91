import { contextBridge, ipcRenderer } from 'electron';

/** The little of the DOM that stands here; the host's types know none. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

// Kept in step with CHANNEL of protocol.ts by a test: a sandboxed preload is one file and imports nothing of ours.
const CONNECT = 'tongban:connect';
const PORT = 'tongban:port';

/**
 * The page asks for a link and gets a MessagePort by `window.postMessage`, because the bridge cannot carry ports.
 * Neither ipcRenderer nor an event ever reaches the page.
 */
ipcRenderer.on(PORT, (event) => {
  window.postMessage({ type: PORT }, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('tongban', {
  /** Asks for a new link to the host; a former one is closed. The answer is a message `{type: 'tongban:port'}` with one port. */
  connect: () => ipcRenderer.send(CONNECT),
});
