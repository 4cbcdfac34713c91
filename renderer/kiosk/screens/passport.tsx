import {
  BookUser,
  CameraOff,
  CheckCircle2,
  Clock,
  Pencil,
  RotateCcw,
  ScanLine,
  UserRoundSearch,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ShownPassport } from '../../../electron/contract/index.ts';
import { WatchPicture } from '../../camera/index.ts';
import { birthWords } from '../../i18n/dates.ts';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, Card, KeyValue, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places, useSendOnly } from '../shared.tsx';
import { useDraft } from '../use-draft.ts';
import '../passport.css';

const NAME_LENGTH = 50;
/** Pixels that a picture is wide at most: more takes longer to read, and the letters are large enough. */
const PICTURE_WIDTH = 1_600;
const QUALITY = 0.92;

/** A passport: consent, its picture, what was read for its holder to check. */
export function PassportScreen({ data }: ScreenProps<'passport'>) {
  switch (data.phase) {
    case 'consent':
      return <Consent />;
    case 'watching':
      return <Watching data={data} />;
    case 'refused':
      return <Refused data={data} />;
    case 'check':
      return (
        data.read && (
          <Check key={`${data.read.number} ${data.read.truncated}`} read={data.read} problem={data.problem} />
        )
      );
  }
}

function Consent() {
  const { t } = useKiosk();
  const consent = useSendOnly('consent');
  const title = t('screens:passport.title');
  const reasons = [
    ['what', ScanLine],
    ['why', UserRoundSearch],
    ['how', Clock],
  ] as const;
  return (
    <Frame
      title={title}
      lead={t('screens:passport.lead')}
      actions={
        <>
          <Back />
          <Button kind="primary" icon={BookUser} onPress={consent} name="primary">
            {t('screens:passport.consent')}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <section className="card reasons">
          {reasons.map(([key, Icon]) => (
            <div className="reason" key={key}>
              <Icon size="2rem" strokeWidth={1.75} aria-hidden />
              <div>
                <h2>{t(`screens:passport.${key}`)}</h2>
                <p>{t(`screens:passport.${key}Text`)}</p>
              </div>
            </div>
          ))}
        </section>
      </Body>
    </Frame>
  );
}

function Watching({ data }: ScreenProps<'passport'>) {
  const { t, words, info, session } = useKiosk();
  const wrong = data.problem && words(data.problem);
  return (
    <Frame
      title={wrong ? wrong.title : t('screens:passport.watching')}
      lead={wrong ? wrong.advice : t('screens:passport.watchingText')}
      actions={<Back />}
    >
      <div className="passport-watch">
        <WatchPicture
          wanted={info.documentCamera ?? ''}
          label={t('screens:passport.picture')}
          width={PICTURE_WIDTH}
          onFrame={async (frame) => session.passport(await fileOf(frame))}
          otherwise={(state, retry) => (
            <Notice
              tone="care"
              word={t('notice.care')}
              title={t(state === 'opening' ? 'screens:passport.opening' : 'screens:passport.noPicture')}
              action={
                state === 'opening' ? undefined : (
                  <Button icon={CameraOff} onPress={retry}>
                    {t('retry')}
                  </Button>
                )
              }
            >
              {state !== 'opening' && <p>{t('screens:passport.noPictureText')}</p>}
            </Notice>
          )}
        />
      </div>
    </Frame>
  );
}

/** The frame as a file: a tenth of its pixels' size, and nothing of it is kept here. */
async function fileOf(frame: ImageData): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d')?.putImageData(frame, 0, 0);
  const file = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  return new Uint8Array(await file.arrayBuffer());
}

function Refused({ data }: ScreenProps<'passport'>) {
  const { t, words } = useKiosk();
  const retry = useSendOnly('retry');
  const wrong = data.problem && words(data.problem);
  const title = wrong ? wrong.title : t('screens:passport.refused');
  return (
    <Frame
      title={title}
      lead={wrong?.advice}
      tone="care"
      symbol={BookUser}
      actions={
        <>
          <Back />
          <Button kind="primary" icon={RotateCcw} onPress={retry} name="primary">
            {t('screens:passport.other')}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <Card title={t('screens:passport.places')}>
          <Places places={data.places} />
        </Card>
      </Body>
    </Frame>
  );
}

function Check({
  read,
  problem,
}: {
  readonly read: ShownPassport;
  readonly problem: ScreenProps<'passport'>['data']['problem'];
}) {
  const { t, words, send, language, view } = useKiosk();
  const retry = useSendOnly('retry');
  const [typed, setName] = useDraft(`passport-name-${read.number}`);
  const name = typed === '' ? read.name : typed;
  const [typing, setTyping] = useState(false);
  const { NameKeyboard } = useKeyboards();
  /** The question to which a name was typed: what was wrong with it before does not count any more. */
  const [mended, setMended] = useState<number | null>(null);
  const wrong = problem && mended !== view.seq ? words(problem) : null;
  // A name that the zone cuts is completed before it can be confirmed.
  const [looked, setLooked] = useState(!read.truncated || typed !== '');
  const answer = () => send({ type: 'confirmPassport', name: name.trim() });
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (typing) field.current?.querySelector('input')?.focus();
  }, [typing]);
  if (typing)
    return (
      <Frame
        title={t('screens:passport.typeName')}
        lead={t('screens:passport.typeNameText')}
        actions={
          <>
            <Button kind="main" onPress={() => setTyping(false)} name="back">
              {t('back')}
            </Button>
            <Button
              kind="primary"
              icon={CheckCircle2}
              disabled={name.trim() === ''}
              onPress={() => {
                setLooked(true);
                setMended(view.seq);
                setTyping(false);
              }}
              name="primary"
            >
              {t('screens:passport.typed')}
            </Button>
          </>
        }
      >
        <div className="typing">
          <div className="stack wide-gap" ref={field}>
            <Field
              label={t('screens:passport.nameAsPrinted')}
              hint={t('screens:passport.nameHint')}
              value={name}
              onChange={(value) => setName(value.slice(0, NAME_LENGTH))}
              active
              onActivate={() => undefined}
              autoFocus
            />
          </div>
          <div className="keyboard-place">
            {NameKeyboard && (
              <NameKeyboard t={t} value={name} onChange={(value) => setName(value.slice(0, NAME_LENGTH))} />
            )}
          </div>
        </div>
      </Frame>
    );
  return (
    <Frame
      title={wrong ? wrong.title : t('screens:passport.check')}
      lead={wrong ? wrong.advice : t(looked ? 'screens:passport.checkText' : 'screens:passport.truncated')}
      actions={
        <>
          <Back />
          <Button kind="main" icon={RotateCcw} onPress={retry} name="again">
            {t('screens:passport.again')}
          </Button>
          {looked && !wrong ? (
            <Button kind="primary" icon={CheckCircle2} onPress={answer} name="primary">
              {t('screens:passport.right')}
            </Button>
          ) : (
            <Button kind="primary" icon={Pencil} onPress={() => setTyping(true)} name="primary">
              {t('screens:passport.complete')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:passport.check')}>
        <section className="card">
          <KeyValue
            pairs={[
              { key: t('screens:details.name'), value: name, big: true },
              { key: t('screens:details.numberOf.passport'), value: read.number, big: true },
              { key: t('screens:details.nationality'), value: read.nationality },
              { key: t('screens:details.sex'), value: t(`screens:details.${read.sex}`) },
              { key: t('screens:details.birth'), value: birthWords(read.birthDate, language) },
              { key: t('screens:passport.validTo'), value: birthWords(read.validTo, language) },
            ]}
          />
        </section>
        {looked && !wrong && (
          <Button kind="plain" icon={Pencil} onPress={() => setTyping(true)} name="type-name">
            {t('screens:passport.different')}
          </Button>
        )}
      </Body>
    </Frame>
  );
}
