import type { createPortal } from 'react-dom';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { JourneyView, Overlay } from '../../../electron/contract/index.ts';
import type { KioskSession } from '../../../renderer/api/index.ts';
import { hasWords, loadWords } from '../../../renderer/i18n/index.ts';
import { KioskProvider } from '../../../renderer/kiosk/context.tsx';
import { OverlayLayer } from '../../../renderer/kiosk/overlay.tsx';
import { HomeScreen } from '../../../renderer/kiosk/screens/home.tsx';
import { MattersScreen } from '../../../renderer/kiosk/screens/matters.tsx';
import { sampleViews } from '../../support/sample-views.ts';
import { makeInfo, makeStatus, SATURDAY_NIGHT } from '../../support/views.ts';

// There is no page here: what lies over the screen is drawn where it stands.
vi.stubGlobal('document', { body: null });
vi.mock(import('react-dom'), async (load) => ({
  ...(await load()),
  createPortal: ((children) => children) as typeof createPortal,
}));

const OVERLAYS: Overlay[] = [
  { kind: 'idle', endsAt: SATURDAY_NIGHT },
  { kind: 'leave' },
  { kind: 'device', device: 'idReader' },
  { kind: 'device', device: 'printer' },
];

function drawn(view: JourneyView): string {
  const session = { getState: () => ({ clockOffset: 0 }) } as unknown as KioskSession;
  const state = { link: 'up', info: makeInfo(), status: makeStatus(), clockOffset: 0, view } as const;
  return renderToStaticMarkup(
    <KioskProvider session={session} state={state}>
      {view.screen === 'home' && <HomeScreen data={view.data} />}
      {view.screen === 'matters' && <MattersScreen data={view.data} />}
      {OVERLAYS.map((overlay) => (
        <OverlayLayer overlay={overlay} key={JSON.stringify(overlay)} />
      ))}
    </KioskProvider>,
  );
}

describe('the words of the first script', () => {
  it('are all that the first screens say; the words that come later change nothing on them', async () => {
    const first = [...sampleViews().values()].filter((view) => hasWords('zh-CN', view.screen));
    expect(new Set(first.map((view) => view.screen))).toEqual(new Set(['home', 'matters']));
    const before = first.map(drawn);
    await loadWords('zh-CN');
    expect(first.map(drawn)).toEqual(before);
  });

  it('leave English to be fetched', async () => {
    expect(hasWords('en', 'home')).toBe(false);
    await loadWords('en');
    expect(hasWords('en', 'home')).toBe(true);
  });
});
