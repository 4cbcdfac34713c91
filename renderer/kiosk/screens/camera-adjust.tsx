import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Check } from 'lucide-react';
import { useState } from 'react';
import type { Corners, Point, Seen } from '../../camera/index.ts';
import { Button, ChoiceList } from '../../ui/index.ts';
import { useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Body } from '../shared.tsx';
import type { Taken } from './camera-taken.ts';

/** Share of the picture that one touch moves a corner by: some three millimetres of a sheet. */
const MOVE = 0.008;
/** Where corners begin when none were found, from the rim. */
const INSET = 0.08;

export interface CameraAdjustProps {
  readonly taken: Taken;
  readonly onDone: (corners: Corners) => void;
  readonly onBack: () => void;
}

const ARROWS = [
  ['left', ArrowLeft, -1, 0],
  ['up', ArrowUp, 0, -1],
  ['down', ArrowDown, 0, 1],
  ['right', ArrowRight, 1, 0],
] as const;
const CORNERS = ['1', '2', '3', '4'] as const;

/** Corners moved by buttons: whoever cannot drag can do it, and who can needs not. */
export function CameraAdjust({ taken, onDone, onBack }: CameraAdjustProps) {
  const { t } = useKiosk();
  const { seen } = taken;
  const [corners, setCorners] = useState<Corners>(() => taken.corners ?? inset(seen));
  const [chosen, setChosen] = useState(0);
  const move = (dx: number, dy: number) => {
    const step = MOVE * Math.max(seen.width, seen.height);
    setCorners((before) => {
      const { x, y } = before[chosen] as Point;
      const to = { x: within(x + dx * step, seen.width), y: within(y + dy * step, seen.height) };
      return before.map((one, n) => (n === chosen ? to : one)) as unknown as Corners;
    });
  };
  const at = corners[chosen] as Point;
  const size = Math.max(seen.width, seen.height);
  return (
    <Frame
      title={t('screens:camera.adjustTitle')}
      lead={t('screens:camera.adjustLead')}
      actions={
        <>
          <Button kind="main" onPress={onBack} name="back">
            {t('back')}
          </Button>
          <Button kind="primary" icon={Check} onPress={() => onDone(corners)} name="primary">
            {t('screens:camera.adjusted')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:camera.adjustTitle')}>
        <div className="two wide-left">
          <svg
            className="camera-corners"
            viewBox={`0 0 ${seen.width} ${seen.height}`}
            role="img"
            aria-label={t('screens:camera.photograph')}
          >
            <image href={taken.photograph} width={seen.width} height={seen.height} />
            <polygon points={corners.map(({ x, y }) => `${x},${y}`).join(' ')} strokeWidth={size / 130} />
            <circle cx={at.x} cy={at.y} r={size / 45} strokeWidth={size / 150} />
          </svg>
          <div className="stack">
            <ChoiceList
              label={t('screens:camera.corner')}
              value={String(chosen)}
              onChange={(value) => setChosen(Number(value))}
              shape="row"
              choices={CORNERS.map((key, n) => ({
                value: String(n),
                label: t(`screens:camera.corner${key}`),
              }))}
            />
            {/* biome-ignore lint/a11y/useSemanticElements: arrows are no form fields */}
            <div className="camera-arrows" role="group" aria-label={t('screens:camera.move')}>
              {ARROWS.map(([name, icon, dx, dy]) => (
                <Button key={name} icon={icon} onPress={() => move(dx, dy)} name={name}>
                  {t(`screens:camera.${name}`)}
                </Button>
              ))}
            </div>
          </div>
        </div>
      </Body>
    </Frame>
  );
}

const within = (value: number, most: number) => Math.min(most - 1, Math.max(0, value));

function inset({ width, height }: Seen): Corners {
  const [left, top] = [INSET * width, INSET * height];
  const [right, bottom] = [width - left, height - top];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
