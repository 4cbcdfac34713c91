import type { Text } from '../../contract/index.ts';
import type { RegionAdapter, RegionCapabilities, TicketClosing } from '../../regions/index.ts';

/** `off-list`: a matter that is on no list (清单外事项). `not-done`: it could not be done (办不成事). */
export type TicketKind = 'off-list' | 'not-done';

/**
 * `filed`: safe here, on its way. `referred`: its region has it and the leader in charge knows. `answered`: there are words
 * for the citizen. `closed`: with a class and a reason.
 */
export type TicketState = 'filed' | 'referred' | 'answered' | 'closed';

/** The classes with which each kind can be closed. */
export const CLOSINGS = {
  /** 应办+政策瓶颈→特事特办, 应办+共性障碍→集中创新, 不能办→解释. */
  'not-done': ['special-handling', 'common-obstacle', 'explained'],
  /** 可办, 引导, 不可办+理由. */
  'off-list': ['can-be-done', 'guided', 'cannot-be-done'],
} as const satisfies Record<TicketKind, readonly TicketClosing[]>;

/** What a citizen says. All of it is personal but kind, region, matter and the date. */
export interface TicketRequest {
  /** UUID, made when the screen was opened: however often it is handed in, it is one ticket. */
  readonly id: string;
  readonly kind: TicketKind;
  /** The region that it is about. */
  readonly region: string;
  /** The catalogue's matter that it is about or comes nearest to. */
  readonly matter: string | null;
  /** The kiosk's number of a case of this person that it is about. */
  readonly receiptNumber: string | null;
  /** What the citizen wants. */
  readonly text: string;
  readonly contact: { readonly name: string; readonly phone: string };
  /** Document number of who stands here, when that is known. */
  readonly number: string | null;
  /** By when it is needed: local date, `YYYY-MM-DD`. */
  readonly wishedBy: string | null;
}

export type TicketRefusal =
  | 'id'
  | 'text-missing'
  | 'text-too-long'
  | 'phone'
  | 'wished-date'
  /** No such case, or not of this person: which of the two is not told. */
  | 'unknown-case';

export type ClosingRefusal = 'unknown-ticket' | 'already-closed' | 'wrong-class' | 'text-missing';

/** A ticket as the database keeps it in clear: nothing personal. Instants in milliseconds since 1970. */
export interface TicketRecord {
  /** Also the key under which the region knows it. */
  readonly id: string;
  /** The kiosk's number, of the same kind as a case's. */
  readonly number: string;
  readonly kind: TicketKind;
  readonly region: string;
  /** The region whose line carries it. */
  readonly lane: string;
  readonly matter: string | null;
  readonly caseId: string | null;
  readonly wishedBy: string | null;
  readonly state: TicketState;
  readonly regionNumber: string | null;
  readonly filedAt: number;
  /** By when it is to reach the leader in charge. */
  readonly referBy: number;
  readonly answerBy: number;
  readonly referredAt: number | null;
  readonly answeredAt: number | null;
  readonly closedAt: number | null;
  /** When the citizen saw the answer. */
  readonly toldAt: number | null;
  readonly closing: TicketClosing | null;
  /** It could not be delivered and lies on the dead-letter shelf. */
  readonly stuck: boolean;
}

export interface TicketAnswer {
  readonly at: number;
  /** Who says so: an office, not a person. */
  readonly by: string;
  readonly text: string;
}

/** What the region said, for the citizen. Sealed at rest. */
export interface TicketWords {
  readonly answers: readonly TicketAnswer[];
  /** The reason that goes with the closing class. */
  readonly closingText: string | null;
}

/** Whom a region's tickets go to. */
export interface TicketRoute {
  readonly desk: Text;
  /** The leader in charge (分管领导), who has it the same day. */
  readonly leader: Text;
  readonly hotline: string;
  /** The window for 办不成事, where the region has one. */
  readonly window: { readonly address: Text; readonly hours: Text } | null;
  readonly hours: { readonly open: string; readonly close: string };
  /** Working days until the answer, counted from the day after it was filed. */
  readonly answerWorkingDays: number;
}

/** How a ticket stands, for its citizen. */
export interface TicketView {
  readonly number: string;
  readonly kind: TicketKind;
  readonly region: string;
  readonly state: TicketState;
  readonly regionNumber: string | null;
  readonly filedAt: number;
  readonly wishedBy: string | null;
  readonly referBy: number;
  readonly answerBy: number;
  /** Reached the leader late, or has not and should have. */
  readonly referralLate: boolean;
  readonly answerLate: boolean;
  /** It is late or does not get through: the citizen is asked to ring the hotline. */
  readonly ring: boolean;
  readonly route: TicketRoute;
  readonly answers: readonly TicketAnswer[];
  readonly closing: { readonly class: TicketClosing; readonly text: string } | null;
}

/** The little of a region's adapter that tickets need. */
export interface TicketLine extends Pick<RegionAdapter, 'sendTicket' | 'ticket'> {
  readonly capabilities: Pick<RegionCapabilities, 'tickets'>;
}

/** A wish that several people have had: it belongs on the list (动态调整). */
export interface ListCandidate {
  readonly region: string;
  readonly matter: string | null;
  readonly people: number;
  /** Ticket numbers, oldest first. */
  readonly tickets: readonly string[];
}
