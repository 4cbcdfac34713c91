import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Problem } from '../shared.tsx';
import { useDraft } from '../use-draft.ts';

const NUMBER_LENGTH = 18;
/** Of a passport, at least: who handed in with one finds the case by its number. */
const PASSPORT_LENGTH = 5;
/** Machine 4, date 6, serial 4, check character 1; hyphens are put in for the eye. */
const RECEIPT_LENGTH = 15;

const flat = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, RECEIPT_LENGTH);
const hyphened = (text: string) =>
  [text.slice(0, 4), text.slice(4, 10), text.slice(10, 14), text.slice(14)].filter(Boolean).join('-');
const digits = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^0-9X]/g, '')
    .slice(0, NUMBER_LENGTH);
const letters = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, NUMBER_LENGTH);

/** What is typed stays while the region is asked and when it says no; it is never written anywhere. */
export function NoCardScreen({ data }: ScreenProps<'noCard'>) {
  const { t, send } = useKiosk();
  const track = data.purpose === 'track';
  const [first, setFirst] = useDraft(track ? 'receipt' : 'name');
  const [number, setNumber] = useDraft('number');
  const [active, setActive] = useState<'first' | 'number'>('first');
  const { NumberPad, NameKeyboard, CodeKeyboard } = useKeyboards();
  // A passport's number has a letter and is shorter.
  const passport = track && /[A-Z]/.test(number.slice(0, -1)) && number.length >= PASSPORT_LENGTH;
  const whole = number.length === NUMBER_LENGTH || passport;
  const ready = whole && (track ? flat(first).length === RECEIPT_LENGTH : first.trim() !== '');
  const answer = () =>
    track
      ? send({ type: 'giveReceipt', receiptNumber: hyphened(flat(first)), number })
      : send({ type: 'giveIdentity', name: first.trim(), number });
  const left = (have: number, all: number) =>
    have === all ? t('screens:noCard.complete') : t('screens:noCard.digitsLeft', { count: all - have });
  return (
    <Frame
      title={t(track ? 'screens:noCard.titleTrack' : 'screens:noCard.titleApply')}
      lead={t(track ? 'screens:noCard.leadTrack' : 'screens:noCard.leadApply')}
      actions={
        <>
          <Back />
          <Button kind="primary" iconAfter={ChevronRight} disabled={!ready} onPress={answer} name="primary">
            {t(track ? 'screens:noCard.find' : 'screens:noCard.check')}
          </Button>
        </>
      }
    >
      <div className="typing">
        <div className="stack wide-gap">
          <Problem failure={data.problem} />
          {track ? (
            <Field
              label={t('screens:noCard.receipt')}
              hint={left(flat(first).length, RECEIPT_LENGTH)}
              value={hyphened(flat(first))}
              onChange={(value) => setFirst(flat(value))}
              active={active === 'first'}
              onActivate={() => setActive('first')}
              autoFocus
            />
          ) : (
            <Field
              label={t('screens:noCard.name')}
              value={first}
              onChange={(value) => setFirst(value.slice(0, 50))}
              active={active === 'first'}
              onActivate={() => setActive('first')}
              autoFocus
            />
          )}
          <Field
            label={t(track ? 'screens:noCard.numberTrack' : 'screens:noCard.number')}
            hint={passport ? t('screens:noCard.passport') : left(number.length, NUMBER_LENGTH)}
            value={number}
            onChange={(value) => setNumber(track ? letters(value) : digits(value))}
            active={active === 'number'}
            onActivate={() => setActive('number')}
          />
        </div>
        <div className="keyboard-place">
          {active === 'number' && track && CodeKeyboard && (
            <CodeKeyboard t={t} value={number} onChange={(value) => setNumber(letters(value))} />
          )}
          {active === 'number' && !track && NumberPad && (
            <NumberPad t={t} value={number} onChange={setNumber} length={NUMBER_LENGTH} withX />
          )}
          {active === 'first' && track && CodeKeyboard && (
            <CodeKeyboard t={t} value={first} onChange={(value) => setFirst(flat(value))} />
          )}
          {active === 'first' && !track && NameKeyboard && (
            <NameKeyboard t={t} value={first} onChange={(value) => setFirst(value.slice(0, 50))} />
          )}
        </div>
      </div>
    </Frame>
  );
}
