import { createHash } from 'node:crypto';
import {
  Set as Asn1Set,
  type BaseBlock,
  BitString,
  GeneralizedTime,
  IA5String,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  UTCTime,
  Utf8String,
} from 'asn1js';
import { strToU8, zipSync } from 'fflate';
import * as ciphers from '../ciphers/index.ts';
import { type RandomBytes, xml } from '../core/index.ts';

/** Entries of an OFD package by path. */
export type OfdFiles = Record<string, Uint8Array>;

const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SM2_SM3 = '1.2.156.10197.1.501';
const SIGN = 'Doc_0/Signs/Sign_0';
/** Zip entries carry a time; this one is always the same. Milliseconds since 1970. */
const ZIP_TIME = Date.UTC(2026, 0, 1);

const file = (text: string) => strToU8(HEAD + text);

/** The files of an OFD (GB/T 33190-2016) of A4 pages, a list of lines each. */
export function ofdFiles(options: {
  readonly title: string;
  readonly pages: readonly (readonly string[])[];
}): OfdFiles {
  const { title, pages } = options;
  let id = 10;
  const page = (lines: readonly string[]) =>
    lines.map(
      (line, index) =>
        `<ofd:TextObject ID="${id++}" Boundary="20 ${20 + 10 * index} 170 10" Font="3" Size="5"><ofd:TextCode X="0" Y="5">${xml.escapeText(line)}</ofd:TextCode></ofd:TextObject>`,
    );
  const contents = pages.map((lines, index) => [
    `Doc_0/Pages/Page_${index}/Content.xml`,
    file(
      `<ofd:Page ${OFD}><ofd:Content><ofd:Layer ID="${id++}" Type="Body">${page(lines).join('')}</ofd:Layer></ofd:Content></ofd:Page>`,
    ),
  ]);
  const list = pages.map(
    (_, index) => `<ofd:Page ID="${4 + index}" BaseLoc="Pages/Page_${index}/Content.xml"/>`,
  );
  return {
    'OFD.xml': file(
      `<ofd:OFD ${OFD} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>${xml.escapeText(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    ),
    'Doc_0/Document.xml': file(
      `<ofd:Document ${OFD}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>${list.join('')}</ofd:Pages></ofd:Document>`,
    ),
    'Doc_0/PublicRes.xml': file(
      `<ofd:Res ${OFD} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="SimSun" FamilyName="SimSun"/></ofd:Fonts></ofd:Res>`,
    ),
    ...Object.fromEntries(contents),
  };
}

/** A demo seal: a key that nobody's authority stands behind, and a certificate that says so. */
export interface DemoSeal {
  readonly holder: string;
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  /** X.509, DER. */
  readonly certificate: Uint8Array;
}

/** A self-signed SM2 certificate (GM/T 0015, RFC 5280 version 3) for `holder`, from `nowMs` for ten years. */
export function demoSeal(holder: string, nowMs: number, random: RandomBytes): DemoSeal {
  const { privateKey, publicKey } = ciphers.sm2KeyPair(random);
  const algorithm = () => sequence(oid(SM2_SM3));
  const name = () =>
    sequence(new Asn1Set({ value: [sequence(oid('2.5.4.10'), new Utf8String({ value: holder }))] }));
  const spki = sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.2.156.10197.1.301')), bits(publicKey));
  const until = new Date(nowMs);
  until.setUTCFullYear(until.getUTCFullYear() + 10);
  const validity = sequence(new UTCTime({ valueDate: new Date(nowMs) }), new UTCTime({ valueDate: until }));
  const body = sequence(integer(1), algorithm(), name(), validity, name(), spki);
  const value = ciphers.sm2Signer(privateKey, random, { form: 'der' })(der(body));
  return { holder, privateKey, publicKey, certificate: der(sequence(body, algorithm(), bits(value))) };
}

/** The files with a signature over all of them: references with SM3, a SES_Signature of GB/T 38540-2020. */
export function sealedFiles(files: OfdFiles, seal: DemoSeal, nowMs: number, random: RandomBytes): OfdFiles {
  const references = Object.keys(files)
    .filter((name) => name !== 'OFD.xml')
    .map((name) => {
      const digest = Buffer.from(ciphers.sm3(files[name] as Uint8Array)).toString('base64');
      return `<ofd:Reference FileRef="/${name}"><ofd:CheckValue>${digest}</ofd:CheckValue></ofd:Reference>`;
    });
  const time = new Date(nowMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const signature = file(
    `<ofd:Signature ${OFD}><ofd:SignedInfo><ofd:Provider ProviderName="TONGBAN-DEMO" Version="1"/><ofd:SignatureMethod>${SM2_SM3}</ofd:SignatureMethod><ofd:SignatureDateTime>${time}</ofd:SignatureDateTime><ofd:References CheckMethod="1.2.156.10197.1.401">${references.join('')}</ofd:References></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>`,
  );
  const entrance = Buffer.from(files['OFD.xml'] as Uint8Array).toString();
  return {
    ...files,
    'OFD.xml': strToU8(
      entrance.replace(
        '</ofd:DocBody>',
        '<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>',
      ),
    ),
    'Doc_0/Signs/Signatures.xml': file(
      `<ofd:Signatures ${OFD}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal" BaseLoc="/${SIGN}/Signature.xml"/></ofd:Signatures>`,
    ),
    [`${SIGN}/Signature.xml`]: signature,
    [`${SIGN}/SignedValue.dat`]: sesSignature(ciphers.sm3(signature), seal, nowMs, random),
  };
}

/** The package as bytes; the same files give the same bytes. */
export function ofdOf(files: OfdFiles): Uint8Array {
  return zipSync(files, { mtime: ZIP_TIME });
}

function sesSignature(hash: Uint8Array, seal: DemoSeal, nowMs: number, random: RandomBytes): Uint8Array {
  const sign = ciphers.sm2Signer(seal.privateKey, random, { form: 'der' });
  const time = () => new GeneralizedTime({ valueDate: new Date(nowMs) });
  const fingerprint = createHash('sha256').update(seal.certificate).digest();
  const header = sequence(new IA5String({ value: 'ES' }), integer(4), new IA5String({ value: 'TONGBAN' }));
  const certificates = sequence(octets(ciphers.sm3(fingerprint)));
  const property = sequence(
    integer(1),
    new Utf8String({ value: seal.holder }),
    integer(1),
    certificates,
    time(),
    time(),
    time(),
  );
  const picture = sequence(
    new IA5String({ value: 'PNG' }),
    octets(new Uint8Array()),
    integer(40),
    integer(40),
  );
  const info = sequence(header, new IA5String({ value: 'DEMO-1' }), property, picture);
  const eseal = sequence(info, octets(seal.certificate), oid(SM2_SM3), bits(sign(der(info))));
  const toSign = sequence(
    integer(4),
    eseal,
    time(),
    bits(hash),
    new IA5String({ value: `/${SIGN}/Signature.xml` }),
  );
  const value = bits(sign(der(toSign)));
  return der(sequence(toSign, octets(seal.certificate), oid(SM2_SM3), value));
}

type Block = BaseBlock;
const sequence = (...value: Block[]) => new Sequence({ value });
const oid = (value: string) => new ObjectIdentifier({ value });
const integer = (value: number) => new Integer({ value });
const bits = (valueHex: Uint8Array) => new BitString({ valueHex });
const octets = (valueHex: Uint8Array) => new OctetString({ valueHex });
const der = (block: Block) => new Uint8Array(block.toBER());
