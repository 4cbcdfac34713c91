import type { ModuleTemplate } from './types.ts';

/**
 * Where the templates that one module gave out have their bytes. A template that is not in here was not made by this
 * module, whatever it looks like and however many bytes it has.
 */
export class TemplateVault {
  readonly #held = new WeakMap<object, Uint8Array>();

  /** Takes the bytes over: they belong to the vault from now on. */
  issue(bytes: Uint8Array): ModuleTemplate {
    const held = this.#held;
    const template = Object.freeze({
      size: bytes.length,
      erase() {
        held.get(template)?.fill(0);
        held.delete(template);
      },
    }) as unknown as ModuleTemplate;
    held.set(template, bytes);
    return template;
  }

  /** The bytes themselves, no copy; null for what this module did not make, and for what was erased. */
  bytesOf(template: unknown): Uint8Array | null {
    return typeof template === 'object' && template !== null ? (this.#held.get(template) ?? null) : null;
  }
}
