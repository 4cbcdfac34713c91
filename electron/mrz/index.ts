export { createZoneReader, READING, type ZoneReader, type ZoneReaderOptions } from './reader.ts';
export type { TravelDocument, ZoneFailure } from './types.ts';
