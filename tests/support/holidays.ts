import { readFileSync } from 'node:fs';
import { type HolidayTable, WorkingCalendar } from '../../electron/core/index.ts';

/** The announced holidays that the product ships. */
export function shippedHolidays(): HolidayTable {
  const years = [2024, 2025, 2026].map((year): HolidayTable => {
    const file = new URL(`../../assets/calendar/${year}.json`, import.meta.url);
    return JSON.parse(readFileSync(file, 'utf8')) as HolidayTable;
  });
  return {
    holidays: years.flatMap((year) => year.holidays),
    workingWeekends: years.flatMap((year) => year.workingWeekends),
    years: years.flatMap((year) => year.years),
  };
}

export const shippedCalendar = () => new WorkingCalendar(shippedHolidays());

/** The instant of a local date and time, `2026-02-13 16:50`. */
export const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
