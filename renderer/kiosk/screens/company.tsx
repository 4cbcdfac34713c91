import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back } from '../shared.tsx';
import { useDraft } from '../use-draft.ts';

const CODE_LENGTH = 18;
const NAME_LENGTH = 100;

const codeOf = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, CODE_LENGTH);

/** Name and unified social credit code, as on the licence. */
export function CompanyScreen({ data }: ScreenProps<'company'>) {
  const { t, words, send } = useKiosk();
  const wrong = data.problem && words(data.problem);
  const [name, setName] = useDraft('company');
  const [code, setCode] = useDraft('company-code');
  const [active, setActive] = useState<'name' | 'code'>('name');
  const { CodeKeyboard, NameKeyboard } = useKeyboards();
  // 样本（天津）有限公司: the one sign in names of companies, and the keyboard of names has none.
  const bracket = name.lastIndexOf('（') > name.lastIndexOf('）') ? '）' : '（';
  const left = CODE_LENGTH - code.length;
  const setShort = (value: string) => setName(value.slice(0, NAME_LENGTH));
  return (
    <Frame
      // Beside a keyboard there is room for a problem at the top alone.
      title={wrong ? wrong.title : t('screens:company.title')}
      lead={wrong ? wrong.advice : t('screens:company.lead')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={left !== 0 || name.trim() === ''}
            onPress={() => send({ type: 'giveOrganisation', name: name.trim(), creditCode: code })}
            name="primary"
          >
            {t('screens:company.check')}
          </Button>
        </>
      }
    >
      <div className="typing">
        <div className="stack wide-gap">
          <Field
            label={t('screens:company.name')}
            value={name}
            onChange={setShort}
            active={active === 'name'}
            onActivate={() => setActive('name')}
            autoFocus
          />
          {active === 'name' && (
            <Button kind="plain" onPress={() => setShort(name + bracket)} name="bracket">
              {t('screens:company.bracket', { bracket })}
            </Button>
          )}
          <Field
            label={t('screens:company.code')}
            hint={left === 0 ? t('screens:company.complete') : t('screens:company.left', { count: left })}
            value={code}
            onChange={(value) => setCode(codeOf(value))}
            active={active === 'code'}
            onActivate={() => setActive('code')}
          />
        </div>
        <div className="keyboard-place">
          {active === 'name' && NameKeyboard && <NameKeyboard t={t} value={name} onChange={setShort} />}
          {active === 'code' && CodeKeyboard && (
            <CodeKeyboard t={t} value={code} onChange={(value) => setCode(codeOf(value))} />
          )}
        </div>
      </div>
    </Frame>
  );
}
