import { useEffect, useMemo, useState } from 'react';
import { createSheetReader, useCamera } from '../../camera/index.ts';
import { Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body } from '../shared.tsx';
import { CameraAdjust } from './camera-adjust.tsx';
import { CameraLive } from './camera-live.tsx';
import { CameraPages } from './camera-pages.tsx';
import { CameraPreview } from './camera-preview.tsx';
import type { Taken } from './camera-taken.ts';
import '../camera.css';

type Step =
  | { readonly at: 'live' | 'working' | 'failed'; readonly instead: string | null }
  | { readonly at: 'preview' | 'adjust'; readonly instead: string | null; readonly taken: Taken }
  | { readonly at: 'pages' };

const LONGEST_SHOWN = 1_600;

/** A material is photographed (高拍仪): the live picture, the straightened page, all pages. */
export function CameraScreen({ data }: ScreenProps<'camera'>) {
  const { t, info, session, send } = useKiosk();
  const [step, setStep] = useState<Step>(data.pages.length > 0 ? { at: 'pages' } : LIVE);
  const camera = useCamera(info.documentCamera ?? '');
  const [reader] = useState(() => createSheetReader());
  const urls = useUrls();
  useEffect(() => () => reader.stop(), [reader]);

  const straighten = async (
    from: Omit<Taken, 'page' | 'url'>,
    instead: string | null,
    at: 'preview' | 'adjust' = 'preview',
  ) => {
    const page = await reader.page(from.corners, from.turns);
    const url = urls.make(new Blob([page.bytes], { type: 'image/jpeg' }));
    setStep({ at, instead, taken: { ...from, page, url } });
  };
  const work = (instead: string | null, todo: () => Promise<void>) => {
    setStep({ at: 'working', instead });
    todo().catch(() => setStep({ at: 'failed', instead }));
  };
  const take = (video: HTMLVideoElement, instead: string | null) =>
    work(instead, async () => {
      const picture = await createImageBitmap(video);
      const photograph = urls.make(await shown(picture));
      const seen = await reader.look(picture);
      await straighten({ photograph, seen, corners: seen.corners, turns: 0 }, instead);
    });
  const keep = (taken: Taken, instead: string | null) =>
    work(instead, async () => {
      const picture = await session.bringPage(taken.page.bytes);
      if (picture === null) throw new Error('not brought');
      urls.name(picture, taken.url);
      send({ type: 'keepPage', picture, instead });
      reader.forget();
      setStep({ at: 'pages' });
    });

  if (data.phase === 'joining') return <Working data={data} words={t('screens:camera.joining')} />;
  if (data.phase === 'examining') return <Working data={data} words={t('screens:camera.keeping')} />;
  switch (step.at) {
    case 'working':
      return <Working data={data} words={t('screens:camera.working')} />;
    case 'preview':
    case 'adjust': {
      const { taken, instead } = step;
      const change = (to: Partial<Pick<Taken, 'corners' | 'turns'>>) =>
        work(instead, () => straighten({ ...taken, ...to }, instead));
      return step.at === 'preview' ? (
        <CameraPreview
          taken={taken}
          page={
            instead === null ? data.pages.length + 1 : 1 + data.pages.findIndex(({ id }) => id === instead)
          }
          most={data.most}
          onUse={() => keep(taken, instead)}
          onAgain={() => setStep({ at: 'live', instead })}
          onAdjust={() => setStep({ ...step, at: 'adjust' })}
          onChange={change}
        />
      ) : (
        <CameraAdjust
          taken={taken}
          onDone={(corners) => change({ corners })}
          onBack={() => setStep({ ...step, at: 'preview' })}
        />
      );
    }
    case 'pages':
      if (data.pages.length > 0)
        return (
          <CameraPages
            data={data}
            urlOf={urls.of}
            onMore={() => setStep(LIVE)}
            onRetake={(instead) => setStep({ at: 'live', instead })}
          />
        );
      break;
    case 'live':
    case 'failed':
      break;
  }
  const instead = 'instead' in step ? step.instead : null;
  return (
    <CameraLive
      data={data}
      camera={camera}
      failed={step.at === 'failed'}
      instead={instead}
      onTake={(video) => take(video, instead)}
      onPages={() => setStep({ at: 'pages' })}
    />
  );
}

const LIVE: Step = { at: 'live', instead: null };

function Working({ data, words }: ScreenProps<'camera'> & { readonly words: string }) {
  const { t, text } = useKiosk();
  return (
    <Frame title={t('screens:camera.title')} lead={text(data.name)}>
      <Body label={words}>
        <Wait>{words}</Wait>
      </Body>
    </Frame>
  );
}

/** The photograph as it is shown beside its corners: small enough to be drawn at once. */
async function shown(picture: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, LONGEST_SHOWN / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

/** Addresses of pictures that end with the screen, and those of pages by their names. */
function useUrls() {
  const { session } = useKiosk();
  const urls = useMemo(() => {
    const made = new Set<string>();
    const named = new Map<string, string>();
    const make = (blob: Blob) => {
      const url = URL.createObjectURL(blob);
      made.add(url);
      return url;
    };
    return {
      make,
      name: (page: string, url: string) => void named.set(page, url),
      /** Of a page that this screen has not made, from the host's memory. */
      async of(page: string): Promise<string | null> {
        const known = named.get(page);
        if (known !== undefined) return known;
        const bytes = await session.page(page);
        if (!bytes) return null;
        const url = make(new Blob([bytes], { type: 'image/jpeg' }));
        named.set(page, url);
        return url;
      },
      drop() {
        for (const url of made) URL.revokeObjectURL(url);
        made.clear();
        named.clear();
      },
    };
  }, [session]);
  useEffect(() => urls.drop, [urls]);
  return urls;
}
