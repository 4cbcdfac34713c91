import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and the certificate that it signed for itself, both as PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly certificate: string;
}

const TEN_YEARS = 10 * 365 * 86_400_000;

/** AlgorithmIdentifiers: ecdsa-with-SHA256, sha256WithRSAEncryption. */
const ALGORITHM = { ec: '300a06082a8648ce3d040302', rsa: '300d06092a864886f70d01010b0500' } as const;

/**
 * A key with a certificate (RFC 5280, version 3, no extensions): EC P-256 in a millisecond, or RSA of 2048 bits, which may
 * take a second.
 */
export function selfSigned(name: string, nowMs: number, type: 'ec' | 'rsa' = 'ec'): SelfSigned {
  const { privateKey, publicKey } =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = Buffer.from(ALGORITHM[type], 'hex');
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name, 'utf8')));
  const holder = der(0x30, der(0x31, commonName));
  const validity = der(0x30, time(nowMs - 86_400_000), time(nowMs + TEN_YEARS));
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.from([1]));
  const body = der(0x30, version, serial, algorithm, holder, validity, holder, spki);
  const signature = sign('sha256', body, privateKey);
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const certificate = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** GeneralizedTime to the second. */
const time = (ms: number) =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`));
