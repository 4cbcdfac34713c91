import { xml } from '../../core/index.ts';
import { sealsOf } from './ofd-signatures.ts';
import { type Package, pathOf, unpack } from './package.ts';
import { RESULT_LIMITS, Refused, type ResultFile } from './types.ts';

/** Namespace of GB/T 33190-2016. */
const OFD = 'http://www.ofdspec.org/2016';
const ENTRANCE = 'OFD.xml';

type Element = xml.XmlElement;

/** Whether it is a package with the entrance of an OFD. Throws what `unpack` throws. */
export function examineOfd(bytes: Uint8Array): Omit<ResultFile, 'kind' | 'mediaType'> {
  const entries = unpack(bytes);
  if (!entries.has(ENTRANCE)) throw new Refused('type', 'no-OFD.xml');
  const root = read(entries, ENTRANCE, 'OFD');
  const body = must(xml.onlyChild(root, OFD, 'DocBody'), 'DocBody');
  const documentAt = pathOf(textAt(body, 'DocRoot'), ENTRANCE);
  const document = read(entries, documentAt, 'Document');
  const pages = xml.childrenNamed(must(xml.onlyChild(document, OFD, 'Pages'), 'Pages'), OFD, 'Page');
  if (pages.length === 0) throw new Refused('broken', 'no-pages');
  if (pages.length > RESULT_LIMITS.pages) throw new Refused('too-many-pages', String(RESULT_LIMITS.pages));
  const common = xml.onlyChild(document, OFD, 'CommonData');
  const usual = common && sizeIn(xml.onlyChild(common, OFD, 'PageArea'));
  const info = xml.onlyChild(body, OFD, 'DocInfo');
  const signatures = xml.onlyChild(body, OFD, 'Signatures');
  return {
    pages: pages.length,
    pageSizes: pages.map((page) => {
      const at = pathOf(must(xml.attributeOf(page, 'BaseLoc'), 'BaseLoc'), documentAt);
      const own = sizeIn(xml.onlyChild(read(entries, at, 'Page'), OFD, 'Area'));
      return must(own ?? usual, 'PhysicalBox');
    }),
    title: info && optionalText(info, 'Title'),
    active: [],
    paper: null,
    seals: signatures
      ? signed(entries, pathOf(must(xml.textOf(signatures), 'Signatures').trim(), ENTRANCE))
      : [],
  };
}

function signed(entries: Package, listAt: string): ResultFile['seals'] {
  const list = xml.childrenNamed(read(entries, listAt, 'Signatures'), OFD, 'Signature');
  if (list.length > RESULT_LIMITS.signatures) throw new Refused('bomb', 'signatures');
  const files = list.map((one) => pathOf(must(xml.attributeOf(one, 'BaseLoc'), 'BaseLoc'), listAt));
  return sealsOf(
    files.map((at) => ({ at, root: read(entries, at, 'Signature') })),
    { entries, besides: [ENTRANCE, listAt] },
  );
}

function read(entries: Package, at: string, name: string): Element {
  const bytes = entries.get(at);
  if (!bytes) throw new Refused('broken', `${name}: missing`);
  if (bytes.length > RESULT_LIMITS.xmlBytes) throw new Refused('bomb', name);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('broken', `${name}: utf-8`);
  }
  const parsed = xml.readXml(text);
  if (!parsed.ok) throw new Refused('broken', `${name}: xml-${parsed.error}`);
  if (!xml.isNamed(parsed.value, OFD, name)) throw new Refused('broken', `${name}: root`);
  return parsed.value;
}

/** Millimetres; null where it is not said, or not as `x y width height` (GB/T 33190-2016 §7.3, ST_Box). */
function sizeIn(area: Element | null): { width: number; height: number } | null {
  const box = area && optionalText(area, 'PhysicalBox');
  const numbers = box?.trim().split(/\s+/).map(Number) ?? [];
  const [, , width = Number.NaN, height = Number.NaN] = numbers;
  if (numbers.length !== 4 || !(width > 0 && height > 0) || !Number.isFinite(width * height)) return null;
  return { width, height };
}

function optionalText(element: Element, name: string): string | null {
  const child = xml.onlyChild(element, OFD, name);
  return child && xml.textOf(child);
}

function textAt(element: Element, name: string): string {
  return must(optionalText(element, name), name).trim();
}

function must<T>(value: T | null | undefined, at: string): T {
  if (value === null || value === undefined) throw new Refused('broken', at);
  return value;
}
