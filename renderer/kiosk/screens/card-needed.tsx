import { IdCard } from 'lucide-react';
import { Button, Card, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body, PhoneLine, Places, ReportDoor } from '../shared.tsx';

export function CardNeededScreen({ data }: ScreenProps<'cardNeeded'>) {
  const { t, text, send, info } = useKiosk();
  return (
    <Frame
      title={t('screens:cardNeeded.title')}
      lead={t('screens:cardNeeded.lead', { matter: text(data.matter) })}
      symbol={IdCard}
      tone="care"
      actions={
        <Button kind="primary" icon={IdCard} onPress={() => send({ type: 'back' })} name="primary">
          {t('screens:cardNeeded.card')}
        </Button>
      }
    >
      <Notice tone="care" word={t('notice.care')}>
        {t('screens:cardNeeded.body')}
      </Notice>
      <Body label={t('screens:cardNeeded.title')}>
        <div className="two wide-left">
          <Card title={t('screens:cardNeeded.places')}>
            <Places places={data.places} />
          </Card>
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
