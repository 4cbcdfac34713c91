import { Trash2 } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Questions } from '../form/questions.tsx';

/** One company of the list: mended, added or left out. */
export function BatchRowScreen({ data }: ScreenProps<'batchRow'>) {
  const { t, send } = useKiosk();
  const own = new Set(data.form.ui.groups.slice(1).flatMap(({ fields }) => fields.map(({ name }) => name)));
  const troubles =
    data.problems.length > 0
      ? ''
      : data.troubles.map((trouble) => t(`screens:batch.trouble.${trouble}`)).join(' ');
  return (
    <Questions
      file={data.form}
      values={data.values}
      problems={data.problems}
      today={data.today}
      title={
        data.at === null
          ? t('screens:batchRow.titleNew')
          : t('screens:batchRow.title', { at: data.at, of: data.of })
      }
      next={t('screens:batchRow.next')}
      // Beside a keyboard there is room for a trouble at the top alone.
      {...(troubles !== '' && { lead: troubles })}
      open={(field) => own.has(field)}
      more={
        data.at !== null && (
          <Button
            kind="main"
            icon={Trash2}
            onPress={() => send({ type: 'leaveOutRow', row: data.row })}
            name="leave-out"
          >
            {t('screens:batchRow.leaveOut')}
          </Button>
        )
      }
      onDone={(values) => send({ type: 'giveRow', values })}
    />
  );
}

/** What is the same for every company of the list. */
export function BatchCommonScreen({ data }: ScreenProps<'batchCommon'>) {
  const { t, send } = useKiosk();
  return (
    <Questions
      file={data.form}
      values={data.values}
      problems={data.problems}
      today={data.today}
      title={t('screens:batchCommon.title')}
      lead={t('screens:batchCommon.lead', { count: data.count })}
      next={t('screens:batchCommon.next')}
      onDone={(values) => send({ type: 'giveCommon', values })}
    />
  );
}
