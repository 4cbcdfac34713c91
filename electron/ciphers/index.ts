export {
  base64Of,
  bytesOfBase64,
  bytesOfHex,
  decodeBytes,
  type Encoding,
  encodeBytes,
  hexOf,
  joined,
} from './bytes.ts';
export { type Sm2CipherOrder, sm2Decrypt, sm2Encrypt } from './sm2-encryption.ts';
export { sm2KeyPair, sm2PrivateKeyOfHex, sm2PublicKeyOf, sm2PublicKeyOfHex } from './sm2-keys.ts';
export {
  DEFAULT_USER_ID,
  type Sm2Sign,
  type Sm2SignatureForm,
  type Sm2SignatureOptions,
  type Sm2Verify,
  sm2Signer,
  sm2Verifier,
  type WorkAhead,
} from './sm2-signature.ts';
export { hmacSm3, SM3_BYTES, sm3 } from './sm3.ts';
export { SM4_BYTES, type Sm4Mode, sm4Blocks, sm4Decrypt, sm4Encrypt } from './sm4.ts';
