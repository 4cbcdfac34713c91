import { liesIn, placeCovers } from './places.ts';
import type { Agreement } from './schemas/agreements.ts';
import type { Alliance } from './schemas/alliances.ts';
import type { Matter } from './schemas/matters.ts';
import type { Zone } from './schemas/zones.ts';

/** Whose machine it is, and where it stands: two different regions as a rule. */
export interface Machine {
  readonly brandRegion: string;
  readonly siteRegion: string;
}

export interface AgreementFacts {
  readonly agreements: readonly Agreement[];
  readonly alliances: readonly Alliance[];
  readonly zones: readonly Zone[];
}

/** Whether a region's matters are the machine's own: its brand's and its site's, and those of the divisions around them. */
export function isOwn(machine: Machine, region: string): boolean {
  return liesIn(machine.brandRegion, region) || liesIn(machine.siteRegion, region);
}

/** Published, and `today` (YYYY-MM-DD) lies in its time. */
export function agreementInForce(agreement: Agreement, today: string): boolean {
  const { state, effectiveFrom, effectiveTo } = agreement;
  return state === 'published' && effectiveFrom <= today && (effectiveTo === null || today <= effectiveTo);
}

/** The agreements by which a machine may take in this matter of a region today. */
export function agreementsFor(
  { agreements, alliances, zones }: AgreementFacts,
  machine: Machine,
  region: string,
  matter: Matter,
  today: string,
): Agreement[] {
  return agreements.filter((agreement) => {
    const { accept, own } = agreement;
    if (!agreementInForce(agreement, today) || !placeCovers(own, region, zones)) return false;
    if (!placeCovers(accept, machine.siteRegion, zones) && !placeCovers(accept, machine.brandRegion, zones))
      return false;
    if (agreement.matters !== 'all-of-list') return agreement.matters.includes(matter.code);
    const lists = alliances.find(({ id }) => id === agreement.alliance)?.lists ?? [];
    return matter.lists.some((list) => lists.includes(list));
  });
}
