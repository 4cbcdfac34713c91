import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../electron/cli/documents/run.ts';
import { type Clock, VirtualClock } from '../../../electron/core/index.ts';
import { selfSigned } from '../../../electron/demo/sandbox-region/index.ts';
import {
  digestsOf,
  type MachineSigner,
  machineSigner,
  sealOfPem,
  verificationText,
} from '../../../electron/documents/index.ts';
import { keyFile, machineSecret } from '../../../electron/store/index.ts';
import { application, down } from '../../support/cases-bench.ts';
import { countingRandom, openTestDatabase } from '../../support/memory-store.ts';
import { DataFolder } from '../../support/queue-cli.ts';
import { makePdf } from '../../support/results.ts';

const random = countingRandom('documents command');
const NUMBER = 'B017-261121-0001-7';
let dir: string;
let data: string;
let clock: Clock;
let number: string;
let signer: MachineSigner;
let form: Uint8Array;
const at = (name: string) => join(dir, name);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-documents-command-'));
  data = at('data');
  clock = new VirtualClock();
  form = await makePdf(2, { info: { Title: 'Application' } });
  writeFileSync(at('form.pdf'), form);
  const kiosk = new DataFolder(data);
  kiosk.region.failure = down;
  number = await kiosk.session(
    1_000,
    ({ cases }) =>
      cases.submit({
        ...application(),
        document: { base64: Buffer.from(form).toString('base64'), ...digestsOf(form) },
      }).receiptNumber,
  );
  const keys = keyFile(join(data, 'keys.json'), random).load(false);
  if (!keys.ok) throw new Error(keys.error.message);
  signer = machineSigner(machineSecret(keys.value, 'text signature'), 'Ed25519');
  writeFileSync(at('machine.pem'), signer.pem);
}, 30_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function documents(...args: string[]) {
  const said = { out: '', say: '' };
  const code = await run(args, {
    assetsDir: '/there/are/no/assets',
    clock,
    random,
    open: openTestDatabase,
    credentials: undefined,
    out: (words) => {
      said.out += words;
    },
    say: (words) => {
      said.say += words;
    },
  });
  return { code, ...said };
}

function text(bytes: Uint8Array, by: MachineSigner | undefined = signer, receipt = number): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办回执', en: 'Tongban receipt' },
      site: { 'zh-CN': '某政务服务中心', en: '' },
      machineCode: 'B017',
      number: receipt,
      at: clock.now(),
      ...digestsOf(bytes),
    },
    by,
  );
}

describe('documents -- key', () => {
  it('prints the public key and its id, and nothing of the secret', async () => {
    const { code, out } = await documents('key', '--data', data);
    expect(code).toBe(0);
    expect(out).toContain(signer.id);
    expect(out).toContain(signer.pem);
    expect(out).not.toContain('PRIVATE');
  });

  it('is the key of SM2 where the machine seals by the SM suite', async () => {
    const folder = mkdtempSync(join(dir, 'sm-'));
    const keys = keyFile(join(folder, 'keys.json'), random, 'sm4-ctr-hmac-sm3').load(true);
    if (!keys.ok) throw new Error(keys.error.message);
    const { code, out } = await documents('key', '--data', folder);
    expect([code, out]).toEqual([0, expect.stringContaining('signs by SM2')]);
  });

  it('says where the folder or its keys are missing', async () => {
    expect(await documents('key')).toMatchObject({ code: 2, say: expect.stringContaining('--data DIR') });
    expect(await documents('key', '--data', at('nowhere'))).toMatchObject({
      code: 1,
      say: expect.stringContaining('is missing'),
    });
  });
});

describe('documents -- verify', () => {
  it('says what a file is, with both digests, and that this alone proves nothing', async () => {
    const { code, out } = await documents('verify', at('form.pdf'));
    expect(code).toBe(2);
    expect(out).toContain('form.pdf: a PDF document, “Application”, 2 pages');
    expect(out).toContain(digestsOf(form).sha256);
    expect(out).toContain(digestsOf(form).sm3);
    expect(out).toContain('nothing is proven');
  });

  it('proves that the file is the one that a signed text names', async () => {
    writeFileSync(at('text.txt'), `${text(form)}\n`);
    for (const given of [at('text.txt'), text(form)]) {
      const { code, out } = await documents(
        'verify',
        at('form.pdf'),
        '--text',
        given,
        '--key',
        at('machine.pem'),
      );
      expect(out).toContain('proven        the file is the one that the text names: SHA-256 and SM3 agree');
      expect(out).toContain(`signed by the machine's key ${signer.id.slice(0, 16)}`);
      expect(code).toBe(0);
    }
  });

  it('takes a text that nobody signed, or whose key is not named, for no proof', async () => {
    const unsigned = await documents(
      'verify',
      at('form.pdf'),
      '--text',
      text(form, undefined, NUMBER).split('\n签名')[0] ?? '',
    );
    expect(unsigned).toMatchObject({ code: 2, out: expect.stringContaining('the text is not signed') });
    const bare = await documents('verify', at('form.pdf'), '--text', text(form));
    expect(bare).toMatchObject({ code: 2, out: expect.stringContaining('name it with --key') });
  });

  it('finds the record in the machine’s database, and tells nothing personal', async () => {
    const { code, out } = await documents('verify', at('form.pdf'), '--data', data);
    expect(code).toBe(0);
    expect(out).toContain(`the machine took this very file in as ${number}`);
    expect(out).toContain(`the sealed copy of ${number} names the same SM3`);
    const { applicant } = application();
    expect(out).not.toContain(applicant.number);
    expect(out).not.toContain(applicant.name);
    const json = await documents('verify', at('form.pdf'), '--data', data, '--text', text(form), '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'proven',
      file: { kind: 'pdf', pages: 2 },
      text: { number },
      contradicted: [],
    });
  });

  it('is contradicted by a changed file, by a forged text, and by another record under the number', async () => {
    const changed = Uint8Array.from(form);
    changed[30] = (changed[30] as number) ^ 1;
    writeFileSync(at('changed.pdf'), changed);
    const key = ['--key', at('machine.pem')];
    expect(await documents('verify', at('changed.pdf'), '--text', text(form), ...key)).toMatchObject({
      code: 1,
      out: expect.stringContaining('CONTRADICTED  the file is not the one that the text names'),
    });
    const forged = text(form)
      .replace(/\d\n时间/, '0\n时间')
      .replace('某政务', '别政务');
    expect(await documents('verify', at('form.pdf'), '--text', forged, ...key)).toMatchObject({
      code: 1,
      out: expect.stringContaining('it was changed, or is forged'),
    });
    const stranger = machineSigner(new Uint8Array(32), 'Ed25519');
    expect(await documents('verify', at('form.pdf'), '--text', text(form, stranger), ...key)).toMatchObject({
      code: 1,
      out: expect.stringContaining('of --key'),
    });
    expect(
      await documents('verify', at('changed.pdf'), '--text', text(changed, stranger), '--data', data),
    ).toMatchObject({ code: 1, out: expect.stringContaining(`another document under ${number}`) });
  });

  it('looks at the seals inside, and trusts whom it is told to', async () => {
    const { key, certificate } = selfSigned('Sample seal', clock.now());
    writeFileSync(at('seal.pem'), certificate);
    const seal = await sealOfPem({ key, certificates: certificate }, { random, now: clock.now() });
    if (!seal.ok) throw new Error(seal.error.message);
    const sealed = await seal.value.seal(form, { reason: 'test', sealedAt: clock.now() });
    writeFileSync(at('sealed.pdf'), sealed);
    expect(await documents('verify', at('sealed.pdf'), '--trust', at('seal.pem'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('seal 1 (Sample seal) is good'),
    });
    expect(await documents('verify', at('sealed.pdf'))).toMatchObject({
      code: 2,
      out: expect.stringContaining('nobody in --trust vouches'),
    });
    sealed[30] = (sealed[30] as number) ^ 1;
    writeFileSync(at('sealed.pdf'), sealed);
    expect(await documents('verify', at('sealed.pdf'), '--trust', at('seal.pem'))).toMatchObject({ code: 1 });
  });

  it.each([
    ['TBSEALED', 'a sealed file of Tongban'],
    ['\u00ff\u00d8\u00ff\u00e0', 'a JPEG picture'],
    ['PK\u0003\u0004 Doc_0/OFD.xml', 'an OFD document'],
    ['PK\u0003\u0004 other', 'a ZIP archive'],
    ['just words', 'a text'],
    ['\u0000\u0001', 'a file of an unknown kind'],
  ])('knows a file by its content: %j', async (content, kind) => {
    writeFileSync(at('some.pdf'), content, 'latin1');
    expect(await documents('verify', at('some.pdf'))).toMatchObject({
      code: 2,
      out: expect.stringContaining(kind),
    });
  });

  it.each([
    [[], /one file/],
    [['nothing-there.pdf'], /nothing-there.pdf cannot be read \(ENOENT\)/],
    [['FORM', '--text', 'no text'], /no verification text/],
    [['FORM', '--key', 'FORM'], /no public key/],
    [['FORM', '--trust', 'FORM'], /no certificate/],
    [['FORM', '--data', '/nowhere'], /no database/],
    [['FORM', '--list'], /takes no --list/],
  ])('what cannot be looked at ends with code 2: %j', async (args, message) => {
    const { code, say } = await documents(
      'verify',
      ...args.map((one) => (one === 'FORM' ? at('form.pdf') : one)),
    );
    expect([code, say]).toEqual([2, expect.stringMatching(message)]);
  });
});
