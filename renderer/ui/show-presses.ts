/** What can be pressed and is not off. */
const PRESSED = 'button:enabled:not([aria-disabled=true]), label:has(> input:enabled)';

/**
 * Marks what a finger lies on (`data-pressed`) from its first touch: the browser's own `:active` waits until it knows that no
 * scrolling begins. One listener for the whole page; it asks neither React nor the host.
 */
export function showPresses(page: Document = document): void {
  let pressed: Element | null = null;
  const release = () => {
    pressed?.removeAttribute('data-pressed');
    pressed = null;
  };
  const listen = (
    name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
    fn: (event: PointerEvent) => void,
  ) => page.addEventListener(name, fn, { capture: true, passive: true });
  listen('pointerdown', (event) => {
    release();
    pressed = event.isPrimary && event.target instanceof Element ? event.target.closest(PRESSED) : null;
    pressed?.setAttribute('data-pressed', '');
  });
  listen('pointermove', ({ clientX, clientY }) => {
    if (pressed && !pressed.contains(page.elementFromPoint(clientX, clientY))) release();
  });
  listen('pointerup', release);
  listen('pointercancel', release);
}
