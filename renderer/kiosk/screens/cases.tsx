import { Check, LogOut, Package, PenLine, Printer, Star, Undo2 } from 'lucide-react';
import type { CaseView, DraftView } from '../../../electron/contract/index.ts';
import { momentWords } from '../../i18n/dates.ts';
import { Button, Notice, Tag, Timeline, TONE_ICON, type Tone } from '../../ui/index.ts';
import { CaseExtras } from '../case-extras.tsx';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { PaperState, usePrintAgain } from '../paper-state.tsx';
import { ResultFacts } from '../result-facts.tsx';
import { Back, Body, Problem, ReportDoor } from '../shared.tsx';
import { TicketCard } from '../ticket-card.tsx';
import { Asked, Parts } from './case-asks.tsx';
import { stagesOf } from './submitted.tsx';

const TONE = {
  waiting: 'care',
  sent: 'info',
  accepted: 'info',
  correction: 'care',
  finished: 'good',
  refused: 'wrong',
  stopped: 'care',
  withdrawn: 'info',
} as const satisfies Record<CaseView['state'], Tone>;

export function CasesScreen({ data }: ScreenProps<'cases'>) {
  const { t, text, send, language } = useKiosk();
  const unheard = (data.unheard ?? []).map(({ short }) => text(short));
  return (
    <Frame
      title={t('screens:cases.title')}
      lead={t(
        data.cases.length > 0
          ? 'screens:cases.lead'
          : data.tickets.length > 0
            ? 'screens:cases.leadNone'
            : 'screens:cases.leadDrafts',
        {
          count: data.cases.length,
        },
      )}
      actions={
        <>
          <Back />
          <Button kind="primary" icon={LogOut} onPress={() => send({ type: 'done' })} name="primary">
            {t('screens:cases.leave')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:cases.title')}>
        <div className="stack wide-gap">
          {data.problem && data.result !== 'failed' && data.result !== 'asking' && (
            <Problem failure={data.problem} />
          )}
          {unheard.length > 0 && (
            <Notice tone="care" word={t('notice.care')}>
              {t('screens:cases.unheard', { regions: unheard.join(language === 'zh-CN' ? '、' : ', ') })}
            </Notice>
          )}
          {data.cases.map((one) => (
            <CaseCard key={one.receiptNumber} one={one} data={data} />
          ))}
          <DraftList drafts={data.drafts ?? []} />
          {data.tickets.map((ticket) => (
            <TicketCard key={ticket.number} ticket={ticket} />
          ))}
          <ReportDoor />
        </div>
      </Body>
    </Frame>
  );
}

/** What this person wished to be kept for a day. */
function DraftList({ drafts }: { readonly drafts: readonly DraftView[] }) {
  const { t, text, send, language, can } = useKiosk();
  const now = useNow(10_000);
  return drafts.map(({ region, matter, until }) => (
    <section className="card case" key={`${region.code} ${matter.code}`}>
      <div className="case-head">
        <div>
          <h2>{text(matter.name)}</h2>
          <p className="lead">
            {text(region.short)} ·{' '}
            {t('screens:cases.draftUntil', { time: momentWords(until, now, language) })}
          </p>
        </div>
        <Tag tone="info" icon={TONE_ICON.info}>
          {t('screens:cases.draft')}
        </Tag>
      </div>
      {can('openDraft') && (
        <div className="case-actions">
          <Button
            kind="main"
            icon={PenLine}
            onPress={() => send({ type: 'openDraft', region: region.code, matter: matter.code })}
            name="open-draft"
          >
            {t('screens:cases.draftGo')}
          </Button>
        </div>
      )}
    </section>
  ));
}

function CaseCard({ one, data }: { readonly one: CaseView } & ScreenProps<'cases'>) {
  const { t, text, send, language, can, status } = useKiosk();
  const now = useNow(10_000);
  const region = text(one.region.short);
  const lineDown =
    status?.regions.some(({ code, line }) => code === one.region.code && line === 'down') ?? false;
  const tone = TONE[one.state];
  const mine = data.printing === one.receiptNumber;
  const asked = data.withdrawing?.receiptNumber === one.receiptNumber ? data.withdrawing : null;
  const again = usePrintAgain(data.paper);
  const what = data.what ?? 'result';
  const notices = [
    ...(one.acceptedAt !== null && one.regionNumber !== null ? (['acceptance'] as const) : []),
    ...(one.correction ? (['correction'] as const) : []),
  ];
  const printable = one.resultReady && one.delivery === 'print-here';
  return (
    <section className="card case">
      <div className="case-head">
        <div>
          <h2>{text(one.matter)}</h2>
          <p className="lead digits">
            {t('screens:submitted.number')} <b className="ink">{one.receiptNumber}</b>
            {one.regionNumber && (
              <>
                {' '}
                · {t('screens:submitted.regionNumber', { region })} <b className="ink">{one.regionNumber}</b>
              </>
            )}
          </p>
        </div>
        <Tag tone={tone} icon={TONE_ICON[tone]}>
          {t(`state.${one.state}`, { region })}
        </Tag>
      </div>
      {one.state === 'refused' ? (
        <p className="case-note">{t('screens:submitted.refusedText', { phone: one.region.phone })}</p>
      ) : one.state === 'withdrawn' ? (
        <p className="case-note">{t('screens:submitted.withdrawnText', { region })}</p>
      ) : one.state === 'stopped' ? (
        <p className="case-note">{t('screens:submitted.stoppedText', { phone: one.region.phone })}</p>
      ) : (
        <Timeline
          label={t('screens:submitted.timeline')}
          stages={stagesOf(one, t, language, now, region, lineDown)}
        />
      )}
      <Asked one={one} />
      <CaseExtras one={one} />
      {(one.correction?.answer === 'open' || one.correction?.answer === 'failed') &&
        can('openCorrection') && (
          <div className="case-actions">
            <Button
              kind="main"
              icon={PenLine}
              onPress={() => send({ type: 'openCorrection', receiptNumber: one.receiptNumber })}
              name="answer-correction"
            >
              {t(one.correction.answer === 'open' ? 'screens:cases.answerNow' : 'screens:cases.answerAgain')}
            </Button>
          </div>
        )}
      <Parts one={one} />
      <ResultFacts one={one} />
      {one.signers && <p className="case-note">{t('screens:cases.signers', one.signers)}</p>}
      {one.elsewhere && <p className="case-note">{t('screens:cases.elsewhere', { region })}</p>}
      {one.state === 'waiting' && (
        <p className="case-note care-text">
          {t('screens:submitted.callAfter', {
            time: momentWords(one.callAfter, now, language),
            phone: one.region.phone,
          })}
        </p>
      )}
      {one.withdrawal && (
        <p className="case-note care-text">
          {t(one.withdrawal === 'asked' ? 'screens:cases.withdrawAsked' : 'screens:cases.withdrawTooLate', {
            region,
          })}
        </p>
      )}
      {one.way && <p className="case-note">{t('screens:cases.way', { region })}</p>}
      {asked?.to && (
        <Notice tone="care" word={t('notice.care')} title={t('screens:cases.changeAsk')}>
          <p>{t('screens:cases.changeMeans', { region })}</p>
          <div className="case-actions">
            <Button
              kind="main"
              icon={Package}
              disabled={!can('changeWay')}
              onPress={() => send({ type: 'changeWay' })}
              name="change-way"
            >
              {t(asked.step === 'working' ? 'screens:cases.changing' : 'screens:cases.changeYes')}
            </Button>
            <Button
              kind="main"
              icon={Check}
              disabled={!can('keep')}
              onPress={() => send({ type: 'keep' })}
              name="keep"
            >
              {t('screens:cases.changeNo')}
            </Button>
          </div>
        </Notice>
      )}
      {asked && !asked.to && (
        <Notice tone="care" word={t('notice.care')} title={t('screens:cases.withdrawAsk')}>
          <p>{t('screens:cases.withdrawMeans', { region })}</p>
          <div className="case-actions">
            <Button
              kind="main"
              icon={Undo2}
              disabled={!can('withdraw')}
              onPress={() => send({ type: 'withdraw' })}
              name="withdraw"
            >
              {asked.step === 'working'
                ? t('screens:cases.withdrawing', { region })
                : t('screens:cases.withdrawYes')}
            </Button>
            <Button
              kind="main"
              icon={Check}
              disabled={!can('keep')}
              onPress={() => send({ type: 'keep' })}
              name="keep"
            >
              {t('screens:cases.withdrawNo')}
            </Button>
          </div>
        </Notice>
      )}
      {one.otherWay && !asked && can('askChangeWay') && (
        <div className="case-actions">
          <Button
            kind="main"
            icon={Package}
            onPress={() => send({ type: 'askChangeWay', receiptNumber: one.receiptNumber })}
            name="ask-change-way"
          >
            {t('screens:cases.changeWay')}
          </Button>
        </div>
      )}
      {one.canWithdraw && !asked && can('askWithdraw') && (
        <div className="case-actions">
          <Button
            kind="main"
            icon={Undo2}
            onPress={() => send({ type: 'askWithdraw', receiptNumber: one.receiptNumber })}
            name="ask-withdraw"
          >
            {t('screens:cases.withdraw')}
          </Button>
        </div>
      )}
      {notices.length > 0 && can('printNotice') && (
        <div className="case-actions">
          {notices.map((name) => (
            <Button
              key={name}
              kind="main"
              icon={Printer}
              onPress={() => send({ type: 'printNotice', receiptNumber: one.receiptNumber, what: name })}
              name={`print-${name}`}
            >
              {t(`screens:cases.notice.${name}`)}
            </Button>
          ))}
        </div>
      )}
      {one.rating && can('rate') && (
        <div className="case-actions">
          <Button
            kind="main"
            icon={Star}
            onPress={() => send({ type: 'rate', receiptNumber: one.receiptNumber })}
            name="rate"
          >
            {t(one.rating.round === 2 ? 'screens:cases.rateAgain' : 'screens:cases.rate')}
          </Button>
        </div>
      )}
      {mine && (
        <PaperState kind={what} state={data.result} paper={data.paper ?? null} problem={data.problem} />
      )}
      {printable && !(mine && data.result === 'asking') && (
        <div className="case-actions">
          <Button
            kind="main"
            icon={Printer}
            disabled={!can('printResult')}
            onPress={() => send({ type: 'printResult', receiptNumber: one.receiptNumber })}
            name="print-result"
          >
            {mine && what === 'result' && data.result === 'printing'
              ? t('screens:cases.printing')
              : mine && what === 'result' && data.result === 'failed'
                ? again
                : t('screens:cases.print')}
          </Button>
        </div>
      )}
      {one.resultReady && one.delivery === 'window' && (
        <p className="case-note">{t('screens:submitted.getWindow', { region })}</p>
      )}
    </section>
  );
}
