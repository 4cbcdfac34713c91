/**
 * The verification text (核验文本), version TB2: what the QR code on a paper holds. It is read without a network, and by a
 * person without any program; with the machine's public key anybody can prove that the machine said it.
 *
 * ```
 * 通办回执 Tongban receipt TB2
 * 网点 Site 北京城市副中心政务服务中心 B017
 * 编号 No. B017-261121-0001-7
 * 时间 Time 2026-11-21T02:20:00Z
 * 文件 File SHA-256 (64 digits)
 * 文件 File SM3 (64 digits)
 * 签名 Signature Ed25519 (16 digits) (103 characters)
 * ```
 *
 * **Form.** UTF-8 without a byte order mark, lines ended by LF, none after the last. The first line ends in ` TB2`; before
 * it stands what the paper is. Every line but the first and the last is `label`, a space, `value`; labels are those of
 * `LABELS`, each at most once, in any order; a line whose label is not known is read as it is. No line is empty.
 *
 * **Values.** Site: its Chinese name, a space, the machine's code of four characters. Time: RFC 3339 in UTC, whole seconds.
 * Digests: upper-case hexadecimal (a QR code packs it better), of the whole file; SM3 by GB/T 32905.
 *
 * **Signature.** The last line; a text without it is not signed and proves nothing. `Ed25519` (RFC 8032) or `SM2`
 * (GB/T 32918.2 over SM3, user id 1234567812345678, r ‖ s); then the first 8 bytes of SHA-256 of the raw public key (32
 * bytes, or 65 of SM2: 04 ‖ x ‖ y) in upper-case hexadecimal; then the 64 bytes of the signature in base 32 (RFC 4648 §6,
 * without padding, unused bits 0). What is signed is ASCII `tongban verification text 2`, a zero byte, and all bytes of
 * the text before the LF in front of the last line. Nothing else of the last line is free: it has one spelling.
 *
 * **TB1**, before it, had no signature: first line `通办回执 TB1`, labels `网点`, `收件号`, `提交`, `SHA-256` in lower case;
 * on packages `通办包裹 TBC1`, with `包裹号` and `封装`.
 *
 * Nothing personal stands in either.
 */
import type { Text } from '../../contract/index.ts';
import { err, ok, type Result } from '../../core/index.ts';
import { base32Of, bytesOfBase32 } from './base32.ts';
import type { MachineKey, MachineSigner, SignatureMethod } from './machine-key.ts';

/** Labels of TB2. */
const LABELS = {
  site: '网点 Site',
  number: '编号 No.',
  time: '时间 Time',
  sha256: '文件 File SHA-256',
  sm3: '文件 File SM3',
} as const;
/** Labels of TB1 and of its sister for packages, TBC1. */
const OLD_LABELS: Readonly<Record<keyof typeof LABELS, readonly string[]>> = {
  site: ['网点'],
  number: ['收件号', '包裹号'],
  time: ['提交', '封装'],
  sha256: ['SHA-256'],
  sm3: [],
};
type FactName = keyof typeof LABELS;

const CONTEXT = Buffer.from('tongban verification text 2\0');
const SIGNATURE = /^签名 Signature (Ed25519|SM2) ([0-9A-F]{16}) ([A-Z2-7]{103})$/;
const SIGNATURE_LABEL = '签名';
/** Characters of a text; a QR code holds fewer. */
const MOST_CHARACTERS = 4000;
/** Characters of a site's name that go into a text, so that its QR code stays readable on paper. */
const SITE_CHARACTERS = 24;

export interface VerificationFacts {
  /** What the paper is: 通办回执, Tongban receipt. */
  readonly paper: Text;
  readonly site: Text;
  readonly machineCode: string;
  readonly number: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the file that the paper names, hex. Null where it names none. */
  readonly sha256: string | null;
  readonly sm3: string | null;
  /** Further lines, label and value. */
  readonly more?: readonly (readonly [string, string])[];
}

/** A text as it was read; nothing of it is proven yet. */
export interface VerificationText {
  readonly version: 1 | 2;
  /** The first line without its version. */
  readonly paper: string;
  /** Site and machine, number and time as they stand there; null where the text names none. */
  readonly site: string | null;
  readonly number: string | null;
  readonly time: string | null;
  /** Lower-case hex. */
  readonly sha256: string | null;
  readonly sm3: string | null;
  /** Every line between the first and the signature. */
  readonly lines: readonly string[];
  readonly signature: TextSignature | null;
}

export interface TextSignature {
  readonly method: SignatureMethod;
  /** The first 16 digits of the key's id, lower case. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
  /** What is signed. */
  readonly message: Uint8Array;
}

/** The text of these facts, signed where there is a signer. */
export function verificationText(facts: VerificationFacts, signer?: MachineSigner): string {
  const site = [...facts.site['zh-CN']].slice(0, SITE_CHARACTERS).join('');
  const body = [
    `${facts.paper['zh-CN']} ${facts.paper.en} TB2`,
    `${LABELS.site} ${site} ${facts.machineCode}`,
    `${LABELS.number} ${facts.number}`,
    `${LABELS.time} ${new Date(facts.at).toISOString().replace(/\.\d+/, '')}`,
    ...(facts.more ?? []).map(([label, value]) => `${label} ${value}`),
    ...(facts.sha256 === null ? [] : [`${LABELS.sha256} ${facts.sha256.toUpperCase()}`]),
    ...(facts.sm3 === null ? [] : [`${LABELS.sm3} ${facts.sm3.toUpperCase()}`]),
  ]
    // A name that holds a line end must not make lines of its own.
    .map((line) => line.replace(/\p{Cc}+/gu, ' '))
    .join('\n');
  if (!signer) return body;
  const signature = base32Of(signer.sign(messageOf(body)));
  return `${body}\n签名 Signature ${signer.method} ${signer.id.slice(0, 16).toUpperCase()} ${signature}`;
}

/** Reads a text of either version. The error says in one line what is wrong with it. */
export function readVerificationText(text: string): Result<VerificationText, { readonly message: string }> {
  if (text.length > MOST_CHARACTERS) return err({ message: 'it is too long for a verification text' });
  // A file of it may end in a line end and, after an editor of Windows, have others.
  const plain = text.replaceAll('\r\n', '\n').replace(/\n+$/, '');
  const [first = '', ...rest] = plain.split('\n');
  const head = /^(通办.+) TB(C?1|2)$/.exec(first);
  if (!head) return err({ message: 'its first line is not that of a verification text (… TB1 or … TB2)' });
  const version = head[2] === '2' ? 2 : 1;
  const last = rest.at(-1) ?? '';
  const signed = last.startsWith(SIGNATURE_LABEL);
  const lines = signed ? rest.slice(0, -1) : rest;
  const signature = signed ? signatureOf(last, [first, ...lines].join('\n')) : null;
  if (signed && signature === null) return err({ message: 'its last line is not that of a signature' });
  const facts = factsOf(lines, version);
  if (!facts.ok) return facts;
  return ok({ version, paper: head[1] ?? '', ...facts.value, lines, signature });
}

/**
 * Whether the machine whose key this is signed the text: `signed`; `altered`: it names this key, and it is not what was
 * signed; `other-key`; `unsigned`.
 */
export function checkText(
  { signature }: VerificationText,
  key: MachineKey,
): 'signed' | 'altered' | 'other-key' | 'unsigned' {
  if (signature === null) return 'unsigned';
  if (signature.method !== key.method || !key.id.startsWith(signature.keyId)) return 'other-key';
  return key.verifies(signature.message, signature.bytes) ? 'signed' : 'altered';
}

function messageOf(body: string): Uint8Array {
  return Buffer.concat([CONTEXT, Buffer.from(body)]);
}

function signatureOf(line: string, body: string): TextSignature | null {
  const [, method, keyId = '', base32 = ''] = SIGNATURE.exec(line) ?? [];
  const bytes = bytesOfBase32(base32);
  if (bytes?.length !== 64) return null;
  return { method: method as SignatureMethod, keyId: keyId.toLowerCase(), bytes, message: messageOf(body) };
}

type Facts = Pick<VerificationText, FactName>;

function factsOf(lines: readonly string[], version: 1 | 2): Result<Facts, { readonly message: string }> {
  const facts: Record<FactName, string | null> = {
    site: null,
    number: null,
    time: null,
    sha256: null,
    sm3: null,
  };
  for (const line of lines) {
    if (line.trim() === '') return err({ message: 'it has an empty line' });
    for (const name of Object.keys(LABELS) as FactName[]) {
      const labels = version === 1 ? OLD_LABELS[name] : [LABELS[name]];
      const label = labels.find((one) => line.startsWith(`${one} `));
      if (label === undefined) continue;
      if (facts[name] !== null) return err({ message: `it names ${label} twice` });
      facts[name] = line.slice(label.length + 1);
    }
  }
  for (const name of ['sha256', 'sm3'] as const) {
    const value = facts[name];
    if (value === null) continue;
    if (!(version === 1 ? /^[0-9a-f]{64}$/ : /^[0-9A-F]{64}$/).test(value))
      return err({ message: `its ${name === 'sm3' ? 'SM3' : 'SHA-256'} is not 64 hexadecimal digits` });
    facts[name] = value.toLowerCase();
  }
  return ok(facts);
}
