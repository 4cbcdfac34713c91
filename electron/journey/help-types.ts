import type { Failure, HelperRole, Language, ScreenName, Text, VideoState } from '../contract/index.ts';
import type { Result } from '../core/index.ts';
import type { Person } from './person-types.ts';

/** Who goes on at the machine for the citizen (帮办), by the citizen's consent. Instants in ms. */
export interface Assistance {
  readonly role: HelperRole;
  /** As read from the helper's card; null where none was laid down. */
  readonly helper: { readonly name: string; readonly number: string } | null;
  readonly consentedAt: number;
}

export interface CallOrder {
  /** Where the citizen stands; nothing of what is on it. */
  readonly screen: ScreenName;
  readonly language: Language;
}

export type CallNews =
  | { readonly kind: 'called'; readonly at: number }
  | { readonly kind: 'answered'; readonly at: number };

/** What is heard of a video call; `words` is what the other side says in writing. */
export interface VideoNews {
  readonly state: VideoState;
  readonly words: string | null;
}

export interface HelpFacts {
  desk(): {
    readonly phone: string;
    readonly hours: Text;
    readonly open: boolean;
    readonly opensAt: number | null;
  };
  /** The site has video help, and it can be called now. */
  hasVideo(): boolean;
}

export interface HelpEffects {
  /** Writes the call down, then says what becomes of it. Returns what to do when it is over here. */
  callStaff(order: CallOrder, heard: (news: CallNews) => void): () => void;
  /** Rings somebody. Returns how to hang up. */
  callVideo(order: CallOrder, heard: (news: VideoNews) => void): () => void;
  /** Reads the helper's card. Nobody is logged in by it. */
  readHelper(signal: AbortSignal): Promise<Result<Person, Failure>>;
}
