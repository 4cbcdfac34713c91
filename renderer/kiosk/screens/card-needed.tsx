import { IdCard } from 'lucide-react';
import { Button, Card, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body, PhoneLine, Places, Points, ReportDoor } from '../shared.tsx';

/** No card, or one that does not count here: said before anything is filled in. */
export function CardNeededScreen({ data }: ScreenProps<'cardNeeded'>) {
  const { t, text, send, info } = useKiosk();
  const { given } = data;
  const region = text(data.region);
  const title = t(given ? 'screens:cardNeeded.titleGiven' : 'screens:cardNeeded.title');
  return (
    <Frame
      title={title}
      lead={t('screens:cardNeeded.lead', { matter: text(data.matter) })}
      symbol={IdCard}
      tone="care"
      actions={
        <Button kind="primary" icon={IdCard} onPress={() => send({ type: 'back' })} name="primary">
          {t(given ? 'screens:cardNeeded.other' : 'screens:cardNeeded.card')}
        </Button>
      }
    >
      <Notice tone="care" word={t('notice.care')}>
        {given
          ? t('screens:cardNeeded.bodyGiven', { card: t(`screens:guide.proof.${given}`, { region }), region })
          : t('screens:cardNeeded.body')}
      </Notice>
      <Body label={title}>
        <div className="two wide-left">
          <div className="stack">
            {given && (
              <Card title={t('screens:cardNeeded.accepts')}>
                <Points items={data.accepts.map((proof) => t(`screens:guide.proof.${proof}`, { region }))} />
              </Card>
            )}
            <Card title={t(given ? 'screens:cardNeeded.placesGiven' : 'screens:cardNeeded.places')}>
              <Places places={data.places} />
            </Card>
          </div>
          <div className="stack">
            <Card title={t('screens:home.help')}>
              <PhoneLine label={text(info.site.hours)} phone={info.site.phone} />
            </Card>
            <ReportDoor />
          </div>
        </div>
      </Body>
    </Frame>
  );
}
