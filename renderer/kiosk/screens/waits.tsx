import { Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back } from '../shared.tsx';

function Waiting({ title, body }: { readonly title: string; readonly body: string }) {
  return (
    <Frame title={title} actions={<Back />}>
      <Wait>{body}</Wait>
    </Frame>
  );
}

export function CheckingScreen({ data }: ScreenProps<'checking'>) {
  const { t, text } = useKiosk();
  return (
    <Waiting
      title={t('screens:checking.title', { region: text(data.region) })}
      body={t('screens:checking.body')}
    />
  );
}

export function PreparingScreen(_: ScreenProps<'preparing'>) {
  const { t } = useKiosk();
  return <Waiting title={t('screens:preparing.title')} body={t('screens:preparing.body')} />;
}

export function SubmittingScreen(_: ScreenProps<'submitting'>) {
  const { t } = useKiosk();
  return <Waiting title={t('screens:submitting.title')} body={t('screens:submitting.body')} />;
}
