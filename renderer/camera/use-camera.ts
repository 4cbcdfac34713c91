import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type CameraTrouble, openCamera, stopCamera } from './open-camera.ts';

export type CameraState = 'opening' | 'live' | CameraTrouble;

export interface OpenCamera {
  readonly state: CameraState;
  /** While it is live. */
  readonly stream: MediaStream | null;
  /** Opens it once more. */
  retry(): void;
}

/** The camera of the profile for as long as the component is on the screen: its tracks are stopped when that goes. */
export function useCamera(wanted: string): OpenCamera {
  const [state, setState] = useState<Omit<OpenCamera, 'retry'>>({ state: 'opening', stream: null });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try opens it anew
  useEffect(() => {
    let gone = false;
    let camera: MediaStream | null = null;
    const trouble = (name: CameraTrouble) => gone || setState({ state: name, stream: null });
    setState({ state: 'opening', stream: null });
    void openCamera(wanted, navigator.mediaDevices).then((opened) => {
      if (!opened.ok) return trouble(opened.error);
      if (gone) return stopCamera(opened.value);
      camera = opened.value;
      for (const track of camera.getTracks()) track.addEventListener('ended', () => trouble('lost'));
      setState({ state: 'live', stream: camera });
    });
    return () => {
      gone = true;
      if (camera) stopCamera(camera);
    };
  }, [wanted, tries]);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  return { ...state, retry };
}

/** For the `ref` of a `<video muted playsInline>` that shows a stream. */
export function useVideo(stream: MediaStream | null): RefObject<HTMLVideoElement | null> {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    // Refused only when the element goes before it has begun.
    if (stream) element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return video;
}
