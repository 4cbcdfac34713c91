import { RefreshCw } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import type { JourneyView, Language } from '../../electron/contract/index.ts';
import { unreachable } from '../../electron/core/index.ts';
import type { KioskSession } from '../api/index.ts';
import { translator } from '../i18n/index.ts';
import { applyScale, Button } from '../ui/index.ts';
import { KioskProvider, useKiosk, useSessionState } from './context.tsx';
import { Shell } from './frame.tsx';
import {
  batchParts,
  cameraParts,
  caseParts,
  deliveryParts,
  forWhomParts,
  type LazyPart,
  lockerParts,
  materialParts,
  passportParts,
  printParts,
  signParts,
  usePart,
  useWords,
} from './lazy.ts';
import { OverlayLayer } from './overlay.tsx';
import { CardNeededScreen } from './screens/card-needed.tsx';
import { CasesScreen } from './screens/cases.tsx';
import { CharacterScreen } from './screens/character.tsx';
import { CompareScreen } from './screens/compare.tsx';
import { DetailsScreen } from './screens/details.tsx';
import { FarewellScreen, RecoveredScreen } from './screens/ends.tsx';
import { GuideScreen } from './screens/guide.tsx';
import { HomeScreen } from './screens/home.tsx';
import { IdentifyScreen } from './screens/identify.tsx';
import { MattersScreen } from './screens/matters.tsx';
import { NoCardScreen } from './screens/no-card.tsx';
import { ReportScreen } from './screens/report.tsx';
import { ReportedScreen } from './screens/reported.tsx';
import { ReviewScreen } from './screens/review.tsx';
import { SearchScreen } from './screens/search.tsx';
import { StuckScreen } from './screens/stuck.tsx';
import { SubmittedScreen } from './screens/submitted.tsx';
import { CheckingScreen, PreparingScreen, SubmittingScreen } from './screens/waits.tsx';

/** Milliseconds. A link that is back within `quiet` was never missed. */
const LIMITS = { quiet: 500, reload: 4_000 } as const;

export function App({ session }: { readonly session: KioskSession }) {
  const state = useSessionState(session);
  const language = state.view?.language ?? 'zh-CN';
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => (state.info ? applyScale(state.info.screen) : undefined), [state.info]);
  const { view, info } = state;
  if (!view || !info) return <Calm language={language} link="starting" safe={false} />;
  return (
    <>
      <Boundary session={session} language={language} shown={`${view.boot}:${view.screen}`}>
        <KioskProvider session={session} state={{ ...state, view, info }}>
          {/* A restart of the host begins everything anew; within a run a screen keeps what was typed. */}
          <Shell>
            <Screen key={`${view.boot}:${view.screen}`} />
          </Shell>
          <OverlayLayer overlay={view.overlay} />
        </KioskProvider>
      </Boundary>
      {state.link !== 'up' && <Calm language={language} link="lost" safe={view.screen === 'submitted'} />}
    </>
  );
}

/** Shows exactly the view that the host sent, when its words are there. */
function Screen() {
  const { view } = useKiosk();
  return useWords(view.language, view.screen) ? screenOf(view) : <div className="shield" />;
}

function screenOf(view: JourneyView): ReactNode {
  switch (view.screen) {
    case 'home':
      return <HomeScreen data={view.data} />;
    case 'matters':
      return <MattersScreen data={view.data} />;
    case 'search':
      return <SearchScreen data={view.data} />;
    case 'guide':
      return <GuideScreen data={view.data} />;
    case 'compare':
      return <CompareScreen data={view.data} />;
    case 'identify':
      return <IdentifyScreen data={view.data} />;
    case 'noCard':
      return <NoCardScreen data={view.data} />;
    case 'cardNeeded':
      return <CardNeededScreen data={view.data} />;
    case 'otherProof':
      return (
        <LaterPart part={passportParts}>{(parts) => <parts.OtherProofScreen data={view.data} />}</LaterPart>
      );
    case 'passport':
      return (
        <LaterPart part={passportParts}>{(parts) => <parts.PassportScreen data={view.data} />}</LaterPart>
      );
    case 'checking':
      return <CheckingScreen data={view.data} />;
    case 'forWhom':
      return <LaterPart part={forWhomParts}>{(parts) => <parts.ForWhomScreen data={view.data} />}</LaterPart>;
    case 'company':
      return <LaterPart part={forWhomParts}>{(parts) => <parts.CompanyScreen data={view.data} />}</LaterPart>;
    case 'ward':
      return <LaterPart part={forWhomParts}>{(parts) => <parts.WardScreen data={view.data} />}</LaterPart>;
    case 'principal':
      return (
        <LaterPart part={forWhomParts}>{(parts) => <parts.PrincipalScreen data={view.data} />}</LaterPart>
      );
    case 'prints':
      return <LaterPart part={printParts}>{(parts) => <parts.PrintsScreen data={view.data} />}</LaterPart>;
    case 'archive':
      return <LaterPart part={printParts}>{(parts) => <parts.ArchiveScreen data={view.data} />}</LaterPart>;
    case 'printOne':
      return <LaterPart part={printParts}>{(parts) => <parts.PrintOneScreen data={view.data} />}</LaterPart>;
    case 'collect':
      return <LaterPart part={lockerParts}>{(parts) => <parts.CollectScreen data={view.data} />}</LaterPart>;
    case 'collectCard':
      return (
        <LaterPart part={lockerParts}>{(parts) => <parts.CollectCardScreen data={view.data} />}</LaterPart>
      );
    case 'collectCode':
      return (
        <LaterPart part={lockerParts}>{(parts) => <parts.CollectCodeScreen data={view.data} />}</LaterPart>
      );
    case 'collectList':
      return (
        <LaterPart part={lockerParts}>{(parts) => <parts.CollectListScreen data={view.data} />}</LaterPart>
      );
    case 'cell':
      return <LaterPart part={lockerParts}>{(parts) => <parts.CellScreen data={view.data} />}</LaterPart>;
    case 'resume':
      return <LaterPart part={batchParts}>{(parts) => <parts.ResumeScreen data={view.data} />}</LaterPart>;
    case 'batch':
      return <LaterPart part={batchParts}>{(parts) => <parts.BatchScreen data={view.data} />}</LaterPart>;
    case 'batchRow':
      return <LaterPart part={batchParts}>{(parts) => <parts.BatchRowScreen data={view.data} />}</LaterPart>;
    case 'batchPhone':
      return (
        <LaterPart part={batchParts}>{(parts) => <parts.BatchPhoneScreen data={view.data} />}</LaterPart>
      );
    case 'batchCommon':
      return (
        <LaterPart part={batchParts}>{(parts) => <parts.BatchCommonScreen data={view.data} />}</LaterPart>
      );
    case 'batchProgress':
      return (
        <LaterPart part={batchParts}>{(parts) => <parts.BatchProgressScreen data={view.data} />}</LaterPart>
      );
    case 'details':
      return <DetailsScreen data={view.data} />;
    case 'materials':
      return (
        <LaterPart part={materialParts}>{(parts) => <parts.MaterialsScreen data={view.data} />}</LaterPart>
      );
    case 'licence':
      return (
        <LaterPart part={materialParts}>{(parts) => <parts.LicenceScreen data={view.data} />}</LaterPart>
      );
    case 'camera':
      return <LaterPart part={cameraParts}>{(parts) => <parts.CameraScreen data={view.data} />}</LaterPart>;
    case 'phone':
      return <LaterPart part={materialParts}>{(parts) => <parts.PhoneScreen data={view.data} />}</LaterPart>;
    case 'resultPhone':
      return (
        <LaterPart part={materialParts}>{(parts) => <parts.ResultPhoneScreen data={view.data} />}</LaterPart>
      );
    case 'delivery':
      return (
        <LaterPart part={deliveryParts}>{(parts) => <parts.DeliveryScreen data={view.data} />}</LaterPart>
      );
    case 'mailAddress':
      return (
        <LaterPart part={deliveryParts}>{(parts) => <parts.MailAddressScreen data={view.data} />}</LaterPart>
      );
    case 'fee':
      return <LaterPart part={deliveryParts}>{(parts) => <parts.FeeScreen data={view.data} />}</LaterPart>;
    case 'preparing':
      return <PreparingScreen data={view.data} />;
    case 'character':
      return <CharacterScreen data={view.data} />;
    case 'review':
      return <ReviewScreen data={view.data} />;
    case 'sign':
      return <LaterPart part={signParts}>{(parts) => <parts.SignScreen data={view.data} />}</LaterPart>;
    case 'signers':
      return <LaterPart part={signParts}>{(parts) => <parts.SignersScreen data={view.data} />}</LaterPart>;
    case 'signerCard':
      return <LaterPart part={signParts}>{(parts) => <parts.SignerCardScreen data={view.data} />}</LaterPart>;
    case 'commitment':
      return <LaterPart part={signParts}>{(parts) => <parts.CommitmentScreen data={view.data} />}</LaterPart>;
    case 'fingerprint':
      return (
        <LaterPart part={signParts}>{(parts) => <parts.FingerprintScreen data={view.data} />}</LaterPart>
      );
    case 'submitting':
      return <SubmittingScreen data={view.data} />;
    case 'submitted':
      return <SubmittedScreen data={view.data} />;
    case 'cases':
      return <CasesScreen data={view.data} />;
    case 'correct':
      return <LaterPart part={caseParts}>{(parts) => <parts.CorrectScreen data={view.data} />}</LaterPart>;
    case 'corrected':
      return <LaterPart part={caseParts}>{(parts) => <parts.CorrectedScreen data={view.data} />}</LaterPart>;
    case 'rate':
      return <LaterPart part={caseParts}>{(parts) => <parts.RateScreen data={view.data} />}</LaterPart>;
    case 'report':
      return <ReportScreen data={view.data} />;
    case 'reported':
      return <ReportedScreen data={view.data} />;
    case 'stuck':
      return <StuckScreen data={view.data} />;
    case 'recovered':
      return <RecoveredScreen data={view.data} />;
    case 'farewell':
      return <FarewellScreen data={view.data} />;
    default:
      return unreachable(view);
  }
}

/** A screen that is fetched after the first one stands. */
function LaterPart<M>(props: { readonly part: LazyPart<M>; readonly children: (parts: M) => ReactNode }) {
  const parts = usePart(props.part);
  return parts ? props.children(parts) : <div className="shield" />;
}

/** The host is not there. Only what is true without it is said. */
function Calm(props: {
  readonly language: Language;
  readonly link: 'starting' | 'lost';
  readonly safe: boolean;
}) {
  const t = translator(props.language);
  const [shown, setShown] = useState(props.link === 'starting');
  useEffect(() => {
    const id = setTimeout(() => setShown(true), LIMITS.quiet);
    return () => clearTimeout(id);
  }, []);
  if (!shown) return <div className="shield" />;
  return (
    <main className="calm" role="alert">
      <RefreshCw size="4rem" strokeWidth={1.5} aria-hidden />
      <h1>{t(props.link === 'starting' ? 'starting.title' : 'recovering.title')}</h1>
      {props.safe && (
        <p>
          <b>{t('recovering.safe')}</b>
        </p>
      )}
      {props.link === 'lost' && <p>{t('recovering.wait')}</p>}
    </main>
  );
}

interface BoundaryProps {
  readonly session: KioskSession;
  readonly language: Language;
  readonly shown: string;
  readonly children: ReactNode;
}

/** A screen that breaks is told to the technician and loaded anew; the host still holds the journey. */
class Boundary extends Component<BoundaryProps, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override componentDidCatch(error: Error, info: ErrorInfo) {
    // The name and the component only: a message may quote what a citizen typed.
    const where = (info.componentStack ?? '').trim().split('\n')[0] ?? '';
    this.props.session.fault(error.name, `${this.props.shown.split(':')[1]} ${where.trim()}`);
    setTimeout(() => window.location.reload(), LIMITS.reload);
  }
  override render() {
    if (!this.state.broken) return this.props.children;
    const t = translator(this.props.language);
    return (
      <main className="calm" role="alert">
        <RefreshCw size="4rem" strokeWidth={1.5} aria-hidden />
        <h1>{t('fault.title')}</h1>
        <p>{t('fault.body')}</p>
        <Button kind="primary" onPress={() => window.location.reload()}>
          {t('fault.reload')}
        </Button>
      </main>
    );
  }
}
