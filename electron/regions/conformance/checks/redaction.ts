import { OPERATION_NAMES } from '../../exchange/index.ts';
import type { FaultName } from '../bench.ts';
import { type Check, canariesOf } from '../check.ts';
import type { PlayedLine, Trial } from '../trial.ts';
import { holds } from '../verdict.ts';

const FAULTS: readonly FaultName[] = ['drift', 'server-error', 'too-many', 'cut', 'wrong-signature'];

interface Told {
  readonly line: PlayedLine;
  readonly failures: readonly string[];
  /** A session's, which is as secret as a name. */
  readonly token: string | null;
}

/** Asks for everything once, while the region meets the fault. */
async function everything(trial: Trial, fault: FaultName | null): Promise<Told> {
  const line = await trial.played();
  const { adapter, region } = line;
  const caseNumber = await trial.book(line);
  const session = adapter.capabilities.sessions ? await trial.login(line) : undefined;
  if (fault) region.faults.failRepeatedly(fault);
  const failures: string[] = [];
  const calls = trial.requests.everyOperation(adapter, {
    session: session ?? {
      region: adapter.region,
      holder: 'person',
      token: 'token-of-nobody',
      expiresAt: 9e15,
    },
    caseNumber,
  });
  holds(Object.keys(calls).length === OPERATION_NAMES.length, 'the kit asks for every operation');
  for (const call of Object.values(calls)) {
    const answer = await call();
    if (!answer.ok) failures.push(JSON.stringify(answer.error));
  }
  region.faults.clear();
  await region.pass(5_000);
  return { line, failures, token: session?.token ?? null };
}

function clean(trial: Trial, text: string, token: string | null, where: string): void {
  const at = canariesOf(trial.bench).findIndex((canary) => text.includes(canary));
  holds(at < 0, `nothing of a person stands in ${where}; found the canary ${at}`);
  holds(token === null || !text.includes(token), `no token of a session stands in ${where}`);
}

/** Nothing of a person, and no hash of it, anywhere but in the request. */
export const REDACTION: readonly Check[] = [
  ...[null, ...FAULTS].flatMap((fault): Check[] => [
    {
      id: `redaction.log.${fault ?? 'no-fault'}`,
      sentence: `${fault ?? 'Without a fault'}: no operation writes anything of a person into the log.`,
      async run(trial) {
        const { line, token } = await everything(trial, fault);
        holds(line.logged.length > 0, 'something is logged at all');
        clean(trial, line.logged.join('\n'), token, 'the log');
      },
    },
  ]),
  {
    id: 'redaction.failures',
    sentence: 'No failure and no technician’s code holds anything of a person.',
    async run(trial) {
      for (const fault of FAULTS) {
        const { failures, token } = await everything(trial, fault);
        clean(trial, failures.join('\n'), token, `a failure at ${fault}`);
      }
    },
  },
  {
    id: 'redaction.file-names',
    sentence: 'No name of a file or a folder holds anything of a person.',
    async run(trial) {
      const { line, token } = await everything(trial, null);
      const names = (await line.fileNames?.()) ?? [];
      clean(trial, names.join('\n'), token, 'a file’s name');
    },
  },
];
