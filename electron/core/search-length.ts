/** Characters that a search for a matter may have. */
export const SEARCH_LENGTH = 40;
