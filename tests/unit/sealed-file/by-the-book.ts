/** A reader and a writer from the description in electron/sealed-file/format.ts alone, sharing no code with the room. */
import { Buffer } from 'node:buffer';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

const rawOf = (key: KeyObject) => Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url');

/** HKDF (RFC 5869) for one block, by hand. */
function hkdf32(input: Buffer, salt: Buffer, info: Buffer): Buffer {
  const extracted = createHmac('sha256', salt).update(input).digest();
  return createHmac('sha256', extracted).update(info).update(Buffer.of(1)).digest();
}

function contentKey(secret: Buffer, ephemeral: Buffer, recipient: Buffer, head: Buffer): Buffer {
  const info = [Buffer.from('tongban sealed file 1 key\0'), createHash('sha256').update(head).digest()];
  return hkdf32(secret, Buffer.concat([ephemeral, recipient]), Buffer.concat(info));
}

function nonceOf(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

const message = (body: Uint8Array) =>
  Buffer.concat([
    Buffer.from('tongban sealed file 1 signature\0'),
    createHash('sha512').update(body).digest(),
  ]);

export function readByTheBook(file: Buffer, own: KeyObject, sender: KeyObject) {
  if (!verify(null, message(file.subarray(0, -64)), sender, file.subarray(-64))) throw new Error('signature');
  const headEnd = 12 + file.readUInt32BE(8);
  const header = JSON.parse(file.subarray(12, headEnd).toString()) as { ephemeralKey: string };
  const ephemeral = Buffer.from(header.ephemeralKey, 'hex');
  const other = createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: ephemeral.toString('base64url') },
    format: 'jwk',
  });
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  const key = contentKey(secret, ephemeral, rawOf(createPublicKey(own)), file.subarray(0, headEnd));
  const body = file.subarray(headEnd, -72);
  const plain: Buffer[] = [];
  for (let at = 0, number = 0; at < body.length; at += 65_552, number++) {
    const chunk = body.subarray(at, at + 65_552);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, at + 65_552 >= body.length));
    decipher.setAuthTag(chunk.subarray(-16));
    plain.push(decipher.update(chunk.subarray(0, -16)), decipher.final());
  }
  const content = Buffer.concat(plain);
  const entries: { name: string; bytes: Buffer }[] = [];
  let at = 0;
  for (let length = content.readUInt16BE(at); length > 0; length = content.readUInt16BE(at)) {
    const name = content.subarray(at + 2, at + 2 + length).toString();
    at += 2 + length;
    const size = content.readUInt32BE(at);
    entries.push({ name, bytes: Buffer.from(content.subarray(at + 4, at + 4 + size)) });
    at += 4 + size;
  }
  if (content.readUInt32BE(at + 2) !== entries.length || content.length !== at + 6) throw new Error('end');
  return entries;
}

/** `content`: entries, or the raw content that a malicious sender might put there. */
export function sealByTheBook(
  header: Record<string, unknown>,
  content: readonly { name: string; bytes: Uint8Array }[] | Uint8Array,
  recipient: KeyObject,
  sender: KeyObject,
): Buffer {
  const pair = generateKeyPairSync('x25519');
  const ephemeral = rawOf(pair.publicKey);
  const json = Buffer.from(JSON.stringify({ ...header, ephemeralKey: ephemeral.toString('hex') }));
  const number = (bytes: number, value: number) => {
    const out = Buffer.alloc(bytes);
    out.writeUIntBE(value, 0, bytes);
    return out;
  };
  const head = Buffer.concat([Buffer.from('TBSEALED'), number(4, json.length), json]);
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey: recipient });
  const key = contentKey(secret, ephemeral, rawOf(recipient), head);
  const plain =
    content instanceof Uint8Array
      ? content
      : Buffer.concat([
          ...content.flatMap(({ name, bytes }) => [
            number(2, name.length),
            Buffer.from(name),
            number(4, bytes.length),
            bytes,
          ]),
          number(6, content.length),
        ]);
  const chunks: Buffer[] = [];
  for (let at = 0, n = 0; at < plain.length; at += 65_536, n++) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(n, at + 65_536 >= plain.length));
    chunks.push(cipher.update(plain.subarray(at, at + 65_536)), cipher.final(), cipher.getAuthTag());
  }
  const body = Buffer.concat([head, ...chunks, Buffer.from('TBSEALOK')]);
  return Buffer.concat([body, sign(null, message(body), sender)]);
}
