export { ArchiveScreen } from './archive.tsx';
export { PrintOneScreen } from './print-one.tsx';
export { PrintsScreen } from './prints.tsx';
