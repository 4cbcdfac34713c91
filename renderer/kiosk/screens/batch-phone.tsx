import { RotateCcw, Smartphone } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem } from '../shared.tsx';
import { PhoneCode } from './phone.tsx';

/** The list comes from the citizen's phone, or the empty one goes there. */
export function BatchPhoneScreen({ data }: ScreenProps<'batchPhone'>) {
  const { t, send, can } = useKiosk();
  const { errand } = data;
  const title = t(`screens:batchPhone.${errand}.title`);
  return (
    <Frame
      title={data.taken ? t('screens:batchPhone.taken') : title}
      actions={
        <>
          <Back>{t('screens:batchPhone.back')}</Back>
          {data.taken ? (
            <Button
              kind="primary"
              icon={Smartphone}
              onPress={() => send({ type: 'listFromPhone' })}
              name="primary"
            >
              {t('screens:batch.fromPhone')}
            </Button>
          ) : (
            can('retry') && (
              <Button kind="primary" icon={RotateCcw} onPress={() => send({ type: 'retry' })} name="primary">
                {t('retry')}
              </Button>
            )
          )}
        </>
      }
    >
      <Body label={title}>
        <div className="stack">
          <Problem failure={data.problem} tone="care" />
          {data.taken ? (
            <Notice tone="good" word={t('notice.good')}>
              {t('screens:batchPhone.takenText')}
            </Notice>
          ) : (
            !can('retry') && (
              <PhoneCode
                url={data.url}
                endsAt={data.endsAt}
                steps={[
                  t('screens:phone.step1'),
                  t(`screens:batchPhone.${errand}.step2`),
                  t(`screens:batchPhone.${errand}.step3`),
                ]}
                once={t('screens:batchPhone.once')}
              />
            )
          )}
        </div>
      </Body>
    </Frame>
  );
}
