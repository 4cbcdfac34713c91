import type { Guide, GuideHindrance, Language } from '../../electron/contract/index.ts';
import { IDENTITY_CARDS } from '../../electron/core/index.ts';
import { dayWords } from '../i18n/dates.ts';
import { type T, textOf } from '../i18n/index.ts';

const READ_HERE: readonly string[] = [...IDENTITY_CARDS, 'no-card'];

/** Sentences of a guide that are more than one key. */
export function guideWords(t: T, guide: Guide, language: Language) {
  const region = textOf(guide.region.short, language);
  const limit = (count: number) =>
    count === 0 ? t('screens:guide.onTheSpot') : t('screens:guide.promisedText', { count });
  const modes = guide.modes.map((mode) => t(`screens:guide.modeText.${mode}`));
  return {
    region,
    promised: limit(guide.promisedWorkingDays),
    statutory: limit(guide.statutoryWorkingDays),
    handling: t(`screens:guide.handlingText.${guide.handling}`),
    modes: sentence(modes.join(t('screens:guide.modeThen'))),
    proofs: guide.identity.accepts.map((proof) => t(`screens:guide.proof.${proof}`, { region })),
    /** Said where something counts that the machine cannot read. */
    readsHere: guide.identity.accepts.some((proof) => !READ_HERE.includes(proof)),
    agents: guide.identity.agents.map(({ who, proof }) =>
      t(`screens:guide.agent.${who}`, { proof: textOf(proof, language) }),
    ),
    agentsHere: guide.identity.agents.some(({ here }) => here),
    whyNotHere: reasonsOf(guide.hindrances).map((one) => why(t, one, region, language)),
  };
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** Where the channel ends before handing in, a form or a delivery is not missed either. */
function reasonsOf(hindrances: readonly GuideHindrance[]): GuideHindrance[] {
  const readOnly = hindrances.some(({ kind }) => kind === 'depth');
  return hindrances.filter(({ kind }) => !readOnly || (kind !== 'no-form' && kind !== 'delivery'));
}

function depthWhy(t: T, depth: Extract<GuideHindrance, { kind: 'depth' }>['depth']): string {
  switch (depth) {
    case 'booking':
    case 'prefill':
      return t(`screens:guide.why.${depth}`);
    case 'guide':
    case 'filing':
    case 'decision':
    case 'collection':
      return t('screens:guide.why.guide');
  }
}

function why(t: T, hindrance: GuideHindrance, region: string, language: Language): string {
  switch (hindrance.kind) {
    case 'depth':
      return depthWhy(t, hindrance.depth);
    case 'not-yet':
      return t('screens:guide.why.not-yet', { day: dayWords(hindrance.from, language) });
    case 'ended':
      return t('screens:guide.why.ended', { day: dayWords(hindrance.to, language) });
    case 'unknown-matter':
    case 'unverified':
    case 'unknown-region':
    case 'not-offered':
    case 'no-agreement':
    case 'no-form':
    case 'no-authority':
    case 'identity':
    case 'delivery':
      return t(`screens:guide.why.${hindrance.kind}`, { region });
  }
}
