import {
  CircleCheck,
  CreditCard,
  Headset,
  HeartHandshake,
  PhoneCall,
  PhoneOff,
  Undo2,
  UserRoundCheck,
  Video,
} from 'lucide-react';
import { useState } from 'react';
import type { HelperRole, HelpView } from '../../../electron/contract/index.ts';
import { localTime } from '../../../electron/core/index.ts';
import { momentWords } from '../../i18n/dates.ts';
import { Button, Card, ChoiceList, Door, Notice, Over, PlaceFigure } from '../../ui/index.ts';
import { useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body, PhoneLine, Points, Problem, ReportDoor } from '../shared.tsx';
import '../doors.css';

/** Lies over the screen like a dialog and looks like a screen: what stands below keeps what was typed. */
export function HelpLayer({ help }: { readonly help: HelpView }) {
  const { t } = useKiosk();
  return (
    <Over whole label={t('help')}>
      <Step help={help} />
    </Over>
  );
}

function Step({ help }: { readonly help: HelpView }) {
  switch (help.step) {
    case 'ways':
      return <Ways help={help} />;
    case 'handOver':
      return <HandOver help={help} />;
    case 'card':
      return <HelperCard help={help} />;
    case 'video':
      return <VideoCall help={help} />;
  }
}

function HelpBack({ main = false }: { readonly main?: boolean }) {
  const { t, send, view } = useKiosk();
  const home = view.screen === 'home';
  return (
    <Button
      kind={main ? 'primary' : 'main'}
      {...(main && { icon: Undo2 })}
      onPress={() => send({ type: 'helpBack' })}
      name={main ? 'primary' : 'help-back'}
    >
      {t(main ? (home ? 'screens:help.toHome' : 'screens:help.goOn') : 'back')}
    </Button>
  );
}

function Ways({ help }: { readonly help: HelpView }) {
  const { t, text, can, send, view } = useKiosk();
  const title = t('screens:help.title');
  const { desk, assisted } = help;
  return (
    <Frame
      title={title}
      lead={t(view.screen === 'home' ? 'screens:help.leadHome' : 'screens:help.lead')}
      actions={<HelpBack main />}
    >
      <Problem failure={help.problem} />
      <Body label={title}>
        <div className="two">
          <div className="stack">
            <Call help={help} />
            {can('toHandOver') && (
              <Door
                icon={HeartHandshake}
                title={t('screens:help.handOver')}
                text={t('screens:help.handOverText')}
                onPress={() => send({ type: 'toHandOver' })}
                name="hand-over"
              />
            )}
            {assisted && (
              <Notice
                tone="info"
                word={t('notice.info')}
                title={t('screens:help.assisted', {
                  role: t(`screens:help.role.${assisted.role}`),
                  time: localTime(assisted.at),
                })}
                action={
                  <Button onPress={() => send({ type: 'endHandOver' })} name="end-hand-over">
                    {t('screens:help.endHandOver')}
                  </Button>
                }
              />
            )}
            {can('callVideo') && (
              <Door
                icon={Video}
                title={t('screens:help.video')}
                text={t('screens:help.videoText')}
                onPress={() => send({ type: 'callVideo' })}
                name="video"
              />
            )}
          </div>
          <div className="stack">
            <Card title={t('screens:help.ring')}>
              <div className="stack">
                <PhoneLine label={t('screens:help.phone')} phone={desk.phone} />
                <p className="lead">{text(desk.hours)}</p>
              </div>
            </Card>
            <ReportDoor />
          </div>
        </div>
      </Body>
    </Frame>
  );
}

/** Says what is true of the call: written down, answered, or why nobody can be called now. */
function Call({ help }: { readonly help: HelpView }) {
  const { t, can, send, language } = useKiosk();
  const { call, desk } = help;
  const now = useNow(60_000);
  if (call)
    return (
      <Notice
        tone={call.answeredAt === null ? 'info' : 'good'}
        word={t(call.answeredAt === null ? 'notice.info' : 'notice.good')}
        title={
          call.answeredAt === null
            ? t('screens:help.called', { time: localTime(call.calledAt) })
            : t('screens:help.answered', { time: localTime(call.answeredAt) })
        }
        action={
          <Button icon={PhoneOff} onPress={() => send({ type: 'endCall' })} name="end-call">
            {t('screens:help.endCall')}
          </Button>
        }
      >
        <p>{t(call.answeredAt === null ? 'screens:help.calledText' : 'screens:help.answeredText')}</p>
      </Notice>
    );
  if (can('callStaff'))
    return (
      <Door
        main
        icon={Headset}
        title={t('screens:help.call')}
        text={t('screens:help.callText')}
        onPress={() => send({ type: 'callStaff' })}
        name="call-staff"
      />
    );
  return (
    <Notice tone="care" word={t('notice.care')} title={t('screens:help.closed')}>
      <p>
        {desk.opensAt === null
          ? t('screens:help.closedText')
          : t('screens:help.closedUntil', { when: momentWords(desk.opensAt, now, language) })}
      </p>
    </Notice>
  );
}

const ROLES: readonly HelperRole[] = ['family', 'staff', 'other'];

function HandOver({ help }: { readonly help: HelpView }) {
  const { t, send } = useKiosk();
  const [role, setRole] = useState<HelperRole | null>(null);
  const title = t('screens:help.handOver');
  const give = (withCard: boolean) => role && send({ type: 'handOver', role, withCard });
  return (
    <Frame
      title={title}
      lead={t('screens:help.handOverLead')}
      actions={
        <>
          <HelpBack />
          {help.canReadCard && (
            <Button
              kind="main"
              icon={CreditCard}
              disabled={role === null}
              onPress={() => give(true)}
              name="with-card"
            >
              {t('screens:help.withCard')}
            </Button>
          )}
          <Button
            kind="primary"
            icon={UserRoundCheck}
            disabled={role === null}
            onPress={() => give(false)}
            name="primary"
          >
            {t('screens:help.agree')}
          </Button>
        </>
      }
    >
      <Problem failure={help.problem} />
      <Body label={title}>
        <div className="two">
          <Card title={t('screens:help.who')}>
            <ChoiceList
              label={t('screens:help.who')}
              shape="list"
              value={role}
              onChange={(value) => setRole(value as HelperRole)}
              choices={ROLES.map((value) => ({ value, label: t(`screens:help.role.${value}`) }))}
            />
          </Card>
          <Card title={t('screens:help.means')}>
            <Points
              items={[
                t('screens:help.meansScreen'),
                t('screens:help.meansKept'),
                t('screens:help.meansSign'),
                t('screens:help.meansEnd'),
              ]}
            />
          </Card>
        </div>
      </Body>
    </Frame>
  );
}

function HelperCard({ help }: { readonly help: HelpView }) {
  const { t } = useKiosk();
  const title = t(help.cardInTheWay ? 'screens:help.cardOff' : 'screens:help.cardOn');
  return (
    <Frame title={title} lead={t('screens:help.cardText')} actions={<HelpBack />}>
      <Body label={title}>
        <div className="two reader single">
          <PlaceFigure
            kind="card"
            reading={false}
            alt={t('screens:identify.picture')}
            word={t('screens:identify.reader')}
          />
        </div>
      </Body>
    </Frame>
  );
}

const OVER = new Set(['refused', 'ended', 'failed']);

function VideoCall({ help }: { readonly help: HelpView }) {
  const { t, send } = useKiosk();
  const state = help.video?.state ?? 'ringing';
  const over = OVER.has(state);
  const title = t(`screens:help.videoState.${state}`);
  return (
    <Frame
      title={title}
      lead={t(`screens:help.videoLead.${over ? 'over' : state === 'connected' ? 'on' : 'ringing'}`)}
      symbol={state === 'connected' ? CircleCheck : PhoneCall}
      tone={state === 'connected' ? 'good' : over ? 'care' : 'info'}
      actions={
        over ? (
          <HelpBack main />
        ) : (
          <Button kind="wrong" icon={PhoneOff} onPress={() => send({ type: 'endVideo' })} name="end-video">
            {t('screens:help.hangUp')}
          </Button>
        )
      }
    >
      <Body label={title}>
        {help.video?.words ? (
          <Card title={t('screens:help.says')}>
            <p className="said">{help.video.words}</p>
          </Card>
        ) : (
          <PhoneLine label={t('screens:help.phone')} phone={help.desk.phone} />
        )}
      </Body>
    </Frame>
  );
}
