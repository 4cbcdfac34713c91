import type { Guide } from '../../electron/contract/index.ts';
import { Card } from '../ui/index.ts';
import { useKiosk } from './context.tsx';
import { guideWords } from './guide-words.ts';
import { PhoneLine } from './shared.tsx';

/** Why this machine cannot take the matter in, and whom to ask. */
export function WhyNotHere({ guide }: { readonly guide: Guide }) {
  const { t, language } = useKiosk();
  const { region, whyNotHere } = guideWords(t, guide, language);
  if (whyNotHere.length === 0) return null;
  return (
    <Card title={t('screens:guide.notHere')}>
      <div className="stack">
        {whyNotHere.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <PhoneLine label={t('screens:guide.call', { region })} phone={guide.region.phone} />
      </div>
    </Card>
  );
}
