/** One field of a message: how many bytes it has, and how a value stands in them. */
export interface Field<T> {
  /** Bytes of the field; null for a field that takes all that is left. */
  readonly bytes: number | null;
  /** Null when these bytes cannot be a value of the field. */
  read(bytes: Uint8Array): T | null;
  write(value: T): Uint8Array;
}

/** A message as a list of fields, in the order in which they stand on the line: it reads and writes itself. */
export interface Message<T> {
  /** Throws a `RangeError` that names the field whose value does not fit. */
  encode(value: T): Uint8Array;
  /** Null unless these bytes are one whole message of this form. What it gives out shares no memory with them. */
  decode(bytes: Uint8Array): T | null;
}

export function message<T>(fields: { readonly [K in keyof T]: Field<T[K]> }): Message<T> {
  const entries = Object.entries(fields) as [keyof T & string, Field<T[keyof T]>][];
  if (entries.slice(0, -1).some(([, field]) => field.bytes === null)) {
    throw new Error('only the last field of a message may take the rest');
  }
  return {
    encode(value) {
      const parts = entries.map(([name, field]) => {
        try {
          return field.write(value[name]);
        } catch (cause) {
          throw new RangeError(`${name}: ${(cause as Error).message}`);
        }
      });
      const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
      let at = 0;
      for (const part of parts) {
        bytes.set(part, at);
        at += part.length;
      }
      return bytes;
    },
    decode(bytes) {
      const value: { [K in keyof T]?: T[keyof T] } = {};
      let at = 0;
      for (const [name, field] of entries) {
        const end = field.bytes === null ? bytes.length : at + field.bytes;
        if (end > bytes.length) return null;
        const read = field.read(bytes.slice(at, end));
        if (read === null) return null;
        value[name] = read;
        at = end;
      }
      return at === bytes.length ? (value as T) : null;
    },
  };
}

function unsigned(size: 1 | 2 | 4, littleEndian: boolean): Field<number> {
  const limit = 2 ** (8 * size);
  return {
    bytes: size,
    read: (bytes) => {
      let value = 0;
      for (const byte of littleEndian ? bytes.toReversed() : bytes) value = value * 256 + byte;
      return value;
    },
    write: (value) => {
      if (!Number.isInteger(value) || value < 0 || value >= limit)
        throw new RangeError(`${value} does not fit into ${size} bytes`);
      const bytes = new Uint8Array(size);
      for (let i = 0, rest = value; i < size; i++, rest = Math.floor(rest / 256)) {
        bytes[littleEndian ? i : size - 1 - i] = rest % 256;
      }
      return bytes;
    },
  };
}

export const u8 = unsigned(1, false);
export const u16be = unsigned(2, false);
export const u16le = unsigned(2, true);
export const u32be = unsigned(4, false);
export const u32le = unsigned(4, true);

/** Exactly `size` bytes. */
export function raw(size: number): Field<Uint8Array> {
  return {
    bytes: size,
    read: (bytes) => bytes,
    write: (value) => {
      if (value.length !== size) throw new RangeError(`${value.length} bytes instead of ${size}`);
      return value;
    },
  };
}

/** All bytes that are left, perhaps none. Only as the last field. */
export const rest: Field<Uint8Array> = { bytes: null, read: (bytes) => bytes, write: (value) => value };

/** A byte that is always the same: any other is not this message. As a value it is 0. */
export function always(byte: number): Field<0> {
  return {
    bytes: 1,
    read: ([read]) => (read === byte ? 0 : null),
    write: () => Uint8Array.of(byte),
  };
}

/** Text in UTF-16LE, filled up on the right with spaces (U+0000 is read as a space); null when it is no valid UTF-16. */
export function utf16le(size: number): Field<string> {
  return {
    bytes: size,
    read: (bytes) => {
      try {
        const text = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }).decode(bytes);
        return text.replace(/[\0 \u3000]+$/u, '');
      } catch {
        return null;
      }
    },
    write: (value) => {
      if (value.length * 2 > size) throw new RangeError('the text is too long');
      const bytes = new Uint8Array(size);
      for (let i = 0; i < size / 2; i++) {
        const unit = i < value.length ? value.charCodeAt(i) : 0x20;
        bytes[2 * i] = unit & 0xff;
        bytes[2 * i + 1] = unit >> 8;
      }
      return bytes;
    },
  };
}
