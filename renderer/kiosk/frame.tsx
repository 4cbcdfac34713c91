import { Check, Languages, LogOut, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { localTime } from '../../electron/core/index.ts';
import { headerDate } from '../i18n/dates.ts';
import { Button, type Tone } from '../ui/index.ts';
import { useKiosk, useNow } from './context.tsx';

const STEP_WORDS = ['1', '2', '3', '4', '5', '6', '7'] as const;

export interface FrameProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly symbol?: LucideIcon;
  readonly tone?: Tone;
  readonly children?: ReactNode;
  /** The way back first, the one primary way on last. */
  readonly actions?: ReactNode;
}

/** What is the same on every screen: whose machine, where, when, which step, the way out. */
export function Frame({ title, lead, symbol: Sign, tone = 'info', children, actions }: FrameProps) {
  const { view } = useKiosk();
  const heading = useRef<HTMLHeadingElement>(null);
  // A new screen is read from its title on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name of the screen is the trigger
  useEffect(() => heading.current?.focus({ preventScroll: true }), [view.screen]);
  return (
    <div className="frame" data-screen={view.screen}>
      <Band />
      <main className="stage">
        {view.step && <Stepper at={view.step.at} of={view.step.of} />}
        <div className={`heading${Sign ? '' : ' inline'}`}>
          {Sign && <Sign className={`symbol ${tone}`} size="3.2rem" strokeWidth={1.75} aria-hidden />}
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead && <p className="lead">{lead}</p>}
          </div>
        </div>
        {children}
      </main>
      <footer className="bottom">
        {actions && <div className="actions-bar">{actions}</div>}
        <Tools />
      </footer>
    </div>
  );
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

function Stepper({ at, of }: { readonly at: number; readonly of: number }) {
  const { t } = useKiosk();
  return (
    <ol className="stepper" aria-label={t('progress')}>
      {STEP_WORDS.slice(0, of).map((key, index) => {
        const n = index + 1;
        return (
          <li
            key={key}
            className={n < at ? 'done' : n === at ? 'now' : ''}
            {...(n === at ? { 'aria-current': 'step' as const } : {})}
          >
            <span className="n">{n < at ? <Check size="1rem" strokeWidth={3} aria-hidden /> : n}</span>
            <span className="word">{t(`steps.${key}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Tools() {
  const { t, can, send, language, info, text, view } = useKiosk();
  const other = language === 'zh-CN' ? 'en' : 'zh-CN';
  return (
    <div className="tools">
      <Button
        kind="quiet"
        icon={Languages}
        disabled={!can('setLanguage')}
        onPress={() => send({ type: 'setLanguage', language: other })}
        name="language"
      >
        <span lang={other}>{t('otherLanguage')}</span>
      </Button>
      {can('leave') || view.overlay ? (
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
