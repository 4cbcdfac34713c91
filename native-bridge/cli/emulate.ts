import { createInterface } from 'node:readline';
import { type Clock, err, type Result } from '../../electron/core/index.ts';
import { DEVICE_FAULTS, type EmulatedDevice } from '../emulator/base.ts';
import { type Listening, listenPty, listenTcp } from '../emulator/listen.ts';
import { parseTcpAddress } from '../transport/tcp.ts';
import { complain } from './advice.ts';
import { EMULATORS } from './emulators.ts';
import { done } from './report.ts';
import type { Answer, Complaint, Options } from './types.ts';

/**
 * `emulate DEVICE`: a device that is not there, on a TCP port or a pseudo-terminal, until Ctrl-C. Lines on the standard
 * input play the physical thing and its faults; the device's own are listed at the start.
 */
export async function emulate(
  name: string,
  options: Options,
  _words: readonly string[],
  clock: Clock,
  interrupted: AbortSignal,
): Promise<Result<Answer, Complaint>> {
  const make = EMULATORS[name];
  if (!make) {
    return err(complain(`no such device: "${name}"; there are ${Object.keys(EMULATORS).join(', ')}`, 2));
  }
  const made = make(clock, options);
  if (!made.ok) return made;
  const { device, actions } = made.value;
  const listening = await listen(device, options, clock);
  if (!listening.ok) return listening;
  const faults = DEVICE_FAULTS.join(', ');
  process.stdout.write(`${JSON.stringify({ listening: listening.value.address })}\n`);
  process.stderr.write(
    `${name} at ${listening.value.address}; Ctrl-C ends it. Type: ${Object.keys(actions).join(' | ')} | unplug | plug | fault KIND (${faults}) | clear\n`,
  );
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    const said = command(line.trim(), device, actions);
    if (said) process.stderr.write(`${said}\n`);
  });
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  input.close();
  device.unplug();
  await listening.value.close();
  return done([], { ended: true });
}

async function listen(
  device: EmulatedDevice,
  options: Options,
  clock: Clock,
): Promise<Result<Listening, Complaint>> {
  if ((options.listen === undefined) === (options.pty === undefined)) {
    return err(complain('give either --listen tcp://127.0.0.1:7001 or --pty PATH', 2));
  }
  if (options.pty !== undefined) {
    const listening = await listenPty(device, clock, options.pty);
    return listening.ok ? listening : err(complain(listening.error, 1));
  }
  const target = parseTcpAddress(options.listen as string);
  if (typeof target === 'string') return err(complain(`--listen ${options.listen}: ${target}`, 2));
  const listening = await listenTcp(device, clock, target.host, target.port);
  return listening.ok ? listening : err(complain(listening.error, 1));
}

/** What to answer to the person, or null. */
function command(
  line: string,
  device: EmulatedDevice,
  actions: Readonly<Record<string, (argument: string) => string | null>>,
): string | null {
  const [word = '', ...rest] = line.split(/\s+/);
  const argument = rest.join(' ');
  switch (word) {
    case '':
      return null;
    case 'unplug':
      device.unplug();
      return 'unplugged';
    case 'plug':
      device.plug();
      return 'plugged in';
    case 'clear':
      device.clear();
      return 'no faults any more';
    case 'fault': {
      const fault = DEVICE_FAULTS.find((one) => one === argument);
      if (!fault) return `no such fault; there are ${DEVICE_FAULTS.join(', ')}`;
      device.failRepeatedly(fault);
      return `every answer is now "${fault}", until "clear"`;
    }
    default: {
      const action = actions[word];
      return action ? (action(argument) ?? 'done') : `not understood: ${word}`;
    }
  }
}
