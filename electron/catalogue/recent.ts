/** Keeps the values that were asked for last, at most `size`. */
export class Recent<K, V> {
  readonly #size: number;
  readonly #kept = new Map<K, V>();

  constructor(size: number) {
    this.#size = size;
  }

  /** The kept value, or the one that `make` gives, which is kept from now on. */
  get(key: K, make: () => V): V {
    let value = this.#kept.get(key);
    if (value === undefined) value = make();
    else this.#kept.delete(key);
    // A map remembers the order of insertion: the first key is the one not asked for the longest.
    this.#kept.set(key, value);
    if (this.#kept.size > this.#size) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    return value;
  }
}
