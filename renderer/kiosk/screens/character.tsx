import { Check, Eraser, PencilLine, UserRound } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { InkArea, PEN, useInk } from '../ink-area.tsx';
import { RareText } from '../rare-text.tsx';
import { Back, Body } from '../shared.tsx';

/** A character that no font has: drawn once in its square, corrected where it was typed, or handed to a person. */
export function CharacterScreen({ data }: ScreenProps<'character'>) {
  // The next character begins with an empty square.
  return <One key={data.codePoint} data={data} />;
}

function One({ data }: ScreenProps<'character'>) {
  const { t, text, can, send } = useKiosk();
  const ink = useInk(PEN.character);
  const { drawable } = data;
  return (
    <Frame
      title={t(drawable ? 'screens:character.title' : 'screens:character.titleOther')}
      lead={t(drawable ? 'screens:character.lead' : 'screens:character.leadOther')}
      actions={
        <>
          <Back />
          {can('correct') && (
            <Button
              kind={drawable ? 'main' : 'primary'}
              icon={PencilLine}
              onPress={() => send({ type: 'correct' })}
              name="correct"
            >
              {t('screens:character.correct')}
            </Button>
          )}
          <Button kind="main" icon={UserRound} onPress={() => send({ type: 'toStaff' })} name="staff">
            {t('screens:character.staff')}
          </Button>
          {drawable && (
            <Button
              kind="primary"
              icon={Check}
              disabled={!ink.written}
              onPress={() => send({ type: 'drew', strokes: ink.strokes() })}
              name="primary"
            >
              {t('screens:character.done')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:character.title')}>
        <div className="character">
          <section className="card character-facts">
            {data.of > 1 && (
              <p className="lead">{t('screens:character.which', { at: data.at, of: data.of })}</p>
            )}
            <dl>
              <dt>{text(data.where.label)}</dt>
              <dd className="big">
                <Around {...data} />
              </dd>
              {data.kind === 'other' && (
                <>
                  <dt>{t('screens:character.code')}</dt>
                  <dd className="digits">{data.codePoint}</dd>
                </>
              )}
            </dl>
            <p>{t(`screens:character.why.${data.kind}`)}</p>
          </section>
          {drawable && (
            <div className="character-square">
              <InkArea ink={ink} label={t('screens:character.area')} name="character" className="square">
                <Guides />
                {!ink.written && (
                  <p className="sign-here" aria-hidden>
                    {t('screens:character.here')}
                  </p>
                )}
              </InkArea>
              <Button kind="quiet" icon={Eraser} disabled={!ink.written} onPress={ink.clear} name="clear">
                {t('screens:sign.clear')}
              </Button>
            </div>
          )}
        </div>
        <Notice tone="info" word={t('notice.info')}>
          {t(drawable ? 'screens:character.kept' : 'screens:character.notWrong')}
        </Notice>
      </Body>
    </Frame>
  );
}

/** The text with the character marked; by its code where the screen's own fonts would make an empty box of it. */
function Around({ where, character, codePoint, kind }: ScreenProps<'character'>['data']) {
  if (kind === 'other') return <RareText>{where.text}</RareText>;
  const parts = where.text.split(character);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
    <span key={index}>
      <RareText>{part}</RareText>
      {index < parts.length - 1 && <mark className="code-point digits">{codePoint}</mark>}
    </span>
  ));
}

/** The lines of a 米字格, by which Chinese characters are practised. */
function Guides() {
  return (
    <svg className="guides" viewBox="0 0 100 100" aria-hidden focusable="false">
      <path d="M0 50H100M50 0V100M0 0L100 100M100 0L0 100" />
    </svg>
  );
}
