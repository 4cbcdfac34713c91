import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type CameraTrouble, openCamera, stopCamera } from './open-camera.ts';

export type CameraState = 'opening' | 'live' | CameraTrouble;

export interface LiveCamera {
  readonly state: CameraState;
  /** For the `ref` of a `<video muted playsInline>`. */
  readonly video: RefObject<HTMLVideoElement | null>;
  /** Opens it once more. */
  retry(): void;
}

/** The camera of the profile for as long as the component is on the screen: its tracks are stopped when that goes. */
export function useCamera(wanted: string): LiveCamera {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>('opening');
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try opens it anew
  useEffect(() => {
    let gone = false;
    let camera: MediaStream | null = null;
    setState('opening');
    void openCamera(wanted, navigator.mediaDevices).then(async (opened) => {
      if (!opened.ok) return gone || setState(opened.error);
      if (gone) return stopCamera(opened.value);
      camera = opened.value;
      for (const track of camera.getTracks()) track.addEventListener('ended', () => gone || setState('lost'));
      const element = video.current;
      if (element) {
        element.srcObject = camera;
        await element.play().catch(() => undefined);
      }
      if (!gone) setState('live');
    });
    return () => {
      gone = true;
      if (camera) stopCamera(camera);
      if (video.current) video.current.srcObject = null;
    };
  }, [wanted, tries]);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  return { state, video, retry };
}
