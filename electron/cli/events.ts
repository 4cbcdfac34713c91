import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventTable } from '../logging/index.ts';
import { ROOT } from './build.ts';

/** `npm run events`: writes the operators' list of events into the README of the logging room. */
const file = join(ROOT, 'electron/logging/README.md');
const heading = '## Events\n\n';
const text = readFileSync(file, 'utf8');
writeFileSync(file, `${text.slice(0, text.indexOf(heading) + heading.length)}${eventTable()}\n`);
