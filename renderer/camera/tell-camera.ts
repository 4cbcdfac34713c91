import type { KioskSession } from '../api/index.ts';
import { cameraStands } from './open-camera.ts';

/**
 * Tells the host whether the camera of the profile is plugged in: when the link comes up, and whenever one comes or goes. Only the
 * window sees it. Returns how to stop.
 */
export function tellCamera(
  session: Pick<KioskSession, 'getState' | 'subscribe' | 'cameraStands'>,
  media:
    | Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>
    | undefined = navigator.mediaDevices,
): () => void {
  let heard = '';
  const look = async () => {
    const wanted = session.getState().info?.documentCamera;
    if (wanted !== undefined)
      session.cameraStands(media !== undefined && (await cameraStands(wanted, media)));
  };
  const stateChanged = () => {
    const { link, view } = session.getState();
    const now = `${link} ${view?.boot}`;
    if (now === heard) return;
    heard = now;
    if (link === 'up') void look();
  };
  const devicesChanged = () => void look();
  const stop = session.subscribe(stateChanged);
  media?.addEventListener('devicechange', devicesChanged);
  stateChanged();
  return () => {
    stop();
    media?.removeEventListener('devicechange', devicesChanged);
  };
}
