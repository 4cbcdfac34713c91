import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../electron/core/index.ts';
import {
  certificatesOfPem,
  createPress,
  defaultFontFiles,
  loadSeal,
  type SealVerdict,
  sealOfPem,
  type Trust,
  verifySeals,
} from '../../../../electron/documents/index.ts';
import { pdfSignatures } from '../../../../electron/documents/integrity/pdf-signatures.ts';
import { countingRandom } from '../../../support/memory-store.ts';
import { SealAuthority, type SealFiles } from '../../../support/seal-authority.ts';
import { sampleReceipt } from '../samples.ts';

const FIXTURE = join(import.meta.dirname, '../../../fixtures/sealed-by-pyhanko');
const DAY_MS = 86_400_000;
const random = countingRandom('seals');

let authority: SealAuthority;
let smAuthority: SealAuthority;
let trusted: Trust;
let now: number;
let plain: Uint8Array;
const files: Record<string, SealFiles> = {};
const sealed: Record<string, Uint8Array> = {};

beforeAll(async () => {
  authority = new SealAuthority();
  smAuthority = new SealAuthority('sm2');
  for (const name of ['rsa', 'ecdsa', 'weak'] as const) files[name] = authority.seal(name);
  files.sm2 = smAuthority.seal('sm2');
  trusted = await trust(authority.root + smAuthority.root, 0);
  // OpenSSL dates a certificate by the clock of the machine.
  const [, end = ''] = /notAfter=(.*)/.exec(authorityDates()) ?? [];
  now = Date.parse(end) - 800 * DAY_MS;
  trusted = { ...trusted, at: now };
  plain = await page();
  for (const name of ['rsa', 'ecdsa', 'sm2']) sealed[name] = await sealedBy(name, plain);
}, 30_000);
afterAll(() => {
  authority.close();
  smAuthority.close();
});

function authorityDates(): string {
  return execFileSync('openssl', ['x509', '-in', join(authority.folder, 'rsa.pem'), '-noout', '-dates'], {
    encoding: 'utf8',
  });
}

async function page(streams = false): Promise<Uint8Array> {
  const made = await PDFDocument.create();
  made.addPage([200, 100]);
  return made.save({ useObjectStreams: streams });
}

async function trust(pem: string, at: number): Promise<Trust> {
  const read = await certificatesOfPem(pem);
  if (!read.ok) throw new Error(read.error.message);
  return { certificates: read.value, at };
}

async function sealedBy(name: string, pdf: Uint8Array): Promise<Uint8Array> {
  const seal = await sealOfPem(files[name] as SealFiles, { random, now });
  if (!seal.ok) throw new Error(seal.error.message);
  return seal.value.seal(pdf, { reason: 'Submission receipt', sealedAt: now });
}

const verdicts = async (pdf: Uint8Array, over: Partial<Trust> = {}) =>
  (await verifySeals(pdf, { ...trusted, ...over })).map(({ state, fault, later }: SealVerdict) =>
    [state, fault, later].join(' '),
  );

/** The file with some bytes changed. */
function changed(pdf: Uint8Array, at: number, bytes: string): Uint8Array {
  const copy = Buffer.from(pdf);
  copy.write(bytes, at, 'latin1');
  return copy;
}

const text = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

describe('a seal', () => {
  it.each(['rsa', 'ecdsa', 'sm2'])(
    'by %s is good, and leaves the bytes before it as they were',
    async (name) => {
      const pdf = sealed[name] as Uint8Array;
      expect(await verdicts(pdf)).toEqual(['good  nothing']);
      const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
      expect(sha256(pdf.subarray(0, plain.length))).toBe(sha256(plain));
    },
  );

  it('says who made it and when', async () => {
    const [verdict] = await verifySeals(sealed.rsa as Uint8Array, trusted);
    expect(verdict).toMatchObject({
      number: 1,
      claimedAt: now - (now % 1000),
      method: 'sha256 with RSA',
      certificate: { subject: 'Sample seal rsa', issuer: 'Sample root' },
    });
  });

  it('goes on a file whose objects are compressed, and on one that is sealed already', async () => {
    expect(await verdicts(await sealedBy('ecdsa', await page(true)))).toEqual(['good  nothing']);
    expect(await verdicts(await sealedBy('ecdsa', sealed.rsa as Uint8Array))).toEqual([
      'good  sealed',
      'good  nothing',
    ]);
  });

  it('is believed by name, without an authority', async () => {
    expect(await verdicts(sealed.rsa as Uint8Array, await trust(files.rsa?.certificates ?? '', now))).toEqual(
      ['good  nothing'],
    );
  });

  it('is not there in a file without one', async () => {
    expect(await verdicts(plain)).toEqual([]);
    expect(await verdicts(Buffer.from('nothing of a PDF'))).toEqual([]);
  });
});

describe('other software', () => {
  it.each(['rsa', 'ecdsa'])('poppler and OpenSSL call a seal by %s valid', (name) => {
    const pdf = sealed[name] as Uint8Array;
    const file = join(authority.folder, `${name}.pdf`);
    writeFileSync(file, pdf);
    const report = execFileSync('pdfsig', ['-nocert', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(report).toContain('Signature is Valid');
    expect(report).toContain('Total document signed');
    const [signature] = pdfSignatures(pdf);
    const [, before = 0, from = 0] = signature?.range ?? [];
    writeFileSync(`${file}.p7s`, signature?.contents ?? '');
    writeFileSync(`${file}.content`, Buffer.concat([pdf.subarray(0, before), pdf.subarray(from)]));
    const verify = (...more: string[]) =>
      execFileSync(
        'openssl',
        [
          ...[
            'cms',
            '-verify',
            '-binary',
            '-inform',
            'DER',
            '-in',
            `${file}.p7s`,
            '-content',
            `${file}.content`,
          ],
          ...['-CAfile', join(authority.folder, 'root.pem'), '-purpose', 'any', '-out', '/dev/null', ...more],
        ],
        { stdio: 'ignore' },
      );
    expect(() => verify('-cades')).not.toThrow();
    writeFileSync(`${file}.content`, 'another');
    expect(() => verify()).toThrow();
  });

  it('and its seals are good here: ECDSA, then RSA-PSS', async () => {
    const pdf = readFileSync(join(FIXTURE, 'sealed.pdf'));
    const theirs = await trust(readFileSync(join(FIXTURE, 'root.pem'), 'utf8'), Date.UTC(2027, 0, 1));
    expect(
      (await verifySeals(pdf, theirs)).map(({ state, method, later }) => [state, method, later]),
    ).toEqual([
      ['good', 'sha256 with ECDSA', 'sealed'],
      ['good', 'sha256 with RSA', 'nothing'],
    ]);
  });
});

describe('what is wrong is named', () => {
  it('one altered byte', async () => {
    const pdf = sealed.rsa as Uint8Array;
    const at = text(pdf).indexOf('/MediaBox [') + '/MediaBox [ 0 0 '.length;
    expect(await verdicts(changed(pdf, at, '9'))).toEqual(['broken altered nothing']);
  });

  it('every byte outside the signature counts: before, in and after its dictionary', async () => {
    const pdf = sealed.ecdsa as Uint8Array;
    const [signature] = pdfSignatures(pdf);
    const [, before = 0, from = 0] = signature?.range ?? [];
    for (let at = 20; at < pdf.length; at += 97) {
      if (at >= before && at < from) continue;
      const copy = Uint8Array.from(pdf);
      copy[at] = (copy[at] as number) ^ 1;
      expect(await verdicts(copy), `byte ${at}`).not.toContain('good  nothing');
    }
  });

  it('a file that is cut off', async () => {
    const pdf = sealed.rsa as Uint8Array;
    expect(await verdicts(pdf.subarray(0, -20))).toEqual(['broken cut-off other']);
  });

  it('a change that was appended after the seal', async () => {
    const document = await PDFDocument.load(sealed.rsa as Uint8Array, { forIncrementalUpdate: true });
    document.getPage(0).drawText('another sum');
    expect(await verdicts(await document.commit({ useObjectStreams: false }))).toEqual([
      'broken appended other',
    ]);
  });

  it('a change that was appended, and covered by the seal of somebody else', async () => {
    const stranger = new SealAuthority();
    try {
      files.stranger = stranger.seal('ecdsa');
      const document = await PDFDocument.load(sealed.rsa as Uint8Array, { forIncrementalUpdate: true });
      document.getPage(0).drawText('another sum');
      const pdf = await sealedBy('stranger', await document.commit({ useObjectStreams: false }));
      expect(await verdicts(pdf)).toEqual(['broken appended other', 'unproven untrusted nothing']);
    } finally {
      stranger.close();
    }
  });

  it('a signature that was taken from another file', async () => {
    const other = await PDFDocument.load(plain);
    other.addPage();
    const theirs = await sealedBy('rsa', await other.save({ useObjectStreams: false }));
    const [mine] = pdfSignatures(sealed.rsa as Uint8Array);
    const [from] = pdfSignatures(theirs);
    const hex = Buffer.from(from?.contents ?? '').toString('hex');
    expect(await verdicts(changed(sealed.rsa as Uint8Array, (mine?.range[1] ?? 0) + 1, hex))).toEqual([
      'broken altered nothing',
    ]);
  });

  it('a signature by another key under the same certificate', async () => {
    const pdf = sealed.ecdsa as Uint8Array;
    const [signature] = pdfSignatures(pdf);
    const last = (signature?.range[1] ?? 0) + 1 + (signature?.contents.length ?? 0) * 2 - 2;
    const digit = text(pdf)[last] === '0' ? '1' : '0';
    expect(await verdicts(changed(pdf, last, digit))).toEqual(['broken forged nothing']);
  });

  it('a range that leaves out more than the signature', async () => {
    const pdf = sealed.rsa as Uint8Array;
    const [, range = ''] = /\/ByteRange \[0 (\d+ \d+ \d+)/.exec(text(pdf)) ?? [];
    const [before = 0, from = 0, after = 0] = range.split(' ').map(Number);
    const shifted = `${before} ${from + 1} ${after - 1}`.padEnd(range.length);
    expect(await verdicts(changed(pdf, text(pdf).indexOf(range), shifted))).toEqual(['broken range nothing']);
    expect(await verdicts(changed(pdf, text(pdf).indexOf('/ByteRange [0') + 12, '1'))).toEqual([
      'broken range nothing',
    ]);
  });

  it('a certificate that nobody vouches for, has run out, or is not valid yet', async () => {
    const pdf = sealed.rsa as Uint8Array;
    expect(await verdicts(pdf, { certificates: [] })).toEqual(['unproven untrusted nothing']);
    expect(await verdicts(pdf, { at: now + 900 * DAY_MS })).toEqual(['unproven expired nothing']);
    expect(await verdicts(pdf, { at: now - 200 * DAY_MS })).toEqual(['unproven not-yet-valid nothing']);
  });

  it('a certificate that is not for signing', async () => {
    files.rsa2 = authority.seal('rsa', 'keyEncipherment');
    expect(await verdicts(await sealedBy('rsa2', plain))).toEqual(['unproven not-for-signing nothing']);
  });

  it('a seal that is no signature, and one of a kind that is not known here', async () => {
    const pdf = sealed.rsa as Uint8Array;
    const [signature] = pdfSignatures(pdf);
    expect(await verdicts(changed(pdf, (signature?.range[1] ?? 0) + 1, 'ffff'))).toEqual([
      'broken malformed nothing',
    ]);
    expect(await verdicts(changed(pdf, text(pdf).indexOf('ETSI.CAdES.detached'), 'ETSI.RFC3161 '))).toEqual([
      'unknown unsupported nothing',
    ]);
  });
});

describe('a seal is not made', () => {
  const why = async (seal: SealFiles, at = now) => {
    const made = await sealOfPem(seal, { random, now: at });
    return made.ok ? 'made' : made.error.message;
  };
  it('with a key that does not belong to the certificate', async () => {
    const { rsa, ecdsa, sm2 } = files as Record<string, SealFiles>;
    const mixed = { key: ecdsa?.key ?? '', certificates: rsa?.certificates ?? '' };
    expect(await why(mixed)).toContain('does not belong to its certificate');
    expect(await why({ ...mixed, key: sm2?.key ?? '' })).toContain('does not belong to its certificate');
  });
  it('with a key that is too short, a text that is none, or no certificate', async () => {
    expect(await why(files.weak as SealFiles)).toContain('of a kind that does not seal');
    const rsa = files.rsa as SealFiles;
    expect(await why({ ...rsa, key: 'none' })).toContain('no private key');
    expect(await why({ ...rsa, certificates: 'none' })).toContain('no certificate in PEM');
  });
  it('from files that are not there, or a key that others may read', async () => {
    const [key, certificates] = [join(authority.folder, 'rsa.key'), join(authority.folder, 'rsa.pem')];
    chmodSync(key, 0o600);
    expect(await loadSeal({ key, certificates }, random)).toMatchObject({
      ok: true,
      value: { signer: 'Sample seal rsa' },
    });
    expect(await loadSeal({ key, certificates: `${certificates}x` }, random)).toMatchObject({
      error: { message: expect.stringContaining('cannot be read (ENOENT)') },
    });
    chmodSync(key, 0o644);
    expect(await loadSeal({ key, certificates }, random)).toMatchObject({
      error: { message: expect.stringContaining('chmod 600') },
    });
  });
  it('with a certificate that has run out', async () => {
    expect(await why(files.rsa as SealFiles, now + 900 * DAY_MS)).toContain('has run out');
  });
});

describe('a press with a seal', () => {
  it('seals its receipts while the certificate is valid, and prints them without it afterwards', async () => {
    const seal = await sealOfPem(files.ecdsa as SealFiles, { random, now });
    if (!seal.ok) throw new Error(seal.error.message);
    const clock = new VirtualClock();
    const press = await createPress({
      fontFiles: defaultFontFiles(),
      clock,
      seal: { ...seal.value, validTo: clock.now() + DAY_MS },
    });
    expect(await verdicts(await press.receipt(sampleReceipt()))).toEqual(['good  nothing']);
    await clock.advance(2 * DAY_MS);
    expect(await verdicts(await press.receipt(sampleReceipt()))).toEqual([]);
  });
});
