import { readingFilesIn } from '../../electron/mrz/files.ts';
import { readPicture } from '../../electron/mrz/read-picture.ts';
import { createRecogniser } from '../../electron/mrz/recogniser.ts';
import {
  cardZone,
  drawZone,
  passportZone,
  png,
  seeded,
  type ZoneFacts,
} from '../support/passport-picture.ts';

/**
 * How many machine-readable zones are read off pictures of made-up documents, and how long it takes. `--quick`: 13 a row
 * instead of 100. A reading that is wrong and was not refused ends it with an error.
 */

const QUICK = process.argv.includes('--quick');
const EACH = QUICK ? 13 : 100;
const TODAY = '20261121';

const random = seeded(20_261_121);
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
const between = (a: number, b: number) => a + random() * (b - a);
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const DIGITS = [...'0123456789'];
const many = (from: readonly string[], n: number) => Array.from({ length: n }, () => pick(from)).join('');
const word = () => many(LETTERS, Math.floor(between(2, 13)));
const day = (first: number, last: number) =>
  [between(first, last), between(1, 13), between(1, 29)]
    .map((one) => String(Math.floor(one)).padStart(2, '0'))
    .join('');

function facts(): ZoneFacts {
  const state = pick(['UTO', 'D', 'USA', 'NGA', 'KOR', 'JPN', 'GBR', 'XXA']);
  return {
    state,
    primary: random() < 0.4 ? `${word()} ${word()}` : word(),
    secondary: random() < 0.5 ? `${word()} ${word()}` : word(),
    number: Array.from({ length: pick([7, 8, 9]) }, () => pick(random() < 0.3 ? LETTERS : DIGITS)).join(''),
    nationality: state,
    birth: day(40, 100),
    sex: pick(['F', 'M', '<']),
    expiry: day(27, 36),
    personal: random() < 0.5 ? many([...DIGITS, ...LETTERS], 10) : '',
  };
}

const ROWS = {
  plain: () => ({}),
  'slanted ±3°': () => ({ turn: between(-3, 3) }),
  'blur to 1.2 px': () => ({ blur: between(0, 1.2) }),
  'noise to 12': () => ({ noise: between(0, 12) }),
  'shadow to 50 %': () => ({ shadow: between(0, 0.5) }),
  'all of it': () => ({
    turn: between(-3, 3),
    blur: between(0, 1),
    noise: between(0, 8),
    shadow: between(0, 0.4),
  }),
  'all, letters 14–18 px apart': () => ({
    pitch: between(14, 18),
    turn: between(-3, 3),
    blur: between(0, 0.8),
    noise: between(0, 6),
    shadow: between(0, 0.3),
  }),
  'cards, all of it': () => ({
    turn: between(-3, 3),
    blur: between(0, 1),
    noise: between(0, 8),
    shadow: between(0, 0.4),
  }),
} as const;

const recogniser = await createRecogniser(readingFilesIn('assets'));
const rows: Record<string, unknown>[] = [];
let wrong = 0;
for (const [name, look] of Object.entries(ROWS)) {
  let read = 0;
  const times: number[] = [];
  for (let n = 0; n < EACH; n++) {
    const one = facts();
    const lines = name.startsWith('cards') ? cardZone({ ...one, personal: '' }) : passportZone(one);
    const pitch = between(20, 27);
    const file = png(drawZone(lines, { pitch, height: 480, random, ...look() }));
    const begun = process.cpuUsage();
    const result = readPicture(file, TODAY, recogniser);
    const { user, system } = process.cpuUsage(begun);
    times.push((user + system) / 1000);
    if (!result.ok) continue;
    const { value } = result;
    const whole = [value.primary, value.secondary].join('<<').replaceAll(' ', '<');
    const right =
      value.number === one.number &&
      value.nationality === one.nationality &&
      value.birthDate.slice(2) === one.birth &&
      value.validTo.slice(2) === one.expiry &&
      (name.startsWith('cards') ? lines[2] : lines[0]?.slice(5))?.startsWith(whole);
    if (right) read++;
    else wrong++;
  }
  times.sort((a, b) => a - b);
  rows.push({
    pictures: name,
    of: EACH,
    read: `${((read / EACH) * 100).toFixed(0)} %`,
    'CPU ms p50': Math.round(times[Math.floor(EACH / 2)] as number),
    'CPU ms p95': Math.round(times[Math.floor(EACH * 0.95)] as number),
  });
}
console.table(rows);
console.log(`wrong and not refused: ${wrong}`);
if (wrong > 0) process.exitCode = 1;
