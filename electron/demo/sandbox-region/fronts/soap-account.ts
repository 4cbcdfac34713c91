import type { RandomBytes } from '../../../core/index.ts';
import { selfSigned } from './soap-certificate.ts';
import type { SoapGateOptions } from './soap-gate.ts';

/** An account at a region that is played here: what the front keeps, and the machine's secrets by their names. */
export interface SoapAccount extends Pick<SoapGateOptions, 'account'> {
  /** The region's own key, PEM. */
  readonly privateKey: string;
  readonly secrets: Readonly<Record<'password' | 'x509-key' | 'x509-certificate', string>>;
}

/** New keys for both sides, EC P-256: none of them takes longer than a few milliseconds. */
export function makeSoapAccount(name: string, nowMs: number, random: RandomBytes): SoapAccount {
  const kiosk = selfSigned(name, nowMs);
  const password = Buffer.from(random(24)).toString('base64url');
  return {
    account: { name, password, certificate: kiosk.certificate },
    privateKey: selfSigned('region', nowMs).key,
    secrets: { password, 'x509-key': kiosk.key, 'x509-certificate': kiosk.certificate },
  };
}
