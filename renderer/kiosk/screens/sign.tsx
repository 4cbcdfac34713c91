import { ChevronRight, Eraser, Send } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { InkArea, PEN, useInk } from '../ink-area.tsx';
import { Back, Problem } from '../shared.tsx';

export function SignScreen({ data }: ScreenProps<'sign'>) {
  const { t, send } = useKiosk();
  const ink = useInk(PEN.signature);
  return (
    <Frame
      title={t(data.signer ? 'screens:sign.titlePrincipal' : 'screens:sign.title')}
      lead={t(data.signer ? 'screens:sign.leadPrincipal' : 'screens:sign.lead')}
      actions={
        <>
          <Back />
          <Button kind="main" icon={Eraser} disabled={!ink.written} onPress={ink.clear} name="clear">
            {t('screens:sign.clear')}
          </Button>
          <Button
            kind="primary"
            icon={data.signer ? ChevronRight : Send}
            disabled={!ink.written}
            onPress={() => send({ type: 'signed', strokes: ink.strokes() })}
            name="primary"
          >
            {t(data.signer ? 'screens:sign.submitPrincipal' : 'screens:sign.submit')}
          </Button>
        </>
      }
    >
      <Problem failure={data.problem} />
      <InkArea ink={ink} label={t('screens:sign.area')} name="signature">
        {!ink.written && (
          <p className="sign-here" aria-hidden>
            {t('screens:sign.here')}
          </p>
        )}
        <span className="sign-line" aria-hidden />
      </InkArea>
      <Notice tone="info" word={t('notice.info')}>
        {t(data.signer ? 'screens:sign.boundPrincipal' : 'screens:sign.bound')}
      </Notice>
    </Frame>
  );
}
