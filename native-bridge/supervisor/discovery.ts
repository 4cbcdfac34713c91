import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { listSerialPorts } from '../transport/serial.ts';
import { KNOWN_USB, type KnownUsb } from './usb-ids.ts';

/** What the USB side of a port says about itself. */
export interface UsbIdentity {
  /** Four lower-case hexadecimal digits. */
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serialNumber: string | null;
  readonly known: KnownUsb | null;
}

/** A serial port of this machine. */
export interface PortInfo {
  /** What to put into a profile: `serial:` with the most stable name that the port has. */
  readonly address: string;
  /** The kernel's name, e.g. `/dev/ttyUSB0`: it changes with the order of plugging. */
  readonly path: string;
  /** `/dev/serial/by-path/…`: belongs to the socket. Null without udev, and for ports that are not on a bus. */
  readonly byPath: string | null;
  /** `/dev/serial/by-id/…`: belongs to the bridge. Two bridges of one make may share it. */
  readonly byId: string | null;
  /** Null for a port on the main board. */
  readonly usb: UsbIdentity | null;
}

export interface Discovered {
  readonly ports: readonly PortInfo[];
  /** ID card readers on USB that have no serial port: this program cannot speak to them. */
  readonly nativeReaders: readonly UsbIdentity[];
}

/** Names of terminals that can have a device behind them. Others (`tty0`, `ptmx`) are the machine's own. */
const PORT_NAME = /^(ttyS|ttyUSB|ttyACM|ttyAMA|ttyMFD|ttyO|ttyXRUSB|ttyWCH|rfcomm)\d+$/;

/**
 * What is plugged in where. On Linux it reads the kernel's own tables below `root`, so it needs no udev; where udev
 * runs, the stable names come from its links. A port of the main board (`ttyS`) is listed only when it has hardware.
 * Elsewhere it asks the serial addon.
 */
export async function discover(
  root = '/',
  platform: NodeJS.Platform = process.platform,
): Promise<Discovered> {
  if (platform !== 'linux') return { ports: (await listSerialPorts()).map(fromAddon), nativeReaders: [] };
  const links = await stableNames(root);
  const ports: PortInfo[] = [];
  for (const name of (await entries(join(root, 'sys/class/tty'))).filter((one) => PORT_NAME.test(one))) {
    const device = await realpath(join(root, 'sys/class/tty', name, 'device')).catch(() => null);
    // `ttyS0` to `ttyS31` always exist in name; the ones without hardware have type 0.
    const type = await text(join(root, 'sys/class/tty', name, 'type'));
    if (device === null || type === '0') continue;
    const path = `/dev/${name}`;
    const names = links.get(path);
    ports.push({
      address: `serial://${names?.byPath ?? path}`,
      path,
      byPath: names?.byPath ?? null,
      byId: names?.byId ?? null,
      usb: await usbAbove(device, root),
    });
  }
  return {
    ports: ports.sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true })),
    nativeReaders: await readers(root),
  };
}

function fromAddon(port: Awaited<ReturnType<typeof listSerialPorts>>[number]): PortInfo {
  const vendorId = port.vendorId?.toLowerCase();
  const productId = port.productId?.toLowerCase();
  return {
    address: `serial://${port.path}`,
    path: port.path,
    byPath: null,
    byId: port.pnpId ?? null,
    usb:
      vendorId && productId
        ? {
            vendorId,
            productId,
            manufacturer: port.manufacturer ?? null,
            product: null,
            serialNumber: port.serialNumber ?? null,
            known: KNOWN_USB[`${vendorId}:${productId}`] ?? null,
          }
        : null,
  };
}

/** udev's links, by the kernel's name that they lead to. */
async function stableNames(root: string): Promise<Map<string, { byPath?: string; byId?: string }>> {
  const found = new Map<string, { byPath?: string; byId?: string }>();
  for (const [folder, key] of [
    ['by-path', 'byPath'],
    ['by-id', 'byId'],
  ] as const) {
    const dir = join(root, 'dev/serial', folder);
    for (const name of (await entries(dir)).sort()) {
      const target = await readlink(join(dir, name)).catch(() => null);
      if (target === null) continue;
      const path = `/dev/${basename(resolve(dir, target))}`;
      const names = found.get(path) ?? {};
      // The same socket can have two names (USB 2 and "usbv2"): the first in order is as good as the other.
      names[key] ??= `/dev/serial/${folder}/${name}`;
      found.set(path, names);
    }
  }
  return found;
}

/** The nearest folder above a device that is a USB device. */
async function usbAbove(device: string, root: string): Promise<UsbIdentity | null> {
  const top = await realpath(join(root, 'sys')).catch(() => '/sys');
  for (let at = device; at.startsWith(`${top}/`); at = dirname(at)) {
    const usb = await usbAt(at);
    if (usb) return usb;
  }
  return null;
}

async function usbAt(folder: string): Promise<UsbIdentity | null> {
  const vendorId = await text(join(folder, 'idVendor'));
  const productId = await text(join(folder, 'idProduct'));
  if (vendorId === null || productId === null) return null;
  return {
    vendorId,
    productId,
    manufacturer: await text(join(folder, 'manufacturer')),
    product: await text(join(folder, 'product')),
    serialNumber: await text(join(folder, 'serial')),
    known: KNOWN_USB[`${vendorId}:${productId}`] ?? null,
  };
}

async function readers(root: string): Promise<UsbIdentity[]> {
  const found: UsbIdentity[] = [];
  const dir = join(root, 'sys/bus/usb/devices');
  for (const name of (await entries(dir)).sort()) {
    const usb = await usbAt(join(dir, name));
    if (usb?.known?.role === 'native-reader') found.push(usb);
  }
  return found;
}

async function entries(dir: string): Promise<string[]> {
  return readdir(dir).catch(() => []);
}

async function text(file: string): Promise<string | null> {
  const read = await readFile(file, 'utf8').catch(() => null);
  return read === null || read.trim() === '' ? null : read.trim();
}
