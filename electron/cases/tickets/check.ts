import type { TicketRefusal, TicketRequest } from './types.ts';

/** Bounds of a ticket, and how many people with the same wish make a list candidate. */
export const TICKET_LIMITS = { textCharacters: 2_000, shown: 20, similarPeople: 3 } as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PHONE = /^\+?[\d -]{5,20}$/;
const PHONE_DIGITS = 5;

/** What is wrong with a request, or null. `today` is the local date. */
export function refusalOf(request: TicketRequest, today: string): TicketRefusal | null {
  const text = request.text.trim();
  const { phone } = request.contact;
  const { wishedBy } = request;
  if (!UUID.test(request.id)) return 'id';
  if (text === '') return 'text-missing';
  if (text.length > TICKET_LIMITS.textCharacters) return 'text-too-long';
  if (!PHONE.test(phone) || phoneDigits(phone).length < PHONE_DIGITS) return 'phone';
  if (wishedBy !== null && !(isDate(wishedBy) && wishedBy >= today)) return 'wished-date';
  return null;
}

export function phoneDigits(phone: string): string {
  return phone.replace(/\D/g, '');
}

/** A wish without what makes two equal ones look different: width, case, spaces and marks. */
export function plainWish(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function isDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(parsed.getTime()) &&
    parsed.toISOString().startsWith(text)
  );
}
