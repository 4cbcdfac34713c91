import { LogOut, MailCheck, Send } from 'lucide-react';
import type { RatedAs } from '../../../electron/contract/index.ts';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, CheckList, Notice, type RatingLevel, RatingRow } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem, useSendOnly } from '../shared.tsx';
import { TicketCard } from '../ticket-card.tsx';
import { useDraft } from '../use-draft.ts';

/** As many as the host takes. */
const LENGTH = { words: 500, phone: 11 } as const;

const LEVELS: Readonly<Record<RatingLevel, RatedAs>> = {
  5: 'very-satisfied',
  4: 'satisfied',
  3: 'fairly-satisfied',
  2: 'dissatisfied',
  1: 'very-dissatisfied',
};
const isLevel = (level: string): level is `${RatingLevel}` => level in LEVELS;

/** 好差评: five faces; why, and a call back, only for who wants to say more. */
export function RateScreen({ data }: ScreenProps<'rate'>) {
  return data.given ? <Thanks data={data} given={data.given} /> : <Choose data={data} />;
}

function Choose({ data }: ScreenProps<'rate'>) {
  const { t, text, send, can } = useKiosk();
  const done = useSendOnly('done');
  const { NameKeyboard, NumberPad } = useKeyboards();
  const about = `${data.case.receiptNumber} ${data.next.stage} ${data.next.round}`;
  const [level, setLevel] = useDraft(`rate-level ${about}`);
  const [chosen, setChosen] = useDraft(`rate-remarks ${about}`);
  const [words, setWords] = useDraft(`rate-words ${about}`);
  const [phone, setPhone] = useDraft(`rate-phone ${about}`);
  const [keys, setKeys] = useDraft(`rate-keys ${about}`);
  const value = isLevel(level) ? (Number(level) as RatingLevel) : null;
  const satisfaction = value && LEVELS[value];
  const low = value !== null && value < 3;
  const remarks = data.remarks.filter(({ levels }) => satisfaction && levels.includes(satisfaction));
  const codes = chosen.split(' ').filter((code) => remarks.some((one) => one.code === code));
  const halfPhone = low && phone !== '' && phone.length < LENGTH.phone;
  const give = () => {
    if (!satisfaction) return;
    send({
      type: 'giveRating',
      satisfaction,
      remarks: codes,
      words,
      phone: low && phone !== '' ? phone : null,
    });
  };
  const setDigits = (next: string) => setPhone(next.replace(/\D/g, '').slice(0, LENGTH.phone));
  const keyboard =
    keys === 'words'
      ? NameKeyboard && (
          <NameKeyboard t={t} value={words} onChange={(next) => setWords(next.slice(0, LENGTH.words))} />
        )
      : keys === 'phone' && low
        ? NumberPad && <NumberPad t={t} value={phone} onChange={setDigits} length={LENGTH.phone} />
        : null;
  return (
    <Frame
      title={t(data.next.round === 2 ? 'screens:rate.again' : 'screens:rate.title')}
      lead={`${text(data.case.matter)} · ${text(data.case.region.short)}`}
      actions={
        <>
          <Back>{t('screens:correct.toCases')}</Back>
          <Button kind="main" icon={LogOut} onPress={done} name="leave-unrated">
            {t('screens:rate.skip')}
          </Button>
          <Button
            kind="primary"
            icon={Send}
            disabled={value === null || halfPhone || !can('giveRating')}
            onPress={give}
            name="primary"
          >
            {t('screens:rate.give')}
          </Button>
        </>
      }
    >
      <Problem failure={data.problem} />
      <div className={`typing form-page${keyboard ? ' open' : ''}`}>
        <Body label={t('screens:rate.title')}>
          <div className="stack wide-gap">
            <p className="lead">{t('screens:rate.voluntary')}</p>
            <RatingRow
              label={t('screens:rate.title')}
              words={{
                5: t('screens:rate.levels.very-satisfied'),
                4: t('screens:rate.levels.satisfied'),
                3: t('screens:rate.levels.fairly-satisfied'),
                2: t('screens:rate.levels.dissatisfied'),
                1: t('screens:rate.levels.very-dissatisfied'),
              }}
              value={value}
              onChange={(next) => setLevel(String(next))}
            />
            {remarks.length > 0 && (
              <CheckList
                label={t('screens:rate.why')}
                value={codes}
                onChange={(next) => setChosen(next.join(' '))}
                choices={remarks.map(({ code, text: words }) => ({ value: code, label: text(words) }))}
              />
            )}
            {value !== null && (
              <Field
                label={t('screens:rate.words')}
                value={words}
                onChange={(next) => setWords(next.slice(0, LENGTH.words))}
                active={keys === 'words'}
                onActivate={() => setKeys('words')}
              />
            )}
            {low && (
              <Notice tone="info" word={t('notice.info')} title={t('screens:rate.callTitle')}>
                <p>{t('screens:rate.call')}</p>
              </Notice>
            )}
            {low && (
              <Field
                label={t('screens:rate.phone')}
                value={phone}
                onChange={setDigits}
                active={keys === 'phone'}
                onActivate={() => setKeys('phone')}
              />
            )}
          </div>
        </Body>
        {keyboard && <div className="keyboard-place">{keyboard}</div>}
      </div>
    </Frame>
  );
}

function Thanks(
  props: ScreenProps<'rate'> & { readonly given: NonNullable<ScreenProps<'rate'>['data']['given']> },
) {
  const { t, text } = useKiosk();
  const done = useSendOnly('done');
  const { ticket } = props.given;
  return (
    <Frame
      title={t('screens:rate.thanks')}
      lead={`${text(props.data.case.matter)} · ${t(`screens:rate.levels.${props.given.satisfaction}`)}`}
      symbol={MailCheck}
      tone="good"
      actions={
        <>
          <Back>{t('screens:correct.toCases')}</Back>
          <Button kind="primary" icon={LogOut} onPress={done} name="primary">
            {t('screens:submitted.leavePlain')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:rate.thanks')}>
        <div className="stack wide-gap">
          <Notice tone="good" word={t('notice.good')}>
            <p>{t('screens:rate.stored', { region: text(props.data.case.region.short) })}</p>
          </Notice>
          {ticket && <TicketCard ticket={ticket} />}
        </div>
      </Body>
    </Frame>
  );
}
