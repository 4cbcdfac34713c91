import { type ReactNode, useEffect, useRef } from 'react';
import { type CameraState, useCamera, useVideo } from './use-camera.ts';
import './camera.css';

/** Milliseconds between two frames, unless asked otherwise. */
const EVERY_MS = 300;

export interface WatchPictureProps {
  /** The camera of the profile (`info.documentCamera`). */
  readonly wanted: string;
  /** What the picture shows, for who cannot see it. */
  readonly label: string;
  /**
   * Called with a frame; the next one comes when its promise is settled, and never sooner than `everyMs` (ms) after this
   * one. The pixels are the caller's own.
   */
  readonly onFrame: (frame: ImageData) => void | Promise<void>;
  readonly everyMs?: number;
  /** Pixels that a frame is wide; it is made smaller, never larger. Left out: as the camera gives it. */
  readonly width?: number;
  /** Shown in place of the picture as long as there is none, with how to try again. */
  readonly otherwise: (state: Exclude<CameraState, 'live'>, retry: () => void) => ReactNode;
  /** Laid over the picture: where to put the paper. */
  readonly children?: ReactNode;
}

/** The live picture of the document camera, and its frames for whoever looks for something in them. */
export function WatchPicture(props: WatchPictureProps) {
  const { wanted, label, everyMs = EVERY_MS, width, otherwise, children } = props;
  const { state, stream, retry } = useCamera(wanted);
  const video = useVideo(stream);
  const onFrame = useRef(props.onFrame);
  onFrame.current = props.onFrame;
  useEffect(() => {
    if (state !== 'live') return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const canvas = document.createElement('canvas');
    const look = async () => {
      const frame = video.current && frameOf(video.current, canvas, width);
      // A frame that cannot be read is no reason to stop looking.
      if (frame) await Promise.resolve(onFrame.current(frame)).catch(() => undefined);
      if (!gone) timer = setTimeout(look, everyMs);
    };
    timer = setTimeout(look, everyMs);
    return () => {
      gone = true;
      clearTimeout(timer);
      // Lets the pixels go at once, not when somebody collects them.
      canvas.width = 0;
    };
  }, [state, video, everyMs, width]);
  return (
    <div className="camera-picture">
      <video ref={video} aria-label={label} muted playsInline hidden={state !== 'live'} />
      {state === 'live' ? children : otherwise(state, retry)}
    </div>
  );
}

/** What a video shows now, or null before its first picture. */
export function frameOf(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  width = video.videoWidth,
): ImageData | null {
  if (video.videoWidth === 0) return null;
  canvas.width = Math.min(width, video.videoWidth);
  canvas.height = Math.round((video.videoHeight * canvas.width) / video.videoWidth);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}
