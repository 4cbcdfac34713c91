import { Building2, LogOut, Printer, RotateCcw } from 'lucide-react';
import type { CaseView } from '../../../electron/contract/index.ts';
import { Button, Card, ListRow, Notice, Tag, TONE_ICON, type Tone } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { PaperState, usePrintAgain } from '../paper-state.tsx';
import { Body, Places } from '../shared.tsx';

const TONE = {
  waiting: 'care',
  sent: 'good',
  accepted: 'good',
  correction: 'care',
  finished: 'good',
  refused: 'wrong',
  stopped: 'wrong',
  withdrawn: 'info',
} as const satisfies Record<CaseView['state'], Tone>;

const isFailed = ({ state }: CaseView) => state === 'refused' || state === 'stopped';

/** 批量办理: what became of each company, and one receipt for all of them. */
export function BatchProgressScreen({ data }: ScreenProps<'batchProgress'>) {
  const { t, text, send, can } = useKiosk();
  const again = usePrintAgain(data.paper);
  const cases = data.rows.map((row) => row.case);
  const failed = cases.filter(isFailed).length;
  const waiting = cases.filter(({ state }) => state === 'waiting').length;
  const there = cases.length - failed - waiting;
  const title = t('screens:batchProgress.title', { count: cases.length });
  return (
    <Frame
      title={title}
      lead={text(data.matter)}
      actions={
        <>
          {can('repeatRows') && (
            <Button kind="main" icon={RotateCcw} onPress={() => send({ type: 'repeatRows' })} name="repeat">
              {t('screens:batchProgress.repeat', { count: data.again })}
            </Button>
          )}
          {can('printReceipt') && data.receipt !== 'printed' && (
            <Button
              kind="main"
              icon={Printer}
              onPress={() => send({ type: 'printReceipt' })}
              name="print-receipt"
            >
              {data.receipt === 'failed' ? again : t('screens:submitted.printReceipt')}
            </Button>
          )}
          <Button kind="primary" icon={LogOut} onPress={() => send({ type: 'done' })} name="primary">
            {t('screens:submitted.leavePlain')}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <div className="stack">
          <Notice
            tone={failed > 0 ? 'care' : 'good'}
            word={t(failed > 0 ? 'notice.care' : 'notice.good')}
            title={t('screens:batchProgress.sum', { there, waiting, failed })}
          >
            <p>{t('screens:batchProgress.each')}</p>
            {waiting > 0 && <p>{t('screens:batchProgress.waits')}</p>}
          </Notice>
          <PaperState kind="receipt" state={data.receipt} paper={data.paper} problem={data.problem} />
          <ul className="list-rows" aria-label={title}>
            {data.rows.map(({ name, case: one }, at) => (
              <Row key={one.receiptNumber} name={name} one={one} at={at} />
            ))}
          </ul>
          {failed > 0 && (
            <Card title={t('screens:batchProgress.window')}>
              <Places places={data.places} />
            </Card>
          )}
        </div>
      </Body>
    </Frame>
  );
}

function Row({ name, one, at }: { readonly name: string; readonly one: CaseView; readonly at: number }) {
  const { t, text } = useKiosk();
  const tone = TONE[one.state];
  const region = text(one.region.short);
  return (
    <ListRow
      icon={Building2}
      title={`${at + 1}. ${name}`}
      text={
        <>
          <span className="digits">{one.receiptNumber}</span> · {region}
          {isFailed(one) && (
            <span className="row-trouble">
              {t(`screens:batchProgress.why.${one.state === 'refused' ? 'refused' : 'stopped'}`, {
                region,
                phone: one.region.phone,
              })}
            </span>
          )}
        </>
      }
      end={
        <Tag tone={tone} icon={TONE_ICON[tone]}>
          {t(`screens:batchProgress.state.${one.state}`)}
        </Tag>
      }
    />
  );
}
