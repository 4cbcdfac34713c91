export { OtherProofScreen } from './other-proof.tsx';
export { PassportScreen } from './passport.tsx';
