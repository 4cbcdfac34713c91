import { ListTree } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Text } from '../../../electron/contract/index.ts';
import { SEARCH_LENGTH } from '../../../electron/core/index.ts';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, ChoiceList } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { MatterDoor } from '../matter-door.tsx';
import { Body, PhoneLine, ReportDoor } from '../shared.tsx';

/** Finds a matter by any word for it. What is typed goes to the host key by key and is kept there for this session only. */
export function SearchScreen({ data }: ScreenProps<'search'>) {
  const { t, text, view, can, send } = useKiosk();
  const [typed, setTyped] = useState(data.query);
  const { SearchKeyboard } = useKeyboards();
  const type = (value: string) => setTyped(value.slice(0, SEARCH_LENGTH));
  // While one answer is on its way nothing can be sent; when it is there, the newest letters go.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view is a chance to send what was typed since
  useEffect(() => {
    if (typed !== data.query && can('search')) send({ type: 'search', query: typed });
  }, [typed, view]);
  const region = data.regions.find((one) => one.code === data.region);
  return (
    <Frame
      title={t('screens:search.title')}
      lead={region && t('screens:matters.lead', { region: text(region.short) })}
      actions={
        <Button kind="main" icon={ListTree} onPress={() => send({ type: 'back' })} name="back">
          {t('screens:search.back')}
        </Button>
      }
    >
      <div className="typing searching">
        <div className="asked">
          <Field
            label={t('screens:search.field')}
            value={typed}
            onChange={type}
            active
            onActivate={() => undefined}
            autoFocus
          />
        </div>
        {data.regions.length > 1 && (
          <div className="where">
            <ChoiceList
              label={t('screens:matters.regions')}
              value={data.region}
              onChange={(code) => send({ type: 'chooseRegion', region: code })}
              choices={data.regions.map(({ code, short }) => ({ value: code, label: text(short) }))}
            />
          </div>
        )}
        <div className="found">
          <Body label={t('screens:search.results')} key={data.query + data.region}>
            <Results data={data} {...(region ? { region: region.short } : {})} />
          </Body>
        </div>
        <div className="keyboard-place">
          {SearchKeyboard && <SearchKeyboard t={t} value={typed} onChange={type} />}
        </div>
      </div>
    </Frame>
  );
}

function Results({ data, region }: ScreenProps<'search'> & { readonly region?: Text }) {
  const { t, text, send } = useKiosk();
  const { found, query, phone } = data;
  if (query.trim() === '') return <p className="lead">{t('screens:search.hint')}</p>;
  if (!found) return <p className="lead">{t('screens:search.preparing')}</p>;
  const none = found.hits.length === 0;
  return (
    <div className="stack" aria-live="polite">
      {none ? (
        <>
          <p>
            <b>
              {t(found.elsewhere.length > 0 ? 'screens:search.notHere' : 'screens:search.none', {
                region: region ? text(region) : '',
              })}
            </b>
          </p>
          {found.elsewhere.length === 0 && <p className="lead">{t('screens:search.noneAdvice')}</p>}
        </>
      ) : (
        <p className="lead">{t('screens:search.count', { count: found.total })}</p>
      )}
      {found.hits.map(({ matter, marks }) => (
        <MatterDoor key={matter.code} matter={matter} marks={marks} />
      ))}
      {found.elsewhere.length > 0 && (
        <div className="elsewhere">
          <p className="lead">{t('screens:search.elsewhere')}</p>
          {found.elsewhere.map(({ code, short, count }) => (
            <Button
              key={code}
              onPress={() => send({ type: 'chooseRegion', region: code })}
              name={`elsewhere-${code}`}
            >
              {t('screens:search.elsewhereCount', { region: text(short), count })}
            </Button>
          ))}
        </div>
      )}
      {none && <ReportDoor />}
      {none && found.elsewhere.length === 0 && <PhoneLine label={t('screens:search.call')} phone={phone} />}
    </div>
  );
}
