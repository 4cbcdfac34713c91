import { DoorOpen, LogOut, PackageOpen } from 'lucide-react';
import { momentWords } from '../../i18n/dates.ts';
import { Button, EmptyState, Notice, Tag } from '../../ui/index.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, ReportDoor, useSendOnly } from '../shared.tsx';
import '../locker.css';

type Thing = ScreenProps<'collectList'>['data']['things'][number];

/** Everything that lies in the locker for this person. */
export function CollectListScreen({ data }: ScreenProps<'collectList'>) {
  const { t } = useKiosk();
  const done = useSendOnly('done');
  const none = data.things.length === 0;
  return (
    <Frame
      title={t(none ? 'screens:collectList.none' : 'screens:collectList.title')}
      lead={t(none ? 'screens:collectList.noneLead' : 'screens:collectList.lead')}
      actions={
        <>
          <Back />
          <Button kind="main" icon={LogOut} onPress={done} name="done">
            {t('screens:submitted.leavePlain')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:collectList.title')}>
        <div className="stack wide-gap">
          {!data.ready && (
            <Notice tone="care" word={t('notice.care')} title={t('screens:collect.away')}>
              <p>{t('screens:collect.awayText')}</p>
            </Notice>
          )}
          {data.things.map((thing) => (
            <Lying key={thing.cell} thing={thing} ready={data.ready} />
          ))}
          {none && (
            <EmptyState icon={PackageOpen} title={t('screens:collectList.noneTitle')}>
              <p className="lead">{t('screens:collectList.noneText')}</p>
            </EmptyState>
          )}
          {(none || data.things.some(({ state }) => state === 'fault')) && (
            <>
              <ReportDoor />
              <PhoneLine label={t('screens:collect.staff')} phone={data.phone} />
            </>
          )}
        </div>
      </Body>
    </Frame>
  );
}

function Lying({ thing, ready }: { readonly thing: Thing; readonly ready: boolean }) {
  const { t, text, language, send } = useKiosk();
  const now = useNow(60_000);
  const originals = thing.what === 'originals';
  const opens = ready && (thing.state === 'ready' || thing.state === 'overdue');
  return (
    <section className="card" aria-label={thing.cell}>
      <h2>
        {thing.matter ? text(thing.matter) : t('screens:collectList.unknown')}{' '}
        <Tag tone={thing.state === 'ready' ? 'info' : 'care'}>{t(`screens:collectList.${thing.state}`)}</Tag>
      </h2>
      <p>
        {t(originals ? 'screens:collectList.originals' : 'screens:collectList.result', { cell: thing.cell })}
      </p>
      <p className="second digits">{thing.receiptNumber}</p>
      {thing.until !== null && thing.state === 'ready' && (
        <p>{t('screens:collectList.until', { when: momentWords(thing.until, now, language) })}</p>
      )}
      {opens && (
        <Button
          kind="main"
          icon={DoorOpen}
          onPress={() => send({ type: 'openCell', cell: thing.cell })}
          name={`open-${thing.cell}`}
        >
          {t(originals ? 'screens:collectList.takeBack' : 'screens:collectList.open', { cell: thing.cell })}
        </Button>
      )}
    </section>
  );
}
