import { err, ok, type Result } from '../../../core/index.ts';
import type { ChannelAnswer } from '../../exchange/index.ts';
import { failure } from '../../failure.ts';
import type { RegionFailure } from '../../port.ts';
import type { SoapConfig } from './config.ts';
import { ENVELOPE, type SoapVersion, WSSE, WSSE_11, WSU } from './names.ts';
import { isNamed, onlyChild, qualifiedName, textOf, type XmlElement } from './xml/index.ts';

/** Who is to blame, by SOAP's own codes. */
type FaultSide = 'client' | 'server' | 'version' | 'other';

export interface Fault {
  readonly side: FaultSide;
  /** WS-Security's code, when it is one: our account, key, signature or clock. */
  readonly security: string | null;
  /** Codes of the region's own, the finest first. They may hold anything. */
  readonly codes: readonly string[];
  /** What the region refused, in the exchange's words, and the request that it speaks of. */
  readonly refusal: { readonly requestId: string; readonly code: string } | null;
}

/** Codes of the UsernameToken, X.509 and SOAP Message Security profiles. Others are told as `Security`. */
const SECURITY_CODES: readonly string[] = [
  'UnsupportedSecurityToken',
  'UnsupportedAlgorithm',
  'InvalidSecurity',
  'InvalidSecurityToken',
  'FailedAuthentication',
  'FailedCheck',
  'SecurityTokenUnavailable',
  'MessageExpired',
];
const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;
/** Subcodes lie in each other; nobody needs more. */
const MOST_SUBCODES = 4;

interface Name {
  readonly namespace: string;
  readonly local: string;
}

/** Null when the element is no Fault. */
export function faultOf(content: XmlElement, version: SoapVersion, namespace: string): Fault | null {
  const soap = ENVELOPE[version];
  if (!isNamed(content, soap, 'Fault')) return null;
  const names = version === '1.1' ? namesOf11(content) : namesOf12(content, soap);
  const detail = version === '1.1' ? onlyChild(content, '', 'detail') : onlyChild(content, soap, 'Detail');
  const refusal = detail && onlyChild(detail, namespace, 'refusal');
  const said = (local: string) => {
    const element = refusal && onlyChild(refusal, namespace, local);
    return element ? textOf(element) : null;
  };
  const [requestId, code] = [said('requestId'), said('code')];
  const security = names.find((one) => [WSSE, WSSE_11, WSU].includes(one.namespace));
  return {
    side: sideOf(names, soap),
    security: security ? (SECURITY_CODES.find((known) => known === security.local) ?? 'Security') : null,
    codes: [...(code === null ? [] : [code]), ...names.map(({ local }) => local).toReversed()],
    refusal: requestId !== null && code !== null && CODE.test(code) ? { requestId, code } : null,
  };
}

function nameIn(element: XmlElement | null): Name | null {
  return element && qualifiedName(textOf(element) ?? '', element);
}

/** SOAP 1.1 §4.4.1: one code; dots make it finer. */
function namesOf11(fault: XmlElement): Name[] {
  const name = nameIn(onlyChild(fault, '', 'faultcode'));
  if (!name) return [];
  const [first = '', ...finer] = name.local.split('.');
  return [first, ...finer].map((local) => ({ namespace: name.namespace, local }));
}

/** SOAP 1.2 §5.4.6: a code, and subcodes in it. */
function namesOf12(fault: XmlElement, soap: string): Name[] {
  const names: Name[] = [];
  let at = onlyChild(fault, soap, 'Code');
  for (let depth = 0; at && depth <= MOST_SUBCODES; depth++) {
    const name = nameIn(onlyChild(at, soap, 'Value'));
    if (name) names.push(name);
    at = onlyChild(at, soap, 'Subcode');
  }
  return names;
}

const SIDES: Readonly<Record<string, FaultSide>> = {
  Client: 'client',
  Sender: 'client',
  Server: 'server',
  Receiver: 'server',
  VersionMismatch: 'version',
  MustUnderstand: 'version',
  DataEncodingUnknown: 'version',
};

function sideOf(names: readonly Name[], soap: string): FaultSide {
  const [first] = names;
  if (first?.namespace !== soap || !Object.hasOwn(SIDES, first.local)) return 'other';
  return SIDES[first.local] as FaultSide;
}

export interface FaultContext {
  readonly where: string;
  readonly config: Pick<SoapConfig, 'faultCodes'>;
  /** The region itself said it, of this request. What is only said on the way never ends a case. */
  readonly trusted: boolean;
  /** `Retry-After`, milliseconds. */
  readonly wait: number | undefined;
}

/** What a fault means for the case. */
export function judgeFault(fault: Fault, context: FaultContext): Result<ChannelAnswer, RegionFailure> {
  const { where, config, trusted, wait } = context;
  const is = (kind: RegionFailure['kind'], reason: string) => {
    const ends = kind === 'rejected' || kind === 'schema';
    if (ends && !trusted) return err(failure('unauthorized', `${where}.unproved-fault-${reason}`));
    const pause = kind === 'unreachable' || kind === 'rate-limited' ? wait : undefined;
    return err(failure(kind, `${where}.fault-${reason}`, pause));
  };
  if (fault.security !== null) return is('unauthorized', fault.security);
  const known = fault.codes.find((code) => Object.hasOwn(config.faultCodes, code));
  const meant = known === undefined ? undefined : config.faultCodes[known];
  if (meant !== undefined) return is(meant, known as string);
  const code = fault.refusal?.code;
  switch (fault.side) {
    case 'server':
      return is(code === 'TOO_MANY' ? 'rate-limited' : 'unreachable', 'server');
    case 'client':
      return code !== undefined && trusted ? ok({ kind: 'refused', code }) : is('rejected', 'client');
    case 'version':
      return is('schema', 'version');
    case 'other':
      return is('unreachable', 'unknown');
  }
}
