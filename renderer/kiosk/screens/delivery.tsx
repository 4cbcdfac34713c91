import { Building2, ChevronRight, Lock, Mail, Printer, Smartphone } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../electron/contract/index.ts';
import { Button, Card, ChoiceList, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places } from '../shared.tsx';

const ICON = {
  'print-here': Printer,
  'e-document': Smartphone,
  locker: Lock,
  ems: Mail,
  window: Building2,
} as const satisfies Record<Delivery, unknown>;
const TEXT = {
  'print-here': 'screens:delivery.printText',
  'e-document': 'screens:delivery.e-documentText',
  locker: 'screens:delivery.lockerText',
  ems: 'screens:delivery.emsText',
  window: 'screens:delivery.windowText',
} as const satisfies Record<Delivery, string>;

export function DeliveryScreen({ data }: ScreenProps<'delivery'>) {
  const { t, text, send } = useKiosk();
  const [picked, setPicked] = useState<Delivery | null>(null);
  const [pickedLocker, setLocker] = useState<string | null>(null);
  const lockers = data.lockers ?? [];
  // The first way is marked beforehand: it can be seen and changed, and it saves most people a touch.
  const chosen =
    [picked, data.chosen, data.options[0]].find((one) => one && data.options.includes(one)) ?? null;
  const locker = lockers.find(({ id }) => id === (pickedLocker ?? data.locker)) ?? lockers[0] ?? null;
  const notNow = data.notNow ?? [];
  return (
    <Frame
      title={t('screens:delivery.title')}
      lead={t('screens:delivery.canChange')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={chosen === null}
            onPress={() =>
              chosen &&
              send({
                type: 'chooseDelivery',
                delivery: chosen,
                ...(chosen === 'locker' && locker ? { locker: locker.id } : {}),
              })
            }
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
                text:
                  one === 'ems' && data.paidBy
                    ? `${t(TEXT[one])} ${t(`screens:delivery.paidBy.${data.paidBy}`)}`
                    : t(TEXT[one]),
              }))}
            />
          )}
          <div className="stack">
            {chosen === 'locker' && lockers.length > 0 && (
              <Card title={t('screens:delivery.whichLocker')}>
                <ChoiceList
                  shape="list"
                  label={t('screens:delivery.whichLocker')}
                  value={locker?.id ?? null}
                  onChange={setLocker}
                  choices={lockers.map((one) => ({
                    value: one.id,
                    icon: Lock,
                    label: <b className="choice-title">{text(one.name)}</b>,
                    text: one.here ? t('screens:delivery.lockerHere') : text(one.address),
                  }))}
                />
              </Card>
            )}
            {chosen === 'window' && data.places.length > 0 && (
              <Card title={t('screens:delivery.places')}>
                <Places places={data.places} />
              </Card>
            )}
            {notNow.length > 0 && (
              <Notice tone="info" word={t('notice.info')} title={t('screens:delivery.notNow')}>
                {notNow.map((one) => (
                  <p key={one}>
                    <b>{t(`delivery.${one}`)}</b> {t(`screens:delivery.why.${one}`)}
                  </p>
                ))}
              </Notice>
            )}
          </div>
        </div>
      </Body>
    </Frame>
  );
}
