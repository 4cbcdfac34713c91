import type { JourneyView } from '../../electron/contract/index.ts';
import { makeFailure, makeView } from './views.ts';

/** The document camera as it stands without a camera: who looks at sample views has none, and the page says so. */
export function cameraViews(): [string, JourneyView][] {
  const pages = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `page-${n + 1}` }));
  const events: JourneyView['events'] = [
    'keepPage',
    'removePage',
    'earlierPage',
    'pagesDone',
    'back',
    'leave',
    'setLanguage',
  ];
  return [
    ['camera', makeView('camera')],
    ['camera-refused-page', makeView('camera', { problem: makeFailure('materialBroken') })],
    ['camera-pages', makeView('camera', { pages: pages(3) }, { events })],
    ['camera-full', makeView('camera', { pages: pages(2), most: 2 }, { events })],
    ['camera-joining', makeView('camera', { pages: pages(2), phase: 'joining' })],
  ];
}
