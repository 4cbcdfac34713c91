import { err, type Result } from '../core/index.ts';
import { failure } from './failure.ts';
import type { CaseLine, RegionAdapter, RegionCapabilities, RegionFailure } from './port.ts';

/** No optional ability. A region file and a test switch on what there is. */
export const NO_CAPABILITIES: RegionCapabilities = {
  checkPersonWithoutCard: false,
  checkPassport: false,
  fetchResult: false,
  withdraw: false,
  sessions: false,
  checkOrganisation: false,
  checkAuthority: false,
  matters: false,
  preCheck: false,
  packages: false,
  jointHandling: false,
  casesOf: false,
  events: false,
  correction: false,
  signatures: false,
  licences: false,
  payments: false,
  refunds: false,
  tickets: false,
  ratings: false,
  mail: false,
};

type Optional = Omit<RegionAdapter, keyof CaseLine>;

/** Everything beyond `CaseLine`, each answering `not-supported`. For what does little: a toy, a stand-in, a new kind. */
export function incapable(kind: string): Optional {
  const no = (operation: keyof Optional) => async (): Promise<Result<never, RegionFailure>> =>
    err(failure('not-supported', `${kind}.${operation}.not-supported`));
  return {
    authenticate: no('authenticate'),
    endSession: no('endSession'),
    checkOrganisation: no('checkOrganisation'),
    checkAuthority: no('checkAuthority'),
    matters: no('matters'),
    preCheck: no('preCheck'),
    submitPackage: no('submitPackage'),
    casesOf: no('casesOf'),
    status: no('status'),
    events: no('events'),
    correction: no('correction'),
    answerCorrection: no('answerCorrection'),
    signers: no('signers'),
    sign: no('sign'),
    fetchLicence: no('fetchLicence'),
    requestPayment: no('requestPayment'),
    paymentState: no('paymentState'),
    returnPayment: no('returnPayment'),
    sendTicket: no('sendTicket'),
    ticket: no('ticket'),
    rate: no('rate'),
    orderMail: no('orderMail'),
  };
}
