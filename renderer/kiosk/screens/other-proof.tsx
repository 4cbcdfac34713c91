import { BookUser, Keyboard } from 'lucide-react';
import { Card, Door, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Places, ReportDoor } from '../shared.tsx';

/** No card here: number and name, or a passport; what does not lead on is said now, with where it does. */
export function OtherProofScreen({ data }: ScreenProps<'otherProof'>) {
  const { t, text, can, send, info } = useKiosk();
  const region = text(data.region);
  const title = t('screens:otherProof.title');
  return (
    <Frame
      title={title}
      lead={t('screens:otherProof.lead', { matter: text(data.matter) })}
      actions={<Back />}
    >
      {data.passport !== 'here' && (
        <Notice tone="care" word={t('notice.care')}>
          {t(`screens:otherProof.${data.passport}`, { region })}
        </Notice>
      )}
      <Body label={title}>
        <div className="two wide-left">
          <div className="stack">
            {can('showPassport') && (
              <Door
                icon={BookUser}
                title={t('screens:otherProof.passport')}
                text={t('screens:otherProof.passportText', { region })}
                onPress={() => send({ type: 'showPassport' })}
                name="show-passport"
              />
            )}
            {can('withoutCard') && (
              <Door
                icon={Keyboard}
                title={t('screens:otherProof.number')}
                text={t('screens:otherProof.numberText', { region })}
                onPress={() => send({ type: 'withoutCard' })}
                name="by-number"
              />
            )}
            {data.passport !== 'here' && (
              <Card title={t('screens:otherProof.places')}>
                <Places places={data.places} />
              </Card>
            )}
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
