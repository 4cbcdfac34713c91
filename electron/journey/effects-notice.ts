import type { CaseRecord, Cases } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { CaseView, Drawn, Failure, PaperName, Text } from '../contract/index.ts';
import { type Clock, err, maskCitizenNumber, ok, type Result } from '../core/index.ts';
import type { AcceptanceNotice, CorrectionNotice, DocumentPress } from '../documents/index.ts';
import type { Profile } from '../profile/index.ts';
import { correctionAsked } from './effects-correct.ts';
import { failure } from './failures.ts';
import { maskName } from './persons.ts';
import { DELIVERY_TEXT } from './texts.ts';

export interface NoticeDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly press: () => Promise<DocumentPress>;
}

/** Under which name the print service keeps a paper: each round of correction (补正) has a notice of its own. */
export function paperKey(cases: Cases, record: CaseRecord, what: PaperName): string {
  const round = what === 'correction' ? cases.view(record).correction?.round : undefined;
  return round === undefined ? what : `${what}-${round}`;
}

/** A notice of what the region has said: that it accepted the case (受理), or what it wants corrected (补正). */
export async function noticePaper(
  deps: NoticeDeps,
  what: 'acceptance' | 'correction',
  record: CaseRecord,
): Promise<Result<Uint8Array, Failure>> {
  const view = deps.cases.view(record);
  const notice = what === 'acceptance' ? acceptanceOf(deps, record, view) : correctionOf(deps, record, view);
  if (!notice) return err(failure('noticeNotReady'));
  const press = await deps.press();
  return ok('round' in notice ? await press.correctionNotice(notice) : await press.acceptanceNotice(notice));
}

function headOf({ catalogue, cases, clock, profile }: NoticeDeps, record: CaseRecord, view: CaseView) {
  const submission = cases.submission(record.id);
  const guide = catalogue.guide(record.region, record.matter);
  return {
    brand: profile.brand,
    receiptNumber: record.receiptNumber,
    matter: view.matter,
    region: view.region.short,
    authority: guide?.authority ?? view.region.short,
    site: profile.site.name,
    machineCode: profile.machineCode,
    // Of a case of another machine the applicant is not known here.
    applicantName: submission ? maskName(submission.applicant.name) : '—',
    applicantNumber: submission ? maskCitizenNumber(submission.applicant.number) : '—',
    printedAt: clock.now(),
    phone: view.region.phone,
    caution: guide?.caution ?? null,
    ...(submission?.drawn ? { drawn: submission.drawn as Drawn } : {}),
  };
}

function acceptanceOf(deps: NoticeDeps, record: CaseRecord, view: CaseView): AcceptanceNotice | null {
  const { acceptedAt, regionNumber } = record;
  if (acceptedAt === null || regionNumber === null) return null;
  const materials = deps.cases.submission(record.id)?.materials ?? [];
  return {
    ...headOf(deps, record, view),
    regionNumber,
    submittedAt: record.submittedAt,
    acceptedAt,
    promisedBy: view.promisedBy,
    promisedWorkingDays: view.promisedWorkingDays,
    promiseIsEstimate: !view.holidaysKnown,
    delivery: DELIVERY_TEXT[record.delivery],
    documentSha256: record.documentSha256 === '' ? null : record.documentSha256,
    materials: materials.map(({ name }) => ({ name: same(name), copies: 1 })),
  };
}

function correctionOf(deps: NoticeDeps, record: CaseRecord, view: CaseView): CorrectionNotice | null {
  const { correction } = view;
  if (!correction) return null;
  const asked = correctionAsked(deps)(record.receiptNumber, null);
  const here = asked?.form != null && asked.items.every((item) => item.here);
  return {
    ...headOf(deps, record, view),
    regionNumber: record.regionNumber,
    round: correction.round,
    until: correction.until,
    items: correction.items.map(({ kind, name, note }) => ({
      kind,
      label: asked?.items.find((item) => item.kind === kind && item.name === name)?.label ?? same(name),
      reason: note,
    })),
    answerAt: here ? 'this-kiosk' : 'no-kiosk',
    places: deps.catalogue.guide(record.region, record.matter)?.places ?? [],
  };
}

const same = (word: string): Text => ({ 'zh-CN': word, en: word });
