/** `refused`: by whoever was rung. `ended`: by the other side. `failed`: it could not be put through. */
export type VideoCallState = 'ringing' | 'connected' | 'refused' | 'ended' | 'failed';

export interface VideoCallNews {
  readonly state: VideoCallState;
  /** What the other side says in writing; null: nothing. */
  readonly words: string | null;
}

/**
 * A site's video help (云窗口, 远程视频): whoever joins one to the kiosk implements this. Sound and picture are its own
 * affair; the kiosk knows how the call stands and what is said in writing. Nobody is shown or heard before `connected`.
 */
export interface VideoPort {
  /** Whether it can be rung now. */
  readonly ready: boolean;
  /** Rings. `heard` may be called until `refused`, `ended` or `failed`. Returns how to hang up. */
  call(
    order: { readonly screen: string; readonly language: 'zh-CN' | 'en' },
    heard: (news: VideoCallNews) => void,
  ): () => void;
}
