import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and certificates of a seal, in PEM. */
export interface SealFiles {
  readonly key: string;
  readonly certificates: string;
}

const KEYS = {
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  weak: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  ecdsa: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  sm2: ['-algorithm', 'SM2'],
} as const;
const ID = 'distid:1234567812345678';

/** A certificate authority of a test, made by OpenSSL: what it vouches for was not made by our own code. */
export class SealAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'tongban-seals-'));
  /** The certificate to trust, PEM. */
  readonly root: string;
  readonly #kind: 'ecdsa' | 'sm2';

  constructor(kind: 'ecdsa' | 'sm2' = 'ecdsa') {
    this.#kind = kind;
    this.#openssl('genpkey', ...KEYS[kind], '-out', 'root.key');
    this.#openssl(
      ...[
        'req',
        '-x509',
        '-key',
        'root.key',
        '-out',
        'root.pem',
        '-days',
        '3650',
        '-subj',
        '/CN=Sample root',
      ],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
      ...(kind === 'sm2' ? ['-sm3', '-sigopt', ID] : []),
    );
    this.root = this.read('root.pem');
  }

  /** A seal that it vouches for, for 900 days from now. */
  seal(name: keyof typeof KEYS, usage = 'digitalSignature,nonRepudiation'): SealFiles {
    const sm = this.#kind === 'sm2';
    this.#openssl('genpkey', ...KEYS[name], '-out', `${name}.key`);
    this.#openssl(
      ...['req', '-new', '-key', `${name}.key`, '-subj', `/O=Sample centre/CN=Sample seal ${name}`],
      ...['-out', `${name}.csr`],
      ...(name === 'sm2' ? ['-sm3', '-sigopt', ID] : []),
    );
    writeFileSync(
      join(this.folder, 'ext'),
      `keyUsage=critical,${usage}\nbasicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n`,
    );
    this.#openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial'],
      ...['-days', '900', '-extfile', 'ext', '-out', `${name}.pem`],
      ...(sm ? ['-sm3', '-sigopt', ID, '-vfyopt', ID] : []),
    );
    return { key: this.read(`${name}.key`), certificates: this.read(`${name}.pem`) };
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: ['ignore', 'ignore', 'ignore'] });
  }
}
