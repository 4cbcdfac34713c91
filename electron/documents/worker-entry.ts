import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../core/index.ts';
import type { DocumentPress } from './document-press.ts';
import { machineSigner } from './integrity/machine-key.ts';
import { loadSeal } from './integrity/pem-seal.ts';
import { createPress } from './press.ts';
import type { PressAnswer, PressCall, PressStart } from './worker-calls.ts';

const start = workerData as PressStart;
/** The time that the last caller told: the thread has none of its own. */
let told = 0;
let loading: Promise<DocumentPress> | null = null;

async function load(): Promise<DocumentPress> {
  const { fontFiles, signer } = start;
  const seal = start.seal && (await loadSeal(start.seal, (count) => new Uint8Array(randomBytes(count))));
  if (seal && !seal.ok) throw new Error(seal.error.message);
  return createPress({
    fontFiles,
    clock: { ...systemClock, now: () => told },
    signer: signer ? machineSigner(signer.secret, signer.method) : undefined,
    seal: seal?.value,
  });
}

async function answer({ method, args }: PressCall): Promise<unknown> {
  if (method === 'lookOver') {
    const { lookOverResult } = await import('./results/index.ts');
    return lookOverResult(...(args as Parameters<typeof lookOverResult>));
  }
  // What could not be read now may be there at the next call.
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  const press = await loading;
  return (press[method] as (...args: readonly unknown[]) => unknown)(...args);
}

/** The memory of what was made, to be handed over instead of copied. */
function madeIn(value: unknown): ArrayBuffer[] {
  if (value instanceof Uint8Array)
    return value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
      ? [value.buffer]
      : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(madeIn) : [];
}

parentPort?.on('message', (call: PressCall) => {
  told = call.now;
  answer(call).then(
    (value) => {
      const made: PressAnswer = { id: call.id, ok: true, value };
      parentPort?.postMessage(made, [...new Set(madeIn(value))]);
    },
    (error: unknown) => {
      const failed: PressAnswer = { id: call.id, ok: false, error };
      parentPort?.postMessage(failed);
    },
  );
});
