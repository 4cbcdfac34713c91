import {
  ChevronRight,
  CircleCheck,
  FilePenLine,
  Headset,
  Languages,
  MessageSquareWarning,
  PackageOpen,
  Printer,
  Search,
  TriangleAlert,
} from 'lucide-react';
import type { Language } from '../../../electron/contract/index.ts';
import { ChoiceList, Door } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body } from '../shared.tsx';

export function HomeScreen({ data }: ScreenProps<'home'>) {
  const { t, text, send, can, info, language } = useKiosk();
  const regions = data.regions.map((region) => text(region.short)).join(language === 'zh-CN' ? '、' : ', ');
  return (
    <Frame title={t('screens:home.title')} lead={t('screens:home.lead')}>
      <Body label={t('screens:home.title')}>
        <div className="home">
          <div className="stack wide-gap">
            <Door
              main
              icon={FilePenLine}
              title={t('screens:home.apply')}
              text={
                data.fullMatters > 0
                  ? t('screens:home.applyCount', { regions, count: data.fullMatters })
                  : t('screens:home.applyNone', { regions })
              }
              end={<ChevronRight size="2.2rem" aria-hidden />}
              onPress={() => send({ type: 'apply' })}
              name="apply"
            />
            <div className="lesser">
              <Door
                shape="tall"
                icon={Search}
                title={t('screens:home.track')}
                text={t('screens:home.trackText')}
                onPress={() => send({ type: 'track' })}
                name="track"
              />
              {can('collect') && (
                <Door
                  shape="tall"
                  icon={PackageOpen}
                  title={t('screens:home.collect')}
                  text={t('screens:home.collectText')}
                  onPress={() => send({ type: 'collect' })}
                  name="collect"
                />
              )}
              {can('print') && (
                <Door
                  shape="tall"
                  icon={Printer}
                  title={t('screens:home.printDoor')}
                  text={t('screens:home.printDoorText')}
                  onPress={() => send({ type: 'print' })}
                  name="print"
                />
              )}
              <Door
                shape="tall"
                icon={MessageSquareWarning}
                title={t('screens:home.report')}
                text={t('screens:home.reportText')}
                onPress={() => send({ type: 'report' })}
                name="report"
              />
            </div>
          </div>
          <div className="stack wide-gap">
            <section className="card languages">
              <h2>
                <Languages size="1.4rem" aria-hidden /> 语言 · Language
              </h2>
              <ChoiceList
                label="语言 Language"
                value={language}
                onChange={(value) => send({ type: 'setLanguage', language: value as Language })}
                choices={[
                  { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
                  { value: 'en', label: <span lang="en">English</span> },
                ]}
              />
            </section>
            <NowPossible regions={data.regions} />
            <Door
              icon={Headset}
              title={t('screens:home.help')}
              text={t('screens:home.helpText', { phone: info.site.phone })}
              disabled={!can('help')}
              onPress={() => send({ type: 'help' })}
              name="help-door"
            />
          </div>
        </div>
      </Body>
    </Frame>
  );
}

/** What the machine can do at this moment, from the devices themselves. */
function NowPossible({ regions }: { readonly regions: ScreenProps<'home'>['data']['regions'] }) {
  const { t, text, status, language } = useKiosk();
  const known = new Map(regions.map(({ code, short }) => [code, text(short)]));
  const comma = language === 'zh-CN' ? '、' : ', ';
  const lines: { good: boolean | null; words: string }[] = [];
  if (status) {
    const device = (state: string, yes: string, no: string) => {
      if (state !== 'unknown') lines.push({ good: state === 'ready', words: state === 'ready' ? yes : no });
    };
    device(status.idReader, t('screens:home.readCard'), t('screens:home.noReadCard'));
    device(status.printer, t('screens:home.print'), t('screens:home.noPrint'));
    const some = (line: 'up' | 'unknown') =>
      status.regions.flatMap((one) => (one.line === line ? (known.get(one.code) ?? []) : [])).join(comma);
    if (some('up') !== '')
      lines.push({ good: true, words: t('screens:home.lineUp', { region: some('up') }) });
    for (const { code, line } of status.regions) {
      const region = known.get(code);
      if (region && line === 'down')
        lines.push({ good: false, words: t('screens:home.lineDown', { region }) });
    }
    if (some('unknown') !== '')
      lines.push({ good: null, words: t('screens:home.lineUnknown', { region: some('unknown') }) });
  }
  lines.sort((a, b) => Number(b.good === true) - Number(a.good === true));
  return (
    <section className="card" aria-live="polite">
      <h2>{t('screens:home.nowTitle')}</h2>
      {lines.length === 0 && <p className="lead">{t('screens:home.checking')}</p>}
      <ul className="now">
        {lines.map(({ good, words }) => (
          <li
            key={words}
            className={good === true ? 'good-text' : good === false ? 'care-text whole' : 'lead'}
          >
            {good === false ? (
              <TriangleAlert size="1.4rem" aria-hidden />
            ) : (
              <CircleCheck size="1.4rem" aria-hidden />
            )}
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
