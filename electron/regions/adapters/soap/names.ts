/** Names of SOAP, WS-Security and XML Signature. Fixed by their standards. */

export type SoapVersion = '1.1' | '1.2';

export const ENVELOPE: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
export const WSSE = `${WSS}-wssecurity-secext-1.0.xsd`;
export const WSU = `${WSS}-wssecurity-utility-1.0.xsd`;
/** WS-Security 1.1, where some stacks keep their fault codes. */
export const WSSE_11 = 'http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd';
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
export const BASE64_BINARY = `${WSS}-soap-message-security-1.0#Base64Binary`;
export const X509_V3 = `${WSS}-x509-token-profile-1.0#X509v3`;
export const PASSWORD_DIGEST = `${WSS}-username-token-profile-1.0#PasswordDigest`;
export const PASSWORD_TEXT = `${WSS}-username-token-profile-1.0#PasswordText`;
