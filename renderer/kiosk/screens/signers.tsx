import { Check, IdCard, Send, UserRound } from 'lucide-react';
import { localDate } from '../../../electron/core/index.ts';
import { dayWords } from '../../i18n/dates.ts';
import { Button, Card, Notice, PlaceFigure, Tag } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem } from '../shared.tsx';
import '../signing.css';

/** 股东签名: who has signed, who has not, and until when the others can. */
export function SignersScreen({ data }: ScreenProps<'signers'>) {
  const { t, text, send, can, language } = useKiosk();
  const left = data.people.filter(({ signed }) => !signed).length;
  const enough = data.people.length - left >= data.quorum;
  return (
    <Frame
      title={t('screens:signers.title')}
      lead={t('screens:signers.lead', { who: text(data.who) })}
      actions={
        <>
          <Back />
          {can('nextSigner') && (
            <Button kind="main" icon={IdCard} onPress={() => send({ type: 'nextSigner' })} name="next-signer">
              {t('screens:signers.next')}
            </Button>
          )}
          <Button kind="primary" icon={Send} onPress={() => send({ type: 'submitSigned' })} name="primary">
            {t('screens:signers.submit')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:signers.title')}>
        <div className="stack">
          <Problem failure={data.problem} />
          <Card title={t('screens:signers.quorum', { count: data.quorum })}>
            {data.inOrder && <p>{t('screens:signers.order')}</p>}
            <ul className="signers">
              {data.people.map(({ name, signed, turn }) => (
                <li key={name}>
                  <span>
                    <UserRound size="1.4rem" aria-hidden /> <b>{name}</b>
                  </span>
                  <Tag tone={signed ? 'good' : 'info'}>
                    {t(
                      signed
                        ? 'screens:signers.signed'
                        : turn
                          ? 'screens:signers.turn'
                          : 'screens:signers.open',
                    )}
                  </Tag>
                </li>
              ))}
            </ul>
          </Card>
          {enough ? (
            <Notice tone="good" word={t('notice.good')}>
              {t('screens:signers.all')}
            </Notice>
          ) : (
            <Notice tone="care" word={t('notice.care')} title={t('screens:signers.here')}>
              <p>{t('screens:signers.later', { day: dayWords(localDate(data.until), language) })}</p>
            </Notice>
          )}
        </div>
      </Body>
    </Frame>
  );
}

/** The next signer agrees and lays down a card, after the one before has gone. */
export function SignerCardScreen({ data }: ScreenProps<'signerCard'>) {
  const { t, send } = useKiosk();
  const { phase } = data;
  const [title, lead] = TITLES[phase];
  return (
    <Frame
      title={t(title)}
      lead={t(lead)}
      actions={
        <>
          <Back />
          {phase === 'consent' && (
            <Button kind="primary" icon={Check} onPress={() => send({ type: 'consent' })} name="primary">
              {t('screens:signerCard.consent')}
            </Button>
          )}
        </>
      }
    >
      <Problem failure={phase === 'reading' ? null : data.problem} />
      <Body label={t(title)}>
        <div className="two wide-left">
          {phase === 'consent' ? (
            <Card title={t('screens:signerCard.consentTitle')}>
              <p>{t('screens:signerCard.consentText')}</p>
            </Card>
          ) : null}
          <PlaceFigure
            kind="card"
            reading={phase === 'reading'}
            alt={t('screens:identify.picture')}
            word={t('screens:identify.reader')}
            small={phase === 'consent'}
          />
        </div>
      </Body>
    </Frame>
  );
}

const TITLES = {
  consent: ['screens:signerCard.title', 'screens:signerCard.lead'],
  lift: ['screens:signerCard.lift', 'screens:signerCard.liftText'],
  waiting: ['screens:signerCard.waiting', 'screens:signerCard.waitingText'],
  reading: ['screens:identify.reading', 'screens:identify.readingText'],
} as const;
