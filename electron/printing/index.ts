export type { PrintJob } from './jobs.ts';
export { printerNeeds } from './needs.ts';
export { cut, joined, pageCount } from './pages.ts';
export { PRINT_LIMITS, type PrintDeps, PrintService } from './service.ts';
export type { PaperFailure, PaperOptions, PaperOrder, PaperState, PaperWord } from './types.ts';
