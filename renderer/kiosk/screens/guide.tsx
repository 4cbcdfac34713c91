import { ChevronRight, Scale } from 'lucide-react';
import { Button, Card, KeyValue, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Places, Points, Problem, useSendOnly } from '../shared.tsx';

export function GuideScreen({ data }: ScreenProps<'guide'>) {
  const { t, text, can, language } = useKiosk();
  const start = useSendOnly('start');
  const compare = useSendOnly('compare');
  const { guide } = data;
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
            {guide.matter.depth !== 'full' && (
              <Notice tone="info" word={t('notice.info')}>
                {t('screens:guide.elsewhere')}
              </Notice>
            )}
            <Card title={t('screens:guide.facts')}>
              <KeyValue
                pairs={[
                  { key: t('screens:guide.authority'), value: text(guide.authority) },
                  { key: t('screens:guide.fee'), value: text(guide.fee) },
                  {
                    key: t('screens:guide.promised'),
                    value: <b>{t('screens:guide.promisedText', { count: guide.promisedWorkingDays })}</b>,
                  },
                  {
                    key: t('screens:guide.statutory'),
                    value: t('screens:guide.promisedText', { count: guide.statutoryWorkingDays }),
                  },
                  { key: t('screens:guide.result'), value: text(guide.result) },
                  {
                    key: t('screens:guide.delivery'),
                    value: guide.deliveries.map((one) => t(`delivery.${one}`)).join(joiner),
                  },
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
            {data.canStart && guide.steps.length > 0 && (
              <Card title={t('screens:guide.steps')}>
                <Points items={guide.steps} numbered />
              </Card>
            )}
            {!data.canStart && guide.places.length > 0 && (
              <Card title={t('screens:guide.places')}>
                <Places places={guide.places} />
              </Card>
            )}
          </div>
        </div>
      </Body>
    </Frame>
  );
}
