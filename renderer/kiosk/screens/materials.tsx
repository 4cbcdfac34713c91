import {
  Building2,
  CalendarClock,
  Camera,
  ChevronRight,
  CircleCheck,
  FileBadge,
  PackageOpen,
  RotateCcw,
  Smartphone,
} from 'lucide-react';
import { dayWords } from '../../i18n/dates.ts';
import { Button, Card, Notice, Tag } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places } from '../shared.tsx';
import '../materials.css';

type Shown = ScreenProps<'materials'>['data']['materials'][number];

/** 申请材料: each with what was chosen for it, or the ways that are open. */
export function MaterialsScreen({ data }: ScreenProps<'materials'>) {
  const { t, send, can } = useKiosk();
  const open = data.materials.filter(({ given, required }) => required && !given).length;
  return (
    <Frame
      title={t('screens:materials.title')}
      lead={t('screens:materials.lead')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={!can('materialsDone')}
            onPress={() => send({ type: 'materialsDone' })}
            name="primary"
          >
            {open === 0 ? t('next') : t('screens:materials.missing', { count: open })}
          </Button>
        </>
      }
    >
      <Body label={t('screens:materials.title')}>
        <div className="two wide-left">
          <div className="stack">
            {data.paperOnly && (
              <Notice tone="info" word={t('notice.info')}>
                {t('screens:materials.paperOnly')}
              </Notice>
            )}
            {data.materials.map((one) => (
              <Material key={one.id} one={one} />
            ))}
          </div>
          {data.places.length > 0 && (
            <Card title={t('screens:materials.places')}>
              <Places places={data.places} />
            </Card>
          )}
        </div>
      </Body>
    </Frame>
  );
}

const WAYS = {
  licence: { icon: FileBadge, event: 'fromLicence', word: 'screens:materials.fromLicence' },
  camera: { icon: Camera, event: 'fromCamera', word: 'screens:materials.fromCamera' },
  phone: { icon: Smartphone, event: 'fromPhone', word: 'screens:materials.fromPhone' },
  locker: { icon: PackageOpen, event: 'toLocker', word: 'screens:materials.locker' },
  later: { icon: CalendarClock, event: 'handInLater', word: 'screens:materials.later' },
  window: { icon: Building2, event: 'bringToWindow', word: 'screens:materials.window' },
} as const;

function Material({ one }: { readonly one: Shown }) {
  const { t, text, send, language } = useKiosk();
  const name = text(one.name);
  return (
    <section className="card material" aria-label={name}>
      <h2>
        {name}{' '}
        {one.given ? (
          <Tag tone="good" icon={CircleCheck}>
            {t('screens:materials.given')}
          </Tag>
        ) : (
          <Tag tone={one.required ? 'care' : 'info'}>
            {t(one.required ? 'screens:materials.required' : 'screens:materials.optional')}
          </Tag>
        )}
      </h2>
      {one.given ? (
        <>
          <p>
            <Given given={one.given} />
          </p>
          <div className="ways">
            <Button icon={RotateCcw} onPress={() => send({ type: 'chooseAgain', material: one.id })}>
              {t('screens:materials.again')}
            </Button>
          </div>
        </>
      ) : (
        <>
          {one.laterBy !== null && one.ways.includes('later') && (
            <p className="second">
              {t('screens:materials.laterBy', { date: dayWords(one.laterBy, language) })}
            </p>
          )}
          <div className="ways">
            {one.ways.map((way) => (
              <Button
                key={way}
                icon={WAYS[way].icon}
                onPress={() => send({ type: WAYS[way].event, material: one.id })}
                name={`${one.id}-${way}`}
              >
                {t(WAYS[way].word)}
              </Button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function Given({ given }: { readonly given: NonNullable<Shown['given']> }) {
  const { t, language } = useKiosk();
  switch (given.way) {
    case 'camera':
      return t('screens:materials.byCamera', { count: given.file.pages });
    case 'licence': {
      const { name, validUntil } = given.licence;
      return validUntil === null
        ? t('screens:materials.byLicenceNoEnd', { name })
        : t('screens:materials.byLicence', { name, date: validUntil });
    }
    case 'phone':
      return t('screens:materials.byPhone', { count: given.file.pages });
    case 'locker':
      return t('screens:materials.byLocker');
    case 'later':
      return t('screens:materials.byLater', { date: dayWords(given.dueBy, language) });
    case 'window':
      return t('screens:materials.byWindow');
  }
}
