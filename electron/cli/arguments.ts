import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/index.ts';

export const SHELLS = ['electron', 'browser', 'none'] as const;
export type ShellName = (typeof SHELLS)[number];

export interface StartArguments {
  readonly profile: string;
  readonly data: string | null;
  readonly port: number;
  /** Null: choose. */
  readonly shell: ShellName | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** Far from the usual development ports. */
export const DEFAULT_PORT = 4780;

export const USAGE =
  'npm start -- [--profile NAME|FILE] [--data DIR] [--port N] [--shell electron|browser|none] [--json]';

/** Reads the command line of `npm start`; the failure is one line. */
export function readArguments(argv: readonly string[]): Result<StartArguments, { readonly message: string }> {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        profile: { type: 'string', default: 'demo' },
        data: { type: 'string' },
        port: { type: 'string', default: String(DEFAULT_PORT) },
        shell: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    const first = (error as Error).message.split('\n')[0]?.replace(/\. To specify.*$/, '');
    return err({ message: `${first}; usage: ${USAGE}` });
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(String(values.port)) || port > 65_535)
    return err({ message: `--port ${values.port}: a number from 0 (any free port) to 65535` });
  const shell = SHELLS.find((name) => name === values.shell);
  if (values.shell !== undefined && !shell)
    return err({ message: `--shell ${values.shell}: one of ${SHELLS.join(', ')}` });
  return ok({
    profile: String(values.profile),
    data: typeof values.data === 'string' ? values.data : null,
    port,
    shell: shell ?? null,
    json: values.json === true,
    help: values.help === true,
  });
}
