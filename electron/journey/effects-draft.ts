import type { Catalogue } from '../catalogue/index.ts';
import type { DraftView } from '../contract/index.ts';
import { err, ok } from '../core/index.ts';
import type { DraftShelf } from '../drafts/index.ts';
import { failure } from './failures.ts';
import type { JourneyEffects, JourneyFacts, KeptAnswers } from './types.ts';

/** Drafts by the citizen's wish, over the shelf that keeps them sealed. */

export function draftFacts(
  drafts: DraftShelf,
  catalogue: Catalogue,
  keeps: boolean,
): Pick<JourneyFacts, 'keepsDrafts' | 'drafts' | 'draftAnswers'> {
  return {
    keepsDrafts: () => keeps,
    drafts: (number) => shownOf(number, drafts, catalogue),
    draftAnswers: (number, region, matter) =>
      (drafts.of(number).find((one) => one.region === region && one.matter === matter)
        ?.content as KeptAnswers) ?? null,
  };
}

/** What this machine can name: a region or matter may leave the catalogue within a draft's day. */
function shownOf(number: string, drafts: DraftShelf, catalogue: Catalogue): DraftView[] {
  return drafts.of(number).flatMap(({ region, matter, until }) => {
    const where = catalogue.region(region);
    const what = catalogue.matter(matter);
    if (!where || !what) return [];
    return [
      { region: { code: region, short: where.short }, matter: { code: matter, name: what.name }, until },
    ];
  });
}

/**
 * The effects with drafts: who hands something in needs no draft of it any more, and who kept one has something to find
 * even without a case.
 */
export function withDrafts(
  effects: JourneyEffects,
  drafts: DraftShelf,
  catalogue: Catalogue,
): JourneyEffects {
  const done = (number: string, region: string, matter: string) => {
    try {
      drafts.drop(number, region, matter);
    } catch {
      // The case is taken in; a draft that does not go now goes with its day.
    }
  };
  return {
    ...effects,
    async submit(draft) {
      const taken = await effects.submit(draft);
      if (taken.ok) done(draft.person.number, draft.region, draft.matter);
      return taken;
    },
    async submitBatch(draft) {
      const taken = (await effects.submitBatch?.(draft)) ?? err(failure('internal'));
      if (taken.ok) done(draft.person.number, draft.region, draft.matter);
      return taken;
    },
    async findByPerson(person) {
      const found = await effects.findByPerson(person);
      // Which regions did not answer, stands beside the draft.
      const nothing = !found.ok && (found.error.kind === 'noCases' || found.error.kind === 'casesUnheard');
      return nothing && person.source === 'card' && shownOf(person.number, drafts, catalogue).length > 0
        ? ok([])
        : found;
    },
    async keepDraft({ number, region, matter, answers }) {
      try {
        drafts.keep(number, { region, matter, content: answers });
        return ok();
      } catch (error) {
        return err(failure('notKept', String((error as { code?: unknown }).code ?? 'unknown')));
      }
    },
    async dropDraft({ number, region, matter }) {
      drafts.drop(number, region, matter);
      return ok();
    },
  };
}
