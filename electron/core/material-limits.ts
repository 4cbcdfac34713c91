/**
 * What a citizen may hand in as files with one application: bytes of one file and of all of them, pages of one file. They lie
 * in memory until they are sealed, so the sum is bounded.
 */
export const MATERIAL_LIMITS = {
  fileBytes: 8 * 1024 * 1024,
  caseBytes: 20 * 1024 * 1024,
  pages: 30,
} as const;

/**
 * A page that the document camera (高拍仪) took: bytes of its JPEG, pixels of its longer side, pages of one material unless its
 * guide names fewer, and bytes of one piece on the way from the screen (in base64 below the 256 KB of a message).
 */
export const CAMERA_LIMITS = {
  pageBytes: 400 * 1024,
  pagePixels: 2_400,
  pages: 10,
  pieceBytes: 96 * 1024,
} as const;
