import type { ScreenContent, ScreenData } from '../contract/index.ts';
import type { SessionContext } from './machine-session.ts';

/** The screen of one of the states of `signing`; `at` is what is within it: `screen`, `{ pad: 'empty' }` … */
export function signContent(
  c: SessionContext,
  at: unknown,
  about: Pick<ScreenData<'sign'>, 'sha256' | 'signer'>,
): ScreenContent {
  const within = typeof at === 'object' && at !== null ? (at as Record<string, string>) : {};
  const { signer } = about;
  if (within.finger) {
    return {
      screen: 'fingerprint',
      data: {
        phase: within.finger as ScreenData<'fingerprint'>['phase'],
        ...(signer && { signer }),
        feedback: c.feedback,
        ready: c.facts.signing?.().fingerprint === true,
        places: c.guide?.places ?? c.correcting?.asked.places.slice() ?? [],
        phone: c.facts.sitePhone(),
        retentionDays: c.facts.retentionDays(),
        problem: c.problem,
      },
    };
  }
  const pad = within.pad as ScreenData<'sign'>['pad'];
  return { screen: 'sign', data: { ...about, ...(pad && { pad }), problem: c.problem } };
}
