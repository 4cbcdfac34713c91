import { err, ok, type Result } from '../../../core/index.ts';
import type { Json } from '../../exchange/index.ts';
import {
  attributeOf,
  elementsOf,
  escapeAttribute,
  escapeText,
  holdsElementsOnly,
  NO_CHARACTER,
  textOf,
  type XmlElement,
} from './xml/index.ts';

/** Keys that can be an element's name; all others stand in an `entry`'s `name`. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ENTRY = 'entry';
const ITEM = 'item';
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A JSON value as an element with the prefix `tb`, in canonical form: strings are text, everything else says its `type`.
 * README.md describes the mapping. Undefined values are not there, as in JSON.
 */
export function elementOf(name: string, value: Json): string {
  const parts: string[] = [];
  write(NAME.test(name) && name !== ENTRY ? name : null, name, value, parts);
  return parts.join('');
}

function write(element: string | null, key: string, value: Json, parts: string[]): void {
  const name = `tb:${element ?? ENTRY}`;
  const label = element === null ? ` name="${escapeAttribute(key)}"` : '';
  const typed = (type: string) => parts.push('<', name, label, ` type="${type}">`);
  if (isUnspeakable(value)) {
    typed('json');
    parts.push(escapeText(jsonText(value)));
  } else if (typeof value === 'string') parts.push('<', name, label, '>', escapeText(value));
  else if (value === null) typed('null');
  else if (typeof value === 'object') {
    if (isList(value)) {
      typed('array');
      for (const one of value) write(ITEM, ITEM, one, parts);
    } else {
      typed('object');
      writeFields(value, parts);
    }
  } else {
    typed(typeof value);
    parts.push(JSON.stringify(value));
  }
  parts.push('</', name, '>');
}

/** A text, or an object with a key, that XML cannot hold: it travels as JSON, where each character has a number. */
function isUnspeakable(value: Json): boolean {
  if (typeof value === 'string') return cannotBeXml(value);
  if (value === null || typeof value !== 'object' || isList(value)) return false;
  return Object.keys(value).some(cannotBeXml);
}

const cannotBeXml = (text: string) => NO_CHARACTER.test(text) || !text.isWellFormed();

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

function writeFields(fields: { readonly [key: string]: Json | undefined }, parts: string[]): void {
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    write(NAME.test(key) && key !== ENTRY ? key : null, key, value, parts);
  }
}

/** JSON in ASCII where XML has no character: `JSON.stringify` leaves two of them. */
function jsonText(value: Json): string {
  return JSON.stringify(value).replaceAll(
    /[\ufffe\uffff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16)}`,
  );
}

/** The way back. The error is the path of what is not as the README says; it names elements, never what stands in them. */
export function jsonOfElement(element: XmlElement, namespace: string): Result<Json, string> {
  try {
    return ok(read(element, namespace, element.local));
  } catch (error) {
    if (error instanceof Misread) return err(error.path);
    throw error;
  }
}

class Misread extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

function read(element: XmlElement, namespace: string, path: string): Json {
  const type = attributeOf(element, 'type');
  switch (type) {
    case 'object':
      return readFields(element, namespace, path);
    case 'array':
      if (!holdsElementsOnly(element)) throw new Misread(path);
      return elementsOf(element).map((child, index) => {
        const at = `${path}.${index}`;
        if (child.local !== ITEM || child.namespace !== namespace) throw new Misread(at);
        return read(child, namespace, at);
      });
    case undefined: {
      const text = textOf(element);
      // Who writes by hand leaves out the type of what can be nothing but an object.
      return text ?? readFields(element, namespace, path);
    }
  }
  const text = textOf(element)?.trim();
  if (type === 'null' && text === '') return null;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'number' && text !== undefined && NUMBER.test(text)) return Number(text);
  if (type === 'json' && text !== undefined) {
    const value = jsonOf(text);
    if (value !== undefined) return value;
  }
  throw new Misread(path);
}

function readFields(element: XmlElement, namespace: string, path: string): Json {
  if (!holdsElementsOnly(element)) throw new Misread(path);
  const fields = new Map<string, Json>();
  for (const child of elementsOf(element)) {
    const entry = child.local === ENTRY;
    const key = entry ? attributeOf(child, 'name') : child.local;
    // What is not called as a key of ours is never told: it could be anything.
    const at = `${path}.${entry || !NAME.test(child.local) ? ENTRY : child.local}`;
    if (key === undefined || child.namespace !== namespace || fields.has(key)) throw new Misread(at);
    fields.set(key, read(child, namespace, at));
  }
  return Object.fromEntries(fields);
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
