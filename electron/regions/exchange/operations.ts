import type { RegionCapabilities } from '../port.ts';

/** Every operation that travels: which capability it needs, and how long it may take (ms) unless the region file says so. */
export const OPERATIONS = {
  ping: { needs: null, timeoutMs: 5_000 },
  authenticate: { needs: 'sessions', timeoutMs: 10_000 },
  endSession: { needs: 'sessions', timeoutMs: 5_000 },
  checkPerson: { needs: 'checkPersonWithoutCard', timeoutMs: 10_000 },
  checkOrganisation: { needs: 'checkOrganisation', timeoutMs: 10_000 },
  checkAuthority: { needs: 'checkAuthority', timeoutMs: 10_000 },
  matters: { needs: 'matters', timeoutMs: 30_000 },
  preCheck: { needs: 'preCheck', timeoutMs: 15_000 },
  submit: { needs: null, timeoutMs: 30_000 },
  submitPackage: { needs: 'packages', timeoutMs: 120_000 },
  progress: { needs: null, timeoutMs: 10_000 },
  casesOf: { needs: 'casesOf', timeoutMs: 10_000 },
  status: { needs: 'events', timeoutMs: 10_000 },
  events: { needs: 'events', timeoutMs: 15_000 },
  correction: { needs: 'correction', timeoutMs: 10_000 },
  answerCorrection: { needs: 'correction', timeoutMs: 30_000 },
  signers: { needs: 'signatures', timeoutMs: 10_000 },
  sign: { needs: 'signatures', timeoutMs: 15_000 },
  withdraw: { needs: 'withdraw', timeoutMs: 15_000 },
  fetchResult: { needs: 'fetchResult', timeoutMs: 30_000 },
  fetchLicence: { needs: 'licences', timeoutMs: 30_000 },
  requestPayment: { needs: 'payments', timeoutMs: 15_000 },
  paymentState: { needs: 'payments', timeoutMs: 10_000 },
  returnPayment: { needs: 'refunds', timeoutMs: 15_000 },
  sendTicket: { needs: 'tickets', timeoutMs: 15_000 },
  ticket: { needs: 'tickets', timeoutMs: 10_000 },
  rate: { needs: 'ratings', timeoutMs: 15_000 },
  orderMail: { needs: 'mail', timeoutMs: 15_000 },
} as const satisfies Record<
  string,
  { readonly needs: keyof RegionCapabilities | null; readonly timeoutMs: number }
>;

export type Operation = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as Operation[];
