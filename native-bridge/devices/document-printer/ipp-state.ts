import { type Attributes, count, keywords } from './ipp-client.ts';
import { type Fields, fieldsOf, suppliesOf } from './ipp-supplies.ts';
import type {
  InputTray,
  PrinterCapabilities,
  PrinterCondition,
  PrintFailure,
  Sides,
  StateReason,
} from './types.ts';

/** What is asked of a printer: its state, what it can do, what it holds. */
export const PRINTER_ATTRIBUTES: readonly string[] = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'operations-supported',
  'sides-supported',
  'page-ranges-supported',
  'copies-supported',
  'color-supported',
  'media-supported',
  'media-ready',
  'marker-names',
  'marker-types',
  'marker-levels',
  'marker-low-levels',
  'printer-supply',
  'printer-supply-description',
  'printer-input-tray',
  'printer-output-tray',
  'printer-impressions-completed',
  'printer-media-sheets-completed',
  'cups-version',
  'printer-error-policy',
  'device-uri',
];

/** Part of a tray's capacity below which it is low: time to bring paper. */
const TRAY_LOW = 0.1;

/** Why a printer prints nothing now. */
export interface Block {
  readonly kind: Exclude<PrintFailure['kind'], 'unreachable' | 'refused' | 'cancelled' | 'end-unknown'>;
  readonly code: string;
}

/** Whatever their ending: a printer says `media-empty-report` while idle and `media-empty-warning` while it prints. */
const ALWAYS: readonly [RegExp, Block['kind']][] = [
  [/^media-(empty|needed)$/, 'out-of-paper'],
  [/^media-jam$/, 'jammed'],
  [/^(cover|door|interlock)-open$/, 'cover-open'],
];
/** Only as an error: many printers go on with a full tray or with a colour used up, and warn. */
const AS_ERROR: readonly [RegExp, Block['kind']][] = [
  [/^output-area-full$/, 'output-full'],
  [/^(toner|marker-supply|marker-ink|developer)-empty$/, 'supply-empty'],
];

/** The entries of `printer-state-reasons`. Without an ending they count as errors (RFC 8011 §5.4.12). */
export function reasonsOf(printer: Attributes): StateReason[] {
  return keywords(printer['printer-state-reasons']).map((text) => {
    const ending = /-(report|warning|error)$/.exec(text)?.[1] as StateReason['severity'] | undefined;
    return { reason: ending ? text.slice(0, -ending.length - 1) : text, severity: ending ?? 'error' };
  });
}

export function blockOf(printer: Attributes): Block | null {
  const texts = keywords(printer['printer-state-reasons']);
  const reasons = reasonsOf(printer);
  for (const [pattern, kind] of [...ALWAYS, ...AS_ERROR]) {
    const always = ALWAYS.some(([one]) => one === pattern);
    const at = reasons.findIndex(
      ({ reason, severity }) => pattern.test(reason) && (always || severity === 'error'),
    );
    if (at >= 0) return { kind, code: texts[at] as string };
  }
  const error = texts.find((text) => text.endsWith('-error'));
  const stands = printer['printer-state'] === 'stopped' || printer['printer-is-accepting-jobs'] === false;
  if (!error && !stands) return null;
  return { kind: 'stopped', code: error ?? texts[0] ?? `printer-${String(printer['printer-state'])}` };
}

export function conditionOf(printer: Attributes): PrinterCondition {
  const reasons = reasonsOf(printer);
  const says = (pattern: RegExp) => reasons.some(({ reason }) => pattern.test(reason));
  return {
    reasons,
    jammed: says(/^media-jam$/),
    coverOpen: says(/^(cover|door|interlock)-open$/),
    supplies: suppliesOf(printer),
    inputTrays: fieldsOf(printer['printer-input-tray']).map(inputTray),
    output: says(/^output-area-full$/) ? 'full' : outputOf(fieldsOf(printer['printer-output-tray'])),
    counters: {
      pages: count(printer['printer-impressions-completed']),
      sheets: count(printer['printer-media-sheets-completed']),
    },
  };
}

/** `printer-input-tray`, PWG 5100.13 §5.6.10: levels in sheets; -2 unknown, -3 at least one. */
function inputTray(fields: Fields): InputTray {
  const level = Number(fields.level ?? -2);
  const sheets = count(level);
  const capacity = count(Number(fields.maxcapacity ?? -2)) || null;
  const low = sheets !== null && capacity !== null && sheets <= capacity * TRAY_LOW;
  const some = level === -3 || sheets !== null;
  return {
    name: fields.name ?? '',
    sheets,
    capacity,
    state: sheets === 0 ? 'empty' : low ? 'low' : some ? 'ready' : 'unknown',
  };
}

/** `printer-output-tray`, PWG 5100.13 §5.6.13: `remaining` is the room that is left. The first tray that can tell, tells. */
function outputOf(trays: readonly Fields[]): PrinterCondition['output'] {
  for (const { maxcapacity, remaining } of trays) {
    const most = Number(maxcapacity ?? -2);
    const left = Number(remaining ?? -2);
    if (most > 0 && left >= 0) return left === 0 ? 'full' : left < most ? 'waiting' : 'taken';
  }
  return null;
}

const SIDES: readonly Sides[] = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'];

/**
 * What can be asked for. `queue` is what takes the job, `device` the printer itself where it can be asked, too. CUPS says
 * of every queue that it leaves pages out, also of one that passes documents on as they are: it is not believed.
 */
export function capabilitiesOf(queue: Attributes, device: Attributes | null): PrinterCapabilities {
  const of = device ?? queue;
  const cups = isCups(queue);
  const sides = keywords(of['sides-supported']);
  const copies = of['copies-supported'];
  return {
    sides: SIDES.filter((one) => one === 'one-sided' || sides.includes(one)),
    pageRanges: !cups && of['page-ranges-supported'] === true,
    mostCopies: (Array.isArray(copies) ? count(copies[1]) : count(copies)) ?? 1,
    colour: of['color-supported'] === true,
    media: keywords(of['media-supported']),
    mediaReady: keywords(of['media-ready']),
    retriesByItself: cups && queue['printer-error-policy'] !== 'abort-job',
    confirmsPaper: !cups || device !== null,
  };
}

export function isCups(queue: Attributes): boolean {
  return queue['cups-version'] !== undefined;
}

/** The IPP printer behind a queue of CUPS, or null: a printer of another kind cannot be asked. */
export function deviceAddress(queue: Attributes): string | null {
  const uri = queue['device-uri'];
  if (!isCups(queue) || typeof uri !== 'string' || !URL.canParse(uri)) return null;
  const { protocol, pathname } = new URL(uri);
  if (protocol === 'ipp:' || protocol === 'ipps:') return uri;
  // A USB printer that speaks IPP stands on the loopback interface as http.
  return protocol === 'http:' && pathname.startsWith('/ipp') ? uri.replace(/^http:/, 'ipp:') : null;
}
