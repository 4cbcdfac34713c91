import { CircleAlert, RotateCcw, Undo2 } from 'lucide-react';
import { Button, Card, Door, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body, PhoneLine, Places, ReportDoor } from '../shared.tsx';

export function StuckScreen({ data }: ScreenProps<'stuck'>) {
  const { t, words, send, can, view } = useKiosk();
  const { title, advice } = words(data.problem);
  return (
    <Frame
      title={title}
      lead={advice}
      symbol={CircleAlert}
      tone="wrong"
      actions={
        can('retry') ? (
          <>
            <Button kind="main" onPress={() => send({ type: 'back' })} name="back">
              {t('back')}
            </Button>
            <Button kind="primary" icon={RotateCcw} onPress={() => send({ type: 'retry' })} name="primary">
              {t('retry')}
            </Button>
          </>
        ) : (
          <Button kind="primary" icon={Undo2} onPress={() => send({ type: 'back' })} name="primary">
            {t('back')}
          </Button>
        )
      }
    >
      <Notice tone="good" word={t('notice.good')} title={t('screens:stuck.safe')}>
        {/* A matter's steps are shown while one applies; without them somebody was only looking something up. */}
        <p>{t(view.step === null ? 'screens:stuck.safeTrack' : 'screens:stuck.safeApply')}</p>
      </Notice>
      <Body label={t('screens:stuck.ways')}>
        <h2 className="section-title">{t('screens:stuck.ways')}</h2>
        <div className="two">
          <div className="stack">
            {can('retry') && (
              <Door
                icon={RotateCcw}
                title={t('retry')}
                text={t('screens:stuck.retryText')}
                onPress={() => send({ type: 'retry' })}
                name="way-retry"
              />
            )}
            <Door
              icon={Undo2}
              title={t('screens:stuck.backTitle')}
              text={t('screens:stuck.backText')}
              onPress={() => send({ type: 'back' })}
              name="way-back"
            />
            <ReportDoor />
            <Card>
              <PhoneLine label={t('screens:stuck.call')} phone={data.phone} />
            </Card>
          </div>
          <div className="stack">
            {data.places.length > 0 && (
              <Card title={t('screens:stuck.places')}>
                <Places places={data.places} />
              </Card>
            )}
            <p className="lead footnote">{t('screens:stuck.code', { code: data.problem.technicianCode })}</p>
          </div>
        </div>
      </Body>
    </Frame>
  );
}
