import { Check, CircleCheck, IdCard, Printer, ReceiptText, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Card, Notice, NumberPlate } from '../../ui/index.ts';
import { ReturnedFees } from '../case-extras.tsx';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { PaperState } from '../paper-state.tsx';
import { Body, PhoneLine } from '../shared.tsx';

export function RecoveredScreen({ data }: ScreenProps<'recovered'>) {
  const { t, send, can, info, text } = useKiosk();
  const stored = data.receiptNumber !== null;
  return (
    <Frame
      title={t(stored ? 'screens:recovered.titleStored' : 'screens:recovered.titleNone')}
      lead={t(stored ? 'screens:recovered.bodyStored' : 'screens:recovered.bodyNone')}
      symbol={stored ? CircleCheck : ShieldCheck}
      tone={stored ? 'good' : 'care'}
      actions={
        <>
          {can('printReceipt') && (
            <Button
              kind="main"
              icon={Printer}
              onPress={() => send({ type: 'printReceipt' })}
              name="print-receipt"
            >
              {t(data.receipt === 'none' ? 'screens:submitted.printReceipt' : 'screens:submitted.printAgain')}
            </Button>
          )}
          <Button kind="primary" icon={Check} onPress={() => send({ type: 'done' })} name="primary">
            {t(stored ? 'screens:recovered.leave' : 'screens:recovered.restart')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:recovered.number')}>
        <div className="stack wide-gap">
          {data.receiptNumber !== null && (
            <Card>
              <NumberPlate label={t('screens:recovered.number')} number={data.receiptNumber} />
            </Card>
          )}
          <ReturnedFees fees={data.fees} />
          <PaperState
            kind="receipt"
            state={data.receipt}
            paper={data.paper ?? null}
            problem={data.problem ?? null}
          />
          <Card title={t('screens:home.help')}>
            <PhoneLine label={text(info.site.hours)} phone={info.site.phone} />
          </Card>
        </div>
      </Body>
    </Frame>
  );
}

export function FarewellScreen({ data }: ScreenProps<'farewell'>) {
  const { t, send } = useKiosk();
  const take = data.cardOnReader || data.paperToTake;
  return (
    <Frame
      title={t(data.cardOnReader ? 'screens:farewell.titleCard' : 'screens:farewell.title')}
      symbol={data.cardOnReader ? IdCard : CircleCheck}
      tone={data.cardOnReader ? 'care' : 'good'}
      actions={
        <Button kind="primary" icon={Check} onPress={() => send({ type: 'done' })} name="primary">
          {t('screens:farewell.done')}
        </Button>
      }
    >
      <div className="stack wide-gap farewell">
        {take && <h2 className="section-title">{t('screens:farewell.check')}</h2>}
        {data.cardOnReader && (
          <Take icon={<IdCard size="3rem" strokeWidth={1.5} aria-hidden />}>
            {t('screens:farewell.card')}
          </Take>
        )}
        {data.paperToTake && (
          <Take icon={<ReceiptText size="3rem" strokeWidth={1.5} aria-hidden />}>
            {t('screens:farewell.paper')}
          </Take>
        )}
        <ReturnedFees fees={data.fees} />
        {data.kept && (
          <Notice
            tone={data.kept === 'kept' ? 'info' : 'care'}
            word={t(data.kept === 'kept' ? 'notice.info' : 'notice.care')}
          >
            {t(data.kept === 'kept' ? 'screens:farewell.kept' : 'screens:farewell.keptFailed')}
          </Notice>
        )}
        <Notice tone="good" word={t('notice.good')} title={t('screens:farewell.cleared')}>
          <p>
            {data.stored
              ? t('screens:farewell.stored', { days: data.retentionDays })
              : data.kept !== 'kept' && t('screens:farewell.nothing')}
          </p>
        </Notice>
      </div>
    </Frame>
  );
}

function Take({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="card take" role="status">
      {icon}
      <b>{children}</b>
    </p>
  );
}
