import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type RegionFailure, regionFailure } from '../../electron/regions/index.ts';
import { fileAdapter, openFileLine } from '../support/file-line.ts';
import { missingForSshd, startSshd } from '../support/file-sshd.ts';
import { mustSkip } from '../support/missing-tool.ts';
import { keyOf } from '../support/region-requests.ts';
import { makeSubmission, TASK_CODE, until } from '../support/sandbox.ts';

/** The kind `file-exchange` over Debian's own SSH server; the region behind it works on the same folder. */

const skip = mustSkip('the exchange of files over OpenSSH', missingForSshd);
const never = new AbortController().signal;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function open(config: readonly string[] = []) {
  const line = await openFileLine({ answerAfterMs: 500 });
  undo.push(() => line.stop());
  const own = mkdtempSync(join(tmpdir(), 'tongban-sshd-'));
  undo.push(() => rmSync(own, { recursive: true, force: true }));
  const start = async (port?: number) => {
    const sshd = await startSshd(own, line.account, port === undefined ? { config } : { config, port });
    undo.push(() => sshd.stop());
    return sshd;
  };
  const sshd = await start();
  const settings = {
    ...line.sandbox.connection,
    endpoint: `sftp://127.0.0.1:${sshd.port}${line.folder}`,
    clientId: userInfo().username,
  };
  const { clock, account } = line;
  const adapter = fileAdapter({ settings, secrets: account.secrets, clock });
  return { ...line, adapter, settings, sshd, start };
}

function value<T>(answer: { ok: true; value: T } | { ok: false; error: RegionFailure }): T {
  if (!answer.ok) throw new Error(answer.error.technicianCode);
  return answer.value;
}
const failed = (what: RegionFailure['kind'], code: string) => ({
  ok: false,
  error: regionFailure(what, `file-exchange.${code}`),
});
const submission = makeSubmission(TASK_CODE);
const key = submission.idempotencyKey;

describe.skipIf(skip)('file-exchange over OpenSSH', () => {
  it('a case goes from the package to its result', async () => {
    const { adapter, clock, folder } = await open();
    expect(await adapter.ping(never)).toEqual({ ok: true, value: undefined });
    expect(value(await adapter.submit(submission, never)).caseNumber).toBeNull();
    expect(readdirSync(join(folder, 'in'))).toEqual([`${key}.submit.sealed`]);
    // The region looks once a second, and begins half a second after it has seen a package.
    let progress = value(await adapter.progress(key, never));
    for (let i = 0; i < 200 && progress?.state !== 'finished'; i++) {
      await clock.advance(1_000);
      progress = value(await adapter.progress(key, never));
    }
    expect(progress?.state).toBe('finished');
    expect(readdirSync(join(folder, 'in'))).toEqual([]);
    const { bytes: pdf } = value(await adapter.fetchResult(progress?.caseNumber ?? '', never));
    expect(Buffer.from(pdf).toString()).toBe(`%PDF-1.7 result of ${progress?.caseNumber}`);
  });

  it('a rename replaces what is there, so a repetition leaves one package', async () => {
    const { adapter, folder } = await open();
    await Promise.all([1, 2, 3].map(() => adapter.submit(submission, never)));
    expect(value(await adapter.submit(submission, never)).state).toBe('received');
    expect(readdirSync(join(folder, 'in'))).toEqual([`${key}.submit.sealed`]);
  });

  it('a document of several megabytes arrives whole', async () => {
    const { adapter, clock, sandbox, folder } = await open();
    const file = {
      mediaType: 'image/png',
      base64: Buffer.alloc(3_000_000, 7).toString('base64'),
      sha256: (await import('node:crypto'))
        .createHash('sha256')
        .update(Buffer.alloc(3_000_000, 7))
        .digest('hex'),
    } as const;
    const materials = [{ code: 'M1', name: '照片', from: 'camera', file }] as const;
    await adapter.submit(makeSubmission(TASK_CODE, 1, { materials }), never);
    await clock.advance(10_000);
    await until(() => readdirSync(join(folder, 'in')).length === 0);
    expect(sandbox.cases()).toHaveLength(1);
  });

  it('a part that was left is taken away with the next connection', async () => {
    const { adapter, folder } = await open();
    writeFileSync(join(folder, 'in', `${keyOf(1)}.submit.B017-00112233445566ff.part`), 'half');
    await adapter.ping(never);
    expect(readdirSync(join(folder, 'in'))).toEqual([]);
  });

  it('a server that was started anew is found again', async () => {
    const { adapter, sshd, start } = await open();
    await adapter.ping(never);
    await sshd.stop();
    // The process of the old connection lives on in OpenSSH; a new one is refused.
    await start(sshd.port);
    expect(await adapter.ping(never)).toEqual({ ok: true, value: undefined });
  });

  it('another host key, an unknown key and old algorithms are a technician’s matter', async () => {
    const line = await open(['Ciphers aes128-cbc,aes256-ctr']);
    expect(await line.adapter.ping(never)).toEqual(failed('unauthorized', 'ping.algorithms'));
    const plain = await open();
    const { account, clock, settings } = plain;
    const other = fileAdapter({
      settings: { ...settings, hostKeys: [`SHA256:${'A'.repeat(43)}`] },
      secrets: account.secrets,
      clock,
    });
    expect(await other.ping(never)).toEqual(failed('unauthorized', 'ping.host-key'));
    const unknown = fileAdapter({
      settings,
      secrets: { ...account.secrets, 'ssh-key': account.hostKey },
      clock,
    });
    expect(await unknown.ping(never)).toEqual(failed('unauthorized', 'ping.account'));
  });

  it('a folder that is not there is told', async () => {
    const { adapter, folder } = await open();
    rmSync(join(folder, 'in'), { recursive: true });
    expect(await adapter.ping(never)).toEqual(failed('unreachable', 'ping.no-folder'));
    expect(await adapter.submit(submission, never)).toEqual(
      failed('unreachable', 'submit.open-no-such-file'),
    );
  });
});
