import { Delete } from 'lucide-react';
import type { T } from '../i18n/index.ts';
import { dropLast } from './edit.ts';
import { Key } from './keys.tsx';

export interface PadProps {
  readonly t: T;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Digits, and X for the check character of a citizen number. Beyond `length` nothing is taken. */
export function NumberPad({
  t,
  value,
  onChange,
  length,
  withX,
}: PadProps & { readonly length: number; readonly withX?: boolean }) {
  const type = (ch: string) => value.length < length && onChange(value + ch);
  return (
    <fieldset className="keys pad" aria-label={t('input:keyboard')}>
      {[...'123456789'].map((digit) => (
        <Key key={digit} onPress={() => type(digit)}>
          {digit}
        </Key>
      ))}
      {withX ? (
        <Key onPress={() => type('X')}>X</Key>
      ) : (
        <Key soft onPress={() => onChange('')}>
          {t('input:clear')}
        </Key>
      )}
      <Key onPress={() => type('0')}>0</Key>
      <Key soft icon={Delete} onPress={() => onChange(dropLast(value))}>
        {t('input:delete')}
      </Key>
      {withX && (
        <Key soft wide onPress={() => onChange('')}>
          {t('input:clear')}
        </Key>
      )}
    </fieldset>
  );
}

/** Capital letters and digits, for receipt numbers. */
export function CodeKeyboard({ t, value, onChange }: PadProps) {
  const type = (ch: string) => onChange(value + ch);
  return (
    <fieldset className="keys letters" aria-label={t('input:keyboard')}>
      {['1234567890', 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'].map((row, index) => (
        <div className="key-row" key={row}>
          {[...row].map((ch) => (
            <Key key={ch} onPress={() => type(ch)}>
              {ch}
            </Key>
          ))}
          {index === 3 && (
            <Key soft icon={Delete} wide onPress={() => onChange(dropLast(value))}>
              {t('input:delete')}
            </Key>
          )}
        </div>
      ))}
    </fieldset>
  );
}
