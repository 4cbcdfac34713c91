/** The part of Electron's `Input` (and of a DOM KeyboardEvent) that the rule looks at. */
export interface KeyInput {
  readonly key: string;
  readonly control?: boolean;
  readonly alt?: boolean;
  readonly meta?: boolean;
}

/** Keys that move about in a page, edit a field, or announce Shift. Nothing here opens, closes or leaves anything. */
const NAMED = new Set([
  'Enter',
  'Tab',
  'Backspace',
  'Delete',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Escape',
  'Shift',
  'CapsLock',
]);

/**
 * Deny by default: printable characters and a few editing keys without Ctrl, Alt or Meta. Every shortcut of the
 * browser (print, save, find, address bar, developer tools, zoom, reload, history, task manager) needs one of those
 * three, or a function key, and function keys are not on the list. AltGr arrives as Ctrl+Alt and is refused too.
 */
export function isAllowedKey(input: KeyInput): boolean {
  if (input.control || input.alt || input.meta) return false;
  if (NAMED.has(input.key)) return true;
  // One user-visible character (a code point, so that rare characters pass), never a control character.
  return [...input.key].length === 1 && input.key >= ' ' && input.key !== '\u007f';
}

/** The part of Electron's mouse event that the rule looks at. */
export interface MouseInput {
  readonly button?: string | undefined;
}

/** The left button (touch arrives as it) and mere movement. Right opens menus, middle opens windows, the side ones go back. */
export function isAllowedMouse(input: MouseInput): boolean {
  return input.button === undefined || input.button === 'left' || input.button === 'none';
}
