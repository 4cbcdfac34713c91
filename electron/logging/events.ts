import type { z } from 'zod';
import { count, details, fileName, id, ids, instant, ms, place, shift, word } from './fields.ts';

export const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof LEVELS)[number];

type Fields = Readonly<Record<string, z.ZodType>>;

export interface EventDefinition<F extends Fields = Fields> {
  readonly level: Level;
  /** For the operators' manual: what happened, and what to do when something must be done. */
  readonly meaning: string;
  readonly fields: F;
}

function event<F extends Fields>(level: Level, meaning: string, fields: F): EventDefinition<F> {
  return { level, meaning, fields };
}

const print = {
  what: word(),
  printer: word(),
  state: word(),
  pages: count(),
  done: count(),
  attempts: count(),
  reason: word(),
};
const job = { kind: word(), idem: id(), lane: word() };

/** Everything that the kiosk can write into its log. Nothing else can be written; the README's table is made from this. */
export const EVENTS = {
  'host.started': event('info', 'The host is ready.', {
    profile: word(),
    port: count(),
    ms: ms(),
    version: word(),
  }),
  'host.stopping': event('info', 'The host was asked to stop.', {}),
  'host.failed': event(
    'fatal',
    'A bug ended the host; the shell starts it again. Send the log to the maintainers.',
    {
      name: word(),
      where: place(),
    },
  ),
  'shell.host-ended': event('error', 'The host ended without being asked; it is started again.', {
    code: word(),
    delayMs: ms(),
  }),
  'shell.host-given-up': event(
    'fatal',
    'The host crashed too often; a person has to look at this machine.',
    {},
  ),
  'shell.window-lost': event('error', 'The window crashed or hung and was loaded again.', { reason: word() }),
  'shell.refused': event(
    'warn',
    'The window was refused something: a navigation, a permission, a download.',
    {
      what: word(),
      name: word(),
    },
  ),
  'link.opened': event('info', 'A screen is connected.', { audience: word() }),
  'link.closed': event('info', 'A screen is gone.', { audience: word(), code: count() }),
  'link.refused': event('warn', 'Someone without the right to it asked for a connection.', {
    reason: word(),
  }),
  'device.presence': event('info', 'A device came, went or is in trouble. Absent for long: check its plug.', {
    device: word(),
    presence: word(),
  }),
  'device.failed': event(
    'warn',
    'A device was there and did not do what it was asked. Often: look at its cable.',
    {
      device: word(),
      kind: word(),
      code: word(),
    },
  ),
  'documents.press-broke': event(
    'error',
    'The thread that makes the papers ended, or could not begin. It is started anew with the next paper; when this repeats, look at the memory, and at the files of fonts and seal.',
    { name: word(), where: place() },
  ),
  'print.ended': event(
    'info',
    'A paper was printed, or was not. Failing for long: look at the printer.',
    print,
  ),
  'print.unknown': event(
    'warn',
    'Nobody knows what came out of the printer: the citizen is asked, and nothing is printed again by itself.',
    print,
  ),
  'locker.alarm': event(
    'warn',
    'A cell of the locker needs a person: its door was opened without a command or left open, its sensors disagree with the books, or something was not collected in time. The code stands in electron/locker/README.md.',
    { kind: word(), cell: word(), code: word() },
  ),
  'locker.failed': event(
    'error',
    'What the locker did could not be written down: look at the disk. Its doors are looked at again at the next start.',
    { name: word(), where: place() },
  ),
  'seal.expired': event(
    'error',
    "The certificate of the machine's electronic seal has run out: its papers carry none until there is a new one.",
    { validTo: instant() },
  ),
  'print.left': event('warn', 'Paper was left in the output tray: take it out and shred it.', {
    what: word(),
  }),
  'phone.turned-away': event(
    'warn',
    "A request to the page for citizens' phones was refused. Many in a row: somebody on the site's network is trying.",
    { why: word() },
  ),
  'phone.unavailable': event(
    'error',
    "The page for citizens' phones cannot be served; it is tried again every minute. Look at `phone` in the profile and at the network.",
    { detail: details() },
  ),
  'region.line': event('info', "A region's line went up or down. Cases wait meanwhile and are not lost.", {
    region: word(),
    line: word(),
  }),
  'region.adapter': event('debug', "A call to a region's backend.", { event: word(), detail: details() }),
  'region.adapter-warning': event('warn', "A call to a region's backend failed; the queue tries again.", {
    event: word(),
    detail: details(),
  }),
  'queue.done': event('info', 'A job was delivered.', { ...job, attempts: count() }),
  'queue.failed': event('warn', 'A job was not delivered and is tried again.', {
    ...job,
    code: word(),
    attempts: count(),
    nextAt: instant(),
  }),
  'queue.dead': event(
    'error',
    'A job cannot be delivered; it is on the dead-letter shelf. A person has to decide.',
    {
      ...job,
      code: word(),
    },
  ),
  'catalogue.not-compiled': event(
    'warn',
    'The compiled catalogue could not be written: every start checks all of it again and needs its memory. Look at the disk.',
    { name: word(), where: place() },
  ),
  'catalogue.no-synonyms': event(
    'error',
    'The table of everyday words cannot be read: the search finds official words alone. Correct `synonyms.json`.',
    { detail: details() },
  ),
  'cases.sweep-failed': event('error', 'What has been kept long enough could not be deleted now.', {
    name: word(),
    where: place(),
  }),
  'cases.unheard': event(
    'warn',
    'A region did not say which cases of a citizen it has; the screen says so.',
    {
      region: word(),
      code: word(),
    },
  ),
  'cases.left-out': event(
    'info',
    'A region listed cases whose matter the catalogue of this machine does not have.',
    {
      region: word(),
      count: count(),
    },
  ),
  'queue.stuck': event('error', 'Jobs of a lane have waited for longer than a day: a technician must look.', {
    lane: word(),
    waiting: count(),
    held: count(),
    oldestAt: instant(),
  }),
  'queue.gate': event('warn', 'A region as a whole stopped answering (open), or answers again (closed).', {
    lane: word(),
    state: word(),
  }),
  'queue.clock-jumped': event('warn', 'The wall clock was set; waiting times were moved along.', {
    lane: word(),
    byMs: shift(),
  }),
  'queue.stalled': event('warn', 'A lane of the queue stands still.', { lane: word(), reason: word() }),
  'store.set-aside': event(
    'error',
    'A damaged database file was set aside and a new one begun. Keep the file.',
    {
      file: fileName(),
    },
  ),
  'store.damaged': event(
    'error',
    'The database is damaged while in use. The program starts anew when no citizen is there, and saves what can be read.',
    { lane: word() },
  ),
  'store.salvaged': event(
    'warn',
    'What could be read of a damaged database was taken over. With orphans or lost rows, look at the dead-letter shelf and keep the file that was set aside: a person may have to ask the applicants.',
    { cases: count(), jobs: count(), orphans: count(), lost: count(), lostNames: ids() },
  ),
  'cases.swept': event('info', 'Kept applications past their days were erased.', {
    payloads: count(),
    results: count(),
  }),
  'tickets.late': event(
    'error',
    'Tickets (off the list, could not be done) have not reached the leader or were not answered in time: ring their region.',
    { count: count() },
  ),
  'journey.screen': event('debug', 'The screen changed; names only.', { screen: word(), event: word() }),
  'journey.bug': event('error', 'An act for the citizen failed by a bug. Send the log to the maintainers.', {
    name: word(),
    where: place(),
  }),
  'screen.fault': event('error', 'A screen had a fault of its own. Send the log to the maintainers.', {
    name: word(),
    where: place(),
  }),
} as const satisfies Record<string, EventDefinition>;

export type EventName = keyof typeof EVENTS;
export type EventFields<E extends EventName> = z.input<z.ZodObject<(typeof EVENTS)[E]['fields']>>;

/** The catalogue as a Markdown table for operators. */
export function eventTable(): string {
  const rows = Object.entries(EVENTS).map(([name, definition]) => [
    `\`${name}\``,
    definition.level,
    definition.meaning,
    Object.keys(definition.fields).join(', ') || '–',
  ]);
  const head = ['event', 'level', 'what it means', 'fields'];
  // Columns as the formatter leaves them, so that the two do not argue.
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
