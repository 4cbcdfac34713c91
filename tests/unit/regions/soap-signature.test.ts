import { createHash, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { openEnvelope } from '../../../electron/regions/adapters/soap/envelope.ts';
import type { Account } from '../../../electron/regions/adapters/soap/keys.ts';
import { requestEnvelope } from '../../../electron/regions/adapters/soap/request.ts';
import { verifyEnvelope } from '../../../electron/regions/adapters/soap/verify.ts';
import { canonical } from '../../../electron/regions/adapters/soap/xml/index.ts';
import { AT } from '../../support/region-requests.ts';
import { type AnswerParts, C14N, DS, SOAP, signedAnswer, WSSE, WSU } from '../../support/soap-answers.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ECDSA = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

const request = {
  operation: 'submit' as const,
  key: 'key <&> 1',
  session: null,
  fields: { name: '张伟\r\n\t"', n: 1, list: [{ a: null }] },
};

const envelopeOf = (account: Account, version: '1.1' | '1.2' = '1.1') =>
  requestEnvelope({
    ...{ request, requestId: 'r'.repeat(32), version, namespace: 'urn:tongban:region:1', account, nowMs: AT },
    random: (count) => new Uint8Array(count).fill(7),
  });

describe('what we send', () => {
  it.each([
    ['RSA', rsa],
    ['ECDSA', ec],
  ])('is signed with %s as xml-crypto verifies it, Body and Timestamp', async (_, pair) => {
    for (const version of ['1.1', '1.2'] as const) {
      const xml = await envelopeOf({ by: 'signature', key: pair.privateKey, certificate: 'QUJD' }, version);
      const document = new DOMParser().parseFromString(xml, 'text/xml');
      const judge = new SignedXml({
        publicCert: pair.publicKey.export({ type: 'spki', format: 'pem' }),
        getCertFromKeyInfo: () => null,
      });
      judge.SignatureAlgorithms[ECDSA] = class {
        getAlgorithmName = () => ECDSA;
        getSignature = () => '';
        verifySignature = (text: string, key: unknown, value: string) =>
          verify(
            'sha256',
            Buffer.from(text),
            { key: key as string, dsaEncoding: 'ieee-p1363' },
            Buffer.from(value, 'base64'),
          );
      } as never;
      judge.loadSignature(document.getElementsByTagNameNS(DS, 'Signature')[0] as never);
      expect(judge.checkSignature(xml)).toBe(true);
      const signed = judge.getSignedReferences();
      expect(signed).toHaveLength(2);
      // What was digested stands in the envelope word for word: the canonical form needs no second writing.
      for (const text of signed) expect(xml).toContain(text);
      expect(signed.join()).toContain('<tb:submit');
      expect(signed.join()).toContain('<wsu:Created>2026-11-20T02:00:00Z</wsu:Created>');
    }
  });

  it('has the password’s digest by the UsernameToken profile', async () => {
    const xml = await envelopeOf({ by: 'password', name: 'a<b', password: 'geheim', digest: true });
    const nonce = Buffer.alloc(16, 7);
    const digest = createHash('sha1').update(nonce).update('2026-11-20T02:00:00Z').update('geheim');
    expect(xml).toContain(`#PasswordDigest">${digest.digest('base64')}</wsse:Password>`);
    expect(xml).toContain(`>${nonce.toString('base64')}</wsse:Nonce>`);
    expect(xml).toContain('<wsse:Username>a&lt;b</wsse:Username>');
    expect(xml).not.toContain('geheim');
  });
});

function verdict(xml: string, key: KeyObject = ec.publicKey): string {
  const envelope = openEnvelope(Buffer.from(xml), '1.1');
  return envelope.ok ? verifyEnvelope(envelope.value, key) : envelope.error;
}
const answer = (change: Partial<AnswerParts> = {}) =>
  signedAnswer({ key: ec.privateKey, content: '<tb:pingResponse>good</tb:pingResponse>', ...change });
const once = (text: string, from: string, to: string) => {
  expect(text.split(from)).toHaveLength(2);
  return text.replace(from, to);
};

describe('what the region signed', () => {
  it('is believed, with RSA and ECDSA', () => {
    expect(verdict(answer())).toBe('good');
    expect(verdict(answer({ key: rsa.privateKey }), rsa.publicKey)).toBe('good');
  });

  it('is believed with a list of inclusive prefixes', () => {
    const list = `<ds:Transform Algorithm="${C14N}"><c:InclusiveNamespaces xmlns:c="${C14N}" PrefixList=""/></ds:Transform>`;
    expect(verdict(answer({ transforms: list }))).toBe('good');
  });

  it('is believed as xml-crypto signs it', () => {
    const plain = `<s:Envelope xmlns:s="${SOAP['1.1']}" xmlns:u="${WSU}"><s:Header><w:Security xmlns:w="${WSSE}"><u:Timestamp u:Id="T"><u:Created>2026-11-20T02:00:00Z</u:Created></u:Timestamp></w:Security></s:Header><s:Body u:Id="B"><r xmlns="urn:1">x &amp; y</r></s:Body></s:Envelope>`;
    const signer = new SignedXml({
      privateKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      idMode: 'wssecurity',
    });
    signer.canonicalizationAlgorithm = C14N;
    signer.signatureAlgorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
    for (const name of ['Body', 'Timestamp'])
      signer.addReference({
        xpath: `//*[local-name(.)='${name}']`,
        transforms: [C14N],
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      });
    signer.computeSignature(plain, {
      location: { reference: "//*[local-name(.)='Security']", action: 'append' },
    });
    const xml = signer.getSignedXml();
    expect(verdict(xml, rsa.publicKey)).toBe('good');
    expect(verdict(once(xml, 'x &amp; y', 'x &amp; z'), rsa.publicKey)).toBe('wrong');
  });

  it.each([
    ['another’s key', () => answer({ key: stranger.privateKey })],
    ['a changed Body', () => once(answer(), '>good<', '>evil<')],
    ['a changed Timestamp', () => once(answer(), '02:00:00Z', '03:00:00Z')],
    ['an attribute more on the Body', () => once(answer(), '<s:Body ', '<s:Body a="1" ')],
    [
      'a Body of another namespace',
      () => once(answer(), '<tb:pingResponse>', '<tb:pingResponse xmlns:tb="urn:evil">'),
    ],
    ['only the Body', () => answer({ signs: ['Body-1'] })],
    ['only the Timestamp', () => answer({ signs: ['TS-1'] })],
    ['the Body twice', () => answer({ signs: ['TS-1', 'Body-1', 'Body-1'] })],
    ['SHA-1 as signature', () => answer({ signatureMethod: `${DS}rsa-sha1` })],
    ['HMAC as signature', () => answer({ signatureMethod: `${DS}hmac-sha1` })],
    ['the other key’s algorithm', () => answer({ signatureMethod: ECDSA.replace('ecdsa', 'rsa') })],
    ['SHA-1 as digest', () => answer({ digestMethod: `${DS}sha1` })],
    ['no transform', () => answer({ transforms: '' })],
    [
      'inclusive canonicalisation',
      () =>
        answer({ transforms: `<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>` }),
    ],
    [
      'an XSLT',
      () => answer({ transforms: `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>` }),
    ],
    ['two transforms', () => answer({ transforms: `<ds:Transform Algorithm="${C14N}"/>`.repeat(2) })],
    ['two signatures', () => answer().replace(/<ds:Signature .*<\/ds:Signature>/s, (one) => one + one)],
    ['no Timestamp', () => answer().replace(/<wsu:Timestamp.*?<\/wsu:Timestamp>/s, '')],
    ['two Timestamps', () => answer().replace(/<wsu:Timestamp.*?<\/wsu:Timestamp>/s, (one) => one + one)],
    ['an empty signature', () => answer().replace(/<ds:SignatureValue>.*?</s, '<ds:SignatureValue><')],
    ['a Body without an id', () => once(answer(), '<s:Body wsu:Id="Body-1">', '<s:Body>')],
  ])('is not believed with %s', (_, make) => {
    expect(verdict(make())).toBe('wrong');
  });

  it('is missed where there is no signature at all', () => {
    expect(verdict(answer().replace(/<ds:Signature .*<\/ds:Signature>/s, ''))).toBe('unsigned');
    expect(verdict(answer().replace(/<s:Header>.*<\/s:Header>/s, ''))).toBe('unsigned');
  });
});

describe('a signed answer with one change, anywhere', () => {
  const good = answer();
  const read = (xml: string) => {
    const envelope = openEnvelope(Buffer.from(xml), '1.1');
    if (!envelope.ok || verifyEnvelope(envelope.value, ec.publicKey) !== 'good') return null;
    return canonical(envelope.value.content);
  };
  const said = read(good);

  it('is not believed, or says the same', () => {
    let stillGood = 0;
    for (let at = 0; at < good.length; at++)
      for (const change of ['', 'x', '<', '"', ' ', '&#120;']) {
        const heard = read(good.slice(0, at) + change + good.slice(at + 1));
        if (heard === null) continue;
        stillGood++;
        expect(heard, `${at} ${change}`).toBe(said);
      }
    // White space in tags, names of what nobody reads: some changes are none.
    expect(stillGood).toBeLessThan(good.length / 2);
  });

  it('any part taken out or put in twice: the same', () => {
    const places = [...good.matchAll(/</g)].map(({ index }) => index);
    for (const from of places)
      for (const to of places.filter((place) => place > from)) {
        const part = good.slice(from, to);
        for (const xml of [good.slice(0, from) + good.slice(to), good.slice(0, to) + part + good.slice(to)]) {
          const heard = read(xml);
          if (heard !== null) expect(heard).toBe(said);
        }
      }
  });
});

describe('a signed Body that was moved', () => {
  const good = answer();
  const body = /<s:Body.*<\/s:Body>/s.exec(good)?.[0] as string;
  const evil = (id: string) => `<s:Body${id}><tb:pingResponse>evil</tb:pingResponse></s:Body>`;
  const swapped = (id: string) => good.replace(body, evil(id));

  it.each([
    ['into a header', (id: string) => swapped(id).replace('<s:Header>', `<s:Header><x>${body}</x>`)],
    [
      'into the Security block',
      (id: string) => swapped(id).replace('</wsse:Security>', `${body}</wsse:Security>`),
    ],
    [
      'into the signature',
      (id: string) => swapped(id).replace('</ds:Signature>', `<ds:Object>${body}</ds:Object></ds:Signature>`),
    ],
    [
      'into the false Body',
      (id: string) => swapped(id).replace('evil</tb:pingResponse>', `evil${body}</tb:pingResponse>`),
    ],
  ])('%s proves nothing', (_, make) => {
    for (const id of ['', ' wsu:Id="Body-1"', ' wsu:Id="Body-2"', ' Id="Body-1"', ' xml:id="Body-1"'])
      expect(verdict(make(id))).toBe('wrong');
  });

  it.each([
    ['a second Body', good.replace(body, evil('') + body)],
    ['a Body after the signed one', good.replace(body, body + evil(''))],
    ['a Header after the Body', good.replace('</s:Envelope>', '<s:Header/></s:Envelope>')],
    ['two elements in the Body', good.replace('</s:Body>', '<tb:more/></s:Body>')],
    ['text beside the element', good.replace('</s:Body>', 'text</s:Body>')],
    ['a second Security block', good.replace('</s:Header>', '<wsse:Security/></s:Header>')],
    [
      'a Body of another version',
      good
        .replaceAll(/(<\/?)s:Body/g, '$1t:Body')
        .replace('<s:Envelope', `<s:Envelope xmlns:t="${SOAP['1.2']}"`),
    ],
  ])('%s is no envelope', (_, xml) => {
    expect(verdict(xml)).toBe('envelope');
  });

  it('a Security block for somebody else is not looked at', () => {
    expect(verdict(good.replace('</s:Header>', '<wsse:Security s:actor="urn:other"/></s:Header>'))).toBe(
      'good',
    );
    expect(verdict(once(good, '<wsse:Security>', '<wsse:Security s:actor="urn:other">'))).toBe('unsigned');
  });

  it('a header that must be understood is not passed over', () => {
    expect(verdict(answer({ headers: '<x s:mustUnderstand="1"/>' }))).toBe('must-understand');
    expect(verdict(answer({ headers: '<x s:mustUnderstand="0"/><y/>' }))).toBe('good');
  });

  it.each([
    ['xml-markup', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${good}`],
    ['xml-markup', good.replace('>good<', '>go<!-- -->od<')],
    ['xml-syntax', good.replace('>good<', '>&e;<')],
    ['xml-syntax', '<html>'],
  ])('%s: what is no plain document is not read', (problem, xml) => {
    expect(verdict(xml)).toBe(problem);
  });

  it('bytes that are not UTF-8 are not read', () => {
    const envelope = openEnvelope(Buffer.from(good.replace('good', 'g\u00fcd'), 'latin1'), '1.1');
    expect(envelope.ok ? null : envelope.error).toBe('xml-utf8');
  });
});
