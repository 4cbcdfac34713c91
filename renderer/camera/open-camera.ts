import { err, ok, type Result } from '../../electron/core/index.ts';

/**
 * Why there is no picture: `none` no such camera is plugged in · `refused` this page may not use it · `busy` something else
 * holds it, or it does not start · `lost` it went away while it was in use.
 */
export type CameraTrouble = 'none' | 'refused' | 'busy' | 'lost';

/** Any camera will do, in a profile's `documentCamera`. */
const ANY = 'any';

/**
 * Picture points that are asked for; a camera with fewer gives what it has. More than 12 million would not make a page
 * easier to read, and would make each picture slower.
 */
const WANTED = { width: { ideal: 4032 }, height: { ideal: 3024 }, frameRate: { ideal: 15 } } as const;

export type Media = Pick<MediaDevices, 'enumerateDevices' | 'getUserMedia'>;

/** Whether a camera is the one that the profile names: any, or by a part of its label. A label not yet known may be. */
export function isWanted(wanted: string, device: Pick<MediaDeviceInfo, 'kind' | 'label'>): boolean {
  if (device.kind !== 'videoinput') return false;
  if (wanted === ANY || device.label === '') return true;
  return device.label.toLowerCase().includes(wanted.toLowerCase());
}

/** Whether the camera of the profile is plugged in now, as far as the browser says. Never opens it. */
export async function cameraStands(
  wanted: string,
  media: Pick<MediaDevices, 'enumerateDevices'>,
): Promise<boolean> {
  try {
    return (await media.enumerateDevices()).some((device) => isWanted(wanted, device));
  } catch {
    return false;
  }
}

/** Opens the camera of the profile, pictures only. Whoever opens it stops its tracks. */
export async function openCamera(wanted: string, media: Media): Promise<Result<MediaStream, CameraTrouble>> {
  try {
    const first = await named(wanted, media);
    if (first) return ok(await stream(media, first));
    // Labels are told to a page that may use a camera: before the first time they are empty.
    const any = await stream(media, null);
    const [track] = any.getVideoTracks();
    if (wanted === ANY || track?.label.toLowerCase().includes(wanted.toLowerCase())) return ok(any);
    stopCamera(any);
    const second = await named(wanted, media);
    return second ? ok(await stream(media, second)) : err('none');
  } catch (error) {
    return err(troubleOf(error));
  }
}

export function stopCamera(camera: MediaStream): void {
  for (const track of camera.getTracks()) track.stop();
}

async function named(wanted: string, media: Media): Promise<string | null> {
  const found = (await media.enumerateDevices()).find(
    (device) => device.label !== '' && isWanted(wanted, device),
  );
  return found?.deviceId ?? null;
}

function stream(media: Media, deviceId: string | null): Promise<MediaStream> {
  return media.getUserMedia({
    audio: false,
    video: { ...WANTED, ...(deviceId && { deviceId: { exact: deviceId } }) },
  });
}

/** Names of the errors of getUserMedia (Media Capture and Streams, W3C). */
function troubleOf(error: unknown): CameraTrouble {
  switch ((error as Error | null)?.name ?? '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
    // Without a secure context there is no `mediaDevices` at all.
    case 'TypeError':
      return 'none';
    default:
      return 'busy';
  }
}
