import { Baby, Building2, ListChecks, UserRound, UsersRound } from 'lucide-react';
import type { ActingWay } from '../../../electron/contract/index.ts';
import { Card, Door } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Points } from '../shared.tsx';

const WAY = {
  self: { icon: UserRound, key: 'self' },
  'legal-representative': { icon: Building2, key: 'legal' },
  authorised: { icon: UsersRound, key: 'authorised' },
  guardian: { icon: Baby, key: 'guardian' },
  batch: { icon: ListChecks, key: 'batch' },
} as const satisfies Record<ActingWay, object>;

/** For oneself or for another: what leads on here, and what takes a counter. */
export function ForWhomScreen({ data }: ScreenProps<'forWhom'>) {
  const { t, text, send } = useKiosk();
  const title = t('screens:forWhom.title');
  return (
    <Frame title={title} lead={t('screens:forWhom.lead', { matter: text(data.matter) })} actions={<Back />}>
      <Body label={title}>
        <div className="two wide-left">
          <div className="stack">
            {data.ways.map((as) => (
              <Door
                key={as}
                icon={WAY[as].icon}
                title={t(`screens:forWhom.${WAY[as].key}`)}
                text={t(`screens:forWhom.${WAY[as].key}Text`)}
                onPress={() => send({ type: 'actFor', as })}
                name={`for-${as}`}
              />
            ))}
          </div>
          {data.elsewhere.length > 0 && (
            <Card title={t('screens:forWhom.elsewhere')}>
              <div className="stack">
                <Points
                  items={data.elsewhere.map(({ who, proof }) =>
                    t(`screens:guide.agent.${who}`, { proof: text(proof) }),
                  )}
                />
                <p className="lead">{t('screens:forWhom.elsewhereText')}</p>
                <PhoneLine label={t('screens:forWhom.ask')} phone={data.phone} />
              </div>
            </Card>
          )}
        </div>
      </Body>
    </Frame>
  );
}
