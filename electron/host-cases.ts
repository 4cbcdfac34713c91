import { join } from 'node:path';
import type { MatterFacts } from './cases/index.ts';
import type { Catalogue } from './catalogue/index.ts';

/** Where a region's courier packages lie, beside the database: backups, moves and decommissioning know the folder. */
export function courierFolder(dataDir: string, region: string): string {
  return join(dataDir, 'courier', region);
}

/** What a case must know of its matter. Its task code is checked when the catalogue is loaded. */
export function matterFacts(catalogue: Catalogue, code: string, matter: string): MatterFacts | null {
  const region = catalogue.region(code);
  const guide = catalogue.guide(code, matter);
  const implementation = catalogue.implementation(code, matter);
  if (!region || !guide || !implementation) return null;
  return {
    matter: guide.matter.name,
    region: { code, short: region.short, phone: region.phone },
    hours: region.officeHours,
    promisedWorkingDays: guide.promisedWorkingDays,
    taskCode: implementation.taskCode ?? '',
    ...(region.mailSender ? { sender: region.mailSender } : {}),
  };
}
