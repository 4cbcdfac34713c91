import { IdCard } from 'lucide-react';
import { Button, Card, PlaceFigure } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem, useSendOnly } from '../shared.tsx';

/** The principal agrees and lays down a card, after the agent's has gone. */
export function PrincipalScreen({ data }: ScreenProps<'principal'>) {
  const { t } = useKiosk();
  const consent = useSendOnly('consent');
  const { phase } = data;
  const title = titleOf();
  const reading = phase === 'reading';
  return (
    <Frame
      title={title}
      lead={leadOf()}
      actions={
        <>
          <Back />
          {phase === 'consent' && (
            <Button kind="primary" icon={IdCard} onPress={consent} name="primary">
              {t('screens:principal.consent')}
            </Button>
          )}
        </>
      }
    >
      <Problem failure={reading ? null : data.problem} />
      <Body label={title}>
        <div className="two wide-left">
          {phase === 'consent' ? (
            <div className="stack">
              <Card title={t('screens:principal.consentTitle')}>
                <p>{t('screens:principal.consentText')}</p>
              </Card>
              <Card title={t('screens:principal.then')}>
                <p>{t('screens:principal.thenText')}</p>
              </Card>
            </div>
          ) : null}
          <PlaceFigure
            kind="card"
            reading={reading}
            alt={t('screens:identify.picture')}
            word={t('screens:identify.reader')}
            small={phase === 'consent'}
          />
        </div>
      </Body>
    </Frame>
  );

  function titleOf(): string {
    switch (phase) {
      case 'consent':
        return t('screens:principal.title');
      case 'lift':
        return t('screens:principal.lift');
      case 'waiting':
        return t('screens:principal.waiting');
      case 'reading':
        return t('screens:identify.reading');
    }
  }

  function leadOf(): string {
    switch (phase) {
      case 'consent':
        return t('screens:principal.lead');
      case 'lift':
        return t('screens:principal.liftText');
      case 'waiting':
        return t('screens:principal.waitingText');
      case 'reading':
        return t('screens:identify.readingText');
    }
  }
}
