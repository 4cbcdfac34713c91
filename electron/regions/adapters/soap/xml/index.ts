import { xml } from '../../../../core/index.ts';

/** The house's XML under the names that this kind uses. */
export const {
  NO_CHARACTER,
  XML_LIMITS,
  attributeOf,
  canonical,
  childrenNamed,
  elementsOf,
  escapeAttribute,
  escapeText,
  holdsElementsOnly,
  isNamed,
  onlyChild,
  qualifiedName,
  readXml,
  textOf,
} = xml;
export type XmlAttribute = xml.XmlAttribute;
export type XmlElement = xml.XmlElement;
export type XmlProblem = xml.XmlProblem;
