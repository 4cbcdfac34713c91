import { pino } from 'pino';
import type { Clock } from '../core/index.ts';
import { type Destination, fileDestination } from './destination.ts';
import { EVENTS, type EventDefinition, type EventFields, type EventName, type Level } from './events.ts';
import { WITHHELD } from './fields.ts';

/** Writes one event of the catalogue. Never throws. Fields that the catalogue does not know are dropped. */
export type Log = <E extends EventName>(event: E, fields: EventFields<E>) => void;

export interface Logger {
  readonly log: Log;
  close(): void;
}

export interface LoggerOptions {
  /** Directory of the log files, or null to write none. */
  readonly dir: string | null;
  readonly clock: Clock;
  /** Least level that is written. */
  readonly level?: Level;
  /** Also writes each line to stderr, for development. */
  readonly stderr?: boolean;
  readonly retentionDays?: number;
  readonly maxBytesPerDay?: number;
  /** Instead of files, for tests. */
  readonly destination?: Destination;
}

/** Longest stay and largest day of log files. */
export const LOG_LIMITS = { retentionDays: 14, maxBytesPerDay: 50 * 1024 * 1024 } as const;

/** A logger over the event catalogue: daily files in `dir`, one JSON object a line, `time` in ms of the given clock. */
export function createLogger(options: LoggerOptions): Logger {
  const targets: Destination[] = [];
  if (options.destination) targets.push(options.destination);
  if (options.dir !== null)
    targets.push(
      fileDestination({
        dir: options.dir,
        clock: options.clock,
        retentionDays: options.retentionDays ?? LOG_LIMITS.retentionDays,
        maxBytesPerDay: options.maxBytesPerDay ?? LOG_LIMITS.maxBytesPerDay,
      }),
    );
  if (options.stderr) targets.push({ write: (line) => void process.stderr.write(line), close() {} });

  const writer = pino(
    {
      base: null,
      level: options.level ?? 'info',
      messageKey: 'event',
      timestamp: () => `,"time":${options.clock.now()}`,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write: (line: string) => {
        for (const target of targets) target.write(line);
      },
    },
  );
  return {
    log(event, fields) {
      const definition: EventDefinition | undefined = EVENTS[event];
      if (definition) writer[definition.level](keepKnown(definition, fields), event);
    },
    close() {
      for (const target of targets) target.close();
    },
  };
}

/** Redaction by schema: only the fields of the catalogue, each only when it fits its kind. */
export function keepKnown(definition: EventDefinition, fields: unknown): Record<string, unknown> {
  const given = (typeof fields === 'object' && fields !== null ? fields : {}) as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(definition.fields)) {
    const value = given[name];
    if (value === undefined) continue;
    const parsed = (schema as { safeParse(value: unknown): { success: boolean; data?: unknown } }).safeParse(
      value,
    );
    kept[name] = parsed.success ? parsed.data : WITHHELD;
  }
  return kept;
}

/** Name and first place of an error, without its message: messages quote what was being worked on. */
export function describeError(error: unknown): { name: string; where: string } {
  if (!(error instanceof Error)) return { name: typeof error, where: '' };
  const frame = /^\s+at (.+)$/m.exec(error.stack ?? '')?.[1] ?? '';
  return { name: error.name, where: frame.replace(/file:\/\/\S*\/(?=[^/]+$)/, '') };
}
