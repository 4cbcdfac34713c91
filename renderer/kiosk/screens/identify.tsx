import { CircleHelp, Clock, IdCard, ScanLine, ShieldCheck, UserRoundSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Door, PlaceFigure } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem, useSendOnly } from '../shared.tsx';

const WORDS = {
  apply: { title: 'titleApply', why: 'whyApply', how: 'howApply' },
  track: { title: 'titleTrack', why: 'whyTrack', how: 'howTrack' },
  print: { title: 'titlePrint', why: 'whyPrint', how: 'howTrack' },
} as const;

export function IdentifyScreen({ data }: ScreenProps<'identify'>) {
  const { t } = useKiosk();
  const title = t(`screens:identify.${WORDS[data.purpose].title}`);
  if (data.phase === 'consent') return <Consent data={data} title={title} />;
  const reading = data.phase === 'reading';
  return (
    <Frame
      title={t(reading ? 'screens:identify.reading' : 'screens:identify.waiting')}
      lead={t(reading ? 'screens:identify.readingText' : 'screens:identify.waitingText')}
      actions={<Back />}
    >
      <Problem failure={reading ? null : data.problem} />
      <Body label={title}>
        <div className={reading ? 'two reader single' : 'two wide-left reader'}>
          <PlaceFigure
            kind="card"
            reading={reading}
            alt={t('screens:identify.picture')}
            word={t('screens:identify.reader')}
          />
          {!reading && (
            <div className="stack">
              <WithoutCard data={data} />
            </div>
          )}
        </div>
      </Body>
    </Frame>
  );
}

function Consent({ data, title }: ScreenProps<'identify'> & { readonly title: string }) {
  const { t } = useKiosk();
  const consent = useSendOnly('consent');
  const words = WORDS[data.purpose];
  return (
    <Frame
      title={title}
      lead={t('screens:identify.lead')}
      actions={
        <>
          <Back />
          <Button kind="primary" icon={IdCard} onPress={consent} name="primary">
            {t('screens:identify.consent')}
          </Button>
        </>
      }
    >
      <Problem failure={data.problem} />
      <Body label={title}>
        <div className="two wide-left consent">
          <section className="card reasons">
            <Reason
              icon={<ScanLine size="2rem" strokeWidth={1.75} aria-hidden />}
              title={t('screens:identify.what')}
            >
              {t('screens:identify.whatText')}
            </Reason>
            <Reason
              icon={<UserRoundSearch size="2rem" strokeWidth={1.75} aria-hidden />}
              title={t('screens:identify.why')}
            >
              {t(`screens:identify.${words.why}`)}
            </Reason>
            <Reason
              icon={<Clock size="2rem" strokeWidth={1.75} aria-hidden />}
              title={t('screens:identify.how')}
            >
              {t(`screens:identify.${words.how}`)}
            </Reason>
          </section>
          <div className="stack">
            <PlaceFigure
              kind="card"
              reading={false}
              alt={t('screens:identify.picture')}
              word={t('screens:identify.reader')}
              small
            />
            <WithoutCard data={data} />
          </div>
        </div>
      </Body>
    </Frame>
  );
}

function Reason(props: { readonly icon: ReactNode; readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="reason">
      {props.icon}
      <div>
        <h2>{props.title}</h2>
        <p>{props.children}</p>
      </div>
    </div>
  );
}

function WithoutCard({ data }: ScreenProps<'identify'>) {
  const { t, can, send } = useKiosk();
  if (!can('withoutCard')) return null;
  const key =
    data.purpose !== 'apply'
      ? 'withoutCardTrack'
      : data.otherProof
        ? 'withoutCardOther'
        : data.withoutCard
          ? 'withoutCardYes'
          : 'withoutCardNo';
  return (
    <Door
      icon={data.withoutCard ? ShieldCheck : CircleHelp}
      title={t('screens:identify.withoutCard')}
      text={t(`screens:identify.${key}`)}
      onPress={() => send({ type: 'withoutCard' })}
      name="without-card"
    />
  );
}
