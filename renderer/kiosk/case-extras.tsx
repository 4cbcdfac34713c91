import type { CaseView, ReturnedFee } from '../../electron/contract/index.ts';
import { localTime } from '../../electron/core/index.ts';
import { Notice } from '../ui/index.ts';
import { useKiosk } from './context.tsx';
import { yuanOf } from './money.ts';

/** How the result comes, and the fee of a case, as far as there is something to say. */
export function CaseExtras({ one }: { readonly one: CaseView }) {
  const { t, text } = useKiosk();
  const { payment, mail, locker } = one;
  if (!payment && !mail && !locker) return null;
  const named = { region: text(one.region.short), phone: one.region.phone };
  const isOver = one.state === 'refused' || one.state === 'withdrawn' || one.state === 'stopped';
  return (
    <div className="case-note stack">
      {locker && !isOver && <p>{t('screens:case.locker', { name: locker })}</p>}
      {mail && !isOver && (
        <p>
          {mail.number !== null
            ? t('screens:case.mailNumber', { number: mail.number })
            : t(mail.state === 'by-region' ? 'screens:case.mailByRegion' : 'screens:case.mailWaiting', named)}
        </p>
      )}
      {payment && (
        <p>
          {t('screens:case.payment', {
            amount: t('screens:fee.yuan', { yuan: yuanOf(payment.amountFen) }),
            number: payment.number,
          })}
          {payment.invoice && (
            <>
              <br />
              {t('screens:case.invoice', {
                number: payment.invoice.number,
                code: payment.invoice.checkCode,
              })}
            </>
          )}
        </p>
      )}
      {payment && isOver && (
        <p>
          {t(
            payment.refund === 'asked'
              ? 'screens:case.refundAsked'
              : payment.refund === 'by-phone'
                ? 'screens:case.refundCall'
                : 'screens:case.refundDecides',
            named,
          )}
        </p>
      )}
    </div>
  );
}

/** Fees whose application was not handed in: what becomes of the money. */
export function ReturnedFees({ fees }: { readonly fees: readonly ReturnedFee[] | undefined }) {
  const { t, text } = useKiosk();
  return (fees ?? []).map((one, index) => {
    const named = {
      region: text(one.region),
      phone: one.phone,
      days: one.refundDays ?? 0,
      time: one.endsAt === null ? '' : localTime(one.endsAt),
    };
    const { state, refundDays } = one;
    return (
      <Notice
        // biome-ignore lint/suspicious/noArrayIndexKey: a fee has no other name before the region answers
        key={index}
        tone="info"
        word={t('notice.info')}
        title={`${t('screens:fee.returned.title')}${one.amountFen === null ? '' : ` · ${t('screens:fee.yuan', { yuan: yuanOf(one.amountFen) })}`}`}
      >
        <p>
          {t(
            state === 'returning' && refundDays !== null
              ? 'screens:fee.returned.returningDays'
              : `screens:fee.returned.${state}`,
            named,
          )}
        </p>
        {one.number !== null && (
          <p>
            {t('screens:fee.number')} <b className="digits">{one.number}</b>
          </p>
        )}
        <p>{t('screens:fee.returned.ask', named)}</p>
      </Notice>
    );
  });
}
