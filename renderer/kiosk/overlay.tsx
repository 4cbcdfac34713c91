import { CircleHelp, Clock, FileClock, LogOut, PlugZap } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FeeAtStake, HelpView, Overlay } from '../../electron/contract/index.ts';
import { localTime } from '../../electron/core/index.ts';
import { Button, Countdown, chime, Dialog } from '../ui/index.ts';
import { useKiosk, useNow } from './context.tsx';
import { helpParts, usePart, useWords } from './lazy.ts';
import { yuanOf } from './money.ts';

/** What lies over the screen: the journey stands still and nothing typed is lost. */
export function OverlayLayer({ overlay }: { readonly overlay: Overlay | null }) {
  if (!overlay) return null;
  if (overlay.kind === 'idle') return <Idle endsAt={overlay.endsAt} fee={overlay.fee} />;
  if (overlay.kind === 'leave') return <Leaving fee={overlay.fee} />;
  if (overlay.kind === 'help') return <Help help={overlay.help} />;
  return <Device device={overlay.device} />;
}

/** Its script and its words come late: until then the screen below takes nothing. */
function Help({ help }: { readonly help: HelpView }) {
  const { language } = useKiosk();
  const parts = usePart(helpParts);
  const hasWords = useWords(language, 'stuck');
  return parts && hasWords ? <parts.HelpLayer help={help} /> : <div className="shield" />;
}

/** Money is at stake: what becomes of it when nobody stays. */
function AtStake({ fee }: { readonly fee: FeeAtStake | undefined }) {
  const { t } = useKiosk();
  if (!fee) return null;
  const { state, takesBack, refundDays, endsAt } = fee;
  const named = {
    amount: t('screens:fee.yuan', { yuan: yuanOf(fee.amountFen) }),
    days: refundDays ?? 0,
    time: endsAt === null ? '' : localTime(endsAt),
  };
  const key =
    state === 'open'
      ? takesBack
        ? 'openBack'
        : 'openEnds'
      : !takesBack
        ? 'paidCall'
        : refundDays === null
          ? 'paid'
          : 'paidDays';
  return (
    <p>
      <b>{t(`screens:fee.stake.${key}`, named)}</b>
    </p>
  );
}

function Idle({ endsAt, fee }: { readonly endsAt: number; readonly fee: FeeAtStake | undefined }) {
  const { t, send, can } = useKiosk();
  const seconds = Math.max(0, Math.ceil((endsAt - useNow(250)) / 1_000));
  // The warning's whole length is what was left when it came up.
  const [all] = useState(seconds);
  const halfway = seconds <= 10;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at the start, once when half of the time is gone
  useEffect(() => chime(), [halfway]);
  return (
    <Dialog
      alert
      icon={Clock}
      title={t('idle.title')}
      actions={
        <>
          <Button kind="primary" onPress={() => send({ type: 'stay' })} name="stay">
            {t('idle.stay')}
          </Button>
          <KeepDraft />
          <Button kind="main" icon={LogOut} onPress={() => send({ type: 'leaveNow' })} name="leave-now">
            {t('idle.leave')}
          </Button>
        </>
      }
    >
      <Countdown left={seconds} of={all} />
      <p>{t('idle.body', { count: seconds })}</p>
      {can('keepDraft') && <p>{t('leaving.keepText')}</p>}
      <AtStake fee={fee} />
    </Dialog>
  );
}

/** 草稿: kept by the citizen's wish alone. */
function KeepDraft() {
  const { t, send, can } = useKiosk();
  if (!can('keepDraft')) return null;
  return (
    <Button kind="main" icon={FileClock} onPress={() => send({ type: 'keepDraft' })} name="keep-draft">
      {t('leaving.keep')}
    </Button>
  );
}

/** Screens that show an application that is safe already. */
const SENT = new Set(['submitted', 'recovered']);
const UNSENT = new Set([
  'details',
  'delivery',
  'mailAddress',
  'fee',
  'preparing',
  'character',
  'review',
  'sign',
  'noCard',
  'checking',
]);

function Leaving({ fee }: { readonly fee: FeeAtStake | undefined }) {
  const { t, send, view, can } = useKiosk();
  const key = SENT.has(view.screen)
    ? 'sent'
    : view.step !== null && UNSENT.has(view.screen)
      ? 'unsent'
      : 'plain';
  return (
    <Dialog
      icon={CircleHelp}
      title={t('leaving.title')}
      actions={
        <>
          <Button kind="primary" onPress={() => send({ type: 'stay' })} name="stay">
            {t('leaving.stay')}
          </Button>
          <KeepDraft />
          <Button kind="wrong" icon={LogOut} onPress={() => send({ type: 'leaveNow' })} name="leave-now">
            {t('leaving.leave')}
          </Button>
        </>
      }
    >
      <p>{t(`leaving.${key}`)}</p>
      {can('keepDraft') && <p>{t('leaving.keepText')}</p>}
      <AtStake fee={fee} />
    </Dialog>
  );
}

function Device({ device }: { readonly device: 'idReader' | 'printer' }) {
  const { t, send, can } = useKiosk();
  return (
    <Dialog
      alert
      icon={PlugZap}
      title={t(`device.${device}`)}
      actions={
        <>
          {can('withoutCard') && (
            <Button kind="primary" onPress={() => send({ type: 'withoutCard' })} name="without-card">
              {t('device.withoutCard')}
            </Button>
          )}
          {can('back') && (
            <Button
              kind={can('withoutCard') ? 'main' : 'primary'}
              onPress={() => send({ type: 'back' })}
              name="back"
            >
              {t('device.back')}
            </Button>
          )}
          <Button kind="main" icon={LogOut} onPress={() => send({ type: 'leave' })} name="leave">
            {t('leave')}
          </Button>
        </>
      }
    >
      <p>{t('device.body')}</p>
    </Dialog>
  );
}
