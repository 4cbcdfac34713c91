import { type Clock, ok, type Result } from '../../electron/core/index.ts';
import type { Discovered } from '../supervisor/discovery.ts';
import { probePort } from '../supervisor/probe.ts';
import type { OpenTransport } from '../transport/port.ts';
import type { Answer, Complaint } from './types.ts';

/** `list`: what is plugged in. With `--probe` the devices behind the ports are asked, too. */
export async function list(
  found: Discovered,
  probe: { readonly open: OpenTransport; readonly clock: Clock } | null,
): Promise<Result<Answer, Complaint>> {
  const ports = [];
  for (const port of found.ports) {
    ports.push({ ...port, device: probe ? await probePort(probe.open, port.address, probe.clock) : null });
  }
  const lines = ports.flatMap(({ address, path, usb, device }) => {
    const bridge = usb
      ? `${usb.known?.name ?? usb.product ?? 'USB'} ${usb.vendorId}:${usb.productId}${usb.serialNumber ? ` no. ${usb.serialNumber}` : ''}`
      : 'port of the main board';
    const answer = device ? `${device.device} (${device.protocol}), at ${device.address}` : 'no answer';
    return [`${address}  (${path}, ${bridge})`, ...(probe ? [`  ${answer}`] : [])];
  });
  for (const reader of found.nativeReaders) {
    lines.push(
      `${reader.vendorId}:${reader.productId}  ${reader.known?.name}: has no serial port; set it to serial mode or use its bridge`,
    );
  }
  if (lines.length === 0) lines.push('no serial port found');
  return ok({ lines, data: { ports, nativeReaders: found.nativeReaders } });
}
