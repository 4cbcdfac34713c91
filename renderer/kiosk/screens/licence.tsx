import { Check, FileBadge, RotateCcw, ShieldCheck } from 'lucide-react';
import { Button, Card, Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Points, Problem } from '../shared.tsx';
import { ShownFile } from './phone.tsx';

/** 电子证照: what is fetched, why and for how long, before anything is; then the licence itself. */
export function LicenceScreen({ data }: ScreenProps<'licence'>) {
  if (data.licence) return <Came data={data} licence={data.licence} />;
  return <Consent data={data} />;
}

function Consent({ data }: ScreenProps<'licence'>) {
  const { t, text, send, can } = useKiosk();
  const region = text(data.region);
  const points = {
    name: text(data.name).replace(/[。.]$/u, ''),
    matter: text(data.matter),
    region,
  };
  const failed = data.problem !== null;
  /** The region has said its last word: only the other ways are left. */
  const over = data.problem?.retryable === false;
  return (
    <Frame
      title={t('screens:licence.title')}
      lead={over ? text(data.name) : t('screens:licence.lead', { region })}
      symbol={ShieldCheck}
      actions={
        <>
          <Back>{t('screens:phone.other')}</Back>
          {can('consentLicence') && (
            <Button
              kind="primary"
              icon={failed ? RotateCcw : Check}
              onPress={() => send({ type: 'consentLicence' })}
              name="primary"
            >
              {t(failed ? 'screens:licence.again' : 'screens:licence.agree')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:licence.title')}>
        <div className="stack">
          <Problem failure={data.problem} tone="care" />
          {data.phase === 'fetching' ? (
            <Wait>{t('screens:licence.fetching', { region })}</Wait>
          ) : over ? null : (
            <Points
              items={[
                t('screens:licence.what', points),
                t('screens:licence.why', points),
                t('screens:licence.whom', points),
                t('screens:licence.long'),
                t('screens:licence.refuse'),
              ]}
            />
          )}
        </div>
      </Body>
    </Frame>
  );
}

type Shown = NonNullable<ScreenProps<'licence'>['data']['licence']>;

function Came({ data, licence }: ScreenProps<'licence'> & { readonly licence: Shown }) {
  const { t, text, send } = useKiosk();
  return (
    <Frame
      title={t('screens:licence.cameTitle')}
      lead={t('screens:licence.cameLead')}
      symbol={FileBadge}
      actions={
        <>
          <Back>{t('screens:phone.other')}</Back>
          <Button kind="primary" icon={Check} onPress={() => send({ type: 'acceptFile' })} name="primary">
            {t('screens:licence.use')}
          </Button>
        </>
      }
    >
      <div className="review came">
        <div className="paper">
          <Body label={text(data.name)}>
            <ShownFile file={licence.file} />
          </Body>
        </div>
        <aside className="stack">
          <Card title={licence.name}>
            <p>
              {licence.validUntil === null
                ? t('screens:licence.noEnd')
                : `${t('screens:licence.valid')} ${licence.validUntil}`}
            </p>
            <p>{t('screens:phone.pages', { count: licence.file.pages })}</p>
          </Card>
        </aside>
      </div>
    </Frame>
  );
}
