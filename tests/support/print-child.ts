/** A host that prints one document and may be killed at any moment: `node print-child.ts ADDRESS TITLE PDF`. */
import { readFileSync } from 'node:fs';
import { systemClock } from '../../electron/core/index.ts';
// Not the front door: a host that loads every driver takes seconds to start.
import { createPrinter } from '../../native-bridge/devices/document-printer/create.ts';

const [address = '', title = '', file = ''] = process.argv.slice(2);
const printer = createPrinter(address, { clock: systemClock });
if (!printer.ok) throw new Error(printer.error.message);
await printer.value.print(readFileSync(file), { title });
