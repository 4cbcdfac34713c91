import { isAllowedNavigation } from './navigation.ts';

/** The part of Electron's WebFrameMain that the rule looks at. */
export interface FrameLike {
  readonly url: string;
  readonly parent: unknown;
  readonly detached?: boolean;
}

/** A message counts only from a living top frame that shows one of our own pages. Frames may be null: they can be gone. */
export function isTrustedSender(frame: FrameLike | null | undefined, ownOrigin: string): boolean {
  if (!frame || frame.detached || frame.parent !== null) return false;
  return isAllowedNavigation(frame.url, ownOrigin);
}
