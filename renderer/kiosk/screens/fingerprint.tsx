import { ChevronRight, Fingerprint, RotateCcw, Send } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, Card, KeyValue, Notice, Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places, Problem } from '../shared.tsx';
import '../signing.css';

const WORDS = {
  applicant: {
    title: 'screens:fingerprint.title',
    submit: 'screens:fingerprint.submit',
    bound: 'screens:sign.bound',
  },
  principal: {
    title: 'screens:fingerprint.titlePrincipal',
    submit: 'screens:fingerprint.submitPrincipal',
    bound: 'screens:sign.boundPrincipal',
  },
  promiser: {
    title: 'screens:fingerprint.titlePromiser',
    submit: 'screens:sign.submitPromiser',
    bound: 'screens:sign.boundPromiser',
  },
  'co-signer': {
    title: 'screens:fingerprint.titleCoSigner',
    submit: 'screens:sign.submitCoSigner',
    bound: 'screens:sign.boundCoSigner',
  },
} as const;

/** 捺印: consent of its own, then one finger, then a look at what was taken. */
export function FingerprintScreen({ data }: ScreenProps<'fingerprint'>) {
  const { t } = useKiosk();
  switch (data.phase) {
    case 'consent':
      return <Consent data={data} />;
    case 'taken':
      return <Taken data={data} />;
    case 'reading':
    case 'failed':
      return (
        <Frame
          title={t(data.phase === 'failed' ? 'screens:fingerprint.failedTitle' : 'screens:fingerprint.place')}
          actions={
            <>
              <Back />
              <Again primary />
            </>
          }
        >
          <Problem failure={data.problem} />
          {data.phase === 'reading' && (
            <Card>
              <div className="finger">
                <Fingerprint size="9rem" strokeWidth={1.2} aria-hidden />
                <p role="status">{t(`screens:fingerprint.${data.feedback ?? 'place-finger'}`)}</p>
                {data.feedback === 'reading' && <Wait>{t('screens:fingerprint.reading')}</Wait>}
              </div>
            </Card>
          )}
        </Frame>
      );
  }
}

function Consent({ data }: ScreenProps<'fingerprint'>) {
  const { t, send, can } = useKiosk();
  return (
    <Frame
      title={t(WORDS[data.signer ?? 'applicant'].title)}
      lead={t('screens:fingerprint.lead')}
      actions={
        <>
          <Back />
          {can('consent') && (
            <Button
              kind="primary"
              icon={Fingerprint}
              onPress={() => send({ type: 'consent' })}
              name="primary"
            >
              {t('screens:fingerprint.agree')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:fingerprint.title')}>
        <div className="stack">
          {!data.ready && (
            <Notice tone="care" word={t('notice.care')}>
              {t('screens:fingerprint.absent')}
            </Notice>
          )}
          <KeyValue
            pairs={[
              { key: t('screens:fingerprint.what'), value: t('screens:fingerprint.whatText') },
              { key: t('screens:fingerprint.why'), value: t('screens:fingerprint.whyText') },
              {
                key: t('screens:fingerprint.howLong'),
                value: t('screens:fingerprint.howLongText', { days: data.retentionDays }),
              },
              {
                key: t('screens:fingerprint.refuse'),
                value: t('screens:fingerprint.refuseText', { phone: data.phone }),
              },
            ]}
          />
          {data.places.length > 0 && (
            <Card title={t('screens:fingerprint.window')}>
              <Places places={data.places} />
            </Card>
          )}
        </div>
      </Body>
    </Frame>
  );
}

function Taken({ data }: ScreenProps<'fingerprint'>) {
  const { t, send } = useKiosk();
  return (
    <Frame
      title={t('screens:fingerprint.takenTitle')}
      actions={
        <>
          <Back />
          <Again />
          <Button
            kind="primary"
            icon={data.signer ? ChevronRight : Send}
            onPress={() => send({ type: 'giveFingerprint' })}
            name="primary"
          >
            {t(WORDS[data.signer ?? 'applicant'].submit)}
          </Button>
        </>
      }
    >
      <Body label={t('screens:fingerprint.takenTitle')}>
        <div className="two">
          <Card>
            <div className="finger">
              <Print />
            </div>
          </Card>
          <Notice tone="info" word={t('notice.info')}>
            {t(WORDS[data.signer ?? 'applicant'].bound)}
          </Notice>
        </div>
      </Body>
    </Frame>
  );
}

function Again({ primary = false }: { readonly primary?: boolean }) {
  const { t, send, can } = useKiosk();
  if (!can('retry')) return null;
  return (
    <Button
      kind={primary ? 'primary' : 'main'}
      icon={RotateCcw}
      onPress={() => send({ type: 'retry' })}
      name={primary ? 'primary' : 'again'}
    >
      {t('screens:fingerprint.again')}
    </Button>
  );
}

/** The image, drawn and not kept: an address of it could outlive the screen. */
function Print() {
  const { t, session } = useKiosk();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    void session.fingerprint().then(async (png) => {
      if (!png) return;
      const picture = await createImageBitmap(new Blob([png], { type: 'image/png' }));
      const el = canvas.current;
      if (!gone && el) {
        el.width = picture.width;
        el.height = picture.height;
        el.getContext('2d')?.drawImage(picture, 0, 0);
      }
      picture.close();
    });
    return () => {
      gone = true;
    };
  }, [session]);
  return (
    <canvas
      ref={canvas}
      className="print"
      role="img"
      aria-label={t('screens:fingerprint.image')}
      width="256"
      height="288"
    />
  );
}
