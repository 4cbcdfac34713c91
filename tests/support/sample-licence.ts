import type { JourneyView, ScreenData } from '../../electron/contract/index.ts';
import { makeFailure, makeMaterials, makeView } from './views.ts';

/** 电子证照: the consent, what may go wrong, the licence itself, and as it stands among the materials. */
export function licenceViews(): [string, JourneyView][] {
  const file = { mediaType: 'application/pdf', pages: 1, bytes: 41_200 } as const;
  const shown = { name: '退休证（电子证照，样本）', validUntil: '2031-12-31' };
  const materials: ScreenData<'materials'>['materials'] = makeMaterials().map((one, index) => ({
    ...one,
    ways: ['licence', ...one.ways],
    given: index === 0 ? { way: 'licence', file, licence: shown } : null,
  }));
  return [
    ['licence', makeView('licence')],
    ['licence-down', makeView('licence', { problem: makeFailure('licenceRegionDown') })],
    [
      'licence-none',
      makeView(
        'licence',
        { problem: { ...makeFailure('licenceNone'), retryable: false } },
        { events: ['back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'licence-fetching',
      makeView('licence', { phase: 'fetching' }, { events: ['back', 'leave', 'setLanguage'] }),
    ],
    [
      'licence-came',
      makeView(
        'licence',
        { phase: 'came', licence: { ...shown, file } },
        { events: ['acceptFile', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'materials-licence',
      makeView(
        'materials',
        { materials },
        {
          events: [
            'fromLicence',
            'fromPhone',
            'bringToWindow',
            'handInLater',
            'chooseAgain',
            'back',
            'leave',
            'setLanguage',
          ],
        },
      ),
    ],
  ];
}
