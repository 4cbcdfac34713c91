import { IdCard } from 'lucide-react';
import { Button, Card, PlaceFigure } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem, useSendOnly } from '../shared.tsx';

/** The card says what lies here for its holder. */
export function CollectCardScreen({ data: { phase, problem } }: ScreenProps<'collectCard'>) {
  const { t } = useKiosk();
  const consent = useSendOnly('consent');
  const words = {
    consent: { title: t('screens:collectCard.title'), lead: t('screens:collectCard.lead') },
    waiting: { title: t('screens:identify.waiting'), lead: t('screens:identify.waitingText') },
    reading: { title: t('screens:identify.reading'), lead: t('screens:identify.readingText') },
  }[phase];
  return (
    <Frame
      title={words.title}
      lead={words.lead}
      actions={
        <>
          <Back />
          {phase === 'consent' && (
            <Button kind="primary" icon={IdCard} onPress={consent} name="primary">
              {t('screens:collectCard.consent')}
            </Button>
          )}
        </>
      }
    >
      <Problem failure={phase === 'reading' ? null : problem} />
      <Body label={words.title}>
        <div className="two wide-left">
          {phase === 'consent' ? (
            <div className="stack">
              <Card title={t('screens:collectCard.why')}>
                <p>{t('screens:collectCard.whyText')}</p>
              </Card>
              <Card title={t('screens:collectCard.refuse')}>
                <p>{t('screens:collectCard.refuseText')}</p>
              </Card>
            </div>
          ) : null}
          <PlaceFigure
            kind="card"
            reading={phase === 'reading'}
            alt={t('screens:identify.picture')}
            word={t('screens:identify.reader')}
            small={phase === 'consent'}
          />
        </div>
      </Body>
    </Frame>
  );
}
