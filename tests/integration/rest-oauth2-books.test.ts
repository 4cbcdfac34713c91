import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import { known, makeSubmission, openSandboxLine, SANDBOX_ACCOUNT, until } from '../support/sandbox.ts';

/** The sandbox region's books: what it said it has, it has, whatever happens to its process. */

const never = new AbortController().signal;
let folder: string;
let stateFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-region-'));
  stateFile = join(folder, 'books.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the books of the sandbox region', () => {
  it('a restart forgets neither cases nor keys, and cases go on ageing', async () => {
    const clock = new VirtualClock();
    const first = await openSandboxLine({ clock, sandbox: { stateFile } });
    const submission = makeSubmission(first.taskCode);
    const booked = await first.adapter.submit(submission, never);
    await first.sandbox.stop();

    const second = await openSandboxLine({ clock, sandbox: { stateFile } });
    expect(second.sandbox.cases()).toHaveLength(1);
    expect(await second.adapter.submit(submission, never)).toEqual(booked);
    expect(second.sandbox.cases().map((one) => one.copies)).toEqual([2]);
    await clock.advance(8_000);
    await second.sandbox.stop();

    const third = await openSandboxLine({ clock, sandbox: { stateFile } });
    const progress = await third.adapter.progress(submission.idempotencyKey, never);
    expect(progress).toMatchObject({ ok: true, value: { state: 'finished', resultReady: true } });
    const caseNumber = progress.ok ? (progress.value?.caseNumber ?? '') : '';
    expect(await third.adapter.fetchResult(caseNumber, never)).toMatchObject({ ok: true });
    expect(await third.adapter.submit(makeSubmission(third.taskCode, 2), never)).toMatchObject({
      value: { caseNumber: `${third.taskCode}202611200002` },
    });
    await third.sandbox.stop();
  });

  it('a restart forgets no key that was closed', async () => {
    const clock = new VirtualClock();
    const first = await openSandboxLine({ clock, sandbox: { stateFile } });
    const [arrived, unsent] = [makeSubmission(first.taskCode), makeSubmission(first.taskCode, 2)];
    await first.adapter.submit(arrived, never);
    for (const { idempotencyKey } of [arrived, unsent])
      expect(await first.adapter.withdraw(idempotencyKey, never)).toEqual({ ok: true, value: 'withdrawn' });
    await first.sandbox.stop();
    const second = await openSandboxLine({ clock, sandbox: { stateFile } });
    for (const submission of [arrived, unsent])
      expect(await second.adapter.submit(submission, never)).toMatchObject({ error: { kind: 'rejected' } });
    expect(readFileSync(stateFile, 'utf8')).not.toContain(known.number);
    await second.sandbox.stop();
  });

  it('a finished case leaves no name and no number on the disk', async () => {
    const { sandbox, adapter, clock, taskCode } = await openSandboxLine({ sandbox: { stateFile } });
    await adapter.submit(makeSubmission(taskCode), never);
    expect(readFileSync(stateFile, 'utf8')).toContain(known.number);
    await clock.advance(8_000);
    expect(readFileSync(stateFile, 'utf8')).not.toContain(known.number);
    expect(readFileSync(stateFile, 'utf8')).not.toContain(known.name);
    expect(readdirSync(folder, { recursive: true }).join()).not.toContain(known.number);
    await sandbox.stop();
  });

  it('books that are not books are not overwritten', async () => {
    writeFileSync(stateFile, '{"version":1,"cases":[{');
    await expect(openSandboxLine({ sandbox: { stateFile } })).rejects.toThrow(
      'is not a book of the sandbox region',
    );
    expect(readFileSync(stateFile, 'utf8')).toBe('{"version":1,"cases":[{');
  });

  it('a result that could not be made is tried again', async () => {
    let tries = 0;
    const { sandbox, adapter, clock, taskCode } = await openSandboxLine({
      sandbox: {
        makeResult: async () => {
          if (++tries < 3) throw new Error('no fonts');
          return Buffer.from('%PDF-1.7');
        },
      },
    });
    const submission = makeSubmission(taskCode);
    await adapter.submit(submission, never);
    await clock.advance(8_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toMatchObject({
      value: { state: 'approved' },
    });
    await clock.advance(10_000);
    expect(await adapter.progress(submission.idempotencyKey, never)).toMatchObject({
      value: { state: 'finished' },
    });
    expect(tries).toBe(3);
    await sandbox.stop();
  });

  it('a process killed right after its answer has the case', async () => {
    const clock = new VirtualClock();
    // The adapter's requests go to the other process; its own sandbox hears nothing.
    let origin = '';
    const line = await openSandboxLine({
      clock,
      fetch: (input, init) => fetch(new URL(new URL(String(input)).pathname, origin), init),
    });
    const submission = makeSubmission(line.taskCode);
    const child = startChild(line.taskCode);
    try {
      origin = await firstLine(child);
      const answer = await line.adapter.submit(submission, never);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(answer).toMatchObject({ ok: true });
      expect(line.sandbox.cases()).toEqual([]);
      const again = await openSandboxLine({ clock, sandbox: { stateFile } });
      expect(await again.adapter.progress(submission.idempotencyKey, never)).toEqual(answer);
      await again.sandbox.stop();
    } finally {
      child.kill('SIGKILL');
      await line.sandbox.stop();
    }
  });

  it('switched off, the port is really closed', async () => {
    const { sandbox } = await openSandboxLine();
    const port = Number(new URL(sandbox.endpoint).port);
    let changes = 0;
    const stop = sandbox.onChange(() => changes++);
    await sandbox.setMode('off');
    const socket = connect(port, '127.0.0.1');
    let code = '';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? '';
    });
    await until(() => code !== '');
    expect(code).toBe('ECONNREFUSED');
    expect(sandbox.mode).toBe('off');
    stop();
    await sandbox.setMode('on');
    expect(changes).toBe(1);
    await sandbox.stop();
  });
});

/** A sandbox region in a process of its own, which can be killed. Prints its origin. */
function startChild(taskCode: string): ChildProcess {
  const entry = join(import.meta.dirname, '../../electron/demo/sandbox-region/index.ts');
  const clock = join(import.meta.dirname, '../../electron/core/index.ts');
  const options = {
    region: '120000',
    ...SANDBOX_ACCOUNT,
    people: [],
    taskCodes: { 'XT-GA-020': taskCode },
    stateFile,
  };
  const script = `
    import { startSandboxRegion } from ${JSON.stringify(entry)};
    import { VirtualClock } from ${JSON.stringify(clock)};
    const region = await startSandboxRegion({ ...${JSON.stringify(options)}, clock: new VirtualClock(), makeResult: async () => new Uint8Array() });
    console.log(new URL(region.endpoint).origin);`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (part) => {
    text += String(part);
  });
  await until(() => text.includes('\n') || child.exitCode !== null);
  return text.trim();
}
