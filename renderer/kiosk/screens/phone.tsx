import { Check, RotateCcw, Smartphone, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Card, Notice, QrFigure, Wait } from '../../ui/index.ts';
import { usePart } from '../../ui/lazy-part.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { pdfPart } from '../pdf-part.ts';
import { Back, Body, Points, Problem } from '../shared.tsx';

/** One material comes from the citizen's phone: the code first, then what came. */
export function PhoneScreen({ data }: ScreenProps<'phone'>) {
  return data.file ? <Came data={data} file={data.file} /> : <Waiting data={data} />;
}

function Waiting({ data }: ScreenProps<'phone'>) {
  const { t, text, send, can } = useKiosk();
  const name = text(data.name);
  return (
    <Frame
      title={t('screens:phone.title')}
      lead={name}
      actions={
        <>
          <Back>{t('screens:phone.other')}</Back>
          {can('retry') && (
            <Button kind="primary" icon={RotateCcw} onPress={() => send({ type: 'retry' })} name="primary">
              {t('retry')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:phone.title')}>
        <div className="stack">
          <Problem failure={data.problem} tone="care" />
          {!can('retry') && (
            <PhoneCode
              url={data.url}
              endsAt={data.endsAt}
              steps={[t('screens:phone.step1'), t('screens:phone.step2'), t('screens:phone.step3')]}
              once={t('screens:phone.once')}
            />
          )}
        </div>
      </Body>
    </Frame>
  );
}

interface PhoneCodeProps {
  readonly url: string | null;
  readonly endsAt: number | null;
  readonly steps: readonly string[];
  /** What the code is good for. */
  readonly once: string;
}

/** What a phone reads, how long it works, and what to do with it. */
export function PhoneCode({ url, endsAt, steps, once }: PhoneCodeProps) {
  const { t } = useKiosk();
  const now = useNow(1_000);
  const left = endsAt === null ? 0 : Math.max(0, Math.ceil((endsAt - now) / 1_000));
  return (
    <div className="two">
      <Card>
        {url === null ? (
          <Wait>{t('screens:phone.opening')}</Wait>
        ) : (
          <QrFigure content={url} words={t('screens:phone.scan')} />
        )}
        {endsAt !== null && (
          <p className="code-left">
            {t('screens:phone.left')}{' '}
            <b className="digits">
              {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
            </b>
          </p>
        )}
      </Card>
      <div className="stack">
        <Points numbered items={steps} />
        <p className="second">{once}</p>
      </div>
    </div>
  );
}

type File = NonNullable<ScreenProps<'phone'>['data']['file']>;
const MB = 1_000_000;

function Came({ data, file }: ScreenProps<'phone'> & { readonly file: File }) {
  const { t, text, send } = useKiosk();
  return (
    <Frame
      title={t('screens:phone.cameTitle')}
      lead={t('screens:phone.cameLead', { name: text(data.name) })}
      symbol={Smartphone}
      actions={
        <>
          <Back>{t('screens:phone.other')}</Back>
          <Button kind="main" icon={Undo2} onPress={() => send({ type: 'throwAway' })} name="throw-away">
            {t('screens:phone.throwAway')}
          </Button>
          <Button kind="primary" icon={Check} onPress={() => send({ type: 'acceptFile' })} name="primary">
            {t('screens:phone.accept')}
          </Button>
        </>
      }
    >
      <div className="review came">
        <div className="paper">
          <Body label={text(data.name)}>
            <ShownFile file={file} />
          </Body>
        </div>
        <aside className="stack">
          <Card title={text(data.name)}>
            <p>{t('screens:phone.pages', { count: file.pages })}</p>
            <p className="digits">{t('screens:phone.size', { size: (file.bytes / MB).toFixed(1) })}</p>
          </Card>
        </aside>
      </div>
    </Frame>
  );
}

/** The file itself, from the host's memory. */
export function ShownFile({ file }: { readonly file: File }) {
  const { t, session } = useKiosk();
  const viewer = usePart(pdfPart);
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const isPdf = file.mediaType === 'application/pdf';
  useEffect(() => {
    let address: string | null = null;
    let gone = false;
    void session.material().then((found) => {
      if (gone) return;
      setFailed(found === null);
      setBytes(found);
      if (!found || isPdf) return;
      address = URL.createObjectURL(new Blob([found], { type: file.mediaType }));
      setUrl(address);
    });
    return () => {
      gone = true;
      if (address) URL.revokeObjectURL(address);
    };
  }, [session, isPdf, file.mediaType]);
  if (failed)
    return (
      <Notice tone="care" word={t('notice.care')}>
        {t('screens:phone.cannotShow')}
      </Notice>
    );
  if (url)
    return (
      <img
        className="came-picture"
        src={url}
        alt={t('screens:phone.image')}
        onError={() => setFailed(true)}
      />
    );
  if (bytes && isPdf && viewer)
    return (
      <viewer.Pages
        bytes={bytes}
        pageWord={(page, pages) => t('screens:review.page', { page, pages })}
        onOpen={() => undefined}
        onSeen={() => undefined}
        onFail={() => setFailed(true)}
      />
    );
  return <Wait>{t('screens:phone.loading')}</Wait>;
}
