import { FilePenLine } from 'lucide-react';
import { Button, Card, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Points } from '../shared.tsx';

/** 告知承诺制: what is promised, what follows, and that one may refuse; nothing is chosen beforehand. */
export function CommitmentScreen({ data }: ScreenProps<'commitment'>) {
  const { t, text, send } = useKiosk();
  return (
    <Frame
      title={t('screens:commitment.title')}
      lead={t('screens:commitment.lead', { region: text(data.region), matter: text(data.matter) })}
      actions={
        <>
          <Back />
          <Button kind="main" onPress={() => send({ type: 'refusePromise' })} name="refuse">
            {t('screens:commitment.refuse')}
          </Button>
          <Button kind="primary" icon={FilePenLine} onPress={() => send({ type: 'promise' })} name="primary">
            {t('screens:commitment.promise')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:commitment.title')}>
        <div className="stack">
          {data.sample && (
            <Notice tone="info" word={t('notice.info')}>
              {t('screens:commitment.sample')}
            </Notice>
          )}
          <Card title={t('screens:commitment.promises')}>
            <Points items={data.promises} numbered />
          </Card>
          <Notice tone="care" word={t('notice.care')} title={t('screens:commitment.untrue')}>
            <p>{text(data.untrue)}</p>
          </Notice>
          <Card title={t('screens:commitment.ordinary')}>
            <p>{text(data.ordinary)}</p>
          </Card>
        </div>
      </Body>
    </Frame>
  );
}
