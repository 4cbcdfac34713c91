import { err, ok, type Result, sleep } from '../../electron/core/index.ts';
import type { OpenTransport, TransportFailure } from '../transport/port.ts';
import { complain, lineComplaint } from './advice.ts';
import type { Complaint, Context, Startable } from './types.ts';

/**
 * Starts a driver, waits until its device has said what it is, does the work, and stops the driver again. A driver only
 * says that the device is away; the line, which is watched meanwhile, says why.
 */
export async function withDevice<Device extends Startable, T>(
  context: Context,
  make: (context: Context) => Device,
  work: (device: Device) => Promise<Result<T, Complaint>>,
): Promise<Result<T, Complaint>> {
  let line: TransportFailure | null = null;
  const open: OpenTransport = async (address) => {
    const opened = await context.open(address);
    line = opened.ok ? null : opened.error;
    return opened;
  };
  const device = make({ ...context, open });
  device.start();
  try {
    const presence = await settled(device, context);
    // A device in trouble answers, and what it answers is what the person wants to know.
    if (presence === 'ready' || presence === 'trouble') return await work(device);
    if (line) return err(lineComplaint(context.address, line));
    const why =
      'nothing answers: check power, cable and the speed in the address, and that it is this kind of device';
    return err(complain(`${context.address}: ${why}`, 1));
  } finally {
    await device.stop();
  }
}

/** The presence as soon as it is known, or `unknown` when the time is up. */
async function settled(device: Startable, context: Context) {
  if (device.presence.value !== 'unknown') return device.presence.value;
  const known = new AbortController();
  const stop = device.presence.subscribe(() => known.abort());
  await sleep(context.clock, context.options.timeout, AbortSignal.any([known.signal, context.signal]));
  stop();
  return device.presence.value;
}

/** A whole number from an option, or what is wrong with it. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): Result<number, Complaint> {
  const value = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && value >= least && value <= most) return ok(value);
  return err(complain(`--${name} must be a whole number from ${least} to ${most}`, 2));
}
