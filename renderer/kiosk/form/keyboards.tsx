import { Delete } from 'lucide-react';
import { useState } from 'react';
import type { FormField } from '../../../electron/core/index.ts';
import { dropLast, useKeyboards } from '../../input/index.ts';
import { Key } from '../../input/keys.tsx';
import { Modes } from '../../input/modes.tsx';
import { useKiosk } from '../context.tsx';

/** Digits of a date: year, month, day. */
const DATE_DIGITS = 8;
const SIGNS = ['1234567890', '-/.,:;@#%&', '（）《》“”、，。·'] as const;

export interface FieldKeyboardProps {
  readonly field: FormField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The keys that fit a field. Beyond its length nothing is taken. */
export function FieldKeyboard({ field, value, onChange }: FieldKeyboardProps) {
  const { t } = useKiosk();
  const { NumberPad, CodeKeyboard, NameKeyboard } = useKeyboards();
  const set = (text: string) => onChange([...text].slice(0, field.most).join(''));
  const keys = { t, value, onChange: set };
  const { kind, keyboard, decimals, check } = field;
  const isName = check.includes('latin-name') || check.includes('person-name');
  // Latin letters are those of a name, of an address in the net, or of a code such as a passport's.
  if (
    kind === 'usc-code' ||
    check.includes('task-code') ||
    (keyboard === 'latin' && !isName && !check.includes('email'))
  )
    return CodeKeyboard && <CodeKeyboard {...keys} />;
  if (decimals > 0) return <DecimalPad {...keys} />;
  if (kind === 'date') return NumberPad && <NumberPad {...keys} length={DATE_DIGITS} />;
  if (keyboard === 'id-number') return NumberPad && <NumberPad {...keys} length={field.most} withX />;
  if (keyboard === 'digits') return NumberPad && <NumberPad {...keys} length={field.most} />;
  if (keyboard === 'name' || (keyboard === 'latin' && isName))
    return NameKeyboard && <NameKeyboard {...keys} start={keyboard === 'latin' ? 'letters' : 'pinyin'} />;
  return <TextKeyboard {...keys} start={keyboard === 'latin' ? 'letters' : 'pinyin'} />;
}

type Keys = Omit<FieldKeyboardProps, 'field'>;

/** Characters, and beside them digits and signs. */
function TextKeyboard({ value, onChange, start }: Keys & { readonly start: 'pinyin' | 'letters' }) {
  const { t } = useKiosk();
  const { NameKeyboard } = useKeyboards();
  const [kind, setKind] = useState<'letters' | 'signs'>('letters');
  return (
    <div className="text-keyboard">
      <Modes
        label={t('input:mode')}
        modes={['letters', 'signs']}
        words={(one) => t(`form:${one}`)}
        value={kind}
        onChange={setKind}
      />
      {kind === 'signs' ? (
        <SignKeys value={value} onChange={onChange} />
      ) : (
        NameKeyboard && <NameKeyboard t={t} value={value} onChange={onChange} start={start} />
      )}
    </div>
  );
}

function SignKeys({ value, onChange }: Keys) {
  const { t } = useKiosk();
  return (
    <fieldset className="keys letters" aria-label={t('input:keyboard')}>
      {SIGNS.map((row, index) => (
        <div className="key-row" key={row}>
          {[...row].map((sign) => (
            <Key key={sign} onPress={() => onChange(value + sign)}>
              {sign}
            </Key>
          ))}
          {index === SIGNS.length - 1 && (
            <Key soft wide icon={Delete} onPress={() => onChange(dropLast(value))}>
              {t('input:delete')}
            </Key>
          )}
        </div>
      ))}
    </fieldset>
  );
}

function DecimalPad({ value, onChange }: Keys) {
  const { t } = useKiosk();
  const point = () => !value.includes('.') && onChange(value === '' ? '0.' : `${value}.`);
  return (
    <fieldset className="keys pad" aria-label={t('input:keyboard')}>
      {[...'123456789'].map((digit) => (
        <Key key={digit} onPress={() => onChange(value + digit)}>
          {digit}
        </Key>
      ))}
      <Key onPress={point} label={t('form:point')}>
        .
      </Key>
      <Key onPress={() => onChange(`${value}0`)}>0</Key>
      <Key soft icon={Delete} onPress={() => onChange(dropLast(value))}>
        {t('input:delete')}
      </Key>
    </fieldset>
  );
}
