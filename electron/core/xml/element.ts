/** An attribute; its namespace is '' without a prefix. Declarations of namespaces are not attributes. */
export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly value: string;
}

/** An element as it was read. Texts that touch are one child. */
export interface XmlElement {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespace by prefix ('' is the default one), all that are in scope here. */
  readonly scope: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

export const isNamed = (element: XmlElement, namespace: string, local: string): boolean =>
  element.local === local && element.namespace === namespace;

export const elementsOf = (element: XmlElement): XmlElement[] =>
  element.children.filter((child) => typeof child !== 'string');

export const childrenNamed = (element: XmlElement, namespace: string, local: string): XmlElement[] =>
  elementsOf(element).filter((child) => isNamed(child, namespace, local));

/** The one child of that name; null when there is none or a second one. */
export function onlyChild(element: XmlElement, namespace: string, local: string): XmlElement | null {
  const [one, second] = childrenNamed(element, namespace, local);
  return one && !second ? one : null;
}

export const attributeOf = (element: XmlElement, local: string, namespace = ''): string | undefined =>
  element.attributes.find((one) => one.local === local && one.namespace === namespace)?.value;

/** What stands in an element without elements; null when there are some. */
export function textOf(element: XmlElement): string | null {
  if (element.children.some((child) => typeof child !== 'string')) return null;
  return element.children.join('');
}

const BLANK = /^[ \t\r\n]*$/;

/** Whether beside its elements there is nothing but white space. */
export const holdsElementsOnly = (element: XmlElement): boolean =>
  element.children.every((child) => typeof child !== 'string' || BLANK.test(child));

/** The namespace and name that a text like `wsse:FailedCheck` means where it stands; null for an unknown prefix. */
export function qualifiedName(
  text: string,
  at: XmlElement,
): { readonly namespace: string; readonly local: string } | null {
  const [first = '', second, more] = text.trim().split(':');
  if (more !== undefined) return null;
  const [prefix, local] = second === undefined ? ['', first] : [first, second];
  const namespace = at.scope.get(prefix);
  if (namespace === undefined) return prefix === '' ? { namespace: '', local } : null;
  return { namespace, local };
}
