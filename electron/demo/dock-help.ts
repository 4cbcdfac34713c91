import type { DockState } from '../contract/index.ts';
import type { StaffCalls } from '../help/index.ts';
import type { VideoDesk } from './video-desk.ts';

/** The staff of the hall and the far end of the video line, as the dock plays them. */
export interface HelpPlug {
  readonly calls: StaffCalls;
  readonly video: VideoDesk;
}

export function helpState({ calls, video }: HelpPlug): NonNullable<DockState['help']> {
  const { from, connected } = video.state.value;
  return {
    calls: calls.waiting().map(({ id, screen, calledAt }) => ({ id, screen, calledAt })),
    ringing: from,
    connected,
  };
}
