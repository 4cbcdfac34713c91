import { ArrowUp, Camera, Check, Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Notice, Wait } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body, Problem } from '../shared.tsx';

export interface CameraPagesProps extends ScreenProps<'camera'> {
  readonly urlOf: (page: string) => Promise<string | null>;
  readonly onMore: () => void;
  readonly onRetake: (page: string) => void;
}

/** All pages so far: each can be taken again, removed, or moved up. */
export function CameraPages({ data, urlOf, onMore, onRetake }: CameraPagesProps) {
  const { t, text, send, can } = useKiosk();
  const count = data.pages.length;
  const full = count >= data.most;
  return (
    <Frame
      title={t('screens:camera.pagesTitle', { count })}
      lead={count > 1 ? t('screens:camera.pagesLead') : text(data.name)}
      actions={
        <>
          <Back>{t('screens:camera.drop')}</Back>
          {!full && (
            <Button kind="main" icon={Plus} onPress={onMore} name="more">
              {t('screens:camera.more')}
            </Button>
          )}
          <Button
            kind="primary"
            icon={Check}
            disabled={!can('pagesDone')}
            onPress={() => send({ type: 'pagesDone' })}
            name="primary"
          >
            {t('screens:camera.done', { count })}
          </Button>
        </>
      }
    >
      <Body label={t('screens:camera.pagesTitle', { count })}>
        <div className="stack">
          <Problem failure={data.problem} tone="care" />
          {full && (
            <Notice tone="info" word={t('notice.info')}>
              <p>{t('screens:camera.full', { most: data.most })}</p>
            </Notice>
          )}
          <ul className="camera-pages">
            {data.pages.map(({ id }, n) => (
              <li key={id} className="card">
                <h2>{t('screens:camera.page', { page: n + 1 })}</h2>
                <PagePicture id={id} urlOf={urlOf} words={t('screens:camera.page', { page: n + 1 })} />
                <div className="stack">
                  <Button icon={Camera} onPress={() => onRetake(id)} name={`retake-${n + 1}`}>
                    {t('screens:camera.retake')}
                  </Button>
                  {n > 0 && (
                    <Button
                      icon={ArrowUp}
                      disabled={!can('earlierPage')}
                      onPress={() => send({ type: 'earlierPage', page: id })}
                      name={`earlier-${n + 1}`}
                    >
                      {t('screens:camera.earlier')}
                    </Button>
                  )}
                  <Button
                    icon={Trash2}
                    disabled={!can('removePage')}
                    onPress={() => send({ type: 'removePage', page: id })}
                    name={`remove-${n + 1}`}
                  >
                    {t('screens:camera.remove')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </div>
      </Body>
    </Frame>
  );
}

function PagePicture(props: {
  readonly id: string;
  readonly urlOf: (page: string) => Promise<string | null>;
  readonly words: string;
}) {
  const { t } = useKiosk();
  const { id, urlOf, words } = props;
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    void urlOf(id).then((found) => gone || setUrl(found));
    return () => {
      gone = true;
    };
  }, [id, urlOf]);
  return url ? <img src={url} alt={words} /> : <Wait>{t('screens:camera.loading')}</Wait>;
}
