export { FingerprintScreen } from './fingerprint.tsx';
export { SignScreen } from './sign.tsx';
