import type { CaseView } from '../../../electron/contract/index.ts';
import { momentWords } from '../../i18n/dates.ts';
import { Notice } from '../../ui/index.ts';
import { useKiosk, useNow } from '../context.tsx';

const ANSWERED = {
  waiting: 'correctionWaiting',
  sent: 'correctionSent',
  closed: 'correctionClosed',
  failed: 'correctionFailed',
} as const;

/** What the region asks for (补正), until when, and whom to ring. */
export function Asked({ one }: { readonly one: CaseView }) {
  const { t, text, language } = useKiosk();
  const now = useNow(10_000);
  if (one.state !== 'correction') return null;
  const region = text(one.region.short);
  const { phone } = one.region;
  const { correction } = one;
  const answer = correction?.answer ?? 'open';
  return (
    <Notice tone="care" word={t('notice.care')} title={t('screens:cases.correctionAsks', { region })}>
      {correction ? (
        correction.items.map((item) => <p key={`${item.kind} ${item.name}`}>{item.note}</p>)
      ) : (
        <p>{t('screens:cases.correctionUnsaid', { region })}</p>
      )}
      {answer !== 'open' ? (
        <p>{t(`screens:cases.${ANSWERED[answer]}`, { region, phone })}</p>
      ) : (
        <>
          <p>
            {typeof correction?.until === 'number'
              ? t('screens:cases.correctionUntil', { time: momentWords(correction.until, now, language) })
              : t('screens:cases.correctionNoLimit', { region })}
          </p>
          <p>{t('screens:cases.correctionCall', { phone })}</p>
        </>
      )}
    </Notice>
  );
}

/** Of joint handling (联办): every authority's part, also beside one that was refused. */
export function Parts({ one }: { readonly one: CaseView }) {
  const { t } = useKiosk();
  if (!one.parts) return null;
  return (
    <div className="case-note">
      <p>{t('screens:cases.parts')}</p>
      <ul>
        {one.parts.map(({ authority, state }) => (
          <li key={authority}>
            {authority} · {t(`screens:cases.part.${state}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
