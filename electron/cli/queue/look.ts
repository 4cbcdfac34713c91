import { ok } from '../../core/index.ts';
import {
  instant,
  type JobRow,
  jobById,
  jobs,
  jobView,
  payloadOf,
  READY,
  STATES,
  type StateName,
} from './jobs.ts';
import { type Context, complain, type Outcome, sealerOf, withDatabase } from './types.ts';

const COLUMNS = ['id', 'lane', 'kind', 'receipt', 'state', 'tries', 'age', 'next try', 'last error'] as const;

/** `list`: what the queue has to do, in clear columns only. */
export function list(context: Context): Outcome {
  const { lane, state } = context.options;
  if (state !== undefined && !STATES.includes(state as StateName))
    return complain(`--state is one of ${STATES.join(', ')}`, 2);
  return withDatabase(context, ['read'], (db) => {
    const now = context.world.clock.now();
    const rows: string[][] = [];
    const views = [];
    for (const row of jobs(db, { lane, state: state as StateName | undefined })) {
      const view = jobView(row);
      views.push(view);
      rows.push([
        String(view.id),
        view.lane,
        view.kind,
        view.receiptNumber ?? '-',
        view.state,
        String(view.attempts),
        duration(now - row.created_at),
        nextTry(row, now),
        view.lastError ?? '-',
      ]);
    }
    const lines = rows.length === 0 ? ['no jobs'] : table([[...COLUMNS], ...rows]);
    return ok({ lines, data: { jobs: views } });
  });
}

/** `show ID`: one job and its case; what it carries only with `--reveal`. */
export function show(context: Context): Outcome {
  return withDatabase(context, ['read'], (db, dataDir) => {
    const row = jobById(db, context.words[0]);
    if (!row.ok) return row;
    const { value } = row;
    const view = {
      ...jobView(value),
      idempotencyKey: value.idem,
      blocked: value.blocked,
      payloadBytes: value.payload?.length ?? null,
      case: value.case_id && {
        id: value.case_id,
        region: value.region,
        matter: value.matter,
        state: value.case_state,
        submittedAt: value.submitted_at === null ? null : instant(value.submitted_at),
        withdrawal: value.withdrawal,
      },
    };
    const lines = table(flat(view).map(([name, text]) => [name, text]));
    if (!context.options.reveal) return ok({ lines, data: view });
    const sealer = sealerOf(context.world, dataDir);
    if (!sealer.ok) return sealer;
    const payload = payloadOf(value, sealer.value);
    if (!payload.ok) return complain(`the payload of job ${value.id} cannot be opened: ${payload.error}`);
    return ok({
      lines: [...lines, JSON.stringify(payload.value, null, 2)],
      data: { ...view, payload: payload.value },
    });
  });
}

function nextTry(row: JobRow, now: number): string {
  if (row.state !== READY) return '-';
  if (row.blocked) return row.blocked;
  return row.run_at <= now ? 'now' : `in ${duration(row.run_at - now)}`;
}

/** `3d 4h`, `5h 12m`, `7m`, `3s`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0s';
  const shown = first < 2 ? parts.slice(first, first + 2) : parts.slice(first, first + 1);
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function flat(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, one]): [string, string][] =>
    one !== null && typeof one === 'object'
      ? flat(one, `${prefix}${name}.`)
      : [[prefix + name, String(one ?? '-')]],
  );
}
