import { ChevronRight, Eraser, Fingerprint, Hand, PenLine, Send } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { InkArea, PEN, useInk } from '../ink-area.tsx';
import { Back, Problem } from '../shared.tsx';
import { useLiveInk } from '../use-live-ink.ts';
import '../signing.css';

/** On the pad where there is one, on the screen otherwise; a hand that writes on the screen is right at any time. */
export function SignScreen({ data }: ScreenProps<'sign'>) {
  const { t, send, can } = useKiosk();
  const ink = useInk(PEN.signature);
  const onPad = data.pad !== undefined && !ink.written;
  useLiveInk(ink, data.pad !== undefined);
  const principal = data.signer === 'principal';
  const written = onPad ? data.pad === 'written' : ink.written;
  return (
    <Frame
      title={t(titleOf(onPad, principal))}
      lead={t(
        onPad ? 'screens:sign.leadPad' : principal ? 'screens:sign.leadPrincipal' : 'screens:sign.lead',
      )}
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
            icon={principal ? ChevronRight : Send}
            disabled={!written}
            onPress={() => send(onPad ? { type: 'signedOnPad' } : { type: 'signed', strokes: ink.strokes() })}
            name="primary"
          >
            {t(principal ? 'screens:sign.submitPrincipal' : 'screens:sign.submit')}
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
            {t(principal ? 'screens:sign.boundPrincipal' : 'screens:sign.bound')}
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

function titleOf(onPad: boolean, principal: boolean) {
  if (onPad) return principal ? 'screens:sign.titlePadPrincipal' : 'screens:sign.titlePad';
  return principal ? 'screens:sign.titlePrincipal' : 'screens:sign.title';
}
