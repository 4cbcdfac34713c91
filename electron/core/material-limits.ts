/**
 * What a citizen may hand in as files with one application: bytes of one file and of all of them, pages of one file. They lie
 * in memory until they are sealed, so the sum is bounded.
 */
export const MATERIAL_LIMITS = {
  fileBytes: 8 * 1024 * 1024,
  caseBytes: 20 * 1024 * 1024,
  pages: 30,
} as const;
