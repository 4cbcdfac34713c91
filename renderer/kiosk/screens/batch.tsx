import { Building2, ChevronRight, Download, ListPlus, Smartphone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { BatchRowView } from '../../../electron/contract/index.ts';
import { Button, Card, Door, ListRow, Notice, Tag, TONE_ICON } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places, Points, Problem } from '../shared.tsx';

type Data = ScreenProps<'batch'>['data'];

/** 批量办理: the list of companies, each with what keeps it back. */
export function BatchScreen({ data }: ScreenProps<'batch'>) {
  const { t, text, send, can } = useKiosk();
  const title = t('screens:batch.title');
  const wrong = data.rows.filter(({ troubles }) => troubles.length > 0).length;
  return (
    <Frame
      title={title}
      lead={text(data.matter)}
      actions={
        <>
          <Back />
          {data.rows.length > 0 && <ClearAll />}
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={!can('rowsDone')}
            onPress={() => send({ type: 'rowsDone' })}
            name="primary"
          >
            {t('screens:batch.next')}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <div className="stack">
          <Problem failure={data.problem} />
          {data.rows.length === 0 ? <Empty data={data} /> : <Filled data={data} wrong={wrong} />}
        </div>
      </Body>
    </Frame>
  );
}

/** One tap too many must not cost a list. */
function ClearAll() {
  const { t, send } = useKiosk();
  const [sure, setSure] = useState(false);
  return sure ? (
    <Button kind="wrong" icon={Trash2} onPress={() => send({ type: 'clearRows' })} name="clear-sure">
      {t('screens:batch.clearSure')}
    </Button>
  ) : (
    <Button kind="main" icon={Trash2} onPress={() => setSure(true)} name="clear">
      {t('screens:batch.clear')}
    </Button>
  );
}

function Ways({ phone, more }: { readonly phone: boolean; readonly more: boolean }) {
  const { t, send } = useKiosk();
  return (
    <div className="stack">
      {phone && (
        <Door
          icon={Smartphone}
          title={t('screens:batch.fromPhone')}
          text={t(more ? 'screens:batch.fromPhoneAgain' : 'screens:batch.fromPhoneText')}
          onPress={() => send({ type: 'listFromPhone' })}
          name="list-from-phone"
        />
      )}
      <Door
        icon={ListPlus}
        title={t('screens:batch.add')}
        text={t('screens:batch.addText')}
        onPress={() => send({ type: 'openRow', row: null })}
        name="add-row"
      />
      {phone && (
        <Door
          icon={Download}
          title={t('screens:batch.template')}
          text={t('screens:batch.templateText')}
          onPress={() => send({ type: 'templateToPhone' })}
          name="template"
        />
      )}
    </div>
  );
}

function Empty({ data }: { readonly data: Data }) {
  const { t, text, language } = useKiosk();
  const cities = data.cities.map(text).join(language === 'zh-CN' ? '、' : ', ');
  return (
    <div className="two">
      <Ways phone={data.phone} more={false} />
      <Card title={t('screens:batch.how')}>
        <Points
          items={[
            t('screens:batch.how1'),
            t('screens:batch.how2', { cities }),
            t('screens:batch.how3'),
            t('screens:batch.how4', { count: data.max }),
          ]}
        />
        {!data.phone && <p className="lead">{t('screens:batch.noPhone')}</p>}
      </Card>
    </div>
  );
}

function Filled({ data, wrong }: { readonly data: Data; readonly wrong: number }) {
  const { t } = useKiosk();
  const count = data.rows.length;
  const over = count > data.max;
  const elsewhere = data.rows.some(({ troubles }) =>
    troubles.some((one) => one === 'city-not-here' || one === 'not-offered' || one === 'differs'),
  );
  return (
    <>
      {over ? (
        <Notice tone="wrong" word={t('notice.wrong')}>
          {t('screens:batch.over', { count, max: data.max })}
        </Notice>
      ) : wrong > 0 ? (
        <Notice
          tone="care"
          word={t('notice.care')}
          title={t('screens:batch.wrong', { count: wrong, all: count })}
        >
          <p>{t('screens:batch.wrongText')}</p>
        </Notice>
      ) : (
        <Notice tone="good" word={t('notice.good')}>
          {t('screens:batch.right', { count })}
        </Notice>
      )}
      <ul className="list-rows" aria-label={t('screens:batch.title')}>
        {data.rows.map((row, at) => (
          <Row key={row.id} row={row} at={at} />
        ))}
      </ul>
      <Ways phone={data.phone} more />
      {elsewhere && (
        <Card title={t('screens:batch.elsewhere')}>
          <Places places={data.places} />
        </Card>
      )}
    </>
  );
}

function Row({ row, at }: { readonly row: BatchRowView; readonly at: number }) {
  const { t, text, send } = useKiosk();
  const [worst] = row.troubles;
  const tone = worst ? 'wrong' : 'good';
  const city = row.region ? text(row.region.short) : row.city || t('screens:batch.noCity');
  return (
    <ListRow
      icon={Building2}
      title={`${at + 1}. ${row.name || t('screens:batch.noName')}`}
      text={
        <>
          <span className="digits">{row.creditCode || t('screens:batch.noCode')}</span> · {city}
          {row.troubles.map((trouble) => (
            <span key={trouble} className="row-trouble">
              {t(`screens:batch.trouble.${trouble}`)}
            </span>
          ))}
        </>
      }
      end={
        <Tag tone={tone} icon={TONE_ICON[tone]}>
          {t(worst ? 'screens:batch.mend' : 'screens:batch.fine')}
        </Tag>
      }
      onPress={() => send({ type: 'openRow', row: row.id })}
      name={`row-${at + 1}`}
    />
  );
}
