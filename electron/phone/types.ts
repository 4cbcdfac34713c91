import type { Clock, RandomBytes, Result } from '../core/index.ts';

/** What the phone's page is asked for. `room`: bytes that the file may have at most. */
export interface PhoneAsk {
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly language: 'zh-CN' | 'en';
  readonly room: number;
  /** A list of companies instead of a picture or a PDF: it is not looked into here. */
  readonly list?: true;
}

/** A file that the phone may fetch, once. `fileName` holds nothing personal. */
export interface PhoneOffer {
  readonly name: PhoneAsk['name'];
  readonly language: PhoneAsk['language'];
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Letters, digits, `-` and `.` alone. */
  readonly fileName: string;
}

export interface ReceivedFile {
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly pages: number;
}

/** Why a file is not taken. */
export type FileRefusal = 'kind' | 'too-large' | 'broken' | 'unsafe';

export type PhoneHeard =
  | { readonly kind: 'open'; readonly url: string; readonly endsAt: number }
  /** The ticket is used up. */
  | { readonly kind: 'file'; readonly file: ReceivedFile }
  /** A list, as it came. The ticket is used up. */
  | { readonly kind: 'list'; readonly bytes: Uint8Array }
  /** What was offered is on the phone. The ticket is used up. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly why: FileRefusal }
  | { readonly kind: 'closed'; readonly why: 'over' | 'unavailable' };

/** The file looked over, by content. */
export type Scan = (
  bytes: Uint8Array,
) => Promise<Result<Pick<ReceivedFile, 'mediaType' | 'pages'>, FileRefusal>>;

export interface PhonePageDeps {
  /** The site's own network address on which phones reach this machine: an IP address, never a name or all addresses. */
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM. Without it the page comes over plain HTTP. */
  readonly tls: { readonly key: string; readonly certificates: string } | null;
  /** Folder of the page's three files. */
  readonly pagesDir: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly scan: Scan;
  /** For the log: somebody was turned away. A word, nothing of what was sent. */
  readonly onTurnedAway: (why: string) => void;
}
