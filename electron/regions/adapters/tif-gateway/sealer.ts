import { hexOf, sm2Signer, sm2Verifier, type WorkAhead } from '../../../ciphers/index.ts';
import type { RandomBytes, Result } from '../../../core/index.ts';
import {
  type Envelope,
  type EnvelopeOptions,
  type EnvelopeProblem,
  openEnvelope,
  sealEnvelope,
} from './envelope.ts';

/** Everything that sealing and opening needs: plain data, so that it can go to a thread. */
export interface SealerParts {
  readonly options: EnvelopeOptions & { readonly signature: { readonly userId?: string | undefined } };
  /** 16 bytes. */
  readonly sm4Key: Uint8Array;
  /** Ours, 32 bytes. */
  readonly privateKey: Uint8Array;
  /** The region's, 65 bytes. */
  readonly regionKey: Uint8Array;
}

/** Seals what we send and opens what the region sends. */
export interface Sealer {
  /** `seconds`: the region's time. */
  seal(text: string, seconds: number): Promise<Envelope>;
  open(body: unknown): Promise<Result<unknown, EnvelopeProblem>>;
}

/** Works where it is called, and with `ahead` between two calls. */
export function inlineSealer(parts: SealerParts, random: RandomBytes, ahead?: WorkAhead): Sealer {
  const { options, sm4Key } = parts;
  const { form, userId } = options.signature;
  const how = userId === undefined ? { form } : { form, userId };
  const sign = sm2Signer(parts.privateKey, random, how, ahead);
  const verify = sm2Verifier(parts.regionKey, how);
  return {
    seal: async (text, seconds) => sealEnvelope(text, seconds, { sm4Key, sign }, options, random),
    open: async (body) => openEnvelope(body, { sm4Key, verify }, options),
  };
}

/** One sealing or opening as it goes to a thread. */
export type SealerJob =
  | {
      readonly do: 'seal';
      readonly parts: SealerParts;
      readonly text: string;
      readonly seconds: number;
    }
  | { readonly do: 'open'; readonly parts: SealerParts; readonly body: unknown };

export type SealerOutcome = Envelope | Result<unknown, EnvelopeProblem>;

/** Does jobs one after another beside the caller's thread. Rejects when it broke. */
export interface SealerThread {
  run(job: SealerJob): Promise<SealerOutcome>;
}

/**
 * Characters from which on a text is worth the way to a thread: SM4 and SM3 take 13 ms for 100 kB, and a photograph has
 * megabytes. The SM2 of a short one takes 2.5 ms.
 */
export const LONG_TEXT = 16_384;

/** Short texts here, long ones in the thread; when the thread is broken, all of them here. */
export function threadedSealer(
  parts: SealerParts,
  thread: SealerThread,
  random: RandomBytes,
  ahead?: WorkAhead,
): Sealer {
  const here = inlineSealer(parts, random, ahead);
  return {
    async seal(text, seconds) {
      if (text.length < LONG_TEXT) return here.seal(text, seconds);
      try {
        return (await thread.run({ do: 'seal', parts, text, seconds })) as Envelope;
      } catch {
        return here.seal(text, seconds);
      }
    },
    async open(body) {
      if (lengthOf(body) < LONG_TEXT) return here.open(body);
      try {
        return (await thread.run({ do: 'open', parts, body })) as Result<unknown, EnvelopeProblem>;
      } catch {
        return here.open(body);
      }
    },
  };
}

/** Does jobs with the keys that come with them; keys are worked out once. For the thread's own side. */
export function sealerWorks(random: RandomBytes): (job: SealerJob) => Promise<SealerOutcome> {
  let held: { readonly name: string; readonly sealer: Sealer } | null = null;
  return async (job) => {
    const { options, sm4Key, privateKey, regionKey } = job.parts;
    const name = [JSON.stringify(options), ...[sm4Key, privateKey, regionKey].map(hexOf)].join(' ');
    if (held?.name !== name) held = { name, sealer: inlineSealer(job.parts, random) };
    return job.do === 'seal' ? held.sealer.seal(job.text, job.seconds) : held.sealer.open(job.body);
  };
}

function lengthOf(body: unknown): number {
  const encData = (body as { data?: { encData?: unknown } } | null | undefined)?.data?.encData;
  return typeof encData === 'string' ? encData.length : 0;
}
