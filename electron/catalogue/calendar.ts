import { type HolidayTable, weekday } from '../core/index.ts';
import { FILES } from './folder.ts';
import type { Problems } from './problem.ts';
import { repeated } from './problem.ts';
import type { CalendarFile } from './schemas/calendar.ts';

/** All calendars in one table. A year that is not announced yet has no file. */
export function joinCalendars(files: ReadonlyMap<string, CalendarFile>, problems: Problems): HolidayTable {
  const table = { holidays: [] as string[], workingWeekends: [] as string[], years: [] as number[] };
  for (const [name, part] of files) {
    const file = FILES.calendar(name);
    for (const key of ['holidays', 'workingWeekends'] as const) {
      repeated(part[key], (i, date) =>
        problems.error(file, `${key}[${i}]`, `${date} stands here twice; remove one`),
      );
      for (const [i, date] of part[key].entries()) {
        const at = `${key}[${i}]`;
        if (!part.years.includes(Number(date.slice(0, 4))))
          problems.error(file, at, 'is outside the years of the file; move it');
        if (key !== 'workingWeekends') continue;
        const day = weekday(date);
        if (day !== 0 && day !== 6)
          problems.error(file, at, `(${date}) is neither Saturday nor Sunday; correct it`);
        if (part.holidays.includes(date))
          problems.error(file, at, `(${date}) is both a holiday and worked; correct it`);
      }
    }
    for (const [i, year] of part.years.entries())
      if (table.years.includes(year))
        problems.error(file, `years[${i}]`, `${year} stands in another file too; remove one`);
    table.holidays.push(...part.holidays);
    table.workingWeekends.push(...part.workingWeekends);
    table.years.push(...part.years);
  }
  return table;
}
