import type { JourneyEventName, Overlay, ScreenContent, ScreenName } from '../contract/index.ts';
import { canHandOver } from './machine-help.ts';
import type { PrintDoor, PrintOpened } from './print-types.ts';
import type { JourneySnapshot } from './view-snapshot.ts';

/** What the print door and help have on the screen, and what may be answered. */

export function printsOf(snapshot: JourneySnapshot): ScreenContent {
  const c = snapshot.context;
  const { facts, problem } = c;
  const { offer, item, opened, copies, state } = c.prints as PrintDoor;
  const at = (name: 'finding' | 'archive' | 'opening' | 'list' | 'choose' | 'printing') =>
    snapshot.matches({ flow: { prints: name } });
  if (at('finding') || at('opening')) return { screen: 'preparing', data: {} };
  if (item === null || at('list'))
    return {
      screen: 'prints',
      data: {
        items: [...offer.items],
        unheard: facts.regions().filter(({ code }) => offer.unheard.includes(code)),
        printerReady: facts.printerReady(),
        problem,
      },
    };
  if (at('archive'))
    return {
      screen: 'archive',
      data: {
        item,
        purposes: [...(facts.prints?.purposes(item) ?? [])],
        phone: facts.prints?.phone(item.region.code) ?? facts.sitePhone(),
        problem,
      },
    };
  const paper = opened as PrintOpened;
  const now = at('choose') ? null : (facts.prints?.paper(paper, item) ?? null);
  return {
    screen: 'printOne',
    data: {
      item,
      phase: at('choose') ? 'choose' : at('printing') ? 'printing' : 'ended',
      state,
      pages: paper.pages,
      copies: paper.copies,
      chosen: copies,
      duplex: facts.prints?.duplex() === true,
      price: paper.price,
      marked: paper.marked,
      printerReady: facts.printerReady(),
      paper: now && { printer: now.printer, pages: now.pages, done: now.done },
      problem,
    },
  };
}

export function printEventsOf(
  content: Extract<ScreenContent, { screen: 'prints' | 'archive' | 'printOne' }>,
): JourneyEventName[] {
  switch (content.screen) {
    case 'prints':
      return [...(content.data.items.length > 0 ? (['choosePrint'] as const) : []), 'report', 'back', 'done'];
    case 'archive':
      return ['giveArchive', 'report', 'back'];
    case 'printOne': {
      const { phase, state, copies, printerReady, problem } = content.data;
      if (phase === 'printing') return [];
      if (phase === 'choose')
        return [...(copies.left > 0 && printerReady ? (['printNow'] as const) : []), 'report', 'back'];
      return [
        ...(state === 'asking' ? (['printCame'] as const) : []),
        ...(state === 'failed' && problem?.retryable !== false ? (['printRest'] as const) : []),
        ...(state === 'asking' ? [] : (['back'] as const)),
        'report',
        'done',
      ];
    }
  }
}

/** Screens that help does not lie over: something is being stored, or nobody is there. */
const NO_HELP: ReadonlySet<ScreenName> = new Set(['submitting', 'farewell']);

export function mayCallHelp(snapshot: JourneySnapshot, screen: ScreenName): boolean {
  return snapshot.context.facts.help !== undefined && !NO_HELP.has(screen);
}

/** Null while help is closed. */
export function helpOf(snapshot: JourneySnapshot): Extract<Overlay, { kind: 'help' }> | null {
  const c = snapshot.context;
  const { facts, call, assisted, video } = c;
  if (!facts.help || snapshot.matches({ help: 'away' })) return null;
  const step = snapshot.matches({ help: { open: 'video' } })
    ? 'video'
    : snapshot.matches({ help: { open: 'handOver' } })
      ? 'handOver'
      : snapshot.matches({ help: { open: 'ways' } })
        ? 'ways'
        : 'card';
  return {
    kind: 'help',
    help: {
      step,
      desk: { ...facts.help.desk() },
      call: call && { ...call },
      assisted: assisted && {
        role: assisted.role,
        known: assisted.helper !== null,
        at: assisted.consentedAt,
      },
      canHandOver: canHandOver(c),
      canReadCard: facts.readerReady() && !readsCard(snapshot),
      cardInTheWay: snapshot.matches({ help: { open: 'lift' } }),
      hasVideo: facts.help.hasVideo(),
      video,
      problem: c.helpProblem,
    },
  };
}

/** The reader is one. */
const readsCard = (snapshot: JourneySnapshot) =>
  snapshot.matches({ flow: { identify: 'reading' } }) || snapshot.matches({ flow: { principal: 'reading' } });

/** `under`: what the screen below takes. */
export function helpEventsOf(
  { help }: Extract<Overlay, { kind: 'help' }>,
  atHome: boolean,
  under: readonly JourneyEventName[],
): JourneyEventName[] {
  const always: JourneyEventName[] = ['helpBack', ...(atHome ? [] : (['leave'] as const)), 'setLanguage'];
  switch (help.step) {
    case 'ways':
      return [
        ...(help.call ? (['endCall'] as const) : help.desk.open ? (['callStaff'] as const) : []),
        ...(help.canHandOver && !help.assisted ? (['toHandOver'] as const) : []),
        ...(help.assisted ? (['endHandOver'] as const) : []),
        ...(help.hasVideo ? (['callVideo'] as const) : []),
        ...(under.includes('report') ? (['report'] as const) : []),
        ...always,
      ];
    case 'handOver':
      return ['handOver', ...always];
    case 'card':
      return always;
    case 'video':
      return ['endVideo', ...always];
  }
}
