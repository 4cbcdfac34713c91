import { beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type GuideHindrance, hindranceSchema } from '../../../electron/contract/index.ts';
import { loadWords, translator } from '../../../renderer/i18n/index.ts';
import { guideWords } from '../../../renderer/kiosk/guide-words.ts';
import { both, makeGuide } from '../../support/views.ts';

const LANGUAGES = ['zh-CN', 'en'] as const;
const KINDS = [
  'unknown-matter',
  'unverified',
  'unknown-region',
  'not-offered',
  'no-agreement',
  'no-form',
  'no-authority',
  'identity',
  'delivery',
] as const;
const HINDRANCES: GuideHindrance[] = [
  ...KINDS.map((kind) => ({ kind })),
  { kind: 'not-yet', from: '2026-12-01' },
  { kind: 'ended', to: '2026-10-31' },
  ...(['guide', 'booking', 'prefill'] as const).map((depth) => ({ kind: 'depth', depth }) as const),
];

const words = (over: Partial<Guide>, language: (typeof LANGUAGES)[number] = 'en') =>
  guideWords(translator(language), makeGuide(over), language);

beforeAll(async () => {
  for (const language of LANGUAGES) await loadWords(language);
});

describe('why a matter cannot be done here', () => {
  it.each(LANGUAGES)('has a sentence of its own for every hindrance in %s', (language) => {
    const said = HINDRANCES.map((one) => {
      hindranceSchema.parse(one);
      const [sentence, ...more] = words({ hindrances: [one] }, language).whyNotHere;
      expect(more).toEqual([]);
      expect(sentence).not.toMatch(/screens:|guide\.why|\{\{|undefined/);
      return sentence;
    });
    expect(new Set(said).size).toBe(HINDRANCES.length);
  });

  it('is not said where nothing stands in the way', () => {
    expect(words({ hindrances: [] }).whyNotHere).toEqual([]);
  });

  it('names the region and the days', () => {
    const said = (one: GuideHindrance) => words({ hindrances: [one] }).whyNotHere[0];
    expect(said({ kind: 'no-agreement' })).toContain('Tianjin');
    expect(said({ kind: 'not-yet', from: '2026-12-01' })).toContain('Tue 1 Dec');
    expect(said({ kind: 'ended', to: '2026-10-31' })).toContain('Sat 31 Oct');
  });

  it('does not miss a form or a delivery where there is only a guide', () => {
    const only: GuideHindrance[] = [
      { kind: 'no-agreement' },
      { kind: 'depth', depth: 'guide' },
      { kind: 'no-form' },
      { kind: 'delivery' },
    ];
    expect(words({ hindrances: only }).whyNotHere).toHaveLength(2);
    expect(words({ hindrances: [{ kind: 'no-form' }, { kind: 'delivery' }] }).whyNotHere).toHaveLength(2);
  });
});

describe('what a guide says of how it is done', () => {
  it('no days is on the spot, not nought days', () => {
    expect(words({ promisedWorkingDays: 0 })).toMatchObject({
      promised: 'On the spot',
      statutory: '3 working days after acceptance',
    });
    expect(words({ promisedWorkingDays: 0 }, 'zh-CN').promised).toBe('当场办结');
  });

  it('says the ladder of modes in its order', () => {
    expect(words({ modes: ['online', 'collect'] }, 'zh-CN').modes).toBe(
      '网上办完（全程网办）；不行时，窗口代收，转给办理地（代收代办）',
    );
    expect(words({ modes: ['collect'] }).modes).toMatch(/^A counter/);
  });

  it.each(['ordinary', 'commitment', 'instant'] as const)('says %s handling in words', (handling) => {
    for (const language of LANGUAGES) expect(words({ handling }, language).handling).not.toContain('guide.');
  });

  it('says which cards the machine reads only where something else counts too', () => {
    const reads = (accepts: Guide['identity']['accepts']) =>
      words({ identity: { accepts, agents: [] } }).readsHere;
    expect(reads(['resident-card', 'no-card', 'foreign-pr-card', 'hmt-residence-permit'])).toBe(false);
    expect(reads(['resident-card', 'passport'])).toBe(true);
  });

  it('says who may act for whom on what proof', () => {
    const agents = [{ who: 'family' as const, proof: both('户口簿', 'Household register') }];
    const identity = { accepts: ['resident-card' as const], agents };
    expect(words({ identity }).agents).toEqual(['Family: Household register']);
    expect(words({ identity }, 'zh-CN').agents).toEqual(['家属：户口簿']);
  });
});
