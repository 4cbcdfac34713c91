import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClientAsync, listen, WSSecurity, WSSecurityCert } from 'soap';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import { wsdlOf } from '../../electron/demo/sandbox-region/fronts/soap-wsdl.ts';
import { selfSigned } from '../../electron/demo/sandbox-region/index.ts';
import { createRegions, type RegionAdapter } from '../../electron/regions/index.ts';
import { openSoapLine, SOAP_ACCOUNT, SOAP_ADAPTER, type SoapLine } from '../support/soap-line.ts';
import { seededRandom } from '../support/tif-account.ts';

/** node-soap knows nothing of this house: as a client of our front, and as a server of our adapter. */

const clock = new VirtualClock();
const NS = 'urn:tongban:region:1';
let line: SoapLine | null = null;
let server: Server | null = null;
// node-soap takes the time from Date alone.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: clock.now() }));
afterEach(async () => {
  vi.useRealTimers();
  await line?.stop();
  line = null;
  server?.closeAllConnections();
  server?.close();
  server = null;
});

const PING = {
  _xml:
    `<tb:ping xmlns:tb="${NS}"><tb:requestId>peer-0001</tb:requestId><tb:key type="null"/>` +
    '<tb:session type="null"/><tb:fields type="object"/></tb:ping>',
};

/** Calls `ping` and answers with the Body as it came. */
async function ping(
  front: Partial<Parameters<typeof openSoapLine>[0]> & object,
  secure: object,
): Promise<string> {
  line = await openSoapLine({ clock, ...front });
  const { endpoint } = line.sandbox.connection as { endpoint: string };
  const client = await createClientAsync(`${endpoint}?wsdl`, {
    forceSoap12Headers: front.front?.version === '1.2',
    preserveWhitespace: true,
  });
  client.setSecurity(secure as never);
  try {
    const [, raw] = (await client.pingAsync(PING)) as [unknown, string];
    return raw;
  } catch (error) {
    return String((error as { response?: { data?: unknown } }).response?.data ?? error);
  }
}

describe('node-soap as a client of the sandbox', () => {
  it.each(['PasswordDigest', 'PasswordText'] as const)('is let in with a %s', async (passwordType) => {
    const security = passwordType === 'PasswordDigest' ? 'username-digest' : 'username-text';
    const token = new WSSecurity(SOAP_ACCOUNT.name, SOAP_ACCOUNT.password, {
      ...{ passwordType, hasNonce: true, hasTimeStamp: true, mustUnderstand: true },
    });
    const raw = await ping({ front: { security, operations: ['ping'] } }, token);
    expect(raw).toContain('<tb:requestId>peer-0001</tb:requestId>');
    expect(raw).toContain('<tb:outcome>answer</tb:outcome>');
  });

  it('is refused with another password', async () => {
    const token = new WSSecurity(SOAP_ACCOUNT.name, 'another', { passwordType: 'PasswordDigest' });
    const raw = await ping({ front: { security: 'username-digest', operations: ['ping'] } }, token);
    expect(raw).toContain('wsse:FailedAuthentication');
  });

  describe.each(['1.1', '1.2'] as const)('with SOAP %s', (version) => {
    const own = selfSigned('peer', clock.now(), 'rsa');
    const signer = (key: string, certificate: string) =>
      new WSSecurityCert(key, certificate, '', {
        signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
        signerOptions: { idMode: 'wssecurity' } as never,
      });
    const front = {
      version,
      security: 'x509' as const,
      operations: ['ping'],
      account: { ...SOAP_ACCOUNT, certificate: own.certificate },
    };

    it('is let in with an RSA signature', async () => {
      expect(
        new X509Certificate(own.certificate).verify(new X509Certificate(own.certificate).publicKey),
      ).toBe(true);
      const raw = await ping({ front }, signer(own.key, own.certificate));
      expect(raw).toContain('<tb:outcome>answer</tb:outcome>');
      expect(raw).toContain('SignatureValue');
    });

    it('is refused with another key under the same certificate', async () => {
      const other = selfSigned('other', clock.now(), 'rsa');
      const raw = await ping({ front }, signer(other.key, own.certificate));
      expect(raw).toContain('wsse:FailedCheck');
    });
  });
});

interface Heard {
  readonly requestId: string;
  readonly fields: { readonly caseKey?: string };
}

/** A region that node-soap serves, told what it answers to `ping` and `progress`. */
async function served(version: '1.1' | '1.2', answer: (heard: Heard) => object): Promise<RegionAdapter> {
  const made = createServer();
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(made.address() as AddressInfo).port}/region`;
  const respond = (heard: Heard) => answer(heard);
  const service = { Region: { RegionSoap: { ping: respond, progress: respond } } };
  const xml = wsdlOf(['ping', 'progress'], { namespace: NS, endpoint, version });
  const soapServer = listen(made, {
    path: '/region',
    services: service,
    xml,
    forceSoap12Headers: version === '1.2',
  });
  soapServer.authenticate = (security: unknown) => passwordIsRight(security);
  const regions = createRegions({
    catalogueRegions: [
      {
        code: '110000',
        adapter: {
          ...{ ...SOAP_ADAPTER, kind: 'soap', security: 'username-digest', clientId: SOAP_ACCOUNT.name },
          ...{ endpoint, version },
        },
      },
    ],
    profileRegions: {},
    secrets: async () => SOAP_ACCOUNT.password,
    fetch: globalThis.fetch,
    clock,
    random: seededRandom('peer'),
    log: { info: () => {}, warn: () => {} },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return regions.value.get('110000') as RegionAdapter;
}

function passwordIsRight(security: unknown): boolean {
  const { UsernameToken: token } = security as {
    UsernameToken: {
      Username: string;
      Password: { $value: string };
      Nonce: { $value: string };
      Created: string;
    };
  };
  const digest = createHash('sha1').update(Buffer.from(token.Nonce.$value, 'base64'));
  const said = digest.update(token.Created + SOAP_ACCOUNT.password).digest('base64');
  return token.Username === SOAP_ACCOUNT.name && token.Password.$value === said;
}

const never = new AbortController().signal;
const response = (operation: string, { requestId }: Heard, body: string) => ({
  _xml: `<r:${operation}Response xmlns:r="${NS}"><r:requestId>${requestId}</r:requestId><r:outcome>answer</r:outcome>${body}</r:${operation}Response>`,
});

describe.each(['1.1', '1.2'] as const)('node-soap as a server of the adapter with SOAP %s', (version) => {
  it('reads what is asked; what it leaves out is named', async () => {
    const asked: unknown[] = [];
    const adapter = await served(version, (heard) => {
      asked.push(heard.fields.caseKey);
      return response(
        'progress',
        heard,
        '<r:body><r:caseNumber>C-1</r:caseNumber><r:receiptNumber>R</r:receiptNumber></r:body>',
      );
    });
    const answer = await adapter.progress('key <&> 1', never);
    expect(asked).toEqual(['key <&> 1']);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'schema' } });
    expect(answer.ok ? '' : answer.error.technicianCode).toMatch(/^soap\.progress\.schema:[a-zA-Z]+$/);
  });

  it('says that it is there', async () => {
    const adapter = await served(version, (heard) =>
      response('ping', heard, '<r:body><r:status>up</r:status></r:body>'),
    );
    expect(await adapter.ping(never)).toEqual({ ok: true, value: undefined });
  });

  it('throws a fault of its own', async () => {
    const fault =
      version === '1.1'
        ? { faultcode: 'soap:Server', faultstring: '系统忙' }
        : { Code: { Value: 'soap:Receiver' }, Reason: { Text: '系统忙' } };
    const adapter = await served(version, () => {
      throw Object.assign(new Error('fault'), { Fault: fault });
    });
    expect(await adapter.ping(never)).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', technicianCode: 'soap.ping.fault-server' },
    });
  });
});
