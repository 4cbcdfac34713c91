import type { Profile } from './schema.ts';

/**
 * The regions that a machine offers, in their order on the screen: the brand's first, then the host site's, then the
 * others by code. (An object's keys that look like numbers have no order of their own.)
 */
export function regionCodes(profile: Pick<Profile, 'brand' | 'site' | 'regions'>): string[] {
  const { brand, site, regions } = profile;
  // A site may be a zone inside a region: 110115-bda belongs to 110000.
  const province = `${site.region.slice(0, 2)}0000`;
  const rank = (code: string) => [brand.region, site.region, province, code].indexOf(code);
  return Object.keys(regions).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
