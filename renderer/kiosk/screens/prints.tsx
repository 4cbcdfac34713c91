import { Award, Building2, FileCheck2, FileSearch, LogOut, Search } from 'lucide-react';
import type { PrintItem } from '../../../electron/contract/index.ts';
import { Button, Door, EmptyState, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem, ReportDoor, useSendOnly } from '../shared.tsx';
import '../doors.css';

const ICON = { result: FileCheck2, certificate: Award, archive: Building2 } as const satisfies Record<
  PrintItem['kind'],
  object
>;

/** What can be printed for who stands here. */
export function PrintsScreen({ data }: ScreenProps<'prints'>) {
  const { t, text, can, send, language } = useKiosk();
  const done = useSendOnly('done');
  const title = t('screens:prints.title');
  const unheard = data.unheard.map(({ short }) => text(short)).join(language === 'zh-CN' ? '、' : ', ');
  const said = (item: PrintItem) => {
    const region = text(item.region.short);
    if (item.receiptNumber !== null)
      return t('screens:prints.resultText', { region, number: item.receiptNumber });
    return t(`screens:prints.${item.kind === 'archive' ? 'archiveText' : 'certificateText'}`, { region });
  };
  return (
    <Frame
      title={title}
      lead={t('screens:prints.lead')}
      actions={
        <>
          <Back />
          <Button kind="main" icon={LogOut} onPress={done} name="done">
            {t('screens:prints.done')}
          </Button>
        </>
      }
    >
      <Problem failure={data.problem} />
      <Body label={title}>
        <div className="stack">
          {!data.printerReady && (
            <Notice tone="care" word={t('notice.care')} title={t('screens:prints.noPrinter')}>
              <p>{t('screens:prints.noPrinterText')}</p>
            </Notice>
          )}
          {unheard !== '' && (
            <Notice tone="care" word={t('notice.care')}>
              <p>{t('screens:prints.unheard', { regions: unheard })}</p>
            </Notice>
          )}
          {data.items.length === 0 ? (
            <EmptyState icon={FileSearch} title={t('screens:prints.none')} action={<ReportDoor />}>
              <p>{t('screens:prints.noneText')}</p>
            </EmptyState>
          ) : (
            <div className="print-list">
              {data.items.map((item) => (
                <Door
                  key={item.id}
                  icon={ICON[item.kind] ?? Search}
                  title={text(item.title)}
                  text={said(item)}
                  onPress={() => send({ type: 'choosePrint', item: item.id })}
                  disabled={!can('choosePrint')}
                  name={`print-${item.id}`}
                />
              ))}
            </div>
          )}
        </div>
      </Body>
    </Frame>
  );
}
