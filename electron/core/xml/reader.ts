import { err, ok, type Result } from '../result.ts';
import type { XmlAttribute, XmlElement } from './element.ts';

/** Far above what an envelope of ours needs, far below what stops a machine. */
export const XML_LIMITS = {
  depth: 64,
  elements: 300_000,
  /** Of one element, declarations of namespaces among them. */
  attributes: 64,
  /** Namespaces in scope at one place. */
  namespaces: 128,
} as const;

/**
 * `markup`: a document type, an entity, a comment or a processing instruction: nothing of it is needed, and each has been a
 * way in. `limit`: deeper or larger than `XML_LIMITS`. `syntax`: not well-formed, or a prefix that nobody declared.
 */
export type XmlProblem = 'markup' | 'limit' | 'syntax';

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

const NAME = '[A-Za-z_\\u0080-\\ud7ff\\uf900-\\ufffd][A-Za-z0-9_.\\-\\u0080-\\ud7ff\\uf900-\\ufffd]*';
const QNAME = `(?:(${NAME}):)?(${NAME})`;
const DECLARATION =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*["']1\.0["'](?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*["'][Uu][Tt][Ff]-8["'])?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*["'](?:yes|no)["'])?[ \t\n]*\?>/;
const OPEN = new RegExp(`<${QNAME}`, 'y');
const CLOSE = new RegExp(`</${QNAME}[ \\t\\n]*>`, 'y');
const ATTRIBUTE = new RegExp(`[ \\t\\n]+${QNAME}[ \\t\\n]*=[ \\t\\n]*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const END_OF_TAG = /[ \t\n]*(\/?)>/y;
const BLANK = /[ \t\n]*/y;
/** Characters that XML 1.0 does not have (§2.2). Lone surrogates cannot come out of UTF-8. */
export const NO_CHARACTER = /[^\t\n\r\u0020-\ufffd]/;
const REFERENCE = /&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));|&/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Building {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly scope: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
}

class Refused extends Error {
  readonly problem: XmlProblem;

  constructor(problem: XmlProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Reads a document (XML 1.0, Namespaces in XML 1.0) that has elements, attributes, text and CDATA and nothing else. One
 * pass and no look-ups: an envelope of 5 kB takes a tenth of what a general library takes.
 */
export function readXml(text: string): Result<XmlElement, XmlProblem> {
  try {
    return ok(read(text));
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

function read(given: string): XmlElement {
  const text = given.includes('\r') ? given.replaceAll(/\r\n?/g, '\n') : given;
  if (NO_CHARACTER.test(text)) throw new Refused('syntax');
  let at = DECLARATION.exec(text)?.[0].length ?? 0;
  at = skip(BLANK, text, at);
  const root: (XmlElement | string)[] = [];
  const open: Building[] = [];
  const scopes: ReadonlyMap<string, string>[] = [new Map([['xml', XML_NAMESPACE]])];
  let elements = 0;

  function add(more: string): void {
    const children = open.at(-1)?.children;
    if (!children || more === '') return;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + more;
    else children.push(more);
  }

  do {
    const next = text.indexOf('<', at);
    if (next < 0) throw new Refused('syntax');
    if (next > at) {
      const raw = text.slice(at, next);
      if (open.length === 0 || raw.includes(']]>')) throw new Refused('syntax');
      add(decoded(raw));
      at = next;
    }
    const mark = text[at + 1];
    if (mark === '/') {
      const closing = match(CLOSE, text, at);
      const one = open.pop();
      if (one?.local !== closing[2] || one?.prefix !== (closing[1] ?? '')) throw new Refused('syntax');
      scopes.pop();
      at = CLOSE.lastIndex;
    } else if (mark === '?') {
      throw new Refused('markup');
    } else if (mark === '!') {
      const end = text.startsWith('<![CDATA[', at) && open.length > 0 ? text.indexOf(']]>', at + 9) : -1;
      if (end < 0) throw new Refused('markup');
      add(text.slice(at + 9, end));
      at = end + 3;
    } else {
      const opening = match(OPEN, text, at);
      if (++elements > XML_LIMITS.elements || open.length >= XML_LIMITS.depth) throw new Refused('limit');
      const head = readHead(text, OPEN.lastIndex, scopes.at(-1) as ReadonlyMap<string, string>);
      const prefix = opening[1] ?? '';
      const namespace = namespaceOf(prefix, head.scope);
      const made: Building = {
        ...{ prefix, local: opening[2] as string, namespace },
        ...{ attributes: head.attributes, scope: head.scope, children: [] },
      };
      (open.at(-1)?.children ?? root).push(made);
      if (!head.closed) {
        open.push(made);
        scopes.push(head.scope);
      }
      at = head.end;
    }
  } while (open.length > 0);
  if (skip(BLANK, text, at) !== text.length)
    throw new Refused(/^[ \t\n]*<[!?]/.test(text.slice(at)) ? 'markup' : 'syntax');
  return root[0] as XmlElement;
}

/** Attributes and the end of an opening tag. */
function readHead(text: string, start: number, outer: ReadonlyMap<string, string>) {
  const found: { prefix: string; local: string; value: string }[] = [];
  let scope: Map<string, string> | null = null;
  let at = start;
  let count = 0;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const one = ATTRIBUTE.exec(text);
    if (!one) break;
    at = ATTRIBUTE.lastIndex;
    if (++count > XML_LIMITS.attributes) throw new Refused('limit');
    const [, prefix = '', local = ''] = one;
    const value = attributeValue(one[3] ?? one[4] ?? '');
    if (prefix !== 'xmlns' && !(prefix === '' && local === 'xmlns')) {
      found.push({ prefix, local, value });
      continue;
    }
    const declared = prefix === '' ? '' : local;
    scope ??= new Map(outer);
    if (scope.get(declared) !== outer.get(declared)) throw new Refused('syntax');
    if (!mayDeclare(declared, value)) throw new Refused('syntax');
    scope.set(declared, value);
    if (scope.size > XML_LIMITS.namespaces) throw new Refused('limit');
  }
  const end = match(END_OF_TAG, text, at);
  const inScope = scope ?? outer;
  const names = new Set<string>();
  const attributes = found.map(({ prefix, local, value }): XmlAttribute => {
    const namespace = prefix === '' ? '' : namespaceOf(prefix, inScope);
    const name = `${namespace} ${local}`;
    if (names.has(name)) throw new Refused('syntax');
    names.add(name);
    return { prefix, local, namespace, value };
  });
  return { attributes, scope: inScope, closed: end[1] === '/', end: END_OF_TAG.lastIndex };
}

/** Namespaces in XML 1.0 §3: a prefix is never taken back, and two belong to XML itself. */
function mayDeclare(prefix: string, namespace: string): boolean {
  if (prefix === 'xmlns' || namespace === XMLNS_NAMESPACE) return false;
  if (prefix === 'xml' || namespace === XML_NAMESPACE) return prefix === 'xml' && namespace === XML_NAMESPACE;
  return prefix === '' || namespace !== '';
}

function namespaceOf(prefix: string, scope: ReadonlyMap<string, string>): string {
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== '') throw new Refused('syntax');
  return namespace ?? '';
}

/** XML 1.0 §3.3.3: white space that stands there itself is a space, what was written by number stays. */
function attributeValue(raw: string): string {
  return decoded(raw.replaceAll(/[\t\n]/g, ' '));
}

function decoded(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replaceAll(REFERENCE, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] as string;
    if (decimal === undefined && hex === undefined) throw new Refused('syntax');
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Refused('syntax');
    const character = String.fromCodePoint(code);
    if (NO_CHARACTER.test(character)) throw new Refused('syntax');
    return character;
  });
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found) throw new Refused('syntax');
  return found;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.exec(text);
  return pattern.lastIndex;
}
