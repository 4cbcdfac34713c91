import { z } from 'zod';
import type { Clock, RandomBytes } from '../../../core/index.ts';
import {
  bufferSource,
  type KeyPair,
  keyPairOfPem,
  openSealedFile,
  type PublicKey,
  publicKeyOf,
  sealToBuffer,
} from '../../../sealed-file/index.ts';
import type { SecretName } from '../../adapter-kind.ts';
import type { ChannelAnswer, JsonObject, Operation } from '../../exchange/index.ts';
import type { FileConfig } from './config.ts';
import { BoxProblem } from './problem.ts';

const PURPOSE = 'file-exchange';
const REQUEST = 'request.json';
const ANSWER = 'answer.json';
const CONTENT = 'content';

const answerSchema = z.discriminatedUnion('outcome', [
  z.object({ about: z.string(), outcome: z.literal('answer'), body: z.unknown() }),
  z.object({ about: z.string(), outcome: z.literal('refused'), code: z.string() }),
  z.object({
    about: z.string(),
    outcome: z.literal('binary'),
    mediaType: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    sm3: z.string().nullish(),
    signature: z.string().nullish(),
  }),
]);

/** What a file of the region's says. */
export type FileAnswer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly code: string }
  | Extract<ChannelAnswer, { kind: 'binary' }>;

export interface EnvelopeOptions {
  readonly config: Pick<FileConfig, 'sender' | 'regionSealKey' | 'regionSignKey'>;
  readonly secret: (name: SecretName) => Promise<string | null>;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Seals what goes to the region and opens what comes from it. Throws `BoxProblem`. Secrets are asked for anew each time. */
export class Envelope {
  readonly #options: EnvelopeOptions;
  readonly #sealTo: PublicKey<'recipient'>;
  readonly #signedBy: PublicKey<'sender'>;
  #sealing: Promise<void> = Promise.resolve();
  /** By secret's name: the text it was read from, and what it made. */
  readonly #pairs = new Map<
    string,
    { readonly pem: string; readonly pair: KeyPair<'sender' | 'recipient'> }
  >();

  constructor(options: EnvelopeOptions) {
    this.#options = options;
    this.#sealTo = publicKeyOf('recipient', Buffer.from(options.config.regionSealKey, 'hex'));
    this.#signedBy = publicKeyOf('sender', Buffer.from(options.config.regionSignKey, 'hex'));
  }

  /** A package: one entry, `request.json`. One at a time, with a breath between two, for sealing holds up all else. */
  seal(operation: Operation, key: string, fields: JsonObject): Promise<Uint8Array> {
    const mine = this.#sealing.then(() => this.#seal(operation, key, fields));
    const breath = () => new Promise<void>((resolve) => void setImmediate(resolve));
    this.#sealing = mine.then(breath, breath);
    return mine;
  }

  async #seal(operation: Operation, key: string, fields: JsonObject): Promise<Uint8Array> {
    const { config, clock, random } = this.#options;
    const request = Buffer.from(JSON.stringify({ operation, key, fields }));
    return sealToBuffer([{ name: REQUEST, bytes: request }], {
      purpose: PURPOSE,
      sender: config.sender,
      createdAt: clock.now(),
      key: await this.#key('seal-key', 'sender'),
      to: this.#sealTo,
      random,
    });
  }

  /** Opens the region's file that lies at `about`; a file that was put in another's place is not believed. */
  async open(about: string, file: Uint8Array): Promise<FileAnswer> {
    // A region that does not rename into place may still be writing it.
    if (file.length === 0) throw new BoxProblem('unreachable', 'answer-unfinished');
    const opened = openSealedFile(bufferSource(file), {
      purpose: PURPOSE,
      key: await this.#key('opening-key', 'recipient'),
      from: this.#signedBy,
    });
    if (!opened.ok) {
      const { kind } = opened.error;
      if (kind === 'truncated') throw new BoxProblem('unreachable', 'answer-unfinished');
      if (kind === 'newer-version') throw new BoxProblem('schema', 'answer-newer-version');
      // Whoever holds the box may have put it there: the case waits, a technician looks.
      throw new BoxProblem('unauthorized', `answer-${kind}`);
    }
    const entries = new Map([...opened.value.entries()].map(({ name, bytes }) => [name, bytes]));
    const parsed = answerSchema.safeParse(jsonOf(entries.get(ANSWER)));
    if (!parsed.success) throw new BoxProblem('schema', 'answer-form');
    const answer = parsed.data;
    if (answer.about !== about) throw new BoxProblem('unauthorized', 'answer-of-another');
    switch (answer.outcome) {
      case 'answer':
        return { kind: 'answer', body: answer.body };
      case 'refused':
        return { kind: 'refused', code: answer.code };
      case 'binary': {
        const bytes = entries.get(CONTENT);
        if (!bytes) throw new BoxProblem('schema', 'answer-form');
        const { mediaType, sha256, sm3, signature } = answer;
        return { kind: 'binary', mediaType, sha256, sm3, signature, bytes };
      }
    }
  }

  async #key<Role extends 'sender' | 'recipient'>(
    name: 'seal-key' | 'opening-key',
    role: Role,
  ): Promise<KeyPair<Role>> {
    const pem = await this.#options.secret(name);
    if (pem === null) throw new BoxProblem('unauthorized', `no-${name}`);
    const held = this.#pairs.get(name);
    if (held?.pem === pem) return held.pair as KeyPair<Role>;
    const pair = keyPairOfPem(pem, role);
    if (!pair) throw new BoxProblem('unauthorized', `bad-${name}`);
    this.#pairs.set(name, { pem, pair });
    return pair;
  }
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
