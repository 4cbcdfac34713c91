import type { TicketShown } from '../../electron/contract/index.ts';
import { momentWords } from '../i18n/dates.ts';
import { Card, KeyValue, Notice, type Pair } from '../ui/index.ts';
import { useKiosk, useNow } from './context.tsx';
import { PhoneLine } from './shared.tsx';

/** How a ticket (办不成事, 清单外事项) stands: where it is, by when it is answered, what was said. */
export function TicketCard({ ticket }: { readonly ticket: TicketShown }) {
  const { t, text, language } = useKiosk();
  const now = useNow(60_000);
  const moment = (ms: number) => momentWords(ms, now, language);
  const { route, closing, answers } = ticket;
  const pairs: Pair[] = [
    { key: t('screens:ticket.number'), value: ticket.number, big: true },
    { key: t('screens:ticket.kind'), value: t(`screens:report.kinds.${ticket.kind}`) },
    { key: t('screens:ticket.region'), value: text(ticket.region.short) },
    ...(ticket.matter ? [{ key: t('screens:ticket.matter'), value: text(ticket.matter) }] : []),
    { key: t('screens:ticket.filed'), value: moment(ticket.filedAt) },
    {
      key: t('screens:ticket.state'),
      value: t(`screens:ticket.states.${ticket.state}`, {
        leader: text(route.leader),
        refer: moment(ticket.referBy),
        answer: moment(ticket.answerBy),
      }),
    },
  ];
  return (
    <Card title={t('screens:ticket.title')}>
      <KeyValue pairs={pairs} />
      {answers.map(({ at, by, text: words }) => (
        <Notice key={at} tone="info" word={t('notice.info')} title={`${by} · ${moment(at)}`}>
          <p>{words}</p>
        </Notice>
      ))}
      {closing && (
        <Notice tone="good" word={t('notice.good')} title={t(`screens:ticket.closings.${closing.class}`)}>
          <p>{closing.text}</p>
        </Notice>
      )}
      {ticket.ring && (
        <Notice tone="care" word={t('notice.care')} title={t('screens:ticket.late')}>
          <PhoneLine label={text(route.desk)} phone={route.hotline} />
        </Notice>
      )}
      {route.window && !closing && (
        <p className="lead">
          {t('screens:ticket.window', {
            address: text(route.window.address),
            hours: text(route.window.hours),
          })}
        </p>
      )}
    </Card>
  );
}
