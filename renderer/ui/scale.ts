/** Visible area in pixels and in millimetres. */
export interface Panel {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Pixels of a millimetre, and body text in pixels; clamped because a profile may tell of another screen than this one. */
export function scaleOf(panel: Panel): { mm: number; rem: number } {
  const rem = Math.min(44, Math.max(11, Math.min(panel.widthPx / 38.6, panel.heightPx / 41.5)));
  // By area, so that a window that is turned against the profile still gives a sane size.
  const mm = Math.sqrt((panel.widthPx * panel.heightPx) / (panel.widthMm * panel.heightMm));
  return { rem, mm: Math.min(rem * 0.165, Math.max(rem * 0.06, mm)) };
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
