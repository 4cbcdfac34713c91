import { Controls } from './controls.tsx';
import { Facts } from './facts.tsx';
import { Places } from './places.tsx';
import type { Wish } from './wish.ts';
import { type Say, SayContext } from './words.ts';

/** Every component of `ui/` in every state, for eyes and for tests. No machine shows it: it is built apart, by `vite.gallery.config.ts`. */
export function Gallery({ wish }: { readonly wish: Wish }) {
  const say: Say = (zh, en) => (wish.language === 'en' ? en : zh);
  return (
    <SayContext value={say}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reachable without a finger */}
      <main className="gallery" tabIndex={0}>
        <h1>{say('组件', 'Components')}</h1>
        <Controls />
        <Facts />
        <Places />
      </main>
    </SayContext>
  );
}
