import { Accessibility, ChevronRight, CircleCheck, DoorOpen, LogOut, RotateCcw } from 'lucide-react';
import { useEffect } from 'react';
import { Button, Card, chime, Notice, NumberPlate, Wait } from '../../ui/index.ts';
import { CabinetPicture } from '../cabinet-picture.tsx';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Points, Problem, ReportDoor, useSendOnly } from '../shared.tsx';

type Data = ScreenProps<'cell'>['data'];

/** One cell of the locker: its door opens, something goes in or out, it is closed again. */
export function CellScreen({ data }: ScreenProps<'cell'>) {
  switch (data.phase) {
    case 'ready':
      return <Ready data={data} />;
    case 'opening':
    case 'open':
      return <Open data={data} />;
    case 'asking':
      return <Asking data={data} />;
    case 'over':
      return <Over data={data} />;
    case 'failed':
      return <Failed data={data} />;
  }
}

/** The application is in; the originals are at hand. */
function Ready({ data }: { readonly data: Data }) {
  const { t, text, send } = useKiosk();
  const done = useSendOnly('done');
  return (
    <Frame
      title={t('screens:cell.readyTitle')}
      lead={t('screens:cell.readyLead')}
      actions={
        <>
          <Button kind="main" onPress={done} name="later">
            {t('screens:cell.window')}
          </Button>
          {data.low.any && (
            <Button
              kind="main"
              icon={Accessibility}
              onPress={() => send({ type: 'depositNow', low: true })}
              name="low"
            >
              {t('screens:cell.low')}
            </Button>
          )}
          <Button
            kind="primary"
            icon={DoorOpen}
            onPress={() => send({ type: 'depositNow', low: false })}
            name="primary"
          >
            {t('screens:cell.open')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:cell.readyTitle')}>
        <div className="two wide-left">
          <div className="stack">
            <Card title={t('screens:cell.items')}>
              <Points items={data.items.map((item) => text(item))} />
            </Card>
            <Card title={t('screens:cell.how')}>
              <Points
                numbered
                items={[t('screens:cell.how1'), t('screens:cell.how2'), t('screens:cell.how3')]}
              />
            </Card>
          </div>
          <div className="stack">
            <NumberPlate label={t('screens:cell.receipt')} number={data.receiptNumber} />
            <p>{t('screens:cell.promise')}</p>
          </div>
        </div>
      </Body>
    </Frame>
  );
}

function Open({ data }: { readonly data: Data }) {
  const { t } = useKiosk();
  const { act, cell, phase, item, leftOpen, slip } = data;
  useEffect(() => {
    if (leftOpen) chime();
  }, [leftOpen]);
  const opening = phase === 'opening' || cell === null;
  const deposit = act === 'deposit';
  const moved = deposit ? item === 'present' : item === 'absent';
  const title = opening
    ? cell === null
      ? t('screens:cell.choosing')
      : t('screens:cell.opening', { cell })
    : moved
      ? t('screens:cell.close', { cell })
      : t(deposit ? 'screens:cell.putIn' : 'screens:cell.takeOut', { cell });
  return (
    <Frame title={title} lead={opening ? t('screens:cell.openingLead') : t('screens:cell.openLead')}>
      <Body label={title}>
        <div className="two wide-left">
          <CabinetPicture
            cabinet={data.cabinet}
            cell={cell}
            open={!opening}
            alt={cell === null ? t('screens:cell.cabinet') : t('screens:cell.picture', { cell })}
          />
          <div className="stack">
            {leftOpen && (
              <Notice tone="care" word={t('notice.care')} title={t('screens:cell.leftOpen')}>
                <p>{t('screens:cell.leftOpenText')}</p>
              </Notice>
            )}
            {opening ? (
              <Wait>{t('screens:cell.wait')}</Wait>
            ) : (
              <Points
                numbered
                items={[
                  t(deposit ? 'screens:cell.step1in' : 'screens:cell.step1out'),
                  t('screens:cell.step2'),
                  t('screens:cell.step3'),
                ]}
              />
            )}
            {deposit && <Slip slip={slip} receiptNumber={data.receiptNumber} />}
            {leftOpen && <PhoneLine label={t('screens:collect.staff')} phone={data.phone} />}
          </div>
        </div>
      </Body>
    </Frame>
  );
}

/** The slip for the envelope, as far as it is. */
function Slip({ slip, receiptNumber }: { readonly slip: Data['slip']; readonly receiptNumber: string }) {
  const { t } = useKiosk();
  if (slip === 'none') return null;
  if (slip === 'printing') return <p className="lead">{t('screens:cell.slipPrinting')}</p>;
  if (slip === 'printed') return <p className="lead">{t('screens:cell.slipPrinted')}</p>;
  return (
    <Notice tone="info" word={t('notice.info')} title={t('screens:cell.slipFailed')}>
      <p className="digits">{receiptNumber}</p>
    </Notice>
  );
}

/** No sensor says what lies inside. */
function Asking({ data }: { readonly data: Data }) {
  const { t, send } = useKiosk();
  const deposit = data.act === 'deposit';
  return (
    <Frame
      title={t(deposit ? 'screens:cell.askIn' : 'screens:cell.askOut')}
      lead={t('screens:cell.askLead')}
      actions={
        <>
          <Button kind="main" onPress={() => send({ type: 'cellSaid', inside: !deposit })} name="said-no">
            {t(deposit ? 'screens:cell.notIn' : 'screens:cell.notOut')}
          </Button>
          <Button
            kind="primary"
            icon={CircleCheck}
            onPress={() => send({ type: 'cellSaid', inside: deposit })}
            name="primary"
          >
            {t(deposit ? 'screens:cell.isIn' : 'screens:cell.isOut')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:cell.askLead')}>
        <CabinetPicture
          cabinet={data.cabinet}
          cell={data.cell}
          alt={t('screens:cell.picture', { cell: data.cell ?? '' })}
        />
      </Body>
    </Frame>
  );
}

function Over({ data }: { readonly data: Data }) {
  const { t, text } = useKiosk();
  const { act, outcome, cell } = data;
  const good = outcome === 'taken' || outcome === 'deposited';
  const key = outcome === 'taken' && act === 'take-back' ? 'takenBack' : (outcome ?? 'unsure');
  return (
    <Frame
      title={t(`screens:cell.over.${key}`)}
      lead={t(`screens:cell.overText.${key}`, { cell: cell ?? '' })}
      {...(good ? { symbol: CircleCheck, tone: 'good' as const } : {})}
      actions={<Onward data={data} />}
    >
      <Body label={t(`screens:cell.over.${key}`)}>
        <div className="two wide-left">
          <div className="stack">
            <NumberPlate label={t('screens:cell.receipt')} number={data.receiptNumber} />
            {data.matter && <p className="lead">{text(data.matter)}</p>}
            {outcome === 'deposited' && <p>{t('screens:cell.promise')}</p>}
            {data.more > 0 && <p>{t('screens:cell.more', { count: data.more })}</p>}
            {outcome === 'unsure' && <PhoneLine label={t('screens:collect.staff')} phone={data.phone} />}
          </div>
          <CabinetPicture
            cabinet={data.cabinet}
            cell={cell}
            alt={t('screens:cell.picture', { cell: cell ?? '' })}
          />
        </div>
      </Body>
    </Frame>
  );
}

function Failed({ data }: { readonly data: Data }) {
  const { t } = useKiosk();
  const deposit = data.act === 'deposit';
  return (
    <Frame
      title={t('screens:cell.failed')}
      lead={t(deposit ? 'screens:cell.failedIn' : 'screens:cell.failedOut')}
      actions={<Onward data={data} />}
    >
      <Problem failure={data.problem} tone="care" />
      <Body label={t('screens:cell.failed')}>
        <div className="stack wide-gap">
          <ReportDoor />
          <PhoneLine label={t('screens:collect.staff')} phone={data.phone} />
        </div>
      </Body>
    </Frame>
  );
}

/** What comes after a door: the same once more, the other things, or the end. */
function Onward({ data }: { readonly data: Data }) {
  const { t, can, send } = useKiosk();
  const done = useSendOnly('done');
  const deposit = data.act === 'deposit';
  const again = can('retry');
  return (
    <>
      {can('back') && <Back>{t('screens:cell.list')}</Back>}
      {again && (
        <Button kind="primary" icon={RotateCcw} onPress={() => send({ type: 'retry' })} name="primary">
          {t('screens:cell.again')}
        </Button>
      )}
      <Button
        kind={again ? 'main' : 'primary'}
        icon={deposit ? ChevronRight : LogOut}
        onPress={done}
        name={again ? 'done' : 'primary'}
      >
        {t(deposit ? 'screens:cell.goOn' : 'screens:submitted.leavePlain')}
      </Button>
    </>
  );
}
