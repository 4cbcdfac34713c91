import { Headset, Languages, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { localTime } from '../../electron/core/index.ts';
import { headerDate } from '../i18n/dates.ts';
import {
  Button,
  Progress,
  type ScreenHead,
  ScreenLayout,
  type ScreenLayoutProps,
  ScreenPart,
  ScreenShell,
  useIsInShell,
} from '../ui/index.ts';
import { useKiosk, useNow } from './context.tsx';

const STEP_KEYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

export type FrameProps = ScreenHead & Pick<ScreenLayoutProps, 'children' | 'actions'>;

/** A screen: its head, its body and its actions within the shell; where there is none (help lies over it), with all around it. */
export function Frame(props: FrameProps) {
  const { view } = useKiosk();
  const around = useAround();
  if (useIsInShell()) return <ScreenPart {...props} name={view.screen} />;
  return <ScreenLayout {...props} {...around} name="help" />;
}

/** What is the same on every screen: whose machine, where, when, which step, the way out. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return <ScreenShell {...useAround()}>{children}</ScreenShell>;
}

function useAround() {
  const { view } = useKiosk();
  return { band: <Band />, progress: view.step && <Steps {...view.step} />, tools: <Tools /> };
}

function Band() {
  const { info, t, text, language } = useKiosk();
  const now = useNow(1_000);
  return (
    <header className="band">
      <span className="mark" aria-hidden>
        {info.brand.mark}
      </span>
      <div>
        <p className="brand">{text(info.brand.name)}</p>
        <p className="site">
          {text(info.site.name)}
          {info.demo && <span className="demo">{t('demo')}</span>}
        </p>
      </div>
      <p className="clock digits">
        <b>{localTime(now)}</b>
        {headerDate(now, language)}
      </p>
    </header>
  );
}

function Steps({ at, of }: { readonly at: number; readonly of: number }) {
  const { t } = useKiosk();
  const words = STEP_KEYS.slice(0, of).map((key) => t(`steps.${key}`));
  return <Progress label={t('progress')} words={words} at={at} />;
}

function Tools() {
  const { t, can, send, language, info, text, view } = useKiosk();
  const other = language === 'zh-CN' ? 'en' : 'zh-CN';
  return (
    <div className="tools">
      {can('help') && view.screen !== 'home' && (
        <Button kind="quiet" icon={Headset} onPress={() => send({ type: 'help' })} name="help">
          {t('help')}
        </Button>
      )}
      <Button
        kind="quiet"
        icon={Languages}
        disabled={!can('setLanguage')}
        onPress={() => send({ type: 'setLanguage', language: other })}
        name="language"
      >
        <span lang={other}>{t('otherLanguage')}</span>
      </Button>
      {can('leave') || (view.overlay && view.overlay.kind !== 'help') ? (
        <span className="leave">
          <Button
            kind="quiet"
            icon={LogOut}
            disabled={!can('leave')}
            onPress={() => send({ type: 'leave' })}
            name="leave"
          >
            {t('leave')}
          </Button>
        </span>
      ) : (
        <p className="where">
          {text(info.site.address)}
          <br />
          <span className="digits">
            {t('machine')} {info.machineCode} · {text(info.site.hours)}
          </span>
        </p>
      )}
    </div>
  );
}
