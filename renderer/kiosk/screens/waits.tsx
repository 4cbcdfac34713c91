import { Hourglass } from 'lucide-react';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back } from '../shared.tsx';

function Wait({ title, body }: { readonly title: string; readonly body: string }) {
  return (
    <Frame title={title} actions={<Back />}>
      <div className="wait" role="status">
        <Hourglass size="5rem" strokeWidth={1.5} aria-hidden />
        <p>{body}</p>
      </div>
    </Frame>
  );
}

export function CheckingScreen({ data }: ScreenProps<'checking'>) {
  const { t, text } = useKiosk();
  return (
    <Wait
      title={t('screens:checking.title', { region: text(data.region) })}
      body={t('screens:checking.body')}
    />
  );
}

export function PreparingScreen(_: ScreenProps<'preparing'>) {
  const { t } = useKiosk();
  return <Wait title={t('screens:preparing.title')} body={t('screens:preparing.body')} />;
}

export function SubmittingScreen(_: ScreenProps<'submitting'>) {
  const { t } = useKiosk();
  return <Wait title={t('screens:submitting.title')} body={t('screens:submitting.body')} />;
}
