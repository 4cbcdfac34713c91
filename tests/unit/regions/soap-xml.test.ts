import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExclusiveCanonicalization } from 'xml-crypto';
import { elementOf, jsonOfElement } from '../../../electron/regions/adapters/soap/mapping.ts';
import {
  canonical,
  elementsOf,
  readXml,
  textOf,
  XML_LIMITS,
  type XmlElement,
} from '../../../electron/regions/adapters/soap/xml/index.ts';
import type { Json } from '../../../electron/regions/exchange/index.ts';

function read(text: string): XmlElement {
  const result = readXml(text);
  if (!result.ok) throw new Error(`${result.error}: ${text}`);
  return result.value;
}

describe('the XML reader', () => {
  it.each([
    ['<a>x&amp;y&#65;&#x42;&lt;&gt;&quot;&apos;</a>', 'x&yAB<>"\''],
    ['<?xml version="1.0" encoding="UTF-8"?>\n<a>x</a>\n', 'x'],
    ["<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a>x</a>", 'x'],
    ['<a>one\r\ntwo\rthree&#13;</a>', 'one\ntwo\nthree\r'],
    ['<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>', '<b>&amp;]]>'],
    ['<a/>', ''],
    ['<名 字="x">值</名>', '值'],
  ])('reads %j', (text, said) => {
    expect(textOf(read(text))).toBe(said);
  });

  it('knows namespaces as they are in scope', () => {
    const root = read(
      '<a xmlns="urn:1" xmlns:p="urn:2"><p:b p:c="1" c="2" xmlns:p="urn:3"/><d xmlns=""/></a>',
    );
    const [b, d] = elementsOf(root) as [XmlElement, XmlElement];
    expect([root.namespace, b.namespace, d.namespace]).toEqual(['urn:1', 'urn:3', '']);
    expect(b.attributes.map(({ namespace, value }) => [namespace, value])).toEqual([
      ['urn:3', '1'],
      ['', '2'],
    ]);
  });

  it.each([
    ['markup', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['markup', '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>'],
    ['markup', '<a><!ENTITY e "x"></a>'],
    ['markup', '<a>x<!-- hidden -->y</a>'],
    ['markup', '<a><?php x ?></a>'],
    ['markup', '<a/><!-- after -->'],
    ['markup', '<![CDATA[x]]>'],
    ['syntax', '<a>&e;</a>'],
    ['syntax', '<a>&#0;</a>'],
    ['syntax', '<a>&#xD800;</a>'],
    ['syntax', '<a>&#1114112;</a>'],
    ['syntax', '<a>a & b</a>'],
    ['syntax', '<a>]]></a>'],
    ['syntax', '<a>\u0001</a>'],
    ['syntax', '<a></b>'],
    ['syntax', '<p:a xmlns:p="urn:1"></a>'],
    ['syntax', '<p:a/>'],
    ['syntax', '<a p:b="1"/>'],
    ['syntax', '<a b="1" b="2"/>'],
    ['syntax', '<a xmlns:p="urn:1" xmlns:q="urn:1" p:b="1" q:b="2"/>'],
    ['syntax', '<a xmlns:p=""/>'],
    ['syntax', '<a xmlns:xmlns="urn:1"/>'],
    ['syntax', '<a xmlns:xml="urn:1"/>'],
    ['syntax', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
    ['syntax', '<a xmlns:p="urn:1" xmlns:p="urn:2"/>'],
    ['syntax', '<a b="<"/>'],
    ['syntax', '<a b=1/>'],
    ['syntax', '<a b="1"c="2"/>'],
    ['syntax', '<a>'],
    ['syntax', '</a>'],
    ['syntax', '<a/><b/>'],
    ['syntax', 'text<a/>'],
    ['syntax', '<a/>text'],
    ['syntax', ''],
    ['syntax', '{"a": 1}'],
    ['markup', '<?xml version="1.1"?><a/>'],
    ['markup', '<?xml version="1.0" encoding="GBK"?><a/>'],
    ['limit', '<a>'.repeat(XML_LIMITS.depth + 1)],
    ['limit', `<a ${Array.from({ length: XML_LIMITS.attributes + 1 }, (_, n) => `b${n}="1"`).join(' ')}/>`],
    ['limit', `<a>${'<b/>'.repeat(XML_LIMITS.elements)}</a>`],
  ])('refuses (%s) %j', (problem, text) => {
    const result = readXml(text);
    expect(result.ok ? null : result.error).toBe(problem);
  });

  it('never throws, whatever it reads', () => {
    const pieces = [
      '<',
      '>',
      '/',
      'a',
      'b:',
      '=',
      '"',
      "'",
      ' ',
      '&',
      ';',
      '#',
      '!',
      '?',
      'xmlns',
      '[CDATA[',
      ']]>',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        readXml(`<a>${parts.join('')}</a>`);
        readXml(parts.join(''));
      }),
    );
  });
});

/** Documents with namespaces declared here and there, prefixes hidden by others, awkward texts. */
const NAMES = ['a', 'b', 'c'];
const PREFIXES = ['', 'p', 'q'];
const URIS = ['urn:1', 'urn:2'];
const text = fc.string({
  unit: fc.constantFrom('x', '&', '<', '>', '"', '\t', '\n', '\r', ' ', '张', '😀'),
  maxLength: 6,
});
const escaped = (value: string) => value.replaceAll(/[&<>"\t\n\r]/g, (mark) => `&#${mark.codePointAt(0)};`);
const { element } = fc.letrec<{ element: string; node: string }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, text.map(escaped), tie('element')),
  element: fc
    .record({
      prefix: fc.constantFrom(...PREFIXES),
      name: fc.constantFrom(...NAMES),
      declared: fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom(...URIS)),
      byDefault: fc.option(fc.constantFrom('', ...URIS), { nil: undefined }),
      attributes: fc.dictionary(fc.constantFrom('k', 'm', 'p:k', 'q:m'), text),
      children: fc.array(tie('node'), { maxLength: 3 }),
    })
    .map(({ prefix, name, declared, byDefault, attributes, children }) => {
      const tag = prefix === '' ? name : `${prefix}:${name}`;
      const namespaces = Object.entries(declared).map(([key, uri]) => ` xmlns:${key}="${uri}"`);
      if (byDefault !== undefined) namespaces.push(` xmlns="${byDefault}"`);
      const others = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
      return `<${tag}${[...others, ...namespaces].join('')}>${children.join('')}</${tag}>`;
    }),
}));

describe('the exclusive canonical form', () => {
  it('is what the specification’s own example says', () => {
    const root = read(
      '<n0:local xmlns:n0="foo:bar" xmlns:n3="ftp://example.org"><n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n0:local>',
    );
    expect(canonical(elementsOf(root)[0] as XmlElement)).toBe(
      '<n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"></n3:stuff></n1:elem2>',
    );
  });

  it('sorts attributes by namespace and escapes as it must', () => {
    const root = read(
      `<a xmlns:z="urn:1" xmlns:y="urn:2" y:c='"' z:b="&#10;" b="&lt;>" a="&#13;&#9;">&#13;&gt;"</a>`,
    );
    expect(canonical(root)).toBe(
      '<a xmlns:y="urn:2" xmlns:z="urn:1" a="&#xD;&#x9;" b="&lt;>" z:b="&#xA;" y:c="&quot;">&#xD;&gt;"</a>',
    );
  });

  it('keeps the prefixes that a list names', () => {
    const root = read('<a xmlns="urn:0" xmlns:p="urn:1" xmlns:q="urn:2"><q:b>p:x</q:b></a>');
    const [inner] = elementsOf(root) as [XmlElement];
    expect(canonical(inner, ['p', '#default', 'unknown'])).toBe(
      '<q:b xmlns="urn:0" xmlns:p="urn:1" xmlns:q="urn:2">p:x</q:b>',
    );
  });

  it('is the same that xml-crypto makes of the same document', () => {
    const library = new ExclusiveCanonicalization();
    fc.assert(
      fc.property(element, (inner) => {
        // Every prefix has a meaning at the top; the library forgets that one can come back, so none is hidden and shown again.
        const document = `<r xmlns:p="urn:1" xmlns:q="urn:2">${inner}</r>`;
        const mine = readXml(document);
        fc.pre(mine.ok && !/xmlns:[pq]=[^>]*>.*xmlns:[pq]=/s.test(inner) && !inner.includes('xmlns="'));
        const theirs = new DOMParser().parseFromString(document, 'text/xml').documentElement;
        expect(mine.ok && canonical(mine.value)).toBe(library.process(theirs as never, {}));
      }),
      { numRuns: 500 },
    );
  });

  it('read again, has the same canonical form', () => {
    fc.assert(
      fc.property(element, (inner) => {
        const document = readXml(`<r xmlns:p="urn:1" xmlns:q="urn:2">${inner}</r>`);
        fc.pre(document.ok);
        if (!document.ok) return;
        const once = canonical(document.value);
        expect(canonical(read(once))).toBe(once);
      }),
    );
  });
});

const NS = 'urn:tongban:region:1';
const wrapped = (xml: string) => `<tb:w xmlns:tb="${NS}">${xml}</tb:w>`;
const back = (xml: string) => jsonOfElement(elementsOf(read(wrapped(xml)))[0] as XmlElement, NS);

describe('JSON as XML', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 8 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(back(elementOf('fields', plain))).toEqual({ ok: true, value: plain });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is already in its canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }), (value) => {
        const xml = elementOf('fields', JSON.parse(JSON.stringify(value)) as Json);
        expect(canonical(read(wrapped(xml)))).toBe(wrapped(xml));
      }),
    );
  });

  it('is written as the README says', () => {
    const value = { name: '张伟', n: 1.5, yes: true, none: null, list: ['a', 2], '12': 'x', gone: undefined };
    expect(elementOf('fields', value)).toBe(
      '<tb:fields type="object"><tb:entry name="12">x</tb:entry><tb:name>张伟</tb:name><tb:n type="number">1.5</tb:n>' +
        '<tb:yes type="boolean">true</tb:yes><tb:none type="null"></tb:none>' +
        '<tb:list type="array"><tb:item>a</tb:item><tb:item type="number">2</tb:item></tb:list></tb:fields>',
    );
    expect(elementOf('x', 'a\u0000b')).toBe('<tb:x type="json">"a\\u0000b"</tb:x>');
  });

  it('may be spread over lines, and an object’s type may be left out', () => {
    expect(back('<tb:a>\n <tb:b>x</tb:b>\n <tb:c type="null"/>\n</tb:a>')).toEqual({
      ok: true,
      value: { b: 'x', c: null },
    });
  });

  it.each([
    ['a', '<tb:a type="number">1e</tb:a>'],
    ['a', '<tb:a type="number">0x10</tb:a>'],
    ['a', '<tb:a type="boolean">yes</tb:a>'],
    ['a', '<tb:a type="null">x</tb:a>'],
    ['a', '<tb:a type="date">2026</tb:a>'],
    ['a', '<tb:a type="json">{</tb:a>'],
    ['a', '<tb:a type="object">text</tb:a>'],
    ['a', '<tb:a>text<tb:b/></tb:a>'],
    ['a.b', '<tb:a type="object"><tb:b>1</tb:b><tb:b>2</tb:b></tb:a>'],
    ['a.entry', '<tb:a type="object"><tb:entry>1</tb:entry></tb:a>'],
    ['a.b', '<tb:a type="object"><b>1</b></tb:a>'],
    ['a.0', '<tb:a type="array"><tb:b/></tb:a>'],
    ['a.1.b', '<tb:a type="array"><tb:item/><tb:item type="object"><tb:b type="x"/></tb:item></tb:a>'],
    ['a.entry', '<tb:a type="object"><tb:张伟 type="x"/></tb:a>'],
  ])('is refused at %s: %s', (path, xml) => {
    expect(back(xml)).toEqual({ ok: false, error: path });
  });
});
