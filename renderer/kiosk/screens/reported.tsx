import { MessageSquareWarning } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, useSendOnly } from '../shared.tsx';
import { TicketCard } from '../ticket-card.tsx';

/** What was said is safe: its number, who has it by when, and how to see the answer. */
export function ReportedScreen({ data }: ScreenProps<'reported'>) {
  const { t, text } = useKiosk();
  const done = useSendOnly('done');
  const { ticket } = data;
  return (
    <Frame
      title={t('screens:reported.title')}
      lead={t('screens:reported.lead')}
      symbol={MessageSquareWarning}
      tone="good"
      actions={
        <>
          <Back>{t('screens:reported.goOn')}</Back>
          <Button kind="primary" onPress={done} name="primary">
            {t('screens:reported.done')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:reported.title')}>
        <div className="stack wide-gap">
          <TicketCard ticket={ticket} />
          <Notice tone="info" word={t('notice.info')} title={t('screens:reported.answer')}>
            <p>
              {t(data.known ? 'screens:report.seeKnown' : 'screens:report.seeUnknown', {
                desk: text(ticket.route.desk),
              })}
            </p>
          </Notice>
          <PhoneLine label={text(ticket.route.desk)} phone={ticket.route.hotline} />
        </div>
      </Body>
    </Frame>
  );
}
