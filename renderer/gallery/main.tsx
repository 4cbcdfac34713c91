import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/ui.css';
import '../ui/parts.css';
import '../ui/frame.css';
import '../input/input.css';
import './gallery.css';
import { applyScale, applySight, showPresses } from '../ui/index.ts';
import { Gallery } from './gallery.tsx';
import { wishOf } from './wish.ts';

const wish = wishOf(window.location.hash);
document.documentElement.lang = wish.language;
applySight(wish);
applyScale(wish.panel);
showPresses();
createRoot(document.getElementById('root') as HTMLElement).render(<Gallery wish={wish} />);
