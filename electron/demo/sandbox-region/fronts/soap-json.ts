import { soapXml } from '../../../regions/index.ts';

type XmlElement = soapXml.XmlElement;

/** JSON as XML, written from the wire format's description and not shared with the adapter. */
export function xmlOf(name: string, value: unknown): string {
  const plain = /^[A-Za-z_]\w*$/.test(name) && name !== 'entry';
  const tag = plain ? `tb:${name}` : 'tb:entry';
  const label = plain ? '' : ` name="${soapXml.escapeAttribute(name)}"`;
  const element = (type: string, content: string) => `<${tag}${label} type='${type}'>${content}</${tag}>`;
  if (typeof value === 'string') return `<${tag}${label}>${soapXml.escapeText(value)}</${tag}>`;
  if (value === null) return `<${tag}${label} type='null'/>`;
  if (Array.isArray(value)) return element('array', value.map((one) => xmlOf('item', one)).join('\n'));
  if (typeof value !== 'object') return element(typeof value, String(value));
  const entries = Object.entries(value as Record<string, unknown>).filter(([, one]) => one !== undefined);
  return element('object', entries.map(([key, one]) => xmlOf(key, one)).join('\n'));
}

/** Undefined where the element is not as the wire format says. */
export function jsonOfXml(element: XmlElement, namespace: string): unknown {
  const type = soapXml.attributeOf(element, 'type') ?? 'string';
  const text = soapXml.textOf(element);
  if (type === 'object' || type === 'array') {
    if (!soapXml.holdsElementsOnly(element)) return undefined;
    const pairs = soapXml.elementsOf(element).map((child): [string | undefined, unknown] => {
      if (child.namespace !== namespace) return [undefined, undefined];
      const key = child.local === 'entry' ? soapXml.attributeOf(child, 'name') : child.local;
      return [key, jsonOfXml(child, namespace)];
    });
    if (pairs.some(([key, value]) => key === undefined || value === undefined)) return undefined;
    if (type === 'array')
      return pairs.every(([key]) => key === 'item') ? pairs.map(([, value]) => value) : undefined;
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length) return undefined;
    return Object.fromEntries(pairs as [string, unknown][]);
  }
  if (text === null) return undefined;
  if (type === 'string') return text;
  if (type === 'null') return text === '' ? null : undefined;
  if (!['number', 'boolean', 'json'].includes(type)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return type === 'json' || typeof value === type ? value : undefined;
  } catch {
    return undefined;
  }
}
