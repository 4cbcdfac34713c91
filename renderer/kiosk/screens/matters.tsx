import { Search } from 'lucide-react';
import { useState } from 'react';
import type { MatterCard } from '../../../electron/contract/index.ts';
import { Button, ChoiceList } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { MatterDoor } from '../matter-door.tsx';
import { Back, Body } from '../shared.tsx';
import { useAfterPaint } from '../use-after-paint.ts';

/** Filter value that no category of the catalogue can have. */
const ALL = '*';
/** Doors that fit the largest panel at once. */
const AT_ONCE = 14;

export function MattersScreen({ data }: ScreenProps<'matters'>) {
  const { t, text, send } = useKiosk();
  const [theme, setTheme] = useState(ALL);
  const themes = [...new Set(data.matters.map((matter) => matter.category['zh-CN']))];
  const chosen = themes.includes(theme) ? theme : ALL;
  const region = data.regions.find((one) => one.code === data.region);
  const shown = data.matters
    .filter((matter) => chosen === ALL || matter.category['zh-CN'] === chosen)
    // What can be done to the end comes first; the order of the catalogue stays otherwise.
    .sort((a, b) => Number(b.depth === 'full') - Number(a.depth === 'full'));
  return (
    <Frame
      title={t('screens:matters.title')}
      lead={region && t('screens:matters.lead', { region: text(region.short) })}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            icon={Search}
            onPress={() => send({ type: 'openSearch' })}
            name="open-search"
          >
            {t('screens:matters.search')}
          </Button>
        </>
      }
    >
      {data.regions.length > 1 && (
        <ChoiceList
          label={t('screens:matters.regions')}
          value={data.region}
          onChange={(code) => send({ type: 'chooseRegion', region: code })}
          choices={data.regions.map(({ code, short }) => ({ value: code, label: text(short) }))}
        />
      )}
      {themes.length > 1 && (
        <ChoiceList
          label={t('screens:matters.themes')}
          value={chosen}
          onChange={setTheme}
          choices={[
            { value: ALL, label: t('screens:matters.all') },
            ...themes.map((zh) => ({
              value: zh,
              label: text(
                data.matters.find((matter) => matter.category['zh-CN'] === zh)?.category ?? {
                  'zh-CN': zh,
                  en: zh,
                },
              ),
            })),
          ]}
        />
      )}
      <Body label={t('screens:matters.title')} key={chosen + data.region}>
        {shown.length === 0 && <p className="lead">{t('screens:matters.none')}</p>}
        <MatterDoors matters={shown} />
      </Body>
    </Frame>
  );
}

/** The first of them in the next frame, the others when that has been painted. */
function MatterDoors({ matters }: { readonly matters: readonly MatterCard[] }) {
  const painted = useAfterPaint();
  const now = painted ? matters : matters.slice(0, AT_ONCE);
  return (
    <div className="two matters">
      {now.map((matter) => (
        <MatterDoor key={matter.code} matter={matter} />
      ))}
    </div>
  );
}
