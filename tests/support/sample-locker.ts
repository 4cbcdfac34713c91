import type { JourneyEventName, JourneyView, ScreenData } from '../../electron/contract/index.ts';
import { makeThing } from './locker-data.ts';
import { both, makeFailure, makeView, SATURDAY_NIGHT } from './views.ts';

const ENDED = ['back', 'done', 'leave', 'setLanguage'] as const;
const AGAIN = ['retry', ...ENDED] as const;
const ALWAYS = ['leave', 'setLanguage'] as const;

const cell = (
  name: string,
  data: Partial<ScreenData<'cell'>>,
  events: readonly JourneyEventName[] = ALWAYS,
): [string, JourneyView] => [`cell-${name}`, makeView('cell', data, { events })];

const DEPOSIT = {
  act: 'deposit',
  item: 'absent',
  slip: 'printed',
  items: [both('营业执照副本', 'Business licence, duplicate'), both('公司章程', 'Articles of association')],
} as const satisfies Partial<ScreenData<'cell'>>;

/** 取件, and originals into the locker. */
export function lockerViews(): [string, JourneyView][] {
  const now = SATURDAY_NIGHT;
  return [
    ['collect', makeView('collect')],
    ['collect-away', makeView('collect', { ready: false }, { events: ['report', 'back', ...ALWAYS] })],
    ['collect-card', makeView('collectCard')],
    ['collect-card-waiting', makeView('collectCard', { phase: 'waiting' }, { events: ['back', ...ALWAYS] })],
    ['collect-code', makeView('collectCode')],
    ['collect-code-wrong', makeView('collectCode', { left: 1, problem: makeFailure('codeWrong') })],
    [
      'collect-code-locked',
      makeView(
        'collectCode',
        { lockedUntil: now + 272_000, problem: makeFailure('codeLocked') },
        { events: ['withCard', 'back', ...ALWAYS] },
      ),
    ],
    ['collect-list', makeView('collectList')],
    [
      'collect-list-odd',
      makeView('collectList', {
        things: [makeThing({ state: 'overdue' }), makeThing({ cell: '3', state: 'fault', matter: null })],
      }),
    ],
    [
      'collect-list-none',
      makeView('collectList', { things: [] }, { events: ['report', 'back', 'done', ...ALWAYS] }),
    ],
    cell('opening', { phase: 'opening', item: 'unknown' }),
    cell('open', {}),
    cell('taken-out', { item: 'absent' }),
    cell('left-open', { leftOpen: true }),
    cell('asking', { phase: 'asking', item: 'unknown' }, ['cellSaid', ...ALWAYS]),
    cell('collected', { phase: 'over', outcome: 'taken', more: 1 }, ENDED),
    cell('still-inside', { phase: 'over', outcome: 'still-inside' }, AGAIN),
    cell('unsure', { phase: 'over', outcome: 'unsure' }, ['done', ...ALWAYS]),
    cell('taken-back', { act: 'take-back', phase: 'over', outcome: 'taken' }, ENDED),
    cell('stuck', { phase: 'failed', problem: makeFailure('lockerStuck') }, ['report', ...AGAIN]),
    cell('deposit', { ...DEPOSIT, phase: 'ready', cell: null, slip: 'none' }, [
      'depositNow',
      'done',
      ...ALWAYS,
    ]),
    cell('deposit-choosing', { ...DEPOSIT, phase: 'opening', cell: null, slip: 'printing' }),
    cell('deposit-open', DEPOSIT),
    cell('deposit-no-slip', { ...DEPOSIT, slip: 'failed' }),
    cell('deposited', { ...DEPOSIT, phase: 'over', outcome: 'deposited' }, ['done', ...ALWAYS]),
    cell('deposit-empty', { ...DEPOSIT, phase: 'over', outcome: 'empty' }, ['retry', 'done', ...ALWAYS]),
    cell('deposit-full', { ...DEPOSIT, phase: 'failed', cell: null, problem: makeFailure('lockerFull') }, [
      'report',
      'done',
      ...ALWAYS,
    ]),
  ];
}
