/** What is typed on one screen and needed when the citizen comes back to it. In memory only, and only for this session. */
export class Drafts {
  readonly #values = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
  }

  forget(): void {
    this.#values.clear();
  }
}
