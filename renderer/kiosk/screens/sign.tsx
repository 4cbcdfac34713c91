import { ChevronRight, Eraser, Fingerprint, Hand, PenLine, Send } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { InkArea, PEN, useInk } from '../ink-area.tsx';
import { Back, Problem } from '../shared.tsx';
import { useLiveInk } from '../use-live-ink.ts';
import '../signing.css';

const WORDS = {
  applicant: {
    title: 'screens:sign.title',
    titlePad: 'screens:sign.titlePad',
    lead: 'screens:sign.lead',
    submit: 'screens:sign.submit',
    bound: 'screens:sign.bound',
  },
  principal: {
    title: 'screens:sign.titlePrincipal',
    titlePad: 'screens:sign.titlePadPrincipal',
    lead: 'screens:sign.leadPrincipal',
    submit: 'screens:sign.submitPrincipal',
    bound: 'screens:sign.boundPrincipal',
  },
  promiser: {
    title: 'screens:sign.titlePromiser',
    titlePad: 'screens:sign.titlePadPromiser',
    lead: 'screens:sign.lead',
    submit: 'screens:sign.submitPromiser',
    bound: 'screens:sign.boundPromiser',
  },
  'co-signer': {
    title: 'screens:sign.titleCoSigner',
    titlePad: 'screens:sign.titlePadCoSigner',
    lead: 'screens:sign.leadCoSigner',
    submit: 'screens:sign.submitCoSigner',
    bound: 'screens:sign.boundCoSigner',
  },
} as const;

/** On the pad where there is one, on the screen otherwise; a hand that writes on the screen is right at any time. */
export function SignScreen({ data }: ScreenProps<'sign'>) {
  const { t, send, can } = useKiosk();
  const ink = useInk(PEN.signature);
  const onPad = data.pad !== undefined && !ink.written;
  useLiveInk(ink, data.pad !== undefined);
  const words = WORDS[data.signer ?? 'applicant'];
  const written = onPad ? data.pad === 'written' : ink.written;
  return (
    <Frame
      title={t(onPad ? words.titlePad : words.title)}
      lead={t(onPad ? 'screens:sign.leadPad' : words.lead)}
      actions={
        <>
          <Back />
          <Button
            kind="main"
            icon={Eraser}
            disabled={!written}
            onPress={() => (onPad ? send({ type: 'clearPad' }) : ink.clear())}
            name="clear"
          >
            {t('screens:sign.clear')}
          </Button>
          <Button
            kind="primary"
            icon={data.signer ? ChevronRight : Send}
            disabled={!written}
            onPress={() => send(onPad ? { type: 'signedOnPad' } : { type: 'signed', strokes: ink.strokes() })}
            name="primary"
          >
            {t(words.submit)}
          </Button>
        </>
      }
    >
      <div className="signing">
        <InkArea
          ink={ink}
          label={t('screens:sign.area')}
          name="signature"
          onBegin={() => {
            // What stands on the pad is not lost to a hand that rests on the screen.
            if (data.pad === 'written' && !ink.written) return false;
            if (can('signOnScreen')) send({ type: 'signOnScreen' });
            return true;
          }}
        >
          {!written && (
            <p className="sign-here" aria-hidden>
              {t(
                data.pad === undefined
                  ? 'screens:sign.here'
                  : data.pad === 'opening'
                    ? 'screens:sign.padOpening'
                    : 'screens:sign.padHere',
              )}
            </p>
          )}
          <span className="sign-line" aria-hidden />
        </InkArea>
        <aside className="stack">
          <Problem failure={data.problem} />
          <Ways clear={ink.clear} />
          <Notice tone="info" word={t('notice.info')}>
            {t(words.bound)}
          </Notice>
        </aside>
      </div>
    </Frame>
  );
}

/** The other ways to sign, as far as they are open. */
function Ways({ clear }: { readonly clear: () => void }) {
  const { t, send, can } = useKiosk();
  if (!can('signOnScreen') && !can('signOnPad') && !can('useFingerprint')) return null;
  return (
    <div className="sign-ways">
      {can('signOnScreen') && (
        <Button icon={Hand} onPress={() => send({ type: 'signOnScreen' })} name="on-screen">
          {t('screens:sign.onScreen')}
        </Button>
      )}
      {can('signOnPad') && (
        <Button
          icon={PenLine}
          onPress={() => {
            clear();
            send({ type: 'signOnPad' });
          }}
          name="on-pad"
        >
          {t('screens:sign.onPad')}
        </Button>
      )}
      {can('useFingerprint') && (
        <Button icon={Fingerprint} onPress={() => send({ type: 'useFingerprint' })} name="fingerprint">
          {t('screens:sign.cannotWrite')}
        </Button>
      )}
    </div>
  );
}
