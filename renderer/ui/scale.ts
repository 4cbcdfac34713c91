/** Visible area in pixels and in millimetres. */
export interface Panel {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Millimetres of body text's size: capitals of Noto Sans are 0.733 of it, so 5 mm high. The same number stands in tokens.css. */
const BODY_MM = 6.85;

/** Pixels of a millimetre, and body text in pixels; clamped because a profile may tell of another screen than this one. */
export function scaleOf(panel: Panel): { mm: number; rem: number } {
  const fit = Math.min(44, Math.max(11, Math.min(panel.widthPx / 38.6, panel.heightPx / 41.5)));
  // By area, so that a window that is turned against the profile still gives a sane size.
  const area = Math.sqrt((panel.widthPx * panel.heightPx) / (panel.widthMm * panel.heightMm));
  const mm = Math.min(fit * 0.165, Math.max(fit * 0.06, area));
  return { mm, rem: Math.max(fit, BODY_MM * mm) };
}

/** Writes `--mm` now and at each change of the window's size. Returns how to stop. */
export function applyScale(screen: { widthMm: number; heightMm: number }): () => void {
  const apply = () => {
    const { mm } = scaleOf({ ...screen, widthPx: window.innerWidth, heightPx: window.innerHeight });
    document.documentElement.style.setProperty('--mm', `${mm.toFixed(3)}px`);
  };
  apply();
  window.addEventListener('resize', apply);
  return () => window.removeEventListener('resize', apply);
}

/** How a citizen wants to see the screens. Kept for the session by who switches it. */
export interface Sight {
  /** Elder text (大字版): half as large again. */
  readonly largeText: boolean;
  readonly highContrast: boolean;
}

/** Puts the tokens of a way to see into force. */
export function applySight({ largeText, highContrast }: Sight): void {
  const { dataset } = document.documentElement;
  if (largeText) dataset.text = 'large';
  else delete dataset.text;
  if (highContrast) dataset.contrast = 'high';
  else delete dataset.contrast;
}
