import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/ui.css';
import '../ui/parts.css';
import './dock.css';
import { createDockSession, openLinkFor } from '../api/index.ts';
import { showPresses } from '../ui/index.ts';
import { Dock } from './dock.tsx';

const session = createDockSession(openLinkFor('dock'));
showPresses();
createRoot(document.getElementById('root') as HTMLElement).render(<Dock session={session} />);
