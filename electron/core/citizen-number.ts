/** Check character of a citizen number (公民身份号码) from its first 17 digits. ISO 7064 MOD 11-2, GB 11643. */
export function citizenNumberCheck(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * (weights[i] as number);
  return '10X98765432'[sum % 11] as string;
}

export type CitizenNumberProblem = 'length' | 'character' | 'birth-date' | 'check-character';

/**
 * What is wrong with a citizen number, or null. The region prefix is not judged: codes of abolished counties
 * stay valid for life. `todayYmd` is the local date as YYYYMMDD.
 */
export function citizenNumberProblem(number: string, todayYmd: string): CitizenNumberProblem | null {
  if (number.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(number)) return 'character';
  const ymd = number.slice(6, 14);
  const date = new Date(`${ymd.slice(0, 4)}-${ymd.slice(4, 6)}-${ymd.slice(6, 8)}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10).replaceAll('-', '') !== ymd)
    return 'birth-date';
  if (ymd < '18900101' || ymd > todayYmd) return 'birth-date';
  return citizenNumberCheck(number.slice(0, 17)) === number[17] ? null : 'check-character';
}

/** `110000********1234`: the first six and the last four characters only, also of a foreigner's shorter number. */
export function maskCitizenNumber(number: string): string {
  const { length } = number;
  if (length < 11) return '*'.repeat(length);
  return `${number.slice(0, 6)}${'*'.repeat(length - 10)}${number.slice(-4)}`;
}
