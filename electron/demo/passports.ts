import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A passport of the demo. Utopia (UTO) is the state of ICAO's specimens: it has no citizens, and its numbers are nobody's. */
export interface DemoPassport {
  readonly id: string;
  readonly note: string;
  /** As it stands in the passport; the zone may hold less. */
  readonly name: string;
  readonly number: string;
  readonly nationality: 'UTO';
  /** YYYYMMDD */
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
  readonly validTo: string;
}

/** The passports that can be held under the camera; `assets/demo/passports` has a picture of each. The sandbox regions know them. */
export const DEMO_PASSPORTS: readonly DemoPassport[] = [
  {
    id: 'long-name',
    note: '外国护照，姓名 40 个字母，机读区放不下',
    name: 'SAMPLEWORTHINGTONBERGSTROM, JONATHAN PAX',
    number: 'U99A0I2G5',
    nationality: 'UTO',
    birthDate: '19880214',
    sex: 'male',
    validTo: '20340213',
  },
  {
    id: 'short-name',
    note: '外国护照',
    name: 'SAMPLE, ANNA MARIA',
    number: 'U99C7O1B4',
    nationality: 'UTO',
    birthDate: '19950730',
    sex: 'female',
    validTo: '20310729',
  },
  {
    id: 'expired',
    note: '外国护照，已过期',
    name: 'SAMPLE, PETER',
    number: 'U99D00012',
    nationality: 'UTO',
    birthDate: '19790105',
    sex: 'male',
    validTo: '20250104',
  },
];

/** What the dock needs of the document camera. */
export interface PassportPlug {
  /** The page of a passport, a PNG; null: there is none of that id. */
  picture(id: string): Uint8Array | null;
  show(picture: Uint8Array): Promise<void>;
}

export function passportPicture(assetsDir: string, id: string): Uint8Array | null {
  const known = DEMO_PASSPORTS.some((one) => one.id === id);
  return known ? readFileSync(join(assetsDir, 'demo', 'passports', `${id}.png`)) : null;
}
