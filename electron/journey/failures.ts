import type { Failure } from '../contract/index.ts';

/**
 * Every failure that a citizen can meet on the journey: the key of its sentence (locale files, namespace `failures`),
 * what a technician looks up, and whether the same act may help later.
 */
const TABLE = {
  readerAbsent: { code: 'D-ID-01', retryable: true },
  cardReadFailed: { code: 'D-ID-02', retryable: true },
  cardNotGenuine: { code: 'D-ID-03', retryable: true },
  cardUnknown: { code: 'D-ID-04', retryable: true },
  cardBadContent: { code: 'D-ID-05', retryable: true },
  cardExpired: { code: 'C-ID-06', retryable: true },
  identityNumberWrong: { code: 'C-ID-07', retryable: true },
  identityMismatch: { code: 'C-ID-08', retryable: true },
  identityCannotCheck: { code: 'R-ID-09', retryable: false },
  organisationCodeWrong: { code: 'C-ID-10', retryable: true },
  organisationMismatch: { code: 'C-ID-11', retryable: true },
  notRepresentative: { code: 'C-ID-12', retryable: true },
  principalSame: { code: 'C-ID-13', retryable: true },
  principalCard: { code: 'C-ID-14', retryable: true },
  principalMinor: { code: 'C-ID-15', retryable: true },
  regionDown: { code: 'R-LINE-01', retryable: true },
  regionDownCanGoOn: { code: 'R-LINE-02', retryable: true },
  printerAbsent: { code: 'D-PR-01', retryable: true },
  printerNoPaper: { code: 'D-PR-02', retryable: true },
  printFailed: { code: 'D-PR-03', retryable: true },
  printUnknown: { code: 'D-PR-04', retryable: true },
  printerJam: { code: 'D-PR-05', retryable: true },
  printerCover: { code: 'D-PR-06', retryable: true },
  printerFull: { code: 'D-PR-07', retryable: true },
  printerToner: { code: 'D-PR-08', retryable: true },
  printTooOften: { code: 'D-PR-09', retryable: false },
  reprintOver: { code: 'C-PR-10', retryable: false },
  printNone: { code: 'R-PN-01', retryable: false },
  printRefused: { code: 'R-PN-02', retryable: false },
  printUnreadable: { code: 'R-PN-03', retryable: false },
  printByPhone: { code: 'R-PN-04', retryable: false },
  archiveNotAuthorised: { code: 'R-PN-05', retryable: true },
  archiveUnknown: { code: 'R-PN-06', retryable: true },
  copiesOver: { code: 'C-PR-11', retryable: false },
  unprintable: { code: 'C-CH-01', retryable: false },
  receiptUnknown: { code: 'C-TR-01', retryable: true },
  noCases: { code: 'C-TR-02', retryable: false },
  casesUnheard: { code: 'R-TR-07', retryable: true },
  withdrawTooLate: { code: 'C-TR-05', retryable: false },
  withdrawByPhone: { code: 'C-TR-06', retryable: false },
  resultNotReady: { code: 'C-TR-03', retryable: true },
  resultUnavailable: { code: 'C-TR-04', retryable: false },
  correctionClosed: { code: 'R-CR-01', retryable: false },
  correctionByPhone: { code: 'R-CR-02', retryable: false },
  correctionUnprintable: { code: 'C-CR-03', retryable: true },
  ratingOver: { code: 'R-RT-01', retryable: false },
  ratingByWhom: { code: 'C-RT-02', retryable: false },
  notKept: { code: 'H-DB-03', retryable: true },
  noticeNotReady: { code: 'C-NT-01', retryable: true },
  padLost: { code: 'D-SG-02', retryable: true },
  padQuiet: { code: 'D-SG-03', retryable: true },
  fingerLost: { code: 'D-SG-04', retryable: true },
  fingerNone: { code: 'C-SG-05', retryable: true },
  fingerPoor: { code: 'C-SG-06', retryable: true },
  signatureEmpty: { code: 'C-SG-01', retryable: true },
  ticketPhone: { code: 'C-TK-01', retryable: true },
  ticketText: { code: 'C-TK-02', retryable: true },
  ticketDate: { code: 'C-TK-03', retryable: true },
  phoneOver: { code: 'C-MT-01', retryable: true },
  phoneUnavailable: { code: 'H-MT-02', retryable: true },
  materialKind: { code: 'C-MT-03', retryable: true },
  materialTooLarge: { code: 'C-MT-04', retryable: true },
  materialBroken: { code: 'C-MT-05', retryable: true },
  materialUnsafe: { code: 'C-MT-06', retryable: true },
  batchListKind: { code: 'C-BA-01', retryable: true },
  batchListColumns: { code: 'C-BA-02', retryable: true },
  batchListLong: { code: 'C-BA-03', retryable: true },
  diskFull: { code: 'H-DB-01', retryable: true },
  noRoom: { code: 'H-DB-02', retryable: true },
  internal: { code: 'H-BUG', retryable: true },
} as const;

export type FailureKind = keyof typeof TABLE;

/** The failure of a kind; `detail` is appended to the technician's code and must hold nothing personal. */
export function failure(kind: FailureKind, detail?: string): Failure {
  const { code, retryable } = TABLE[kind];
  return { kind, citizenMessageKey: kind, technicianCode: detail ? `${code}:${detail}` : code, retryable };
}

export const FAILURE_KINDS = Object.keys(TABLE) as FailureKind[];
