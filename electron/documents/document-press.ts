import type { Rasterise, ReceiptParts } from '../../native-bridge/index.ts';
import type { Drawn } from '../contract/index.ts';
import type { Result } from '../core/index.ts';
import type {
  AcceptanceNotice,
  ArchiveFailure,
  ArchiveFile,
  ArchivePrint,
  CorrectionNotice,
} from './notice-types.ts';
import type { PackageReceipt } from './package-types.ts';
import type { Authorisation, ConsentRecord, RatingSlip } from './record-types.ts';
import type { DiagnosticPage, LockerSlip, SealLabel } from './service-types.ts';
import type { StripWidth } from './strips/receipt.ts';
import type { ApplicationForm, CourierSlip, Receipt, SampleResult, TemporaryIdentityProof } from './types.ts';

/** Renders documents. Fonts are loaded once; every method returns the finished PDF bytes. */
export interface DocumentPress {
  /** Loads fonts and renders once, so that the first citizen does not wait. */
  warmUp(): Promise<void>;
  /** The characters of `text` that no font here can print, each once. Empty means that it prints. */
  unprintable(text: string, drawn?: Drawn): Promise<string[]>;
  applicationForm(form: ApplicationForm): Promise<Uint8Array>;
  receipt(receipt: Receipt): Promise<Uint8Array>;
  /** The receipt of several cases that were handed in at once (批量办理). */
  packageReceipt(receipt: PackageReceipt): Promise<Uint8Array>;
  /** The receipt for a strip printer (小票) of this width. */
  receiptStrip(receipt: Receipt, width: StripWidth): Promise<ReceiptParts>;
  /** Draws a line that holds characters which a strip printer lacks. Rejects when no font here has one either. */
  readonly rasterise: Rasterise;
  temporaryIdentityProof(proof: TemporaryIdentityProof): Promise<Uint8Array>;
  courierSlip(slip: CourierSlip): Promise<Uint8Array>;
  sampleResult(result: SampleResult): Promise<Uint8Array>;
  acceptanceNotice(notice: AcceptanceNotice): Promise<Uint8Array>;
  correctionNotice(notice: CorrectionNotice): Promise<Uint8Array>;
  /** The one paper that can fail: what it prints was made by others. */
  archivePrint(file: ArchiveFile): Promise<Result<ArchivePrint, ArchiveFailure>>;
  authorisation(authorisation: Authorisation): Promise<Uint8Array>;
  consentRecord(record: ConsentRecord): Promise<Uint8Array>;
  lockerSlip(slip: LockerSlip): Promise<Uint8Array>;
  sealLabel(label: SealLabel): Promise<Uint8Array>;
  ratingSlip(slip: RatingSlip): Promise<Uint8Array>;
  diagnosticPage(page: DiagnosticPage): Promise<Uint8Array>;
}
