import { ChevronRight, CircleCheck, CircleX, Clock, RotateCcw, WifiOff } from 'lucide-react';
import type { ScreenData } from '../../../electron/contract/index.ts';
import { localTime } from '../../../electron/core/index.ts';
import { Button, Card, KeyValue, Notice, QrFigure, type Tone, Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { yuanOf } from '../money.ts';
import { Back, Body, Points, Problem, ReportDoor } from '../shared.tsx';

type State = ScreenData<'fee'>['state'];

const LOOK: Partial<Record<State, { readonly symbol: typeof Clock; readonly tone: Tone }>> = {
  paid: { symbol: CircleCheck, tone: 'good' },
  expired: { symbol: Clock, tone: 'care' },
  refused: { symbol: CircleX, tone: 'wrong' },
  unsure: { symbol: WifiOff, tone: 'care' },
  unreached: { symbol: WifiOff, tone: 'care' },
};

/** The fee (收费), by the region's own payment code. */
export function FeeScreen({ data }: ScreenProps<'fee'>) {
  const { t, text, send, can } = useKiosk();
  const { state } = data;
  const region = text(data.region);
  return (
    <Frame
      title={t(`screens:fee.title.${state}`, { region })}
      lead={`${text(data.matter)} · ${region}`}
      {...LOOK[state]}
      actions={
        <>
          <Back>{t('screens:fee.change')}</Back>
          {can('retry') && (
            <Button kind="primary" icon={RotateCcw} onPress={() => send({ type: 'retry' })} name="primary">
              {t(state === 'expired' ? 'screens:fee.newCode' : 'retry')}
            </Button>
          )}
          {can('feePaid') && (
            <Button
              kind="primary"
              iconAfter={ChevronRight}
              onPress={() => send({ type: 'feePaid' })}
              name="primary"
            >
              {t('next')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:fee.amount')}>
        <div className="two">
          <div className="stack">
            {state === 'open' && data.url !== null ? <Code data={data} /> : <Said data={data} />}
            {state !== 'open' && state !== 'paid' && state !== 'asking' && <ReportDoor />}
          </div>
          <div className="stack">
            <Facts data={data} />
            {(state === 'open' || state === 'unsure' || state === 'paid') && <Refund data={data} />}
          </div>
        </div>
      </Body>
    </Frame>
  );
}

/** The code, how long it works, and what to do with it. */
function Code({ data }: ScreenProps<'fee'>) {
  const { t } = useKiosk();
  return (
    <Card>
      <QrFigure content={data.url ?? ''} words={t('screens:fee.scan')} />
      {data.endsAt !== null && (
        <p className="code-left">{t('screens:fee.until', { time: localTime(data.endsAt) })}</p>
      )}
      <Points numbered items={[t('screens:fee.step1'), t('screens:fee.step2'), t('screens:fee.step3')]} />
    </Card>
  );
}

/** What is so while there is no code, and what is safe. */
function Said({ data }: ScreenProps<'fee'>) {
  const { t, text } = useKiosk();
  const region = text(data.region);
  switch (data.state) {
    case 'asking':
    case 'open':
      return <Wait>{t('screens:fee.waiting', { region })}</Wait>;
    case 'unsure':
      return (
        <Notice tone="care" word={t('notice.care')}>
          {t('screens:fee.unsureText')}
        </Notice>
      );
    case 'unreached':
      return (
        <Notice tone="care" word={t('notice.care')}>
          {t('screens:fee.unreachedText')}
        </Notice>
      );
    case 'paid':
      return (
        <Notice tone="good" word={t('notice.good')}>
          {t('screens:fee.paidText')}
        </Notice>
      );
    case 'expired':
      return (
        <Notice tone="care" word={t('notice.care')}>
          {t('screens:fee.expiredText')}
        </Notice>
      );
    case 'refused':
      return (
        <>
          <Problem failure={data.problem} />
          <Notice tone="info" word={t('notice.info')}>
            {t('screens:fee.refusedText', { phone: data.phone })}
          </Notice>
        </>
      );
  }
}

function Facts({ data }: ScreenProps<'fee'>) {
  const { t, text } = useKiosk();
  const region = text(data.region);
  const amount = (fen: number) => t('screens:fee.yuan', { yuan: yuanOf(fen) });
  const { fee } = data;
  const asked = data.amountFen ?? fee.amountFen;
  const sample = fee.sample ? `（${t('screens:fee.sample')}）` : '';
  const differs = data.amountFen !== null && fee.amountFen !== null && data.amountFen !== fee.amountFen;
  return (
    <>
      <Card>
        <KeyValue
          pairs={[
            ...(asked === null
              ? []
              : [{ key: t('screens:fee.amount'), value: `${amount(asked)}${sample}`, big: true }]),
            { key: t('screens:fee.for'), value: text(fee.text) },
            { key: t('screens:fee.collectedBy'), value: region },
            ...(data.number ? [{ key: t('screens:fee.number'), value: data.number }] : []),
            ...(data.invoice
              ? [
                  { key: t('screens:fee.invoice'), value: data.invoice.number },
                  { key: t('screens:fee.checkCode'), value: data.invoice.checkCode },
                ]
              : []),
            ...(fee.basis ? [{ key: t('screens:fee.basis'), value: text(fee.basis) }] : []),
            ...(fee.freeWhen ? [{ key: t('screens:fee.freeWhen'), value: text(fee.freeWhen) }] : []),
          ]}
        />
      </Card>
      {differs && (
        <Notice tone="care" word={t('notice.care')}>
          {t('screens:fee.differs', {
            region,
            asked: amount(data.amountFen ?? 0),
            said: amount(fee.amountFen ?? 0),
          })}
        </Notice>
      )}
    </>
  );
}

/** Who gives the money back when nothing is handed in, and when. */
function Refund({ data }: ScreenProps<'fee'>) {
  const { t, text } = useKiosk();
  const region = text(data.region);
  const { refundDays, takesBack, phone } = data;
  const words = !takesBack
    ? t('screens:fee.refundCall', { phone })
    : refundDays === null
      ? t('screens:fee.refundPlain', { region })
      : t('screens:fee.refund', { region, days: refundDays });
  return <p className="lead">{words}</p>;
}
