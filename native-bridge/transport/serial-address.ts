/** Settings of a serial line, as they stand in a device address. */
export interface SerialSettings {
  /** `/dev/ttyUSB0`, `/dev/serial/by-path/…`, `COM3`. */
  readonly path: string;
  readonly baud: number;
  readonly bits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stop: 1 | 2;
  readonly flow: 'none' | 'rtscts' | 'xonxoff';
}

const CHOICES = {
  bits: ['5', '6', '7', '8'],
  parity: ['none', 'even', 'odd', 'mark', 'space'],
  stop: ['1', '2'],
  flow: ['none', 'rtscts', 'xonxoff'],
} as const;

/**
 * Reads `serial:///dev/ttyUSB0?baud=9600&bits=8&parity=odd&stop=1&flow=none` or `serial://COM3?…`. Defaults: 115200,
 * 8 bits, no parity, 1 stop bit, no flow control. A string says what is wrong with the address; a misspelt setting is
 * wrong, for a device on the wrong settings looks like a broken one.
 */
export function parseSerialAddress(address: string): SerialSettings | string {
  let url: URL;
  let path: string;
  try {
    url = new URL(address);
    path = url.host === '' ? decodeURIComponent(url.pathname) : decodeURIComponent(url.host);
  } catch {
    return 'not an address';
  }
  if (url.protocol !== 'serial:') return 'the scheme is not serial:';
  if (url.host !== '' && url.pathname !== '' && url.pathname !== '/')
    return 'a device path needs three slashes';
  if (path === '' || path === '/') return 'no device path';
  for (const [name, value] of url.searchParams) {
    if (name === 'baud') {
      if (!/^[1-9]\d{1,6}$/.test(value)) return 'baud: a number';
    } else if (!(name in CHOICES)) {
      return `unknown setting ${name}`;
    } else {
      const allowed: readonly string[] = CHOICES[name as keyof typeof CHOICES];
      if (!allowed.includes(value)) return `${name}: one of ${allowed.join(', ')}`;
    }
  }
  const get = (name: string, otherwise: string) => url.searchParams.get(name) ?? otherwise;
  return {
    path,
    baud: Number(get('baud', '115200')),
    bits: Number(get('bits', '8')) as SerialSettings['bits'],
    parity: get('parity', 'none') as SerialSettings['parity'],
    stop: Number(get('stop', '1')) as SerialSettings['stop'],
    flow: get('flow', 'none') as SerialSettings['flow'],
  };
}

/**
 * Bits per second that time-outs must reckon with; lines that are not serial count as `otherwise`: the speed of the port
 * behind a serial device server stands in no address.
 */
export function lineSpeed(address: string, otherwise = 115_200): number {
  const serial = parseSerialAddress(address);
  return typeof serial === 'string' ? otherwise : serial.baud;
}

/** The address with `baud` in it, for devices whose usual speed is not 115200. One that says its speed stays as it is. */
export function withUsualBaud(address: string, baud: number): string {
  return withUsual(address, { baud });
}

/** The address with these settings in it where it says nothing of them. One that is no serial address stays as it is. */
export function withUsual(address: string, usual: Partial<Omit<SerialSettings, 'path'>>): string {
  if (typeof parseSerialAddress(address) === 'string') return address;
  const said = new URL(address).searchParams;
  const more = Object.entries(usual).filter(([name]) => !said.has(name));
  if (more.length === 0) return address;
  const settings = more.map(([name, value]) => `${name}=${value}`).join('&');
  return `${address}${address.includes('?') ? '&' : '?'}${settings}`;
}
