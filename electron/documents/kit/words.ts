import { localDate, localTime } from '../../core/index.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `2026-12-03` as 2026年12月3日. */
export function dateZh(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** `2026-12-03` as 3 December 2026. */
export function dateEn(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month as number) - 1]} ${year}`;
}

/** An instant in China local time: 2026年12月3日 09:05. */
export function momentZh(ms: number): string {
  return `${dateZh(localDate(ms))} ${localTime(ms)}`;
}

/** An instant in China local time: 3 December 2026, 09:05 (Beijing time). */
export function momentEn(ms: number): string {
  return `${dateEn(localDate(ms))}, ${localTime(ms)} (Beijing time)`;
}

/** `19900307` as `1990-03-07`; anything else as it came. */
export function birthDate(yyyymmdd: string): string {
  return /^\d{8}$/.test(yyyymmdd)
    ? `${yyyymmdd.slice(0, 4)}-${yyyymmdd.slice(4, 6)}-${yyyymmdd.slice(6)}`
    : yyyymmdd;
}
