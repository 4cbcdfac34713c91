import { ChevronRight, Send } from 'lucide-react';
import { useState } from 'react';
import { addDays } from '../../../electron/core/index.ts';
import { momentWords } from '../../i18n/dates.ts';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, CheckList, ChoiceList, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem } from '../shared.tsx';
import { useDraft } from '../use-draft.ts';

/** What usually stands in the way, so that nobody has to type. */
const REASONS = {
  'not-done': ['unclear', 'refused', 'system', 'toAndFro', 'late'],
  'off-list': ['urgent', 'moved', 'company', 'family'],
} as const;

/** By when it is needed, in days from today. */
const WISHES = { none: null, week: 7, month: 30 } as const;
type Wish = keyof typeof WISHES;

const PHONE_LENGTH = 11;
/** As many as the host takes, less what the reasons may add. */
const TEXT_LENGTH = 1_500;

/** 反映问题: what it is about and what is the matter; then how to reach who said it. */
export function ReportScreen({ data }: ScreenProps<'report'>) {
  const { t, text, send } = useKiosk();
  const now = useNow(60_000);
  const [page, setPage] = useState<'what' | 'reach'>(data.problem ? 'reach' : 'what');
  const [kind, setKind] = useDraft('report-kind');
  const [reasons, setReasons] = useDraft('report-reasons');
  const [words, setWords] = useDraft('report-words');
  const [phone, setPhone] = useDraft('report-phone');
  const [wish, setWish] = useDraft('report-wish');
  const { language } = useKiosk();
  const { NumberPad, NameKeyboard } = useKeyboards();
  const about = (kind || data.kind) as typeof data.kind;
  const chosen = reasons.split(' ').filter((key) => (REASONS[about] as readonly string[]).includes(key));
  const typed = words === '' && data.query !== '' ? data.query : words;
  const said = [
    ...chosen.map((key) => t(`screens:report.reasons.${key as (typeof REASONS)[typeof about][number]}`)),
    typed.trim(),
  ]
    .filter(Boolean)
    .join('；');
  const file = () => {
    const days = WISHES[(wish || 'none') as Wish];
    send({
      type: 'fileReport',
      kind: about,
      text: said,
      phone,
      name: '',
      wishedBy: days === null ? null : addDays(data.today, days),
    });
  };
  const region = data.regions.find((one) => one.code === data.region);
  if (page === 'what') {
    return (
      <Frame
        title={t('screens:report.title')}
        lead={t('screens:report.lead')}
        actions={
          <>
            <Back />
            <Button
              kind="primary"
              iconAfter={ChevronRight}
              disabled={said === ''}
              onPress={() => setPage('reach')}
              name="primary"
            >
              {t('next')}
            </Button>
          </>
        }
      >
        <div className="typing reporting">
          <Body label={t('screens:report.title')}>
            <div className="stack">
              <ChoiceList
                label={t('screens:report.kind')}
                value={about}
                onChange={setKind}
                choices={(['not-done', 'off-list'] as const).map((value) => ({
                  value,
                  label: t(`screens:report.kinds.${value}`),
                }))}
              />
              {(data.matter ?? data.receiptNumber) !== null && (
                <p className="lead">
                  {t('screens:report.about')}{' '}
                  <b>
                    {data.matter ? text(data.matter) : <span className="digits">{data.receiptNumber}</span>}
                  </b>
                </p>
              )}
              <ChoiceList
                label={t('screens:report.region')}
                value={data.region}
                onChange={(code) => send({ type: 'chooseRegion', region: code })}
                choices={data.regions.map(({ code, short }) => ({ value: code, label: text(short) }))}
              />
              <CheckList
                label={t('screens:report.reason')}
                value={chosen}
                onChange={(value) => setReasons(value.join(' '))}
                choices={REASONS[about].map((value) => ({
                  value,
                  label: t(`screens:report.reasons.${value}`),
                }))}
              />
              <Field
                label={t('screens:report.words')}
                value={typed}
                onChange={(value) => setWords(value.slice(0, TEXT_LENGTH))}
                active
                onActivate={() => undefined}
              />
            </div>
          </Body>
          <div className="keyboard-place">
            {NameKeyboard && (
              <NameKeyboard t={t} value={typed} onChange={(value) => setWords(value.slice(0, TEXT_LENGTH))} />
            )}
          </div>
        </div>
      </Frame>
    );
  }
  return (
    <Frame
      title={t('screens:report.reachTitle')}
      lead={t('screens:report.reachLead')}
      actions={
        <>
          <Button kind="main" onPress={() => setPage('what')} name="back">
            {t('back')}
          </Button>
          <Button
            kind="primary"
            icon={Send}
            disabled={phone.length < PHONE_LENGTH}
            onPress={file}
            name="primary"
          >
            {t('screens:report.file')}
          </Button>
        </>
      }
    >
      <div className="typing reporting">
        <Body label={t('screens:report.reachTitle')}>
          <div className="stack wide-gap">
            <Problem failure={data.problem} />
            <Field
              label={t('screens:report.phone')}
              value={phone}
              onChange={(value) => setPhone(value.replace(/\D/g, '').slice(0, PHONE_LENGTH))}
              active
              onActivate={() => undefined}
              autoFocus
            />
            <ChoiceList
              label={t('screens:report.wish')}
              value={wish || 'none'}
              onChange={setWish}
              choices={(Object.keys(WISHES) as Wish[]).map((value) => ({
                value,
                label: t(`screens:report.wishes.${value}`),
              }))}
            />
            <Notice tone="info" word={t('notice.info')} title={t('screens:report.goesTo')}>
              <p>
                {t('screens:report.promise', {
                  region: region ? text(region.short) : '',
                  leader: text(data.route.leader),
                  refer: momentWords(data.referBy, now, language),
                  days: data.route.answerWorkingDays,
                  answer: momentWords(data.answerBy, now, language),
                })}
              </p>
              <p>
                {t(data.known ? 'screens:report.seeKnown' : 'screens:report.seeUnknown', {
                  desk: text(data.route.desk),
                })}
              </p>
            </Notice>
          </div>
        </Body>
        <div className="keyboard-place">
          {NumberPad && <NumberPad t={t} value={phone} onChange={setPhone} length={PHONE_LENGTH} />}
        </div>
      </div>
    </Frame>
  );
}
