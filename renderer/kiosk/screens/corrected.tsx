import { Clock, LogOut, MailCheck, TriangleAlert } from 'lucide-react';
import type { CaseView } from '../../../electron/contract/index.ts';
import { Button, Card, Notice, NumberPlate } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, useSendOnly } from '../shared.tsx';

const LOOK = {
  waiting: { tone: 'care', icon: Clock },
  sent: { tone: 'good', icon: MailCheck },
  closed: { tone: 'care', icon: TriangleAlert },
  failed: { tone: 'wrong', icon: TriangleAlert },
} as const;

/** How far the answer has come; a case that goes on has it. */
function standing({ state, correction }: CaseView): keyof typeof LOOK {
  if (state !== 'correction' || !correction) return 'sent';
  return correction.answer === 'open' ? 'waiting' : correction.answer;
}

/** The answer to a correction (补正) is stored: whether the region has it yet, and what to do if not. */
export function CorrectedScreen({ data }: ScreenProps<'corrected'>) {
  const { t, text, status } = useKiosk();
  const done = useSendOnly('done');
  const { case: one } = data;
  const stands = standing(one);
  const { tone, icon } = LOOK[stands];
  const region = text(one.region.short);
  const { phone } = one.region;
  const down = status?.regions.some(({ code, line }) => code === one.region.code && line === 'down') ?? false;
  return (
    <Frame
      title={t(`screens:corrected.title.${stands}`, { region })}
      lead={text(one.matter)}
      symbol={icon}
      tone={tone}
      actions={
        <>
          <Back>{t('screens:correct.toCases')}</Back>
          <Button kind="primary" icon={LogOut} onPress={done} name="primary">
            {t('screens:submitted.leavePlain')}
          </Button>
        </>
      }
    >
      <Body label={t(`screens:corrected.title.${stands}`, { region })}>
        <div className="two">
          <section className="card submitted">
            <NumberPlate label={t('screens:submitted.number')} number={one.receiptNumber} />
            {one.regionNumber && (
              <p className="region-number">
                {t('screens:submitted.regionNumber', { region })} <b className="digits">{one.regionNumber}</b>
              </p>
            )}
          </section>
          <div className="stack">
            <Notice tone={tone} word={t(`notice.${tone}`)}>
              <p>{t(`screens:corrected.text.${stands}`, { region, phone })}</p>
              {stands === 'waiting' && down && <p>{t('screens:corrected.lineDown', { region })}</p>}
            </Notice>
            <Card>
              <PhoneLine label={t('screens:correct.ask', { region })} phone={phone} />
            </Card>
          </div>
        </div>
      </Body>
    </Frame>
  );
}
