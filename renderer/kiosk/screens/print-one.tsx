import { Check, Minus, Plus, Printer, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button, Card, ChoiceList, KeyValue, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { PaperState, usePrintAgain } from '../paper-state.tsx';
import { Back, Body, ReportDoor, useSendOnly } from '../shared.tsx';
import '../doors.css';

/** One paper: how many pages, how many copies are left, then how far the printer is. */
export function PrintOneScreen({ data }: ScreenProps<'printOne'>) {
  return data.phase === 'choose' ? <Choose data={data} /> : <Printing data={data} />;
}

function Choose({ data }: ScreenProps<'printOne'>) {
  const { t, text, can, send } = useKiosk();
  const [copies, setCopies] = useState(1);
  const [sides, setSides] = useState<'one' | 'two'>('one');
  const { left, used, period } = data.copies;
  const title = text(data.item.title);
  const pairs = [
    { key: t('screens:printOne.region'), value: text(data.item.region.short) },
    { key: t('screens:printOne.pages'), value: t('screens:printOne.pageCount', { count: data.pages }) },
    {
      key: t('screens:printOne.copies'),
      value: t(period === 'year' ? 'screens:printOne.leftYear' : 'screens:printOne.left', {
        count: left,
        used,
      }),
    },
    {
      key: t('screens:printOne.price'),
      value: data.price ? text(data.price) : t('screens:printOne.noPrice'),
    },
  ];
  return (
    <Frame
      title={title}
      lead={t(data.marked ? 'screens:printOne.marked' : 'screens:printOne.lead')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            icon={Printer}
            disabled={!can('printNow')}
            onPress={() => send({ type: 'printNow', copies, duplex: sides === 'two' })}
            name="primary"
          >
            {t('screens:printOne.print', { count: copies, pages: copies * data.pages })}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <div className="two">
          <div className="stack">
            <Card>
              <KeyValue pairs={pairs} />
            </Card>
            {left === 0 && (
              <Notice tone="care" word={t('notice.care')} title={t('screens:printOne.none')}>
                <p>{t(period === 'year' ? 'screens:printOne.noneYear' : 'screens:printOne.noneEver')}</p>
              </Notice>
            )}
            {left === 0 && <ReportDoor />}
            {!data.printerReady && (
              <Notice tone="care" word={t('notice.care')} title={t('screens:prints.noPrinter')}>
                <p>{t('screens:printOne.printerText')}</p>
              </Notice>
            )}
          </div>
          {left > 0 && (
            <div className="stack">
              <Card title={t('screens:printOne.howMany')}>
                <div className="copies">
                  <Button
                    icon={Minus}
                    disabled={copies <= 1}
                    onPress={() => setCopies(copies - 1)}
                    name="fewer"
                  >
                    {t('screens:printOne.fewer')}
                  </Button>
                  <p className="number-word digits" role="status">
                    {t('screens:printOne.chosen', { count: copies })}
                  </p>
                  <Button
                    icon={Plus}
                    disabled={copies >= left}
                    onPress={() => setCopies(copies + 1)}
                    name="more"
                  >
                    {t('screens:printOne.more')}
                  </Button>
                </div>
              </Card>
              {data.duplex && data.pages > 1 && (
                <Card title={t('screens:printOne.sides')}>
                  <ChoiceList
                    label={t('screens:printOne.sides')}
                    value={sides}
                    onChange={(value) => setSides(value as 'one' | 'two')}
                    choices={[
                      { value: 'one', label: t('screens:printOne.oneSided') },
                      { value: 'two', label: t('screens:printOne.twoSided') },
                    ]}
                  />
                </Card>
              )}
            </div>
          )}
        </div>
      </Body>
    </Frame>
  );
}

function Printing({ data }: ScreenProps<'printOne'>) {
  const { t, text, can, send } = useKiosk();
  const done = useSendOnly('done');
  const again = usePrintAgain(data.paper);
  const title = text(data.item.title);
  const { left, used, period } = data.copies;
  return (
    <Frame
      title={title}
      lead={t('screens:printOne.asked', { count: data.chosen, pages: data.chosen * data.pages })}
      actions={
        <>
          {can('back') && <Back>{t('screens:printOne.others')}</Back>}
          {can('printRest') && (
            <Button
              kind="main"
              icon={RotateCcw}
              onPress={() => send({ type: 'printRest' })}
              name="print-rest"
            >
              {again}
            </Button>
          )}
          {can('done') && data.state !== 'asking' && (
            <Button kind="primary" icon={Check} onPress={done} name="primary">
              {t('screens:printOne.done')}
            </Button>
          )}
        </>
      }
    >
      <Body label={title}>
        <div className="stack">
          <PaperState
            name={title}
            state={data.state}
            paper={data.paper}
            problem={data.problem}
            onAnswer={(word, lastPage) =>
              send({ type: 'printCame', word, ...(lastPage !== undefined && { lastPage }) })
            }
          />
          {data.phase === 'ended' && data.state !== 'asking' && (
            <p className="lead">
              {t(period === 'year' ? 'screens:printOne.leftYear' : 'screens:printOne.left', {
                count: left,
                used,
              })}
            </p>
          )}
          {data.state === 'failed' && <ReportDoor />}
        </div>
      </Body>
    </Frame>
  );
}
