import { Check, FileQuestion, FileX, Printer } from 'lucide-react';
import { useState } from 'react';
import type { Failure, PaperName, PaperView, PaperWord, PrintState } from '../../electron/contract/index.ts';
import { Button, Notice, type Tone } from '../ui/index.ts';
import { useKiosk } from './context.tsx';
import { PrinterPicture, pictureOf } from './printer-picture.tsx';

export interface PaperStateProps {
  /** A paper of an application; or the name of another paper, and what becomes of the citizen's answer. */
  readonly kind?: PaperName;
  readonly name?: string;
  readonly onAnswer?: (word: PaperWord, lastPage?: number) => void;
  readonly state: PrintState;
  readonly paper: PaperView | null;
  readonly problem: Failure | null;
}

/** What the printer did with a paper: how far it is, what it needs, and where nobody knows, the question. */
export function PaperState({ kind = 'receipt', state, paper, problem, ...other }: PaperStateProps) {
  const { t, words, send } = useKiosk();
  if (state === 'none') return null;
  const name = other.name ?? t(`screens:paper.name.${kind}`);
  const answer =
    other.onAnswer ??
    ((word: PaperWord, lastPage?: number) =>
      send({ type: 'paperCame', what: kind, word, ...(lastPage !== undefined && { lastPage }) }));
  if (state === 'asking') return <Asking name={name} paper={paper} say={answer} />;
  const tone: Tone = state === 'printed' ? 'good' : state === 'failed' ? 'wrong' : 'info';
  const strip = paper?.printer === 'strip';
  const sentence =
    state === 'printed'
      ? t(strip ? 'screens:paper.printedStrip' : 'screens:paper.printed', { name })
      : t(`screens:paper.${state}`, { name });
  const far = paper && paper.pages > 1 && state !== 'printed' ? paper : null;
  if (state !== 'failed' || !problem)
    return (
      <Notice tone={tone} word={t(`notice.${tone}`)}>
        <p>{sentence}</p>
        {far && <p className="digits">{t('screens:paper.progress', { done: far.done, count: far.pages })}</p>}
      </Notice>
    );
  const { title, advice } = words(problem);
  return (
    <Notice tone={tone} word={t(`notice.${tone}`)} title={sentence}>
      <div className="paper-help">
        {pictureOf(problem.kind)}
        <div>
          {problem.kind !== 'printFailed' && <p>{title}</p>}
          <p>{advice}</p>
          {far && far.done > 0 && (
            <p className="digits">
              {t('screens:paper.missing', { done: far.done, from: far.done + 1, count: far.pages })}
            </p>
          )}
        </div>
      </div>
    </Notice>
  );
}

/** What lies in the tray? Only who stands there can see it. */
function Asking(props: {
  readonly name: string;
  readonly paper: PaperView | null;
  readonly say: (word: PaperWord, lastPage?: number) => void;
}) {
  const { t } = useKiosk();
  const { name, paper, say } = props;
  const [counting, setCounting] = useState(false);
  const pages = paper?.printer === 'page' ? paper.pages : 1;
  return (
    <Notice
      tone="care"
      word={t('notice.care')}
      title={counting ? t('screens:paper.whichPage') : t('screens:paper.ask', { name, count: pages })}
    >
      <div className="paper-help">
        <PrinterPicture spot="look" />
        <div>
          <p>{t(counting ? 'screens:paper.whichPageHow' : 'screens:paper.askHow')}</p>
        </div>
      </div>
      <div className="paper-answers">
        {counting ? (
          <>
            {Array.from({ length: pages - 1 }, (_, at) => at + 1).map((page) => (
              <Button key={page} onPress={() => say('part', page)} name={`page-${page}`}>
                {t('screens:paper.page', { page })}
              </Button>
            ))}
            <Button kind="quiet" onPress={() => setCounting(false)} name="not-part">
              {t('back')}
            </Button>
          </>
        ) : (
          <>
            <Button icon={Check} onPress={() => say('all')} name="came-all">
              {t('screens:paper.all')}
            </Button>
            {pages > 1 && (
              <Button icon={FileQuestion} onPress={() => setCounting(true)} name="came-part">
                {t('screens:paper.part')}
              </Button>
            )}
            <Button icon={pages > 1 ? FileX : Printer} onPress={() => say('nothing')} name="came-nothing">
              {t('screens:paper.nothing')}
            </Button>
          </>
        )}
      </div>
    </Notice>
  );
}

/** What a button says that prints once more: the whole paper, or its missing pages. */
export function usePrintAgain(paper: PaperView | null | undefined): string {
  const { t } = useKiosk();
  return paper && paper.done > 0 && paper.done < paper.pages
    ? t('screens:paper.goOn', { from: paper.done + 1, count: paper.pages })
    : t('screens:submitted.printAgain');
}
