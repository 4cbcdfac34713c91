import { BookOpenText, ChevronRight, CircleCheck, FilePenLine, Sparkle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Found, MatterCard } from '../../electron/contract/index.ts';
import { Door, Tag } from '../ui/index.ts';
import { useKiosk } from './context.tsx';

type Marks = Found['hits'][number]['marks'];

/** A matter in a list: what it is called, what it is for, and whether it can be done here. */
export function MatterDoor({ matter, marks = [] }: { readonly matter: MatterCard; readonly marks?: Marks }) {
  const { t, text, language, send } = useKiosk();
  const full = matter.depth === 'full';
  return (
    <Door
      icon={full ? FilePenLine : BookOpenText}
      title={
        <span className="matter-title">
          {language === 'zh-CN' ? <Marked name={matter.name['zh-CN']} marks={marks} /> : text(matter.name)}
          {full ? (
            <Tag tone="good" icon={CircleCheck}>
              {t('screens:matters.full')}
            </Tag>
          ) : (
            <Tag>{t('screens:matters.guide')}</Tag>
          )}
          {matter.isNew && <Tag icon={Sparkle}>{t('screens:matters.new')}</Tag>}
        </span>
      }
      text={text(matter.plain)}
      end={<ChevronRight size="1.6rem" aria-hidden />}
      onPress={() => send({ type: 'chooseMatter', matter: matter.code })}
      name={`matter-${matter.code}`}
    />
  );
}

/** The name with the parts that were looked for underlined. */
function Marked({ name, marks }: { readonly name: string; readonly marks: Marks }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to } of marks) {
    parts.push(name.slice(at, from), <mark key={from}>{name.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <span>
      {parts}
      {name.slice(at)}
    </span>
  );
}
