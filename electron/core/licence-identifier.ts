import { mod3736 } from './mod-37-36.ts';
import { organisationCodeValid } from './usc-code.ts';

/** The parts of an electronic licence's identifier (电子证照标识). */
export interface LicenceIdentifier {
  /** Licence type (证照类型代码): organisation code of who defined it (18) and a serial (3). */
  readonly type: string;
  /** Organisation code of the issuer (证照颁发机构代码), 18 characters. */
  readonly issuer: string;
  /** Serial of the licence (流水号): 1 to 64 characters of 0-9 A-Z. */
  readonly serial: string;
  /** Version (版本号), 3 characters. */
  readonly version: string;
}

/** The node that GB/T 36904 gives to electronic licences. */
const ROOT = '1.2.156.3005.2';

/**
 * The identifier as it is written: `1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>`, GB/T 36904-2018. The check
 * character is ISO 7064 MOD 37,36 over the four parts without dots. Throws when a part is out of form.
 */
export function licenceIdentifier(parts: LicenceIdentifier): string {
  const problem = partProblem(parts);
  if (problem) throw new Error(`licence identifier: ${problem}`);
  const { type, issuer, serial, version } = parts;
  const check = mod3736(`${type}${issuer}${serial}${version}`);
  return `${ROOT}.${type}.${issuer}.${serial}.${version}.${check}`;
}

export type LicenceIdentifierProblem = 'form' | keyof LicenceIdentifier | 'check-character';

/** What is wrong with a written identifier, or null. Letters are upper case. */
export function licenceIdentifierProblem(text: string): LicenceIdentifierProblem | null {
  if (!text.startsWith(`${ROOT}.`)) return 'form';
  const parts = text.slice(ROOT.length + 1).split('.');
  if (parts.length !== 5) return 'form';
  const [type, issuer, serial, version, check] = parts as [string, string, string, string, string];
  const problem = partProblem({ type, issuer, serial, version });
  if (problem) return problem;
  return mod3736(`${type}${issuer}${serial}${version}`) === check ? null : 'check-character';
}

/** The parts of an identifier that has no problem, otherwise null. */
export function parseLicenceIdentifier(text: string): LicenceIdentifier | null {
  if (licenceIdentifierProblem(text) !== null) return null;
  const [type, issuer, serial, version] = text.slice(ROOT.length + 1).split('.');
  return { type, issuer, serial, version } as LicenceIdentifier;
}

function partProblem(parts: LicenceIdentifier): keyof LicenceIdentifier | null {
  if (!organisationCodeValid(parts.type.slice(0, 18)) || !/^[0-9A-Z]{3}$/.test(parts.type.slice(18)))
    return 'type';
  if (!organisationCodeValid(parts.issuer)) return 'issuer';
  if (!/^[0-9A-Z]{1,64}$/.test(parts.serial)) return 'serial';
  return /^[0-9A-Z]{3}$/.test(parts.version) ? null : 'version';
}
