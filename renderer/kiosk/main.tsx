import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/ui.css';
import '../ui/parts.css';
import '../ui/frame.css';
import './kiosk.css';
import '../input/input.css';
import { createKioskSession, openLinkFor } from '../api/index.ts';
import { keyboardParts } from '../input/index.ts';
import { showPresses } from '../ui/index.ts';
import { App } from './app.tsx';
import {
  cameraParts,
  caseParts,
  deliveryParts,
  forWhomParts,
  helpParts,
  lockerParts,
  materialParts,
  preload,
  printParts,
  signParts,
  wordParts,
} from './lazy.ts';
import { pdfPart } from './pdf-part.ts';

const session = createKioskSession({ open: openLinkFor('citizen') });

// A public screen: no menu, no dragging out, no zoom by two fingers or by wheel.
const refuse = (event: Event) => event.preventDefault();
for (const name of ['contextmenu', 'dragstart', 'drop', 'dragover', 'gesturestart'])
  window.addEventListener(name, refuse, { passive: false });
window.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false });
window.addEventListener('touchmove', (event) => event.touches.length > 1 && event.preventDefault(), {
  passive: false,
});
for (const name of ['pointerdown', 'pointermove', 'keydown'])
  window.addEventListener(name, () => session.activity(), { passive: true, capture: true });

window.addEventListener('error', (event) =>
  session.fault(event.error?.name ?? 'Error', `${event.filename?.split('/').at(-1) ?? ''}:${event.lineno}`),
);
window.addEventListener('unhandledrejection', (event) =>
  session.fault((event.reason as Error | null)?.name ?? 'Rejection', 'promise'),
);

showPresses();
createRoot(document.getElementById('root') as HTMLElement).render(<App session={session} />);

preload([
  wordParts['zh-CN'],
  wordParts.en,
  pdfPart,
  materialParts,
  { load: async () => (await cameraParts.load()).tellCamera(session), now: () => null },
  deliveryParts,
  forWhomParts,
  lockerParts,
  caseParts,
  printParts,
  helpParts,
  signParts,
  ...keyboardParts,
]);
