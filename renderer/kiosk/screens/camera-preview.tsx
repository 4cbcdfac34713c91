import { Camera, Check, Maximize, Move, RotateCw } from 'lucide-react';
import { Button, Notice } from '../../ui/index.ts';
import { useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body } from '../shared.tsx';
import type { Taken } from './camera-taken.ts';

export interface CameraPreviewProps {
  readonly taken: Taken;
  /** 1-based. */
  readonly page: number;
  readonly most: number;
  readonly onUse: () => void;
  readonly onAgain: () => void;
  readonly onAdjust: () => void;
  readonly onChange: (to: Partial<Pick<Taken, 'corners' | 'turns'>>) => void;
}

/** The straightened page, and what a machine can see wrong with it. The citizen has the last word. */
export function CameraPreview({ taken, page, most, onUse, onAgain, onAdjust, onChange }: CameraPreviewProps) {
  const { t } = useKiosk();
  const { fault } = taken.page;
  const words = t('screens:camera.page', { page });
  return (
    <Frame
      title={t('screens:camera.previewTitle')}
      lead={t('screens:camera.previewLead', { page, most })}
      actions={
        fault ? (
          <>
            <Button kind="main" icon={Check} onPress={onUse} name="use">
              {t('screens:camera.useAnyway')}
            </Button>
            <Button kind="primary" icon={Camera} onPress={onAgain} name="primary">
              {t('screens:camera.again')}
            </Button>
          </>
        ) : (
          <>
            <Button kind="main" icon={Camera} onPress={onAgain} name="again">
              {t('screens:camera.again')}
            </Button>
            <Button kind="primary" icon={Check} onPress={onUse} name="primary">
              {t('screens:camera.use')}
            </Button>
          </>
        )
      }
    >
      <Body label={words}>
        <div className="two wide-left">
          <div className="camera-stage">
            <img src={taken.url} alt={words} />
          </div>
          <div className="stack">
            {fault && (
              <Notice tone="care" word={t('notice.care')}>
                <p>{t(`screens:camera.${fault}`)}</p>
              </Notice>
            )}
            {!taken.corners && (
              <Notice tone="info" word={t('notice.info')}>
                <p>{t('screens:camera.noEdges')}</p>
              </Notice>
            )}
            <Button icon={Move} onPress={onAdjust} name="adjust">
              {t('screens:camera.adjust')}
            </Button>
            <Button icon={RotateCw} onPress={() => onChange({ turns: (taken.turns + 1) % 4 })} name="turn">
              {t('screens:camera.turn')}
            </Button>
            {taken.corners && (
              <Button icon={Maximize} onPress={() => onChange({ corners: null })} name="whole">
                {t('screens:camera.whole')}
              </Button>
            )}
          </div>
        </div>
      </Body>
    </Frame>
  );
}
