import { IdCard, KeyRound } from 'lucide-react';
import { Door, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Problem, ReportDoor } from '../shared.tsx';

/** 取件: by card or by code; where no door can be opened now, that is said first. */
export function CollectScreen({ data }: ScreenProps<'collect'>) {
  const { t, send, can } = useKiosk();
  return (
    <Frame title={t('screens:collect.title')} lead={t('screens:collect.lead')} actions={<Back />}>
      <Problem failure={data.problem} tone="care" />
      <Body label={t('screens:collect.title')}>
        <div className="stack wide-gap">
          {!data.ready && (
            <Notice tone="care" word={t('notice.care')} title={t('screens:collect.away')}>
              <p>{t('screens:collect.awayText')}</p>
            </Notice>
          )}
          {can('withCard') && (
            <Door
              main
              icon={IdCard}
              title={t('screens:collect.card')}
              text={t('screens:collect.cardText')}
              onPress={() => send({ type: 'withCard' })}
              name="with-card"
            />
          )}
          {can('withCode') && (
            <Door
              icon={KeyRound}
              title={t('screens:collect.code')}
              text={t('screens:collect.codeText')}
              onPress={() => send({ type: 'withCode' })}
              name="with-code"
            />
          )}
          <ReportDoor />
          <PhoneLine label={t('screens:collect.staff')} phone={data.phone} />
        </div>
      </Body>
    </Frame>
  );
}
