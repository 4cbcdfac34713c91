/** The code that an error of SQLite or of the file system carries, or an empty string. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}

/** What an error says. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
