import { Building2, ChevronRight, Printer } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../electron/contract/index.ts';
import { Button, Card, ChoiceList, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places } from '../shared.tsx';

const ICON = { 'print-here': Printer, window: Building2 } as const;
const TEXT = { 'print-here': 'screens:delivery.printText', window: 'screens:delivery.windowText' } as const;

export function DeliveryScreen({ data }: ScreenProps<'delivery'>) {
  const { t, send } = useKiosk();
  const [picked, setPicked] = useState<Delivery | null>(null);
  // The first way is marked beforehand: it can be seen and changed, and it saves most people a touch.
  const chosen =
    [picked, data.chosen, data.options[0]].find((one) => one && data.options.includes(one)) ?? null;
  return (
    <Frame
      title={t('screens:delivery.title')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={chosen === null}
            onPress={() => chosen && send({ type: 'chooseDelivery', delivery: chosen })}
            name="primary"
          >
            {t('next')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:delivery.title')}>
        <div className="two">
          {data.options.length === 0 ? (
            <Notice tone="care" word={t('notice.care')}>
              {t('screens:delivery.none')}
            </Notice>
          ) : (
            <ChoiceList
              shape="list"
              label={t('screens:delivery.title')}
              value={chosen}
              onChange={(value) => setPicked(value as Delivery)}
              choices={data.options.map((one) => ({
                value: one,
                icon: ICON[one],
                label: <b className="choice-title">{t(`delivery.${one}`)}</b>,
                text: t(TEXT[one]),
              }))}
            />
          )}
          {data.options.includes('window') && data.places.length > 0 && (
            <Card title={t('screens:delivery.places')}>
              <Places places={data.places} />
            </Card>
          )}
        </div>
      </Body>
    </Frame>
  );
}
