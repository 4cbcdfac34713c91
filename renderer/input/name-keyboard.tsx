import { ChevronLeft, ChevronRight, Delete } from 'lucide-react';
import { useEffect, useState } from 'react';
import { characterOf, dropLast } from './edit.ts';
import { Key } from './keys.tsx';
import { Modes } from './modes.tsx';
import type { PadProps } from './number-pad.tsx';
import { candidates, couldGrow } from './pinyin.ts';

type Mode = 'pinyin' | 'letters' | 'code';
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;
/** Characters offered at once; the rest by turning the page. */
const PAGE = 9;

/** Names: one character after the other by its pinyin, Latin names by letters, rare characters by their code point. */
export function NameKeyboard({
  t,
  value,
  onChange,
  start = 'pinyin',
}: PadProps & { readonly start?: 'pinyin' | 'letters' }) {
  const [mode, setMode] = useState<Mode>(start);
  return (
    <fieldset className="name-keyboard" aria-label={t('input:keyboard')}>
      <Modes
        label={t('input:mode')}
        modes={['pinyin', 'letters', 'code']}
        words={(one) => t(`input:${one}`)}
        value={mode}
        onChange={setMode}
      />
      {mode === 'pinyin' && <PinyinKeys t={t} value={value} onChange={onChange} />}
      {mode === 'letters' && <LatinKeys t={t} value={value} onChange={onChange} />}
      {mode === 'code' && <CodePointKeys t={t} value={value} onChange={onChange} />}
    </fieldset>
  );
}

function PinyinKeys({ t, value, onChange }: PadProps) {
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(0);
  const found = candidates(typed, value === '');
  const shown = found.slice(page * PAGE, page * PAGE + PAGE);
  const type = (next: string) => {
    setTyped(next);
    setPage(0);
  };
  const take = (text: string) => {
    onChange(value + text);
    type('');
  };
  return (
    <>
      <div className="candidates">
        <p className="typed" aria-live="polite">
          {typed || <span className="lead">{t('input:candidatesHint')}</span>}
          {typed !== '' && found.length === 0 && <span className="lead"> {t('input:noCandidate')}</span>}
        </p>
        {typed !== '' && (
          <fieldset className="candidate-row" aria-label={t('input:candidates')}>
            {shown.map((text) => (
              <Key key={text} lang="zh-CN" onPress={() => take(text)}>
                {text}
              </Key>
            ))}
            {found.length > PAGE && (
              <>
                <Key
                  soft
                  icon={ChevronLeft}
                  label={t('input:previous')}
                  disabled={page === 0}
                  onPress={() => setPage(page - 1)}
                />
                <Key
                  soft
                  icon={ChevronRight}
                  label={t('input:following')}
                  disabled={(page + 1) * PAGE >= found.length}
                  onPress={() => setPage(page + 1)}
                />
              </>
            )}
          </fieldset>
        )}
      </div>
      <div className="keys letters">
        {ROWS.map((row, index) => (
          <div className="key-row" key={row}>
            {[...row].map((ch) => (
              <Key key={ch} disabled={!couldGrow(typed + ch)} onPress={() => type(typed + ch)}>
                {ch}
              </Key>
            ))}
            {index === 2 && (
              <>
                <Key soft onPress={() => take('·')} label={t('input:dot')}>
                  ·
                </Key>
                <Key
                  soft
                  wide
                  icon={Delete}
                  onPress={() => (typed === '' ? onChange(dropLast(value)) : type(typed.slice(0, -1)))}
                >
                  {t('input:delete')}
                </Key>
              </>
            )}
          </div>
        ))}
      </div>
    </>
  );
}

function LatinKeys({ t, value, onChange }: PadProps) {
  const begins = value === '' || value.endsWith(' ') || value.endsWith('·');
  const [upper, setUpper] = useState(begins);
  // A new word of a name begins with a capital; the key can always be pressed against it.
  useEffect(() => setUpper(begins), [begins]);
  return (
    <div className="keys letters">
      {ROWS.map((row, index) => (
        <div className="key-row" key={row}>
          {index === 2 && (
            <Key soft onPress={() => setUpper(!upper)} label={t('input:shift')}>
              {upper ? 'Aa' : 'aA'}
            </Key>
          )}
          {[...row].map((ch) => (
            <Key key={ch} onPress={() => onChange(value + (upper ? ch.toUpperCase() : ch))}>
              {upper ? ch.toUpperCase() : ch}
            </Key>
          ))}
          {index === 2 && (
            <Key soft icon={Delete} wide onPress={() => onChange(dropLast(value))}>
              {t('input:delete')}
            </Key>
          )}
        </div>
      ))}
      <div className="key-row">
        <Key soft onPress={() => onChange(`${value}-`)}>
          -
        </Key>
        <Key soft onPress={() => onChange(`${value}'`)}>
          ’
        </Key>
        <Key soft wide onPress={() => onChange(`${value} `)}>
          {t('input:space')}
        </Key>
        <Key soft onPress={() => onChange(`${value}·`)} label={t('input:dot')}>
          ·
        </Key>
      </div>
    </div>
  );
}

function CodePointKeys({ t, value, onChange }: PadProps) {
  const [code, setCode] = useState('');
  const character = characterOf(code);
  return (
    <>
      <div className="candidates">
        <p className="typed">
          <span className="lead">{t('input:codeLabel')} </span>
          <b className="digits">U+{code}</b>
          {code.length >= 4 && character === null && <span className="lead"> {t('input:codeWrong')}</span>}
        </p>
        <div className="candidate-row">
          {character === null ? (
            <p className="lead code-hint">{t('input:codeHint')}</p>
          ) : (
            <Key
              wide
              lang="zh-CN"
              onPress={() => {
                onChange(value + character);
                setCode('');
              }}
            >
              <span className="big-character">{character}</span> {t('input:codeInsert')}
            </Key>
          )}
        </div>
      </div>
      <div className="keys letters">
        {['12345678', '90ABCDEF'].map((row) => (
          <div className="key-row" key={row}>
            {[...row].map((ch) => (
              <Key key={ch} disabled={code.length >= 5} onPress={() => setCode(code + ch)}>
                {ch}
              </Key>
            ))}
          </div>
        ))}
        <div className="key-row">
          <Key soft wide onPress={() => setCode('')}>
            {t('input:clear')}
          </Key>
          <Key
            soft
            wide
            icon={Delete}
            onPress={() => (code === '' ? onChange(dropLast(value)) : setCode(code.slice(0, -1)))}
          >
            {t('input:delete')}
          </Key>
        </div>
      </div>
    </>
  );
}
