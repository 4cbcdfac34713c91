import type { Text } from '../contract/index.ts';
import type { Brand } from './types.ts';

/** One line of what was handed in. */
export interface HandedIn {
  readonly name: Text;
  readonly kind: 'original' | 'copy' | 'other';
  readonly count: number;
  /** It is given back to the applicant. */
  readonly returned: boolean;
  readonly note: Text | null;
}

/**
 * 材料清单 of what lies in a cell of the locker (流转柜), to be put into the bag, with the strip that seals it. No name and no
 * document number: the receipt number leads to both.
 */
export interface LockerSlip {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly packageNumber: string;
  /** Number on the seal (封签号); null: to be written by hand. */
  readonly seal: string | null;
  readonly receiptNumber: string;
  readonly cell: string;
  readonly matter: Text;
  readonly region: Text;
  readonly regionCode: string;
  readonly items: readonly HandedIn[];
  /** Milliseconds since 1970. */
  readonly depositedAt: number;
  /** Last local day on which staff empty the cell, YYYY-MM-DD; null: not promised. */
  readonly collectedBy: string | null;
  readonly phone: string;
  readonly site: Text;
  readonly machineCode: string;
  readonly caution: Text | null;
}

/** 封签: the strip across the opening of a bag or a package. Everybody on the way can read it: nothing personal. */
export interface SealLabel {
  /** Default: the region and the first character of its Chinese name. */
  readonly brand?: Brand;
  readonly kind: 'locker' | 'courier';
  readonly packageNumber: string;
  /** Number on the seal (封签号); null: to be written by hand. */
  readonly seal: string | null;
  readonly region: Text;
  readonly regionCode: string;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
  readonly site: Text;
  readonly machineCode: string;
}

export interface DeviceState {
  readonly name: Text;
  /** Serial line, USB port or network address as set up, and the driver. */
  readonly port: string;
  readonly driver: string;
  readonly state: 'ready' | 'trouble' | 'absent' | 'off';
  /** What the device says, in a technician's words; serial and firmware numbers, consumables. */
  readonly detail: Text | null;
}

export interface Fact {
  readonly label: Text;
  readonly value: string;
}

/**
 * 诊断页 for the technician: what the machine is, what its devices say, and whether its printer prints well. Nothing
 * personal: the caller passes no case, no name and no log.
 */
export interface DiagnosticPage {
  /** Default: 通办. */
  readonly brand?: Brand;
  readonly site: Text;
  readonly machineCode: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** Versions of the product, the system and the catalogues. */
  readonly versions: readonly Fact[];
  readonly devices: readonly DeviceState[];
  /** Pages since the service, waiting cases, free space. */
  readonly counters: readonly Fact[];
  /** Rare characters to be looked at; those that no font has are named instead of printed. */
  readonly rare: string;
}
