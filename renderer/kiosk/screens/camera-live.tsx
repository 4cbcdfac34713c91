import { Camera, Images, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { frameOf, type OpenCamera, useVideo } from '../../camera/index.ts';
import { Button, Notice, Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Points, Problem } from '../shared.tsx';

export interface CameraLiveProps extends ScreenProps<'camera'> {
  readonly camera: OpenCamera;
  /** The last photograph could not be made a page. */
  readonly failed: boolean;
  /** The page that is taken again. */
  readonly instead: string | null;
  readonly onTake: (video: HTMLVideoElement) => void;
  readonly onPages: () => void;
}

/** The live picture, where to lay the sheet, and what is the matter when there is none. */
export function CameraLive({ data, camera, failed, instead, onTake, onPages }: CameraLiveProps) {
  const { t, text } = useKiosk();
  const video = useVideo(camera.stream);
  const black = useBlack(camera.stream, video);
  const kept = data.pages.length;
  const trouble =
    camera.state === 'live'
      ? black
        ? 'black'
        : failed
          ? 'failed'
          : null
      : camera.state === 'opening'
        ? null
        : camera.state;
  const page = instead === null ? kept + 1 : data.pages.findIndex(({ id }) => id === instead) + 1;
  const ready = camera.state === 'live' && !black;
  const canRetry = camera.state !== 'live' && camera.state !== 'opening' && camera.state !== 'refused';
  return (
    <Frame
      title={t('screens:camera.title')}
      lead={text(data.name)}
      actions={
        <>
          {kept === 0 ? (
            <Back>{t('screens:camera.other')}</Back>
          ) : (
            <Button kind="main" icon={Images} onPress={onPages} name="pages">
              {t('screens:camera.keep')}
            </Button>
          )}
          {canRetry ? (
            <Button kind="primary" icon={RotateCcw} onPress={camera.retry} name="primary">
              {t('retry')}
            </Button>
          ) : (
            <Button
              kind="primary"
              icon={Camera}
              disabled={!ready}
              onPress={() => video.current && onTake(video.current)}
              name="primary"
            >
              {page > 1 ? t('screens:camera.takeNext', { page }) : t('screens:camera.take')}
            </Button>
          )}
        </>
      }
    >
      <Body label={t('screens:camera.title')}>
        <div className="stack">
          <Problem failure={data.problem} tone="care" />
          {trouble && (
            <Notice tone="care" word={t('notice.care')} title={t(`screens:camera.trouble.${trouble}.title`)}>
              <p>{t(`screens:camera.trouble.${trouble}.text`)}</p>
            </Notice>
          )}
          <div className="two wide-left">
            <div className="camera-stage">
              <video
                ref={video}
                aria-label={t('screens:camera.picture')}
                muted
                playsInline
                hidden={camera.state !== 'live'}
              />
              {camera.state === 'opening' && <Wait>{t('screens:camera.opening')}</Wait>}
            </div>
            {trouble === null && (
              <Points
                numbered
                items={[t('screens:camera.step1'), t('screens:camera.step2'), t('screens:camera.step3')]}
              />
            )}
          </div>
        </div>
      </Body>
    </Frame>
  );
}

/** Milliseconds between two looks; brightness (0–255) that nothing in a black picture has. */
const LOOK = { everyMs: 700, width: 64, most: 28 } as const;

/** Whether the live picture is black: a lid before the lens, or no light at all. */
function useBlack(stream: MediaStream | null, video: { readonly current: HTMLVideoElement | null }): boolean {
  const [black, setBlack] = useState(false);
  useEffect(() => {
    if (!stream) return;
    const canvas = document.createElement('canvas');
    const id = setInterval(() => {
      const frame = video.current && frameOf(video.current, canvas, LOOK.width);
      if (frame) setBlack(frame.data.every((value, at) => at % 4 === 3 || value < LOOK.most));
    }, LOOK.everyMs);
    return () => {
      clearInterval(id);
      setBlack(false);
    };
  }, [stream, video]);
  return black;
}
