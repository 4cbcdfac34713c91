/** The code that an error of SQLite or of the file system carries, or an empty string. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}

/** What an error says. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The content of the file is wrong. */
export function isCorrupt(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

const READING = [
  'SQLITE_IOERR_READ',
  'SQLITE_IOERR_SHORT_READ',
  'SQLITE_IOERR_DATA',
  'SQLITE_IOERR_CORRUPTFS',
  'SQLITE_IOERR_IN_PAGE',
];

/** The disk does not give what it was given. Without `surely`, also when it may have been writing that failed. */
export function isUnreadable(error: unknown, surely?: 'surely'): boolean {
  const code = codeOf(error);
  return READING.includes(code) || (surely === undefined && code === 'SQLITE_IOERR');
}

/** What was written to the database is wrong or not there any more: a start of the host mends it (`openStore`). */
export function isDamage(error: unknown): boolean {
  return isCorrupt(error) || isUnreadable(error, 'surely');
}
