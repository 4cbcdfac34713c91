import { DoorOpen, IdCard } from 'lucide-react';
import { useState } from 'react';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Problem } from '../shared.tsx';

/** The pick-up code. Three wrong ones and it waits; the card still opens. */
export function CollectCodeScreen({ data }: ScreenProps<'collectCode'>) {
  const { t, send, can } = useKiosk();
  const [code, setCode] = useState('');
  const { NumberPad } = useKeyboards();
  const { digits, lockedUntil, left, problem, phone } = data;
  const byCard = can('withCard') && (
    <Button kind="main" icon={IdCard} onPress={() => send({ type: 'withCard' })} name="with-card">
      {t('screens:collectCode.card')}
    </Button>
  );
  if (lockedUntil !== null)
    return (
      <Frame
        title={t('screens:collectCode.locked')}
        lead={t('screens:collectCode.lockedLead')}
        actions={
          <>
            <Back />
            {byCard}
          </>
        }
      >
        <Body label={t('screens:collectCode.locked')}>
          <div className="stack wide-gap">
            <Locked until={lockedUntil} />
            <PhoneLine label={t('screens:collect.staff')} phone={phone} />
          </div>
        </Body>
      </Frame>
    );
  const answer = () => {
    send({ type: 'giveCode', code });
    setCode('');
  };
  const missing = digits - code.length;
  return (
    <Frame
      title={t('screens:collectCode.title')}
      lead={t('screens:collectCode.lead')}
      actions={
        <>
          <Back />
          {byCard}
          <Button
            kind="primary"
            icon={DoorOpen}
            disabled={missing > 0 || !can('giveCode')}
            onPress={answer}
            name="primary"
          >
            {t('screens:collectCode.open')}
          </Button>
        </>
      }
    >
      <div className="typing">
        <div className="stack wide-gap">
          <Problem failure={problem} />
          {problem && left !== null && (
            <p className="lead">{t('screens:collectCode.left', { count: left })}</p>
          )}
          <Field
            label={t('screens:collectCode.code')}
            hint={
              missing > 0 ? t('screens:noCard.digitsLeft', { count: missing }) : t('screens:noCard.complete')
            }
            value={code}
            onChange={(value) => setCode(value.replace(/\D/g, '').slice(0, digits))}
            active
            onActivate={() => undefined}
            autoFocus
          />
        </div>
        <div className="keyboard-place">
          {NumberPad && <NumberPad t={t} value={code} onChange={setCode} length={digits} />}
        </div>
      </div>
    </Frame>
  );
}

function Locked({ until }: { readonly until: number }) {
  const { t } = useKiosk();
  const now = useNow(1_000);
  const left = Math.max(0, Math.ceil((until - now) / 1_000));
  return (
    <Notice tone="care" word={t('notice.care')} title={t('screens:collectCode.wait')}>
      <p className="phone-big digits">
        {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
      </p>
    </Notice>
  );
}
