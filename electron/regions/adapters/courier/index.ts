import { ok, type Result } from '../../../core/index.ts';
import { keyPairOfPem, publicKeyOf } from '../../../sealed-file/index.ts';
import type { AdapterKind } from '../../adapter-kind.ts';
import { adapterOver } from '../../exchange/index.ts';
import type { RegionAdapter } from '../../port.ts';
import { AnswerReader } from './answer.ts';
import { CourierBox, type SealingKeys, type Taken } from './box.ts';
import { answerKeysOf, courierChannel } from './channel.ts';
import { type CourierConfig, courierConfig } from './config.ts';
import { example } from './example.ts';
import type { AnswerRefusal } from './hearing.ts';

export { CourierBox, type StepProblem, type Taken } from './box.ts';
export { type EmsOrder, emsOrder, packageOrder } from './ems.ts';
export type { AnswerRefusal } from './hearing.ts';
export { packageNumber, parsePackageNumber } from './numbers.ts';
export type { ItemCounts, PackageKind } from './package.ts';
export type { CaseWord, PackagePlace, PackageRecord } from './shelf.ts';
export { type LockerHandOver, lockerHandOver, type SlipFacts, slipOf } from './slip.ts';

/** What staff of the site do with a region's packages, beside what citizens do through the adapter. */
export interface CourierCounter {
  readonly region: string;
  readonly box: CourierBox;
  /** The region's address, for the parcel. */
  readonly desk: CourierConfig['desk'];
  /** Takes a file that the region sent back. */
  importAnswer(bytes: Uint8Array): Promise<Result<Taken, AnswerRefusal>>;
  /** This machine's signing key and the region's present key; null without the secret `seal-key`. */
  sealingKeys(): Promise<SealingKeys | null>;
}

const COUNTERS = new WeakMap<RegionAdapter, CourierCounter>();

/** The counter behind an adapter of this kind; null for another kind, and where the host gives no folder. */
export function courierCounter(adapter: RegionAdapter): CourierCounter | null {
  return COUNTERS.get(adapter) ?? null;
}

/** Zones that accept on paper (代收代办): sealed packages, carried by hand or by mail. README.md describes the files. */
export const courier: AdapterKind = {
  kind: 'courier',
  example,
  create({ region, config: raw, secret, clock, random, log, folder }) {
    const checked = courierConfig(raw);
    if (!checked.ok) return checked;
    const { own: config, exchange } = checked.value;
    const reader = new AnswerReader(region, exchange);
    const box = folder ? new CourierBox({ region, folder, reader, clock, random }) : null;
    const channel = courierChannel({ region, config, exchange, box, secret, clock, log });
    const adapter = adapterOver(channel, { region, kind: 'courier', config: exchange, clock, log });
    if (box) {
      const regionKeys = config.answerKeys.map((hex) => publicKeyOf('sender', Buffer.from(hex, 'hex')));
      const to = publicKeyOf('recipient', Buffer.from(config.recipientKey, 'hex'));
      COUNTERS.set(adapter, {
        region,
        box,
        desk: config.desk,
        importAnswer: async (bytes) => box.importAnswer(bytes, await answerKeysOf(secret, regionKeys)),
        sealingKeys: async () => {
          const seal = keyPairOfPem((await secret('seal-key')) ?? '', 'sender');
          return seal && { seal, to };
        },
      });
    }
    return ok(adapter);
  },
};
