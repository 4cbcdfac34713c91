import type { XmlElement } from './element.ts';

const TEXT_MARKS = /[&<>\r]/g;
const ATTRIBUTE_MARKS = /[&<"\t\n\r]/g;
const WRITTEN: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
const written = (mark: string) => WRITTEN[mark] as string;

/** Text as canonical XML has it (Canonical XML 1.0 §2.3). */
export const escapeText = (text: string): string => text.replaceAll(TEXT_MARKS, written);

/** An attribute's value as canonical XML has it, for double quotes. */
export const escapeAttribute = (text: string): string => text.replaceAll(ATTRIBUTE_MARKS, written);

/**
 * An element in its exclusive canonical form without comments (Exclusive XML Canonicalization 1.0). `inclusive`: the
 * PrefixList, '#default' for the namespace without a prefix.
 */
export function canonical(element: XmlElement, inclusive: readonly string[] = []): string {
  const parts: string[] = [];
  const prefixes = inclusive.map((prefix) => (prefix === '#default' ? '' : prefix));
  write(element, new Map([['', '']]), prefixes, parts);
  return parts.join('');
}

function write(
  element: XmlElement,
  above: ReadonlyMap<string, string>,
  inclusive: readonly string[],
  parts: string[],
): void {
  const { prefix, local, attributes, scope } = element;
  const used = new Set([prefix, ...inclusive]);
  for (const one of attributes) if (one.prefix !== '') used.add(one.prefix);
  used.delete('xml');
  const name = prefix === '' ? local : `${prefix}:${local}`;
  parts.push('<', name);
  let rendered = above;
  for (const one of [...used].sort()) {
    const namespace = scope.get(one) ?? (one === '' ? '' : undefined);
    if (namespace === undefined || rendered.get(one) === namespace) continue;
    if (rendered === above) rendered = new Map(above);
    (rendered as Map<string, string>).set(one, namespace);
    parts.push(one === '' ? ' xmlns="' : ` xmlns:${one}="`, escapeAttribute(namespace), '"');
  }
  const sorted = attributes.length < 2 ? attributes : attributes.toSorted(byName);
  for (const one of sorted) {
    const label = one.prefix === '' ? one.local : `${one.prefix}:${one.local}`;
    parts.push(` ${label}="`, escapeAttribute(one.value), '"');
  }
  parts.push('>');
  for (const child of element.children)
    if (typeof child === 'string') parts.push(escapeText(child));
    else write(child, rendered, inclusive, parts);
  parts.push('</', name, '>');
}

type Named = XmlElement['attributes'][number];

function byName(a: Named, b: Named): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.local < b.local ? -1 : 1;
}
