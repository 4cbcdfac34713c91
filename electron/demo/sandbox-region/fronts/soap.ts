import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';
import { soapXml } from '../../../regions/index.ts';
import type { Desk, Front, FrontFactory, Served } from '../front.ts';
import { type Heard, Listener, type Reply } from '../listener.ts';
import { SOAP_NAMES as N, SoapGate, type SoapGateOptions, type SoapRefusal } from './soap-gate.ts';
import { jsonOfXml, xmlOf } from './soap-json.ts';
import { wsdlOf } from './soap-wsdl.ts';

export interface SoapFrontOptions extends SoapGateOptions {
  /** PEM of the region's own key; without one it makes an EC key. Signs with `x509` alone. */
  readonly privateKey?: string | undefined;
  /** For the WSDL (`GET …?wsdl`). */
  readonly operations?: readonly string[] | undefined;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
}

const PATH = '/services/tongban';
const NAMESPACE = 'urn:tongban:region:1';
/** `clock-skew` without a measure: milliseconds. */
const USUAL_SKEW = 600_000;
/** Milliseconds that an answer says it is good for. */
const LIFE = 300_000;
const signAsync = promisify(sign);

/** SOAP 1.1 or 1.2 on 127.0.0.1 with WS-Security: the other side of the adapter kind `soap`. */
export function soapFront(options: SoapFrontOptions): FrontFactory {
  return (desk) => new SoapFront(desk, options);
}

/** What is said of one request. */
interface Saying {
  readonly content: string;
  readonly status: number;
  readonly retryAfter?: string | null;
  readonly forged?: boolean;
  /** WS-Security's own faults are told before anybody could sign. */
  readonly unsigned?: boolean;
}

class SoapFront implements Front {
  readonly #desk: Desk;
  readonly #options: SoapFrontOptions;
  readonly #gate: SoapGate;
  readonly #listener: Listener;
  readonly #key: KeyObject;

  constructor(desk: Desk, options: SoapFrontOptions) {
    this.#desk = desk;
    this.#options = options;
    this.#gate = new SoapGate(options);
    this.#key = options.privateKey === undefined ? newKey() : createPrivateKey(options.privateKey);
    this.#listener = new Listener(options.port ?? 0, (heard) => this.#answer(heard));
  }

  get connection() {
    const { version, security, account } = this.#options;
    const common = { endpoint: this.#endpoint, version, security };
    if (security !== 'x509') return { ...common, clientId: account.name };
    const regionPublicKey = createPublicKey(this.#key).export({ type: 'spki', format: 'pem' });
    return { ...common, regionPublicKey };
  }

  get #endpoint(): string {
    return `http://127.0.0.1:${this.#listener.port}${PATH}`;
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  stop(): Promise<void> {
    return this.#listener.stop();
  }

  async #answer(heard: Heard): Promise<Reply> {
    const { faults, clock } = this.#desk;
    if (this.#desk.refusing) return { status: 503 };
    if (heard.path !== PATH) return { status: 404 };
    if (heard.method === 'GET' && heard.query === 'wsdl') return this.#wsdl();
    if (heard.method !== 'POST') return { status: 405 };
    const action = this.#actionOf(heard);
    if (action === null) return { status: 415 };
    const skew = faults.take('clock-skew', action);
    const nowMs = clock.now() + (skew ? (skew.skewMs ?? USUAL_SKEW) : 0);
    const say = (saying: Saying) => this.#say(saying, nowMs);
    const refuse = (refusal: SoapRefusal) => say({ ...this.#refusal(refusal), unsigned: true });
    const judged = this.#gate.open(heard.body, nowMs);
    if ('refusal' in judged) return refuse(judged.refusal);
    if (faults.take('expired-token', action)) return refuse('wsse:FailedAuthentication');
    if (faults.take('wrong-signature', action)) return refuse('wsse:FailedCheck');
    const asked = parametersOf(judged.operation);
    if (judged.operation.local !== action || judged.operation.namespace !== NAMESPACE)
      return refuse('client');
    if (!isAsked(asked)) return refuse('client');
    const { requestId, key, session, fields } = asked;
    const served = await this.#desk.serve({ operation: action, key, session, fields });
    if (served.kind === 'cut') return { status: 0, cut: true };
    const forged = faults.take('forged-answer', action) !== null;
    // Without signatures a forged answer is that to somebody else's request.
    const id = forged && this.#options.security !== 'x509' ? 'f'.repeat(32) : requestId;
    return say({ ...this.#render(action, id, served), forged });
  }

  #wsdl(): Reply {
    const { version, operations = [] } = this.#options;
    const body = wsdlOf(operations, { namespace: NAMESPACE, endpoint: this.#endpoint, version });
    return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: Buffer.from(body) };
  }

  /** The operation that the transport names; null for another media type. */
  #actionOf({ headers }: Heard): string | null {
    const type = headers['content-type'] ?? '';
    if (this.#options.version === '1.1') {
      if (!/^text\/xml\b/.test(type)) return null;
      return operationIn(headers.soapaction ?? '');
    }
    if (!/^application\/soap\+xml\b/.test(type)) return null;
    return operationIn(/action=("[^"]*"|[^;]+)/.exec(type)?.[1] ?? '');
  }

  #render(operation: string, requestId: string, served: Exclude<Served, { kind: 'cut' }>): Saying {
    const response = (fields: Record<string, unknown>): Saying => {
      const parts = Object.entries({ requestId, ...fields }).map(([name, value]) => xmlOf(name, value));
      return {
        status: 200,
        content: `<tb:${operation}Response>\n${parts.join('\n')}\n</tb:${operation}Response>`,
      };
    };
    const refusal = (code: string) =>
      `<tb:refusal>${xmlOf('requestId', requestId)}${xmlOf('code', code)}</tb:refusal>`;
    switch (served.kind) {
      case 'answer':
        return response({ outcome: 'answer', body: served.body });
      case 'binary': {
        const { kind, mediaType, bytes, ...said } = served;
        const base64 = Buffer.from(bytes).toString('base64');
        return response({ outcome: kind, mediaType, base64, ...said });
      }
      case 'refused':
        return this.#fault('client', null, refusal(served.code));
      case 'down':
        return { ...this.#fault('server', null), status: served.status, retryAfter: served.retryAfter };
      case 'busy':
        return {
          ...this.#fault('server', null, refusal('TOO_MANY')),
          status: 503,
          retryAfter: served.retryAfter,
        };
    }
  }

  #refusal(refusal: SoapRefusal): Saying {
    if (refusal === 'client' || refusal === 'version') return this.#fault(refusal, null);
    return this.#fault('client', refusal);
  }

  #fault(side: 'client' | 'server' | 'version', code: string | null, detail = ''): Saying {
    const sides11 = { client: 's:Client', server: 's:Server', version: 's:VersionMismatch' };
    const sides12 = { client: 's:Sender', server: 's:Receiver', version: 's:VersionMismatch' };
    if (this.#options.version === '1.1') {
      const content = `<s:Fault><faultcode>${code ?? sides11[side]}</faultcode><faultstring>不予受理</faultstring><detail>${detail}</detail></s:Fault>`;
      return { status: 500, content };
    }
    const subcode = code === null ? '' : `<s:Subcode><s:Value>${code}</s:Value></s:Subcode>`;
    const content = `<s:Fault><s:Code><s:Value>${sides12[side]}</s:Value>${subcode}</s:Code><s:Reason><s:Text xml:lang="zh">不予受理</s:Text></s:Reason><s:Detail>${detail}</s:Detail></s:Fault>`;
    return { status: side === 'client' ? 400 : 500, content };
  }

  /** The envelope as a usual stack writes it: every prefix declared at the top, signed over its canonical form. */
  async #say({ content, status, retryAfter, forged, unsigned }: Saying, nowMs: number): Promise<Reply> {
    const instant = (ms: number) => new Date(ms).toISOString();
    const head = `<?xml version='1.0' encoding='utf-8'?>\n<s:Envelope xmlns:s="${N[this.#options.version]}" xmlns:wsse="${N.wsse}" xmlns:wsu="${N.wsu}" xmlns:tb="${NAMESPACE}">\n<s:Header><wsse:Security s:mustUnderstand="1">`;
    const timestamp = `<wsu:Timestamp wsu:Id="TS-1"><wsu:Created>${instant(nowMs)}</wsu:Created><wsu:Expires>${instant(nowMs + LIFE)}</wsu:Expires></wsu:Timestamp>`;
    const tail = `</wsse:Security></s:Header>\n<s:Body wsu:Id="Body-1">${content}</s:Body>\n</s:Envelope>`;
    const signature =
      this.#options.security === 'x509' && !unsigned
        ? await this.#signature(`${head}${timestamp}${tail}`, forged ? newKey() : this.#key)
        : '';
    const type = this.#options.version === '1.1' ? 'text/xml' : 'application/soap+xml';
    const headers = {
      'content-type': `${type}; charset=utf-8`,
      date: new Date(nowMs).toUTCString(),
      ...(retryAfter == null ? {} : { 'retry-after': retryAfter }),
    };
    return { status, headers, body: Buffer.from(`${head}${timestamp}${signature}${tail}`) };
  }

  async #signature(envelope: string, key: KeyObject): Promise<string> {
    const read = soapXml.readXml(envelope);
    if (!read.ok) throw new Error('the sandbox wrote no XML');
    const [header, body] = soapXml.elementsOf(read.value) as [soapXml.XmlElement, soapXml.XmlElement];
    const [security] = soapXml.elementsOf(header) as [soapXml.XmlElement];
    const [timestamp] = soapXml.elementsOf(security) as [soapXml.XmlElement];
    const digest = (one: soapXml.XmlElement) =>
      createHash('sha256').update(soapXml.canonical(one)).digest('base64');
    const reference = (id: string, one: soapXml.XmlElement) =>
      `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${N.c14n}"/></ds:Transforms><ds:DigestMethod Algorithm="${N.sha256}"/><ds:DigestValue>${digest(one)}</ds:DigestValue></ds:Reference>`;
    const method = key.asymmetricKeyType === 'rsa' ? N.rsa : N.ec;
    const info = `<ds:SignedInfo xmlns:ds="${N.ds}"><ds:CanonicalizationMethod Algorithm="${N.c14n}"/><ds:SignatureMethod Algorithm="${method}"/>${reference('TS-1', timestamp)}${reference('Body-1', body)}</ds:SignedInfo>`;
    const readInfo = soapXml.readXml(info);
    if (!readInfo.ok) throw new Error('the sandbox wrote no XML');
    const text = Buffer.from(soapXml.canonical(readInfo.value));
    const ec = { key, dsaEncoding: 'ieee-p1363' as const };
    const value = method === N.rsa ? await signAsync('sha256', text, key) : sign('sha256', text, ec);
    return `<ds:Signature xmlns:ds="${N.ds}">${info}<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue></ds:Signature>`;
  }
}

interface Asked {
  readonly requestId: string;
  readonly key: string | null;
  readonly session: string | null;
  readonly fields: unknown;
}

/** The operation's own element says no type: it is an object. */
function parametersOf(operation: soapXml.XmlElement): unknown {
  if (!soapXml.holdsElementsOnly(operation)) return undefined;
  const children = soapXml.elementsOf(operation);
  if (children.some(({ namespace }) => namespace !== NAMESPACE)) return undefined;
  if (new Set(children.map(({ local }) => local)).size !== children.length) return undefined;
  return Object.fromEntries(children.map((child) => [child.local, jsonOfXml(child, NAMESPACE)]));
}

function isAsked(value: unknown): value is Asked {
  const { requestId, key, session, fields, ...rest } = (value ?? {}) as Record<string, unknown>;
  const textOrNull = (one: unknown) => one === null || typeof one === 'string';
  return (
    typeof requestId === 'string' &&
    /^[0-9A-Za-z-]{8,64}$/.test(requestId) &&
    textOrNull(key) &&
    textOrNull(session) &&
    fields !== undefined &&
    Object.keys(rest).length === 0
  );
}

const operationIn = (action: string) =>
  /^"?urn:tongban:region:1#([A-Za-z]+)"?$/.exec(action.trim())?.[1] ?? null;

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
