import { Delete } from 'lucide-react';
import { dropLast } from './edit.ts';
import { Key } from './keys.tsx';
import type { PadProps } from './number-pad.tsx';

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/** Letters that go into the field as they are: the search reads pinyin, initials and English by itself. */
export function SearchKeyboard({ t, value, onChange }: PadProps) {
  return (
    <fieldset className="keys letters" aria-label={t('input:keyboard')}>
      {ROWS.map((row, index) => (
        <div className="key-row" key={row}>
          {[...row].map((ch) => (
            <Key key={ch} onPress={() => onChange(value + ch)}>
              {ch}
            </Key>
          ))}
          {index === ROWS.length - 1 && (
            <Key soft wide icon={Delete} onPress={() => onChange(dropLast(value))}>
              {t('input:delete')}
            </Key>
          )}
        </div>
      ))}
      <div className="key-row">
        <Key soft wide onPress={() => onChange('')}>
          {t('input:clear')}
        </Key>
        <Key soft wide onPress={() => onChange(`${value} `)}>
          {t('input:space')}
        </Key>
      </div>
    </fieldset>
  );
}
