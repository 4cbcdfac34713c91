export {
  attributeOf,
  childrenNamed,
  elementsOf,
  holdsElementsOnly,
  isNamed,
  onlyChild,
  qualifiedName,
  textOf,
  type XmlAttribute,
  type XmlElement,
} from './element.ts';
export { NO_CHARACTER, readXml, XML_LIMITS, type XmlProblem } from './reader.ts';
export { canonical, escapeAttribute, escapeText } from './writer.ts';
