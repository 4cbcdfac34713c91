import type { PaperName, PaperView, ScreenContent, ScreenData, TicketShown } from '../contract/index.ts';
import { localDate, maskCitizenNumber, PAGE } from '../core/index.ts';
import { cameraOf } from './machine-camera.ts';
import { commitmentOf } from './machine-commitment.ts';
import { canAnswer, correctedCase } from './machine-correct.ts';
import { pagesOf } from './machine-details.ts';
import { draftHere } from './machine-draft.ts';
import { forWhomOf, principalOf } from './machine-for-whom.ts';
import { licenceOf } from './machine-licence.ts';
import {
  askedMaterials,
  comingMaterial,
  handedIn,
  materialsSettled,
  shownFile,
  shownGiven,
} from './machine-materials.ts';
import { asksOtherProof, otherProofOf, passportWay, shownPassport } from './machine-passport.ts';
import { ratedCase } from './machine-rating.ts';
import { reporterOf } from './machine-report.ts';
import { comparisonOf, formOf, judgeOf, type SessionContext } from './machine-session.ts';
import { signersData } from './machine-signers.ts';
import type { Person } from './types.ts';
import { batchContent } from './view-batch.ts';
import { deliveryOf, feeOf, mailOf, returnedFees } from './view-delivery.ts';
import { printsOf } from './view-doors.ts';
import { isDeposited, lockerContent } from './view-locker.ts';
import { signContent } from './view-sign.ts';
import type { JourneySnapshot } from './view-snapshot.ts';

/** The screen of a state, and what stands on it. */
export function contentOf(snapshot: JourneySnapshot): ScreenContent {
  const c = snapshot.context;
  const { facts } = c;
  const flow = snapshot.value.flow;
  const name = typeof flow === 'string' ? flow : (Object.keys(flow)[0] as string);
  switch (name) {
    case 'matters':
      if (!snapshot.matches({ flow: { matters: 'searching' } }))
        return {
          screen: 'matters',
          data: { region: c.region, regions: facts.regions(), matters: facts.matters(c.region) },
        };
      return {
        screen: 'search',
        data: {
          query: c.query,
          region: c.region,
          regions: facts.regions(),
          found: c.query === '' ? null : (facts.search(c.region, c.query)?.found ?? null),
          phone: facts.sitePhone(),
        },
      };
    case 'collect':
    case 'collectCard':
    case 'collectCode':
    case 'collectList':
    case 'cell':
      return lockerContent(name, snapshot);
    case 'guide': {
      const guide = need(c.guide);
      return {
        screen: 'guide',
        data: {
          guide,
          canStart: guide.matter.depth === 'full' && facts.hasRoom(),
          service: facts.service(guide.region.code, guide.matter.code),
          canCompare: comparisonOf(c) !== null,
          obstacles: facts.obstacles(c.region),
        },
      };
    }
    case 'compare':
      return { screen: 'compare', data: need(comparisonOf(c)) };
    case 'identify':
      return {
        screen: 'identify',
        data: {
          purpose: c.purpose,
          phase: snapshot.matches({ flow: { identify: 'consent' } })
            ? 'consent'
            : snapshot.matches({ flow: { identify: { reading: 'card' } } })
              ? 'reading'
              : 'waiting',
          withoutCard: c.purpose !== 'apply' || c.guide?.withoutCard === true || passportWay(c) === 'here',
          ...(asksOtherProof({ context: c }) && { otherProof: true }),
          problem: c.problem,
        },
      };
    case 'noCard':
      return {
        screen: 'noCard',
        data: { purpose: c.purpose === 'track' ? 'track' : 'apply', problem: c.problem },
      };
    case 'cardNeeded': {
      const guide = need(c.guide);
      return {
        screen: 'cardNeeded',
        data: {
          matter: guide.matter.name,
          region: guide.region.short,
          accepts: guide.identity.accepts,
          given: c.refusedCard,
          places: guide.places,
        },
      };
    }
    case 'otherProof':
      return { screen: 'otherProof', data: otherProofOf(c) };
    case 'passport':
      return { screen: 'passport', data: passportOf(snapshot) };
    case 'forWhom':
      return { screen: 'forWhom', data: forWhomOf(c) };
    case 'company':
      return { screen: 'company', data: { problem: c.problem } };
    case 'ward':
      return { screen: 'ward', data: { problem: c.problem } };
    case 'principal':
      return {
        screen: 'principal',
        data: {
          phase: snapshot.matches({ flow: { principal: { reading: 'card' } } })
            ? 'reading'
            : snapshot.matches({ flow: { principal: 'consent' } })
              ? 'consent'
              : snapshot.matches({ flow: { principal: 'lift' } })
                ? 'lift'
                : 'waiting',
          problem: c.problem,
        },
      };
    case 'authorising':
      return { screen: 'preparing', data: {} };
    case 'resume':
      return { screen: 'resume', data: need(draftHere(c)) };
    case 'keeping':
    case 'dropping':
      return { screen: 'preparing', data: {} };
    case 'batch':
      return batchContent(c, within(flow, name));
    case 'readAuthorisation': {
      const { title, sha256, pages } = need(c.forWhom?.authorisation ?? null).document;
      return { screen: 'review', data: { title, sha256, pages, signer: 'principal' } };
    }
    case 'signAuthorisation':
      return signContent(c, within(flow, name), {
        sha256: need(c.forWhom?.authorisation ?? null).document.sha256,
        signer: 'principal',
      });
    case 'checkingCompany':
    case 'checkingWard':
    case 'checking':
      return { screen: 'checking', data: { region: need(c.guide).region.short } };
    case 'finding':
      return { screen: 'preparing', data: {} };
    case 'prints':
      return printsOf(snapshot);
    case 'details':
      return { screen: 'details', data: detailsOf(c) };
    case 'materials':
      return { screen: 'materials', data: materialsOf(c) };
    case 'phone': {
      const { page, file } = need(c.coming);
      return {
        screen: 'phone',
        data: {
          name: need(comingMaterial(c)).name,
          url: page?.url ?? null,
          endsAt: page?.endsAt ?? null,
          file: file && shownFile(file),
          problem: c.problem,
        },
      };
    }
    case 'camera': {
      const at = (phase: 'examining' | 'joining') => snapshot.matches({ flow: { camera: phase } });
      return {
        screen: 'camera',
        data: cameraOf(c, at('examining') ? 'examining' : at('joining') ? 'joining' : 'taking'),
      };
    }
    case 'licence': {
      const at = (phase: 'fetching' | 'came') => snapshot.matches({ flow: { licence: phase } });
      return {
        screen: 'licence',
        data: licenceOf(c, at('fetching') ? 'fetching' : at('came') ? 'came' : 'consent'),
      };
    }
    case 'resultPhone': {
      const { receiptNumber, page } = need(c.giving);
      return {
        screen: 'resultPhone',
        data: {
          matter: need(c.cases.find((one) => one.receiptNumber === receiptNumber) ?? null).matter,
          url: page?.url ?? null,
          endsAt: page?.endsAt ?? null,
          taken: snapshot.matches({ flow: { resultPhone: 'taken' } }),
          problem: c.problem,
        },
      };
    }
    case 'delivery':
      return {
        screen: 'delivery',
        data: deliveryOf(c),
      };
    case 'mailAddress':
      return { screen: 'mailAddress', data: mailOf(c) };
    case 'fee':
      return { screen: 'fee', data: feeOf(c) };
    case 'preparing':
      return { screen: 'preparing', data: {} };
    case 'character': {
      const [first = null] = c.missing;
      return {
        screen: 'character',
        data: { ...need(first), at: c.lacking - c.missing.length + 1, of: c.lacking },
      };
    }
    case 'review': {
      const { title, sha256, pages } = need(c.document);
      return { screen: 'review', data: { title, sha256, pages } };
    }
    case 'commitment':
      return { screen: 'commitment', data: need(commitmentOf(c)) };
    case 'signers':
      return { screen: 'signers', data: signersData(c) };
    case 'signerCard':
      return { screen: 'signerCard', data: { phase: cardPhase(within(flow, name)), problem: c.problem } };
    case 'readAsSigner': {
      const { title, sha256, pages } = need(c.document);
      return { screen: 'review', data: { title, sha256, pages, signer: 'co-signer' } };
    }
    case 'signAsSigner':
      return signContent(c, within(flow, name), { sha256: need(c.document).sha256, signer: 'co-signer' });
    case 'signCommitment':
      return signContent(c, within(flow, name), { sha256: need(c.document).sha256, signer: 'promiser' });
    case 'sign':
      return signContent(c, within(flow, name), { sha256: need(c.document).sha256 });
    case 'submitting':
      return { screen: 'submitting', data: {} };
    case 'submitted':
      return {
        screen: 'submitted',
        data: {
          case: need(c.current),
          receipt: c.receipt,
          result: c.result,
          papers: {
            receipt: paperOf(c, 'receipt', need(c.current).receiptNumber),
            result: paperOf(c, 'result', need(c.current).receiptNumber),
          },
          ...owedOf(c),
          problem: c.problem,
        },
      };
    case 'cases': {
      // By receipt number no region was asked.
      const unheard = c.receiptClaim ? [] : (facts.unheard?.() ?? []);
      return {
        screen: 'cases',
        data: {
          cases: [...c.cases],
          printing: c.printing,
          what: c.what,
          result: c.result,
          paper: c.printing === null ? null : paperOf(c, c.what, c.printing),
          withdrawing: c.withdrawing,
          ...(unheard.length > 0 ? { unheard } : {}),
          tickets: ticketsOf(c),
          ...draftsOf(c),
          problem: c.problem,
        },
      };
    }
    case 'correct':
      return correctionOf(snapshot);
    case 'rate':
      return { screen: 'rate', data: ratingOf(c) };
    case 'report':
      return { screen: 'report', data: reportOf(c) };
    case 'reported':
      return {
        screen: 'reported',
        data: { ticket: need(c.ticket), known: reporterOf(c) !== null },
      };
    case 'stuck':
      return {
        screen: 'stuck',
        data: { problem: need(c.problem), places: c.guide?.places ?? [], phone: facts.sitePhone() },
      };
    case 'recovered':
      return {
        screen: 'recovered',
        data: {
          receiptNumber: c.recovered?.receiptNumber ?? null,
          receipt: c.receipt,
          paper: c.recovered?.receiptNumber ? paperOf(c, 'receipt', c.recovered.receiptNumber) : null,
          problem: c.problem,
          ...returnedFees(c),
        },
      };
    case 'farewell':
      return {
        screen: 'farewell',
        data: {
          cardOnReader: facts.cardOnReader(),
          paperToTake:
            facts.paperWaiting?.() ?? [c.receipt, c.result].some((s) => s === 'printed' || s === 'asking'),
          ...(c.kept ? { kept: c.kept } : {}),
          stored: c.stored,
          retentionDays: facts.retentionDays(),
          ...returnedFees(c),
        },
      };
    default:
      return {
        screen: 'home',
        data: {
          fullMatters: facts
            .regions()
            .reduce((n, r) => n + facts.matters(r.code).filter((m) => m.depth === 'full').length, 0),
          regions: facts.regions(),
        },
      };
  }
}

/** How far the reading of a card is, from the state within. */
function cardPhase(at: unknown): ScreenData<'signerCard'>['phase'] {
  if (at === 'consent' || at === 'lift') return at;
  return typeof at === 'object' && at !== null && within(at, 'reading') === 'card' ? 'reading' : 'waiting';
}

/** The state within a state, as xstate writes it. */
const within = (value: unknown, name: string): unknown => (value as Record<string, unknown>)[name];

function passportOf(snapshot: JourneySnapshot): ScreenData<'passport'> {
  const { guide, passport, problem } = snapshot.context;
  const phases = ['consent', 'watching', 'refused', 'check'] as const;
  const phase = phases.find((one) => snapshot.matches({ flow: { passport: one } })) ?? 'consent';
  return {
    phase,
    problem,
    read: phase === 'check' && passport?.read ? shownPassport(passport.read) : null,
    places: need(guide).places,
  };
}

function paperOf(c: SessionContext, what: PaperName, receiptNumber: string): PaperView | null {
  const paper = c.facts.paper?.(what, receiptNumber);
  return paper ? { printer: paper.printer, pages: paper.pages, done: paper.done } : null;
}

/** Drafts of who laid down a card. */
function draftsOf({ facts, person }: SessionContext): Pick<ScreenData<'cases'>, 'drafts'> {
  const drafts = person?.source === 'card' ? (facts.drafts?.(person.number) ?? []) : [];
  return drafts.length > 0 ? { drafts } : {};
}

/** What this person reported; who came with one ticket's number sees that one. */
function ticketsOf(c: SessionContext): TicketShown[] {
  if (c.person) return c.facts.tickets(c.person.number);
  return c.receiptClaim ? c.facts.tickets(c.receiptClaim.number, c.receiptClaim.receiptNumber) : [];
}

function reportOf(c: SessionContext): ScreenData<'report'> {
  const { facts } = c;
  const { kind, region, matter, receiptNumber, technicianCode, query } = need(c.report);
  return {
    kind,
    region,
    regions: facts.regions(),
    matter: matter?.name ?? null,
    receiptNumber,
    technicianCode,
    query,
    known: reporterOf(c) !== null,
    ...facts.ticketDesk(region),
    today: localDate(facts.now()),
    problem: c.reportProblem,
  };
}

/** Each of its states has the screen of the same act in an application. */
function correctionOf(snapshot: JourneySnapshot): ScreenContent {
  const c = snapshot.context;
  if (snapshot.matches({ flow: { correct: 'preparing' } })) return { screen: 'preparing', data: {} };
  if (snapshot.matches({ flow: { correct: 'sending' } })) return { screen: 'submitting', data: {} };
  if (snapshot.matches({ flow: { correct: 'given' } }))
    return { screen: 'corrected', data: { case: need(c.current) } };
  if (snapshot.matches({ flow: { correct: 'review' } })) {
    const { title, sha256, pages } = need(c.document);
    return { screen: 'review', data: { title, sha256, pages } };
  }
  if (snapshot.matches({ flow: { correct: 'sign' } }))
    return signContent(c, within(within(snapshot.value.flow, 'correct'), 'sign'), {
      sha256: need(c.document).sha256,
    });
  const { asked, values } = need(c.correcting);
  return {
    screen: 'correct',
    data: {
      case: need(correctedCase(c)),
      items: [...asked.items],
      canAnswer: canAnswer(c),
      form: asked.form?.file ?? null,
      values: { ...values },
      problems: [...c.formProblems],
      today: judgeOf(c).today,
      places: [...asked.places],
      problem: c.problem,
    },
  };
}

function ratingOf(c: SessionContext): ScreenData<'rate'> {
  const { from, given } = need(c.rating);
  const one = need(ratedCase(c));
  return {
    case: one,
    // After the second one nothing is asked any more; what stands there says thank you.
    next: one.rating ?? { stage: 'finished', round: 2 },
    remarks: [...(c.facts.ratingRemarks?.() ?? [])],
    given: given && { ...given },
    toCases: from === 'cases',
    problem: c.problem,
  };
}

function detailsOf(c: SessionContext): ScreenData<'details'> {
  const form = formOf(c);
  const pages = pagesOf(c);
  return {
    // Whoever helps sees the screen too: the number can be checked without all of it.
    person: masked(need(c.person), c.assisted !== null),
    principal: principalOf(c),
    form: form?.file ?? null,
    page: c.page ?? PAGE.all,
    pages,
    values: { ...c.values },
    notes: { ...form?.prefill(c.sources).notes },
    problems: [...c.formProblems],
    today: judgeOf(c).today,
  };
}

function masked(person: Person, helped: boolean): ScreenData<'details'>['person'] {
  return { ...person, ...(helped && { number: maskCitizenNumber(person.number) }) };
}

function materialsOf(c: SessionContext): ScreenData<'materials'> {
  return {
    materials: askedMaterials(c).map((asked) => {
      const given = c.materials[asked.id];
      return { ...asked, given: given ? shownGiven(given) : null };
    }),
    settled: materialsSettled(c),
    paperOnly: c.facts.takesFiles?.(c.region) === false,
    places: need(c.guide).places,
  };
}

/** What was promised for later or for a window. */
function owedOf(c: SessionContext): Pick<ScreenData<'submitted'>, 'owed'> {
  const owed = handedIn(c).flatMap(({ asked: { name }, given }) =>
    'file' in given || (given.way === 'locker' && isDeposited(c))
      ? []
      : [{ name, dueBy: given.way === 'later' ? given.dueBy : null }],
  );
  return owed.length > 0 ? { owed } : {};
}

function need<T>(value: T | null): T {
  // coverage-defer: each state is entered with its data
  /* v8 ignore next -- @preserve */
  if (value === null) throw new Error('the machine is in a state whose data it does not hold');
  return value;
}
