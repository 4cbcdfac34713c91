import { systemClock } from '../../electron/core/index.ts';
import { run } from '../../native-bridge/cli/run.ts';
import type { OpenTransport } from '../../native-bridge/index.ts';
import type { Discovered } from '../../native-bridge/supervisor/discovery.ts';

/** Runs one `npm run device` command in this process, with `open` as the only line there is. */
export async function deviceCommand(
  line: string | readonly string[],
  open: OpenTransport,
  found: Discovered = { ports: [], nativeReaders: [] },
) {
  let out = '';
  let said = '';
  const code = await run(typeof line === 'string' ? line.split(' ') : line, {
    clock: systemClock,
    open,
    discover: async () => found,
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
    interrupted: new AbortController().signal,
    emulate: async () => {
      throw new Error('not in this test');
    },
  });
  return { code, out, said };
}
