import { instantOf, localDate, type OfficeHours, type WorkingCalendar } from '../../core/index.ts';

/**
 * A ticket filed in office hours reaches the leader the same day (当天); one filed outside of them at the next opening. The
 * answer is due so many working days after the day of filing, or of that opening. Milliseconds since 1970.
 */
export function ticketDeadlines(
  filedAt: number,
  office: { readonly hours: OfficeHours; readonly answerWorkingDays: number },
  calendar: WorkingCalendar,
): { readonly referBy: number; readonly answerBy: number } {
  const { hours, answerWorkingDays } = office;
  const begins = calendar.nextOpening(filedAt, hours);
  const day = localDate(begins);
  return {
    referBy: begins === filedAt ? instantOf(day, hours.close) : begins,
    answerBy: instantOf(calendar.addWorkingDays(day, answerWorkingDays), hours.close),
  };
}
