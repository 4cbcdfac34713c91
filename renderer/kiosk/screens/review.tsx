import { ChevronRight, CircleCheck, FileSearch, FileText, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { usePart } from '../lazy.ts';
import { pdfPart } from '../pdf-part.ts';
import { Back, Body, useSendOnly } from '../shared.tsx';

/** Who reads it, where that is not whoever applies. */
const HEADS = {
  applicant: { title: 'screens:review.title', lead: 'screens:review.lead' },
  principal: { title: 'screens:review.titlePrincipal', lead: 'screens:review.leadPrincipal' },
  'co-signer': { title: 'screens:review.titleCoSigner', lead: 'screens:review.leadCoSigner' },
} as const;

export function ReviewScreen({ data }: ScreenProps<'review'>) {
  const { t, text, session, language } = useKiosk();
  const toSign = useSendOnly('toSign');
  const viewer = usePart(pdfPart);
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  const [pages, setPages] = useState<number | null>(null);
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new hash or another try is another document
  useEffect(() => {
    let gone = false;
    setFailed(false);
    setBytes(null);
    setPages(null);
    setSeen(new Set());
    const open = async () => {
      const found = await session.document();
      // What is shown must be what is signed: bytes of another hash are not shown.
      const right = found !== null && (await sha256Of(found)) === data.sha256;
      if (gone) return;
      if (right) setBytes(found);
      else setFailed(true);
    };
    void open();
    return () => {
      gone = true;
    };
  }, [session, data.sha256, tries]);
  const left = pages === null ? null : pages - seen.size;
  return (
    <Frame
      title={t(HEADS[data.signer ?? 'applicant'].title)}
      lead={t(HEADS[data.signer ?? 'applicant'].lead)}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={left !== 0}
            onPress={toSign}
            name="primary"
          >
            {left === null || left === 0
              ? t('screens:review.sign')
              : t('screens:review.unread', { count: left })}
          </Button>
        </>
      }
    >
      <div className="review">
        <div className="paper">
          {failed ? (
            <Notice
              tone="wrong"
              word={t('notice.wrong')}
              title={t('screens:review.failed')}
              action={
                <Button icon={RotateCcw} onPress={() => setTries(tries + 1)}>
                  {t('retry')}
                </Button>
              }
            >
              <p>{t('screens:review.failedText')}</p>
            </Notice>
          ) : bytes && viewer ? (
            <Body label={text(data.title)}>
              <viewer.Pages
                bytes={bytes}
                pageWord={(page, count) => t('screens:review.page', { page, pages: count })}
                onOpen={setPages}
                onSeen={(page) => setSeen((old) => (old.has(page) ? old : new Set([...old, page])))}
                onFail={() => setFailed(true)}
              />
            </Body>
          ) : (
            <p className="lead" role="status">
              {t('screens:review.loading')}
            </p>
          )}
        </div>
        <aside className="stack">
          <section className="card">
            <h2>
              <FileText size="1.4rem" aria-hidden /> {text(data.title)}
            </h2>
            {left === 0 ? (
              <p className="state good-text">
                <CircleCheck size="1.4rem" aria-hidden /> {t('screens:review.read')}
              </p>
            ) : (
              <p className="state">
                <FileSearch size="1.4rem" aria-hidden />{' '}
                {left === null ? t('screens:review.loading') : t('screens:review.unread', { count: left })}
              </p>
            )}
          </section>
          <section className="card">
            <p>{t('screens:review.wrong')}</p>
            {language !== 'zh-CN' && <p>{t('screens:review.prevails')}</p>}
          </section>
        </aside>
      </div>
    </Frame>
  );
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
