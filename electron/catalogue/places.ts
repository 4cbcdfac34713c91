import type { Zone } from './schemas/zones.ts';

/**
 * Places: a zone by its id, a division by its code (GB/T 2260: two digits of the province, two of the city, two of the
 * county; zeros for the whole of it). A suffix names a place that has no code of its own: 110115-bda.
 */

/** Whether `code` is `around` or lies in it: 110115 lies in 110000, 110115-bda in both. */
export function liesIn(code: string, around: string): boolean {
  if (code === around) return true;
  if (around.includes('-')) return false;
  if (code.startsWith(`${around}-`)) return true;
  const whole = around.replace(/(0000|00)$/, '');
  return whole.length < 6 && code.startsWith(whole);
}

/** Whether an agreement of `place` holds for the division `code`: a zone's for its own division, a division's for all in it. */
export function placeCovers(place: string, code: string, zones: readonly Zone[]): boolean {
  const zone = zones.find(({ id }) => id === place);
  return zone ? code === zone.division : liesIn(code, place);
}

/** The level of authority (行使层级, GB/T 39046) that a region's code suggests: 2 province, 3 city, 4 county. */
export function levelOf(code: string): number {
  if (/^\d\d0000$/.test(code)) return 2;
  return /^\d{4}00$/.test(code) ? 3 : 4;
}
