import { CircleCheck, LogOut, RotateCcw } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem } from '../shared.tsx';
import { PhoneCode } from './phone.tsx';

/** A result goes to the citizen's phone: the code first, then that it is there. */
export function ResultPhoneScreen({ data }: ScreenProps<'resultPhone'>) {
  const { t, text, send, can } = useKiosk();
  const again = can('retry') && (
    <Button
      kind={data.taken ? 'main' : 'primary'}
      icon={RotateCcw}
      onPress={() => send({ type: 'retry' })}
      name={data.taken ? 'again' : 'primary'}
    >
      {t(data.taken ? 'screens:resultPhone.again' : 'retry')}
    </Button>
  );
  return (
    <Frame
      title={t(data.taken ? 'screens:resultPhone.takenTitle' : 'screens:resultPhone.title')}
      lead={text(data.matter)}
      {...(data.taken ? { symbol: CircleCheck, tone: 'good' as const } : {})}
      actions={
        <>
          <Back />
          {again}
          {can('done') && (
            <Button kind="primary" icon={LogOut} onPress={() => send({ type: 'done' })} name="primary">
              {t('screens:submitted.leavePlain')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:resultPhone.title')}>
        <div className="stack">
          <Problem failure={data.problem} tone="care" />
          {data.taken && <p className="lead">{t('screens:resultPhone.takenText')}</p>}
          {!can('retry') && (
            <PhoneCode
              url={data.url}
              endsAt={data.endsAt}
              steps={[t('screens:phone.step1'), t('screens:resultPhone.step2')]}
              once={t('screens:resultPhone.once')}
            />
          )}
        </div>
      </Body>
    </Frame>
  );
}
