/** What is known about a USB device by its two numbers, in lower case hexadecimal: `vendor:product`. */
export interface KnownUsb {
  readonly name: string;
  /** `bridge`: a serial port for whatever is wired behind it. `native-reader`: an ID card reader without a serial port. */
  readonly role: 'bridge' | 'native-reader';
}

const bridge = (name: string): KnownUsb => ({ name, role: 'bridge' });
const reader = (name: string): KnownUsb => ({ name, role: 'native-reader' });

/** The numbers tell the bridge, never the device behind it: two CH340 ports may be a locker and a printer. */
export const KNOWN_USB: Readonly<Record<string, KnownUsb>> = {
  '1a86:7523': bridge('CH340'),
  '1a86:5523': bridge('CH341A'),
  '10c4:ea60': bridge('CP2102/CP2104'),
  '10c4:ea70': bridge('CP2105'),
  '10c4:ea71': bridge('CP2108'),
  '0403:6001': bridge('FT232R'),
  '0403:6010': bridge('FT2232H'),
  '0403:6011': bridge('FT4232H'),
  '0403:6014': bridge('FT232H'),
  '0403:6015': bridge('FT231X'),
  '067b:2303': bridge('PL2303'),
  '067b:23a3': bridge('PL2303GC'),
  '067b:23b3': bridge('PL2303GB'),
  '067b:23c3': bridge('PL2303GT'),
  '067b:23d3': bridge('PL2303GL'),
  '067b:23e3': bridge('PL2303GE'),
  '067b:23f3': bridge('PL2303GS'),
  '0400:c35a': reader('ID card reader with a native SAM port (several makers)'),
  '0316:5020': reader('Synjones ID card reader'),
  '10c4:8a1b': reader('信通 ID card reader'),
  '2015:0008': reader('森锐 ID card reader'),
  '9573:4836': reader('亿数 ID card reader'),
  'c216:0102': reader('中软高科 ID card reader'),
};
