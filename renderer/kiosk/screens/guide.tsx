import { ChevronRight, Scale } from 'lucide-react';
import { momentWords } from '../../i18n/dates.ts';
import { Button, Card, KeyValue, Notice, Tag } from '../../ui/index.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { guideWords } from '../guide-words.ts';
import { Back, Body, Places, Points, Problem, useSendOnly } from '../shared.tsx';
import { WhyNotHere } from '../why-not-here.tsx';

export function GuideScreen({ data }: ScreenProps<'guide'>) {
  const { t, text, can, language } = useKiosk();
  const now = useNow(60_000);
  const start = useSendOnly('start');
  const compare = useSendOnly('compare');
  const { guide } = data;
  const words = guideWords(t, guide, language);
  const { region } = words;
  const joiner = language === 'zh-CN' ? '；' : '; ';
  return (
    <Frame
      title={text(guide.matter.name)}
      lead={text(guide.matter.plain)}
      actions={
        <>
          <Back />
          {can('compare') && (
            <Button kind="main" icon={Scale} onPress={compare} name="compare">
              {t('screens:guide.compare')}
            </Button>
          )}
          {can('start') && (
            <Button kind="primary" iconAfter={ChevronRight} onPress={start} name="primary">
              {t('screens:guide.start')}
            </Button>
          )}
        </>
      }
    >
      <Body label={text(guide.matter.name)}>
        <div className="two">
          <div className="stack">
            {data.obstacles.map((failure) => (
              <Problem key={failure.kind} failure={failure} tone="care" />
            ))}
            {data.canStart && !data.service.open && (
              <Notice tone="info" word={t('notice.info')} title={t('screens:guide.closedNow')}>
                <p>
                  {data.service.movesAt === null
                    ? t('screens:guide.movesUnknown', { region })
                    : t('screens:guide.movesAt', {
                        region,
                        moment: momentWords(data.service.movesAt, now, language),
                      })}
                </p>
              </Notice>
            )}
            <WhyNotHere guide={guide} />
            {!data.canStart && guide.places.length > 0 && (
              <Card title={t('screens:guide.places')}>
                <Places places={guide.places} />
              </Card>
            )}
            <Card title={t('screens:guide.facts')}>
              {guide.sample && (
                <p className="lead sample">
                  <Tag>{t('screens:guide.sample')}</Tag> {t('screens:guide.sampleText', { region })}
                </p>
              )}
              <KeyValue
                pairs={[
                  { key: t('screens:guide.authority'), value: text(guide.authority) },
                  { key: t('screens:guide.fee'), value: text(guide.fee) },
                  { key: t('screens:guide.promised'), value: <b>{words.promised}</b> },
                  { key: t('screens:guide.statutory'), value: words.statutory },
                  { key: t('screens:guide.handling'), value: words.handling },
                  { key: t('screens:guide.modes'), value: words.modes },
                  { key: t('screens:guide.result'), value: text(guide.result) },
                  ...(guide.deliveries.length > 0
                    ? [
                        {
                          key: t('screens:guide.delivery'),
                          value: guide.deliveries.map((one) => t(`delivery.${one}`)).join(joiner),
                        },
                      ]
                    : []),
                ]}
              />
            </Card>
            {guide.caution && (
              <Notice tone="care" word={t('notice.care')}>
                {text(guide.caution)}
              </Notice>
            )}
          </div>
          <div className="stack">
            {guide.conditions.length > 0 && (
              <Card title={t('screens:guide.conditions')}>
                <Points items={guide.conditions} />
              </Card>
            )}
            {guide.materials.length > 0 && (
              <Card title={t('screens:guide.materials')}>
                <Points items={guide.materials} />
              </Card>
            )}
            <Card title={t('screens:guide.identity')}>
              <Points items={words.proofs} />
              {words.readsHere && <p className="lead">{t('screens:guide.readsHere')}</p>}
            </Card>
            <Card title={t('screens:guide.agents')}>
              {words.agents.length === 0 ? (
                <p>{t('screens:guide.inPerson')}</p>
              ) : (
                <>
                  <Points items={words.agents} />
                  {data.canStart && (
                    <p className="lead">
                      {t(words.agentsHere ? 'screens:guide.agentsHere' : 'screens:guide.agentsElsewhere')}
                    </p>
                  )}
                </>
              )}
            </Card>
            {data.canStart && guide.steps.length > 0 && (
              <Card title={t('screens:guide.steps')}>
                <Points items={guide.steps} numbered />
              </Card>
            )}
          </div>
        </div>
      </Body>
    </Frame>
  );
}
