import { CircleCheck, CircleX, Clock, CloudOff, LogOut, Printer, Star, TriangleAlert } from 'lucide-react';
import type { CaseView, Language } from '../../../electron/contract/index.ts';
import { dayWords, momentWords } from '../../i18n/dates.ts';
import type { T } from '../../i18n/index.ts';
import { Button, Card, Notice, NumberPlate, type Stage, Timeline, type Tone } from '../../ui/index.ts';
import { CaseExtras } from '../case-extras.tsx';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { PaperState, usePrintAgain } from '../paper-state.tsx';
import { ResultFacts } from '../result-facts.tsx';
import { Body, PhoneLine } from '../shared.tsx';
import { Asked } from './case-asks.tsx';

const LOOK = {
  waiting: { icon: CloudOff, tone: 'care' },
  sent: { icon: CircleCheck, tone: 'good' },
  accepted: { icon: CircleCheck, tone: 'good' },
  correction: { icon: TriangleAlert, tone: 'care' },
  finished: { icon: CircleCheck, tone: 'good' },
  refused: { icon: CircleX, tone: 'wrong' },
  stopped: { icon: TriangleAlert, tone: 'care' },
  withdrawn: { icon: CircleX, tone: 'info' },
} as const satisfies Record<CaseView['state'], { icon: unknown; tone: Tone }>;

export function SubmittedScreen({ data }: ScreenProps<'submitted'>) {
  const { t, text, send, can, language, status } = useKiosk();
  const now = useNow(10_000);
  const { case: one, receipt, result, papers, problem } = data;
  const resultAgain = usePrintAgain(papers?.result);
  const receiptAgain = usePrintAgain(papers?.receipt);
  const region = text(one.region.short);
  const line = status?.regions.find(({ code }) => code === one.region.code);
  // What waits with a line that is up waits for its turn: only a line that is down can "be back".
  const lineDown = line?.line === 'down';
  const inLine = one.state === 'waiting' && !lineDown;
  /** Nothing more will come of it. */
  const isOver = one.state === 'refused' || one.state === 'withdrawn';
  const { tone } = LOOK[one.state];
  const icon = inLine ? Clock : LOOK[one.state].icon;
  return (
    <Frame
      title={inLine ? t('screens:submitted.waitingInLine') : t(`screens:submitted.${one.state}`, { region })}
      lead={`${text(one.matter)} · ${region}`}
      symbol={icon}
      tone={tone}
      actions={
        <>
          {can('printResult') && (
            <Button
              kind="main"
              icon={Printer}
              onPress={() => send({ type: 'printResult', receiptNumber: one.receiptNumber })}
              name="print-result"
            >
              {resultAgain}
            </Button>
          )}
          {can('printReceipt') && receipt !== 'printed' && (
            <Button
              kind="main"
              icon={Printer}
              onPress={() => send({ type: 'printReceipt' })}
              name="print-receipt"
            >
              {receipt === 'failed' ? receiptAgain : t('screens:submitted.printReceipt')}
            </Button>
          )}
          {can('rate') && (
            <Button
              kind="main"
              icon={Star}
              onPress={() => send({ type: 'rate', receiptNumber: one.receiptNumber })}
              name="rate"
            >
              {t('screens:submitted.rate')}
            </Button>
          )}
          <Button kind="primary" icon={LogOut} onPress={() => send({ type: 'done' })} name="primary">
            {t(receipt === 'printed' ? 'screens:submitted.leave' : 'screens:submitted.leavePlain')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:submitted.timeline')}>
        <div className="two wide-left">
          <div className="stack">
            <section className="card submitted">
              <NumberPlate
                label={t(
                  receipt === 'printed' ? 'screens:submitted.numberPrinted' : 'screens:submitted.number',
                )}
                number={one.receiptNumber}
              />
              <p className={one.regionNumber ? 'region-number' : 'lead'}>
                {one.regionNumber ? (
                  <>
                    {t('screens:submitted.regionNumber', { region })}{' '}
                    <b className="digits">{one.regionNumber}</b>
                  </>
                ) : (
                  !isOver && t('screens:submitted.regionNumberLater', { region })
                )}
              </p>
              {!isOver && one.state !== 'stopped' && (
                <Timeline
                  label={t('screens:submitted.timeline')}
                  stages={stagesOf(one, t, language, now, region, lineDown)}
                />
              )}
            </section>
            <p className="lead footnote">
              {t('screens:submitted.timeBinds', {
                time: momentWords(one.submittedAt, now, language),
                region,
              })}
              {language === 'zh-CN' ? '' : ' '}
              {t('screens:submitted.kept', { region, days: one.retentionDays })}
            </p>
          </div>
          <div className="stack">
            {one.state === 'waiting' && (
              <Notice tone="care" word={t('notice.care')} title={t('screens:submitted.keptWaiting')}>
                {line?.line === 'down' && line.since !== null && (
                  <p>
                    {t('screens:submitted.lineDownSince', {
                      region,
                      time: momentWords(line.since, now, language),
                    })}
                  </p>
                )}
                <p>
                  {t('screens:submitted.callAfter', {
                    time: momentWords(one.callAfter, now, language),
                    phone: one.region.phone,
                  })}
                </p>
                <p>{t('screens:submitted.onlyHere')}</p>
              </Notice>
            )}
            <Asked one={one} />
            {one.state === 'stopped' && (
              <Notice tone="care" word={t('notice.care')}>
                {t('screens:submitted.stoppedText', { phone: one.region.phone })}
              </Notice>
            )}
            {one.state === 'withdrawn' && (
              <Notice tone="info" word={t('notice.info')}>
                {t('screens:submitted.withdrawnText', { region })}
              </Notice>
            )}
            {one.state === 'refused' && (
              <Notice tone="wrong" word={t('notice.wrong')}>
                {t('screens:submitted.refusedText', { phone: one.region.phone })}
              </Notice>
            )}
            {data.owed && !isOver && (
              <Notice tone="care" word={t('notice.care')} title={t('screens:submitted.owed.title')}>
                {data.owed.map(({ name, dueBy }) => (
                  <p key={name['zh-CN']}>
                    {dueBy === null
                      ? t('screens:submitted.owed.window', { name: text(name) })
                      : t('screens:submitted.owed.later', {
                          name: text(name),
                          date: dayWords(dueBy, language),
                        })}
                  </p>
                ))}
              </Notice>
            )}
            <ResultFacts one={one} />
            {/* What asks for a hand stands above what is done. */}
            <PaperState kind="result" state={result} paper={papers?.result ?? null} problem={problem} />
            <PaperState
              kind="receipt"
              state={receipt}
              paper={papers?.receipt ?? null}
              problem={result === 'failed' ? null : problem}
            />
            {!isOver && (one.result?.use ?? 'print') === 'print' && (
              <Card title={`${t('screens:submitted.howToGet')} · ${t(`delivery.${one.delivery}`)}`}>
                <p>
                  {one.delivery === 'print-here'
                    ? t('screens:submitted.getPrint', { days: one.resultDays })
                    : one.delivery === 'window'
                      ? t('screens:submitted.getWindow', { region })
                      : t(`screens:submitted.get.${one.delivery}`, {
                          days: one.resultDays,
                          name: one.locker ?? '',
                        })}
                </p>
              </Card>
            )}
            <CaseExtras one={one} />
            {/* Where a notice names the phone already, it is not said twice. */}
            {!PHONE_NAMED.has(one.state) && (
              <Card>
                <PhoneLine label={`${t('screens:submitted.ask')} · ${region}`} phone={one.region.phone} />
              </Card>
            )}
          </div>
        </div>
      </Body>
    </Frame>
  );
}

const PHONE_NAMED: ReadonlySet<CaseView['state']> = new Set(['waiting', 'correction', 'stopped', 'refused']);

/** The way of a case in three steps, each with a moment that is known or plainly called an estimate. */
export function stagesOf(
  one: CaseView,
  t: T,
  language: Language,
  now: number,
  region: string,
  lineDown: boolean,
): Stage[] {
  const accepted = one.acceptedAt !== null;
  const finished = one.state === 'finished';
  const day = dayWords(one.promisedBy, language);
  return [
    {
      title: t(one.state === 'waiting' ? 'screens:submitted.storedStep' : 'screens:submitted.submittedStep'),
      text: momentWords(one.submittedAt, now, language),
      done: true,
    },
    one.state === 'waiting'
      ? {
          title: t('screens:submitted.sendStep', { region }),
          text: t(lineDown ? 'screens:submitted.sendWhen' : 'screens:submitted.sendSoon'),
          done: false,
        }
      : {
          title: t(accepted ? 'screens:submitted.acceptedStep' : 'screens:submitted.acceptStep', { region }),
          text:
            one.acceptedAt !== null
              ? momentWords(one.acceptedAt, now, language)
              : one.officeOpensAt > now
                ? t('screens:submitted.acceptFrom', { time: momentWords(one.officeOpensAt, now, language) })
                : t('screens:submitted.acceptTime', { region }),
          done: accepted || finished,
        },
    finished
      ? {
          title: t('screens:submitted.finishedStep'),
          text:
            (one.result?.use ?? 'print') === 'print'
              ? t(`delivery.${one.delivery}`)
              : t('screens:result.seeNote'),
          done: true,
        }
      : {
          title: t('screens:submitted.promiseStep', { count: one.promisedWorkingDays }),
          text: t(
            one.promiseIsEstimate ? 'screens:submitted.promiseEstimate' : 'screens:submitted.promiseBy',
            { day },
          ),
          done: false,
        },
  ];
}
