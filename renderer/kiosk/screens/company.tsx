import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { TextKeyboard } from '../form/keyboards.tsx';
import { Frame } from '../frame.tsx';
import { Back, Problem } from '../shared.tsx';
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
  const { t, text, send } = useKiosk();
  const [name, setName] = useDraft('company');
  const [code, setCode] = useDraft('company-code');
  const [active, setActive] = useState<'name' | 'code'>('name');
  const { CodeKeyboard } = useKeyboards();
  const left = CODE_LENGTH - code.length;
  const setShort = (value: string) => setName(value.slice(0, NAME_LENGTH));
  return (
    <Frame
      title={t('screens:company.title')}
      lead={t('screens:company.lead')}
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
          <Problem failure={data.problem} />
          <Field
            label={t('screens:company.name')}
            value={name}
            onChange={setShort}
            active={active === 'name'}
            onActivate={() => setActive('name')}
            autoFocus
          />
          <Field
            label={t('screens:company.code')}
            hint={left === 0 ? t('screens:company.complete') : t('screens:company.left', { count: left })}
            value={code}
            onChange={(value) => setCode(codeOf(value))}
            active={active === 'code'}
            onActivate={() => setActive('code')}
          />
          {!data.problem && (
            <Notice tone="info" word={t('notice.info')}>
              {t('screens:company.checks', { region: text(data.region) })}
            </Notice>
          )}
        </div>
        <div className="keyboard-place">
          {active === 'name' && <TextKeyboard value={name} onChange={setShort} start="pinyin" />}
          {active === 'code' && CodeKeyboard && (
            <CodeKeyboard t={t} value={code} onChange={(value) => setCode(codeOf(value))} />
          )}
        </div>
      </div>
    </Frame>
  );
}
