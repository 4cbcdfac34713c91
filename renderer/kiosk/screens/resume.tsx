import { ChevronRight, FileClock, Trash2 } from 'lucide-react';
import { momentWords } from '../../i18n/dates.ts';
import { Button, Card, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Points } from '../shared.tsx';

/** 草稿: what this person wished to be kept. */
export function ResumeScreen({ data }: ScreenProps<'resume'>) {
  const { t, text, send, language } = useKiosk();
  const now = useNow(10_000);
  const title = t('screens:resume.title');
  return (
    <Frame
      title={title}
      lead={`${text(data.matter.name)} · ${text(data.region.short)}`}
      symbol={FileClock}
      actions={
        <>
          <Back />
          <Button kind="main" icon={Trash2} onPress={() => send({ type: 'dropDraft' })} name="drop-draft">
            {t('screens:resume.drop')}
          </Button>
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            onPress={() => send({ type: 'resumeDraft' })}
            name="primary"
          >
            {t('screens:resume.go')}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <div className="stack">
          <Notice tone="info" word={t('notice.info')}>
            {t('screens:resume.until', { time: momentWords(data.until, now, language) })}
          </Notice>
          <Card>
            <Points
              items={[t('screens:resume.kept'), t('screens:resume.again'), t('screens:resume.dropText')]}
            />
          </Card>
        </div>
      </Body>
    </Frame>
  );
}
