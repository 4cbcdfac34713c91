import type { TransportFailure } from '../transport/port.ts';
import type { Complaint } from './types.ts';

const LINE_ADVICE: Record<TransportFailure['kind'], string> = {
  busy: 'another program holds it: stop the kiosk first (a port has one user at a time)',
  'not-found': 'nothing is there: check plug and power, and the address with "npm run device -- list"',
  'not-permitted': 'this user may not open it: add the user to the group "dialout" and log in again',
  closed: 'the line broke: check the plug',
  'write-timeout': 'the line takes no bytes: check the flow control setting and the cable',
  'bad-address': 'the address is wrong: serial:///dev/ttyUSB0?baud=115200 or tcp://host:port',
};

/** Why a line cannot be opened, and what to try. */
export function lineComplaint(address: string, failure: TransportFailure): Complaint {
  return complain(
    `${address}: ${failure.kind} (${failure.detail}); ${LINE_ADVICE[failure.kind]}`,
    failure.kind === 'bad-address' ? 2 : 1,
  );
}

const DEVICE_ADVICE: Readonly<Record<string, string>> = {
  'device-lost': 'the device stopped answering: check its power, its cable and the speed in the address',
  cancelled: 'nothing happened in time: try again with a longer --timeout',
  timeout: 'no answer in time: check the cable and the speed in the address',
};

/** What a driver's failure means, and what to try. `advice` adds what only that device knows. */
export function deviceComplaint(
  failure: { readonly kind: string; readonly code?: string },
  advice: Readonly<Record<string, string>> = {},
): Complaint {
  const hint = advice[failure.kind] ?? DEVICE_ADVICE[failure.kind];
  const code = failure.code ? ` (${failure.code})` : '';
  return complain(`${failure.kind}${code}${hint ? `; ${hint}` : ''}`, 1);
}

export function complain(message: string, exitCode: Complaint['exitCode']): Complaint {
  return { message, exitCode };
}
