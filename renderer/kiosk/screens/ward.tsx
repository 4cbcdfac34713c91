import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back } from '../shared.tsx';
import { useDraft } from '../use-draft.ts';

const NUMBER_LENGTH = 18;
const NAME_LENGTH = 50;

const digits = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^0-9X]/g, '')
    .slice(0, NUMBER_LENGTH);

/** Name and number of the minor; what is typed stays while the region is asked and when it says no. */
export function WardScreen({ data }: ScreenProps<'ward'>) {
  const { t, words, send } = useKiosk();
  const wrong = data.problem && words(data.problem);
  const [name, setName] = useDraft('ward');
  const [number, setNumber] = useDraft('ward-number');
  const [active, setActive] = useState<'name' | 'number'>('name');
  const { NumberPad, NameKeyboard } = useKeyboards();
  const left = NUMBER_LENGTH - number.length;
  const setShort = (value: string) => setName(value.slice(0, NAME_LENGTH));
  return (
    <Frame
      // Beside a keyboard there is room for a problem at the top alone.
      title={wrong ? wrong.title : t('screens:ward.title')}
      lead={wrong ? wrong.advice : t('screens:ward.lead')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={left !== 0 || name.trim() === ''}
            onPress={() => send({ type: 'giveWard', name: name.trim(), number })}
            name="primary"
          >
            {t('screens:noCard.check')}
          </Button>
        </>
      }
    >
      <div className="typing">
        <div className="stack wide-gap">
          <Field
            label={t('screens:ward.name')}
            value={name}
            onChange={setShort}
            active={active === 'name'}
            onActivate={() => setActive('name')}
            autoFocus
          />
          <Field
            label={t('screens:ward.number')}
            hint={left === 0 ? t('screens:noCard.complete') : t('screens:noCard.digitsLeft', { count: left })}
            value={number}
            onChange={(value) => setNumber(digits(value))}
            active={active === 'number'}
            onActivate={() => setActive('number')}
          />
        </div>
        <div className="keyboard-place">
          {active === 'name' && NameKeyboard && <NameKeyboard t={t} value={name} onChange={setShort} />}
          {active === 'number' && NumberPad && (
            <NumberPad t={t} value={number} onChange={setNumber} length={NUMBER_LENGTH} withX />
          )}
        </div>
      </div>
    </Frame>
  );
}
