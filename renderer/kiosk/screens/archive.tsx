import { Building2, ChevronRight, PencilLine, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { ArchiveRole } from '../../../electron/contract/index.ts';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, Card, ChoiceList, Door } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Points, Problem, ReportDoor } from '../shared.tsx';
import { useDraft } from '../use-draft.ts';

const LENGTH = { name: 100, code: 18, authority: 40 } as const;

const codeOf = (text: string, length: number) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, length);

/** Whose archive, as whom and for what; then the company. What the region refuses is said with the ways that are left. */
export function ArchiveScreen({ data }: ScreenProps<'archive'>) {
  const [as, setAs] = useDraft('archive-as');
  const [purpose, setPurpose] = useDraft('archive-purpose');
  const [step, setStep] = useState<'who' | 'company'>(data.problem ? 'company' : 'who');
  // Whoever asks again comes back to a new screen.
  const [again, setAgain] = useState(false);
  const refused = data.problem !== null && data.problem.kind !== 'organisationCodeWrong';
  if (refused && !again) return <Refused data={data} onChange={() => setAgain(true)} />;
  if (step === 'who' || as === '' || purpose === '')
    return (
      <Who
        data={data}
        as={as as ArchiveRole | ''}
        purpose={purpose}
        onAs={setAs}
        onPurpose={setPurpose}
        onNext={() => setStep('company')}
      />
    );
  return <Company data={data} as={as as ArchiveRole} purpose={purpose} onWho={() => setStep('who')} />;
}

interface WhoProps extends ScreenProps<'archive'> {
  readonly as: ArchiveRole | '';
  readonly purpose: string;
  readonly onAs: (value: string) => void;
  readonly onPurpose: (value: string) => void;
  readonly onNext: () => void;
}

function Who({ data, as, purpose, onAs, onPurpose, onNext }: WhoProps) {
  const { t, text } = useKiosk();
  const region = text(data.item.region.short);
  const title = t('screens:archive.title', { title: text(data.item.title) });
  return (
    <Frame
      title={title}
      lead={t('screens:archive.lead', { region })}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={as === '' || purpose === ''}
            onPress={onNext}
            name="primary"
          >
            {t('next')}
          </Button>
        </>
      }
    >
      <Body label={title}>
        <div className="two">
          <Card title={t('screens:archive.as')}>
            <ChoiceList
              label={t('screens:archive.as')}
              shape="list"
              value={as === '' ? null : as}
              onChange={onAs}
              choices={[
                {
                  value: 'legal-representative',
                  icon: Building2,
                  label: t('screens:archive.legal'),
                  text: t('screens:archive.legalText', { region }),
                },
                {
                  value: 'agent',
                  icon: UserRound,
                  label: t('screens:archive.agent'),
                  text: t('screens:archive.agentText', { region }),
                },
              ]}
            />
          </Card>
          <Card title={t('screens:archive.purpose')}>
            <div className="stack">
              <ChoiceList
                label={t('screens:archive.purpose')}
                shape="grid"
                value={purpose === '' ? null : purpose}
                onChange={onPurpose}
                choices={data.purposes.map(({ id, text: words }) => ({ value: id, label: text(words) }))}
              />
              <p className="lead">{t('screens:archive.purposeText')}</p>
            </div>
          </Card>
        </div>
      </Body>
    </Frame>
  );
}

interface CompanyProps extends ScreenProps<'archive'> {
  readonly as: ArchiveRole;
  readonly purpose: string;
  readonly onWho: () => void;
}

function Company({ data, as, purpose, onWho }: CompanyProps) {
  const { t, text, words, send } = useKiosk();
  const wrong = data.problem?.kind === 'organisationCodeWrong' ? words(data.problem) : null;
  const [name, setName] = useDraft('archive-company');
  const [code, setCode] = useDraft('archive-code');
  const [authority, setAuthority] = useDraft('archive-authority');
  const [active, setActive] = useState<'name' | 'code' | 'authority'>('name');
  const { CodeKeyboard, NameKeyboard } = useKeyboards();
  const left = LENGTH.code - code.length;
  const agent = as === 'agent';
  const setShort = (value: string) => setName(value.slice(0, LENGTH.name));
  const setPlain = (value: string) => setCode(codeOf(value, LENGTH.code));
  const setProof = (value: string) => setAuthority(codeOf(value, LENGTH.authority));
  return (
    <Frame
      // Beside a keyboard there is room for a problem at the top alone.
      title={wrong ? wrong.title : t('screens:archive.which')}
      lead={wrong ? wrong.advice : t('screens:archive.whichText', { region: text(data.item.region.short) })}
      actions={
        <>
          <Button kind="main" onPress={onWho} name="to-who">
            {t('back')}
          </Button>
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={left !== 0 || name.trim() === '' || (agent && authority === '')}
            onPress={() =>
              send({
                type: 'giveArchive',
                name: name.trim(),
                creditCode: code,
                as,
                authority: agent ? authority : null,
                purpose,
              })
            }
            name="primary"
          >
            {t('screens:archive.ask')}
          </Button>
        </>
      }
    >
      <div className="typing">
        <div className="stack">
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
            onChange={setPlain}
            active={active === 'code'}
            onActivate={() => setActive('code')}
          />
          {agent && (
            <Field
              label={t('screens:archive.authority')}
              value={authority}
              onChange={setProof}
              active={active === 'authority'}
              onActivate={() => setActive('authority')}
            />
          )}
        </div>
        <div className="keyboard-place">
          {active === 'name' && NameKeyboard && <NameKeyboard t={t} value={name} onChange={setShort} />}
          {active === 'code' && CodeKeyboard && <CodeKeyboard t={t} value={code} onChange={setPlain} />}
          {active === 'authority' && CodeKeyboard && (
            <CodeKeyboard t={t} value={authority} onChange={setProof} />
          )}
        </div>
      </div>
    </Frame>
  );
}

/** Refused, or not to be had now: why, and what else there is. */
function Refused({ data, onChange }: ScreenProps<'archive'> & { readonly onChange: () => void }) {
  const { t, text } = useKiosk();
  const region = text(data.item.region.short);
  const title = t('screens:archive.refused');
  return (
    <Frame title={title} lead={t('screens:archive.refusedLead')} actions={<Back />}>
      <Problem failure={data.problem} />
      <Body label={title}>
        <div className="two">
          <div className="stack">
            <Door
              icon={PencilLine}
              title={t('screens:archive.change')}
              text={t('screens:archive.changeText')}
              onPress={onChange}
              name="change"
            />
            <ReportDoor />
          </div>
          <Card title={t('screens:archive.who')}>
            <div className="stack">
              <Points items={[t('screens:archive.whoLegal'), t('screens:archive.whoAgent', { region })]} />
              <PhoneLine label={t('screens:archive.phone', { region })} phone={data.phone} />
            </div>
          </Card>
        </div>
      </Body>
    </Frame>
  );
}
