import type { JourneyEventName, JourneyView, ScreenData } from '../../electron/contract/index.ts';
import { ARCHIVE_ITEM, HELP_EVENTS, makeHelp } from './door-data.ts';
import { both, makeFailure, makeRegions, makeView, SATURDAY_NIGHT } from './views.ts';

const opened = (
  name: string,
  data: Partial<ScreenData<'printOne'>>,
  events: readonly JourneyEventName[] = ['printNow', 'report', 'back', 'leave', 'setLanguage', 'help'],
): [string, JourneyView] => [`print-${name}`, makeView('printOne', data, { events })];

const help = (
  name: string,
  over: Parameters<typeof makeHelp>[0],
  events: readonly JourneyEventName[] = HELP_EVENTS,
  at: 'home' | 'details' = 'details',
): [string, JourneyView] => [`help-${name}`, makeView(at, {}, { overlay: makeHelp(over), events })];

const ENDED = ['back', 'report', 'done', 'leave', 'setLanguage', 'help'] as const;
const BACK = ['helpBack', 'leave', 'setLanguage'] as const;

/** The print door and help. */
export function doorViews(): [string, JourneyView][] {
  const now = SATURDAY_NIGHT;
  const archive = {
    item: ARCHIVE_ITEM,
    pages: 5,
    marked: true,
    copies: { used: 0, left: 3, period: 'year' } as const,
  };
  return [
    ['prints', makeView('prints')],
    [
      'prints-none',
      makeView('prints', { items: [], unheard: makeRegions().slice(0, 2), printerReady: false }),
    ],
    ['prints-problem', makeView('prints', { problem: makeFailure('printNone') })],
    ['archive', makeView('archive')],
    ['archive-refused', makeView('archive', { problem: makeFailure('archiveNotAuthorised') })],
    opened('choose', {}),
    opened('archive', { ...archive, price: both('每份 10 元，到窗口交', '10 yuan a copy, at the counter') }),
    opened('none-left', { copies: { used: 5, left: 0, period: 'year' } }, [
      'report',
      'back',
      'leave',
      'setLanguage',
    ]),
    opened('no-printer', { printerReady: false }, ['report', 'back', 'leave', 'setLanguage', 'help']),
    opened(
      'going',
      { ...archive, phase: 'printing', state: 'printing', paper: { printer: 'page', pages: 5, done: 2 } },
      ['leave', 'setLanguage', 'help'],
    ),
    opened(
      'jammed',
      {
        ...archive,
        phase: 'ended',
        state: 'failed',
        paper: { printer: 'page', pages: 5, done: 2 },
        problem: makeFailure('printerJam'),
      },
      ['printRest', ...ENDED],
    ),
    opened(
      'asked',
      { ...archive, phase: 'ended', state: 'asking', paper: { printer: 'page', pages: 5, done: 0 } },
      ['printCame', 'report', 'done', 'leave', 'setLanguage', 'help'],
    ),
    opened(
      'done',
      { ...archive, phase: 'ended', state: 'printed', paper: { printer: 'page', pages: 5, done: 5 } },
      ENDED,
    ),
    help('closed', {}),
    help(
      'open-home',
      { canHandOver: false, desk: { ...makeHelp().help.desk, open: true, opensAt: null } },
      ['callStaff', 'callVideo', 'report', 'helpBack', 'setLanguage'],
      'home',
    ),
    help(
      'called',
      { call: { calledAt: now, answeredAt: null }, assisted: { role: 'family', known: false, at: now } },
      ['endCall', 'endHandOver', 'callVideo', 'report', ...BACK],
    ),
    help('answered', { call: { calledAt: now, answeredAt: now + 60_000 } }),
    help('hand-over', { step: 'handOver' }, ['handOver', ...BACK]),
    help('card', { step: 'card' }, BACK),
    help('video', { step: 'video', video: { state: 'ringing', words: null } }, ['endVideo', ...BACK]),
    help(
      'video-on',
      { step: 'video', video: { state: 'connected', words: '您好，请说一下您遇到了什么问题。' } },
      ['endVideo', ...BACK],
    ),
    help('video-over', { step: 'video', video: { state: 'refused', words: null } }, ['endVideo', ...BACK]),
  ];
}
