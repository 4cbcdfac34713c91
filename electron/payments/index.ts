export { createPayments, PAYMENT_TIMING, type PaymentsDeps } from './service.ts';
export type { PaymentHeard, PaymentOrder, PaymentShown, Payments, Unused } from './types.ts';
