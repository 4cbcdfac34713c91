import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ok, type Result } from '../../core/index.ts';
import {
  certificatesOfPem,
  type Digests,
  digestsOf,
  examineResult,
  type FileKind,
  fileKind,
  type MachineKey,
  machineKeyOfPem,
  readVerificationText,
  type SealVerdict,
  type TrustedCertificate,
  type VerificationText,
  verifySeals,
} from '../../documents/index.ts';
import { contradicted, type Findings, NOTHING, open, together } from './findings.ts';
import { machineSigners } from './key.ts';
import { type Complaint, type Context, complain, counted, type Outcome } from './types.ts';
import { recordFindings } from './verify-record.ts';
import { sealFindings } from './verify-seals.ts';
import { textFindings } from './verify-text.ts';

/** Bytes of a file that is looked at: it is held in memory whole. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Bytes of a text, a key or a list of certificates. */
const MOST_SMALL_BYTES = 1024 * 1024;

const KINDS: Readonly<Record<FileKind, string>> = {
  pdf: 'a PDF document',
  ofd: 'an OFD document',
  zip: 'a ZIP archive',
  jpeg: 'a JPEG picture',
  png: 'a PNG picture',
  'sealed-file': 'a sealed file of Tongban, for its recipient alone',
  text: 'a text',
  other: 'a file of an unknown kind',
};

/** `verify FILE`: what a file is, and whether its text, the machine and its seals bear it out. */
export async function verify(context: Context): Promise<Outcome> {
  const { world, options, words } = context;
  const [path, ...more] = words;
  if (path === undefined || more.length > 0) return complain('verify looks at one file: verify FILE', 2);
  const bytes = read(path, MOST_BYTES);
  if (!bytes.ok) return bytes;
  const given = await givenBy(context);
  if (!given.ok) return given;
  const { text, named, trusted } = given.value;
  const digests = digestsOf(bytes.value);
  const file = await about(bytes.value);
  const machine = options.data === undefined ? ok([]) : machineSigners(world, options.data);
  // Without the key text the record can be looked at all the same.
  const keys = { named, machine: machine.ok ? machine.value : [] };
  const record =
    options.data === undefined ? ok(NOTHING) : recordFindings(world, options.data, digests, text);
  if (!record.ok) return record;
  const seals =
    file.kind === 'pdf'
      ? await verifySeals(bytes.value, { certificates: trusted, at: world.clock.now() })
      : [];
  const findings = together(
    file.findings,
    text ? textFindings(text, digests, keys) : NOTHING,
    machine.ok ? NOTHING : open(`the machine's key cannot be read: ${machine.error.message}`),
    record.value,
    file.kind === 'pdf' ? sealFindings(seals) : NOTHING,
  );
  return ok(answer(basename(path), file, digests, text, seals, findings));
}

interface Given {
  readonly text: VerificationText | null;
  readonly named: MachineKey | null;
  readonly trusted: readonly TrustedCertificate[];
}

/** What stands in the options, read; a wrong one is a complaint, so that a slip of the pen proves nothing. */
async function givenBy({ options }: Context): Promise<Result<Given, Complaint>> {
  const text = options.text === undefined ? ok(null) : textOf(options.text);
  if (!text.ok) return text;
  const named = options.key === undefined ? ok(null) : keyOf(options.key);
  if (!named.ok) return named;
  const trusted = options.trust === undefined ? ok([]) : await trustOf(options.trust);
  if (!trusted.ok) return trusted;
  return ok({ text: text.value, named: named.value, trusted: trusted.value });
}

function textOf(given: string): Result<VerificationText, Complaint> {
  const isFile = !given.includes('\n') && existsSync(given);
  const content = isFile ? read(given, MOST_SMALL_BYTES) : ok(Buffer.from(given));
  if (!content.ok) return content;
  const parsed = readVerificationText(content.value.toString('utf8'));
  if (parsed.ok) return parsed;
  const where = isFile ? basename(given) : '--text (which names no file)';
  return complain(`${where} is no verification text: ${parsed.error.message}`, 2);
}

function keyOf(path: string): Result<MachineKey, Complaint> {
  const pem = read(path, MOST_SMALL_BYTES);
  if (!pem.ok) return pem;
  const parsed = machineKeyOfPem(pem.value.toString('utf8'));
  return parsed.ok ? parsed : complain(`${basename(path)}: ${parsed.error.message}`, 2);
}

async function trustOf(path: string): Promise<Result<readonly TrustedCertificate[], Complaint>> {
  const pem = read(path, MOST_SMALL_BYTES);
  if (!pem.ok) return pem;
  const parsed = await certificatesOfPem(pem.value.toString('utf8'));
  return parsed.ok ? parsed : complain(`${basename(path)}: ${parsed.error.message}`, 2);
}

function read(path: string, most: number): Result<Buffer, Complaint> {
  try {
    if (statSync(path).size > most)
      return complain(`${basename(path)} is larger than ${most >> 20} MB: it is no paper of ours`, 2);
    return ok(readFileSync(path));
  } catch (error) {
    return complain(`${basename(path)} cannot be read (${(error as NodeJS.ErrnoException).code})`, 2);
  }
}

interface About {
  readonly kind: FileKind;
  readonly bytes: number;
  readonly title: string | null;
  readonly pages: number | null;
  readonly findings: Findings;
}

async function about(bytes: Uint8Array): Promise<About> {
  const kind = fileKind(bytes);
  const bare = { kind, bytes: bytes.length, title: null, pages: null, findings: NOTHING };
  if (kind !== 'pdf' && kind !== 'ofd') return bare;
  const looked = await examineResult(bytes, null);
  if (!looked.ok)
    return { ...bare, findings: open(`it is not whole, or more than it should be (${looked.error.code})`) };
  const { title, pages, seals } = looked.value;
  const broken = seals.filter(({ state }) => state === 'broken').length;
  const findings =
    broken > 0
      ? contradicted(`${counted(broken, 'seal')} of the OFD: what was sealed has been changed`)
      : seals.length > 0
        ? open(
            `${counted(seals.length, 'seal')} of the OFD: mathematically right, by whom is not proven here`,
          )
        : NOTHING;
  return { ...bare, title, pages, findings };
}

function answer(
  name: string,
  { findings: _, ...file }: About,
  digests: Digests,
  text: VerificationText | null,
  seals: readonly SealVerdict[],
  findings: Findings,
) {
  const verdict =
    findings.contradicted.length > 0
      ? 'contradicted'
      : findings.proven.length > 0
        ? 'proven'
        : 'nothing-proven';
  const pages = file.pages === null ? '' : `, ${counted(file.pages, 'page')}`;
  const title = file.title ? `, “${file.title}”` : '';
  return {
    lines: [
      `${name}: ${KINDS[file.kind]}${title}${pages}, ${file.bytes} bytes`,
      `SHA-256 ${digests.sha256}`,
      `SM3     ${digests.sm3}`,
      ...(text ? [`text    ${text.paper}`, ...text.lines.map((line) => `        ${line}`)] : []),
      ...findings.proven.map((line) => `proven        ${line}`),
      ...findings.contradicted.map((line) => `CONTRADICTED  ${line}`),
      ...findings.open.map((line) => `not proven    ${line}`),
      SUMMARY[verdict],
    ],
    data: { verdict, file: { name, ...file }, ...digests, text: text && factsOf(text), seals, ...findings },
    ...(verdict === 'proven' ? {} : { exitCode: verdict === 'contradicted' ? (1 as const) : (2 as const) }),
  };
}

const SUMMARY = {
  proven: 'what is said to be proven is, and nothing speaks against it',
  contradicted: 'something speaks against this file: do not rely on it',
  'nothing-proven':
    'nothing is proven: name a text with its key, the machine’s data, or certificates to trust',
} as const;

function factsOf({ version, paper, site, number, time, sha256, sm3, signature }: VerificationText) {
  return { version, paper, site, number, time, sha256, sm3, keyId: signature?.keyId ?? null };
}
