import type { ComparedRow, MatterComparison, Text } from '../../../electron/contract/index.ts';
import { Card, ComparisonTable, Notice, Tag } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body } from '../shared.tsx';

/** Columns that a page on end has room for. */
const SIDE_BY_SIDE = 4;

/** One matter in several regions: what all ask, and who asks something else. */
export function CompareScreen({ data }: ScreenProps<'compare'>) {
  const { t, text } = useKiosk();
  const names = new Map(data.regions.map(({ code, short }) => [code, short]));
  const rows = [...data.facts, ...data.materials, ...data.conditions];
  const differences = rows.filter((row) => row.differing.length > 0).length;
  return (
    <Frame title={text(data.matter)} lead={t('screens:compare.lead')} actions={<Back />}>
      <Body label={text(data.matter)}>
        <div className="stack compare-head">
          {data.unified ? (
            <Notice tone="good" word={t('notice.good')} title={t('screens:compare.unified')}>
              {t('screens:compare.unifiedText')}
            </Notice>
          ) : (
            <Notice tone="info" word={t('notice.info')}>
              {t('screens:compare.differences', { count: differences })}
            </Notice>
          )}
          {data.sample && <p className="second">{t('screens:compare.sample')}</p>}
        </div>
        {data.regions.length <= SIDE_BY_SIDE ? (
          <div className="stack wide-gap">
            <FactTable data={data} />
            <div className="two">
              <Items
                title={t('screens:compare.conditions')}
                rows={data.conditions}
                data={data}
                names={names}
              />
              <Items title={t('screens:compare.materials')} rows={data.materials} data={data} names={names} />
            </div>
          </div>
        ) : (
          <div className="two">
            <div className="stack">
              <FactList data={data} names={names} />
              <Items
                title={t('screens:compare.conditions')}
                rows={data.conditions}
                data={data}
                names={names}
              />
            </div>
            <Items title={t('screens:compare.materials')} rows={data.materials} data={data} names={names} />
          </div>
        )}
      </Body>
    </Frame>
  );
}

interface RowsProps {
  readonly data: MatterComparison;
  readonly names: ReadonlyMap<string, Text>;
}

/** Of a few regions, a column each. */
function FactTable({ data }: { readonly data: MatterComparison }) {
  const { t, text } = useKiosk();
  return (
    <ComparisonTable
      caption={t('screens:compare.facts')}
      columns={data.regions.map(({ code, short }) => ({
        key: code,
        title: text(short),
        ...(code === data.region ? { note: t('screens:compare.own') } : {}),
      }))}
      rows={data.facts.map((row) => ({
        key: row.aspect,
        title: t(`screens:compare.aspect.${row.aspect}`),
        cells: data.regions.map(({ code }) => ({
          content: <Value value={row.groups.find(({ regions }) => regions.includes(code))?.value ?? null} />,
          ...(row.better.includes(code)
            ? { mark: { kind: 'better' as const, words: t('screens:compare.better') } }
            : {}),
        })),
      }))}
    />
  );
}

/** Of many, those together that say the same. */
function FactList({ data, names }: RowsProps) {
  const { t } = useKiosk();
  return (
    <Card title={t('screens:compare.facts')}>
      <ul className="compare">
        {data.facts.map((row) => (
          <li key={row.aspect}>
            <h3>{t(`screens:compare.aspect.${row.aspect}`)}</h3>
            <Groups row={row} data={data} names={names} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What all ask alike first, in one list; then each difference. */
function Items({ title, rows, data, names }: RowsProps & { title: string; rows: readonly ComparedRow[] }) {
  const { t } = useKiosk();
  if (rows.length === 0) return null;
  const alike = rows.filter((row) => row.differing.length === 0);
  const other = rows.filter((row) => row.differing.length > 0);
  return (
    <Card title={title}>
      <ul className="compare">
        {alike.length > 0 && (
          <li>
            <h3>{t('screens:compare.all')}</h3>
            <ul className="points">
              {alike.map((row) => (
                <li key={JSON.stringify(row.groups[0]?.value)}>
                  <span className="n" aria-hidden>
                    ＝
                  </span>
                  <Value value={row.groups[0]?.value ?? null} />
                </li>
              ))}
            </ul>
          </li>
        )}
        {other.map((row) => (
          <li key={JSON.stringify(row.groups)}>
            <Groups row={row} data={data} names={names} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Groups({ row, data, names }: RowsProps & { row: ComparedRow }) {
  const { t, text, language } = useKiosk();
  const joiner = language === 'zh-CN' ? '、' : ', ';
  const alone = row.groups.length === 1;
  return (
    <dl className="groups">
      {row.groups.map((group) => {
        const odd = !alone && group.regions.every((code) => row.differing.includes(code));
        const better = group.regions.every((code) => row.better.includes(code));
        const own = group.regions.includes(data.region);
        return (
          <div key={group.regions.join()} className={odd ? 'odd' : undefined}>
            <dt>
              {alone
                ? t('screens:compare.all')
                : group.regions.map((code) => text(names.get(code) as Text)).join(joiner)}
              {own && !alone && <Tag>{t('screens:compare.own')}</Tag>}
              {better && <Tag tone="good">{t('screens:compare.better')}</Tag>}
            </dt>
            <dd>
              <Value value={group.value} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Value({ value }: { readonly value: Text | number | null }) {
  const { t, text } = useKiosk();
  if (value === null) return <span className="second">{t('screens:compare.notAsked')}</span>;
  if (value === 0) return <span>{t('screens:compare.atOnce')}</span>;
  if (typeof value === 'number') return <span>{t('screens:compare.days', { count: value })}</span>;
  return <span>{text(value)}</span>;
}
