import { Eye, EyeOff, FileCheck, FileQuestion, FileX, Smartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseView } from '../../electron/contract/index.ts';
import { Button, KeyValue, Notice, Tag } from '../ui/index.ts';
import { useKiosk } from './context.tsx';
import { usePart } from './lazy.ts';
import { pdfPart } from './pdf-part.ts';
import { Points } from './shared.tsx';

type CaseResult = NonNullable<CaseView['result']>;

const LOOK = {
  verified: { tone: 'good', icon: FileCheck },
  'not-verified': { tone: 'care', icon: FileQuestion },
  absent: { tone: 'info', icon: FileQuestion },
  contradicted: { tone: 'wrong', icon: FileX },
} as const;

/** What the region's result is, whether it is what the region sealed or said, and where this machine cannot print it, what to do. */
export function ResultFacts({ one }: { readonly one: CaseView }) {
  const { t, text } = useKiosk();
  const { result } = one;
  if (!result) return null;
  const region = text(one.region.short);
  const { kind, pages, verdict } = result;
  const { tone, icon } = LOOK[verdict];
  if (result.use === 'none')
    return (
      <Ways one={one} tone="wrong" what={verdict === 'contradicted' ? 'contradicted' : 'unusable'}>
        {result.sealedBy && <p>{t('screens:result.namedBy', { by: result.sealedBy })}</p>}
      </Ways>
    );
  const facts = (
    <KeyValue
      pairs={[
        {
          key: t('screens:result.file'),
          value: `${t(`screens:result.kind.${kind ?? 'unknown'}`)}${pages === null ? '' : ` · ${t('screens:result.pages', { count: pages })}`}`,
        },
        {
          key: t('screens:result.check'),
          value: (
            <>
              {result.use === 'phone' ? (
                <b>{t(`screens:result.verdict.${verdict}`)}</b>
              ) : (
                <Tag tone={tone} icon={icon}>
                  {t(`screens:result.verdict.${verdict}`)}
                </Tag>
              )}{' '}
              {reasonOf(result, t, region)}
            </>
          ),
        },
      ]}
    />
  );
  if (result.use === 'phone')
    return (
      <Ways one={one} tone="care" what="phone">
        {facts}
        <ToPhone receiptNumber={one.receiptNumber} />
      </Ways>
    );
  return (
    <div className="case-note stack">
      {facts}
      {result.rendition && <p>{t('screens:result.rendition', { region })}</p>}
      {one.delivery === 'print-here' && <Look receiptNumber={one.receiptNumber} />}
      <ToPhone receiptNumber={one.receiptNumber} />
    </div>
  );
}

/** The file goes to the citizen's phone, where phones reach this machine. */
function ToPhone({ receiptNumber }: { readonly receiptNumber: string }) {
  const { t, can, send } = useKiosk();
  if (!can('resultToPhone')) return null;
  return (
    <Button
      icon={Smartphone}
      onPress={() => send({ type: 'resultToPhone', receiptNumber })}
      name="result-to-phone"
    >
      {t('screens:result.toPhone')}
    </Button>
  );
}

function reasonOf(
  { verdict, sealedBy }: CaseResult,
  t: ReturnType<typeof useKiosk>['t'],
  region: string,
): string {
  const by = sealedBy ?? '';
  switch (verdict) {
    case 'verified':
      return sealedBy ? t('screens:result.sealed', { by }) : t('screens:result.same', { region });
    case 'not-verified':
      return sealedBy ? t('screens:result.unknownSeal', { by }) : t('screens:result.unknownSignature');
    case 'absent':
      return t('screens:result.nothing', { region });
    case 'contradicted':
      return '';
  }
}

/** The pages themselves, before any paper is used. */
function Look({ receiptNumber }: { readonly receiptNumber: string }) {
  const { t, session } = useKiosk();
  const viewer = usePart(pdfPart);
  const [open, setOpen] = useState(false);
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!open) return;
    let gone = false;
    setFailed(false);
    void session.result(receiptNumber).then((found) => {
      if (gone) return;
      setBytes(found);
      setFailed(found === null);
    });
    return () => {
      gone = true;
      setBytes(null);
    };
  }, [open, receiptNumber, session]);
  return (
    <>
      <Button kind="main" icon={open ? EyeOff : Eye} onPress={() => setOpen(!open)} name="look-at-result">
        {t(open ? 'screens:result.hide' : 'screens:result.look')}
      </Button>
      {open && failed && <p role="status">{t('screens:result.cannotShow')}</p>}
      {open && !failed && !(bytes && viewer) && <p role="status">{t('screens:review.loading')}</p>}
      {open && bytes && viewer && !failed && (
        <viewer.Pages
          bytes={bytes}
          pageWord={(page, count) => t('screens:review.page', { page, pages: count })}
          onOpen={() => undefined}
          onSeen={() => undefined}
          onFail={() => setFailed(true)}
        />
      )}
    </>
  );
}

/** It cannot be printed here: why, and at least two ways on. */
function Ways(props: {
  readonly one: CaseView;
  readonly tone: 'care' | 'wrong';
  readonly what: 'phone' | 'contradicted' | 'unusable';
  readonly children?: React.ReactNode;
}) {
  const { t, text } = useKiosk();
  const { one, tone, what, children } = props;
  const named = {
    region: text(one.region.short),
    phone: one.region.phone,
    // A number is never broken at its hyphens.
    number: one.receiptNumber.replaceAll('-', '\u2060-\u2060'),
    days: one.resultDays,
  };
  return (
    <Notice tone={tone} word={t(`notice.${tone}`)} title={t(`screens:result.${what}.title`, named)}>
      {children}
      <p>{t(`screens:result.${what}.text`, named)}</p>
      <Points
        numbered
        items={[
          t('screens:result.way.call', named),
          t('screens:result.way.window', named),
          ...(what === 'phone' ? [t('screens:result.way.site', named)] : []),
        ]}
      />
    </Notice>
  );
}
