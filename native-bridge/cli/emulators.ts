import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import { createFingerprintEmulator } from '../devices/fingerprint/emulator.ts';
import { createIdCardReaderEmulator, fillerPhoto } from '../devices/id-card-reader/emulator.ts';
import type { ResidentCard } from '../devices/id-card-reader/types.ts';
import { createLockerEmulator } from '../devices/locker/emulator.ts';
import { LOCKER_DRIVERS } from '../devices/locker/types.ts';
import { createReceiptPrinterEmulator } from '../devices/receipt-printer/emulator.ts';
import { createIsdv4Emulator, createTopazEmulator } from '../devices/signature-pad/emulator.ts';
import { PAD_PROTOCOLS } from '../devices/signature-pad/types.ts';
import type { EmulatedDevice } from '../emulator/base.ts';
import { complain } from './advice.ts';
import type { Complaint, Options } from './types.ts';
import { wholeNumber } from './with-device.ts';

export interface Emulated {
  readonly device: EmulatedDevice;
  /** What a person can do to the physical thing, by the word that is typed; each may say something. */
  readonly actions: Readonly<Record<string, (argument: string) => string | null>>;
}

type Make = (clock: Clock, options: Options) => Result<Emulated, Complaint>;

/** Every device that can be played, as `npm run device -- emulate` names it. */
export const EMULATORS: Readonly<Record<string, Make>> = {
  locker(clock, options) {
    const driver = LOCKER_DRIVERS.find((one) => one === (options.driver ?? 'kr-cu16'));
    if (!driver) return err(complain(`--driver is one of ${LOCKER_DRIVERS.join(', ')}`, 2));
    const board = wholeNumber('board', options.board ?? (driver.startsWith('kr') ? '0' : '1'), 0, 255);
    if (!board.ok) return board;
    const cells = wholeNumber('cells', options.cells ?? '16', 1, 255);
    if (!cells.ok) return cells;
    const device = createLockerEmulator(driver, {
      clock,
      boards: [{ board: board.value, cells: cells.value }],
    });
    const cellAction = (act: (cell: number) => void) => (argument: string) => {
      const cell = Number(argument);
      if (!device.cabinet.has(board.value, cell)) return `say which cell, from 1 to ${cells.value}`;
      act(cell);
      return null;
    };
    return ok({
      device,
      actions: {
        close: cellAction((cell) => device.cabinet.close(board.value, cell)),
        force: cellAction((cell) => device.cabinet.force(board.value, cell)),
        jam: cellAction((cell) => device.cabinet.jam(board.value, cell)),
        free: cellAction((cell) => device.cabinet.jam(board.value, cell, false)),
        put: cellAction((cell) => device.cabinet.put(board.value, cell)),
        take: cellAction((cell) => device.cabinet.take(board.value, cell)),
      },
    });
  },
  'id-card'(clock) {
    const device = createIdCardReaderEmulator({ clock });
    const place = (name: string) => {
      device.placeCard({ ...SAMPLE_CARD, ...(name === '' ? {} : { name }) }, { fingerprints: true });
      return `the sample card of ${name || SAMPLE_CARD.name} lies on the reader`;
    };
    place('');
    return ok({
      device,
      actions: {
        place,
        remove: () => {
          device.removeCard();
          return null;
        },
      },
    });
  },
  fingerprint(clock) {
    const device = createFingerprintEmulator({ clock });
    device.place(1);
    return ok({
      device,
      actions: {
        place: (argument) => {
          const [finger = '', condition = 'good'] = argument.split(' ');
          const known = CONDITIONS.find((one) => one === condition);
          if (!/^\d+$/.test(finger) || !known) return `place NUMBER [${CONDITIONS.join('|')}]`;
          device.place(Number(finger), known);
          return null;
        },
        lift: () => {
          device.lift();
          return null;
        },
      },
    });
  },
  signature(clock, options) {
    const driver = PAD_PROTOCOLS.find((one) => one === (options.driver ?? 'isdv4'));
    if (!driver) return err(complain(`--driver is one of ${PAD_PROTOCOLS.join(', ')}`, 2));
    const device = driver === 'topaz' ? createTopazEmulator({ clock }) : createIsdv4Emulator({ clock });
    return ok({
      device,
      actions: {
        sign: () => {
          void device.sign(sampleSignature(device.size), 100);
          return 'signing';
        },
      },
    });
  },
  receipt(clock) {
    const device = createReceiptPrinterEmulator({ clock });
    const act = (work: () => void) => () => {
      work();
      return null;
    };
    return ok({
      device,
      actions: {
        paper: () => (device.lines.length === 0 ? 'nothing printed' : device.lines.join('\n')),
        'open-cover': act(() => device.openCover()),
        'close-cover': act(() => device.closeCover()),
        'paper-out': act(() => device.loadPaper(0)),
        'paper-low': act(() => device.loadPaper(2_000)),
        'new-roll': act(() => device.loadPaper()),
        'jam-cutter': act(() => device.jamCutter()),
        'free-cutter': act(() => device.freeCutter()),
        overheat: act(() => device.overheat()),
        cool: act(() => device.cool()),
      },
    });
  },
};

const CONDITIONS = ['good', 'wet', 'dry', 'moving', 'worn'] as const;

/** Made up: the region code belongs to nobody's birth, the address to no place. */
const SAMPLE_CARD: ResidentCard = {
  kind: 'resident',
  name: '样本',
  sex: 'female',
  ethnicGroup: '汉',
  birthDate: '19900307',
  address: '样本市样本区样本路1号',
  number: '110101199003070046',
  issuer: '样本市公安局样本分局',
  validFrom: '20200101',
  validTo: '20400101',
  photo: fillerPhoto(),
  privateUse: [],
};

/** Two strokes across the pad. */
function sampleSignature({ width, height }: { readonly width: number; readonly height: number }) {
  return [0.35, 0.65].map((y) =>
    Array.from({ length: 60 }, (_, i) => ({
      x: Math.round(width * (0.2 + (0.6 * i) / 59)),
      y: Math.round(height * (y + 0.1 * Math.sin(i / 5))),
      pressure: 0.3 + 0.4 * Math.sin((Math.PI * i) / 59),
    })),
  );
}
