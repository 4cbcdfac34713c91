export { CommitmentScreen } from './commitment.tsx';
export { FingerprintScreen } from './fingerprint.tsx';
export { SignScreen } from './sign.tsx';
export { SignerCardScreen, SignersScreen } from './signers.tsx';
