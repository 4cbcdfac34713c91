import { type Clock, Signal } from '../core/index.ts';
import type { VideoCallNews, VideoPort } from '../help/index.ts';

/** What the dock plays of a call. */
export interface VideoDeskState {
  /** The screen that somebody rang from; null: nobody rings. */
  readonly from: string | null;
  readonly connected: boolean;
}

/** What the other side says when it answers: words alone, no picture and no sound. */
const GREETING = {
  'zh-CN': '您好，这里是演示的远程席位。请说说您停在哪一步。',
  en: 'Hello, this is the desk of the demo. Which step are you at?',
} as const;

const IDLE: VideoDeskState = { from: null, connected: false };

/** The other side of a video call, played by the dock with words. */
export class VideoDesk implements VideoPort {
  readonly ready = true;
  readonly state = new Signal<VideoDeskState>(IDLE);
  readonly #clock: Clock;
  #call: { readonly heard: (news: VideoCallNews) => void; readonly language: 'zh-CN' | 'en' } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  call(
    order: { readonly screen: string; readonly language: 'zh-CN' | 'en' },
    heard: (news: VideoCallNews) => void,
  ): () => void {
    const call = { heard, language: order.language };
    this.#call = call;
    this.state.set({ from: order.screen, connected: false });
    const timer = this.#clock.setTimeout(() => this.#call === call && this.say('failed'), VIDEO_RINGS_MS);
    return () => {
      this.#clock.clearTimeout(timer);
      if (this.#call === call) this.#over();
    };
  }

  /** What whoever sits at the desk does with the call. */
  say(state: 'connected' | 'refused' | 'ended' | 'failed'): void {
    const call = this.#call;
    if (!call || (state === 'failed' && this.state.value.connected)) return;
    if (state === 'connected') this.state.set({ ...this.state.value, connected: true });
    else this.#over();
    call.heard({ state, words: state === 'connected' ? GREETING[call.language] : null });
  }

  #over(): void {
    this.#call = null;
    this.state.set(IDLE);
  }
}

/** How long it rings before nobody has answered, in milliseconds. */
export const VIDEO_RINGS_MS = 60_000;
