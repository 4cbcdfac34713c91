import { Fingerprint, PenLine } from 'lucide-react';
import { type PointerEvent, useRef } from 'react';
import type { DockState } from '../../electron/contract/index.ts';
import type { DockSession } from '../api/index.ts';
import { Button, ChoiceList } from '../ui/index.ts';
import { Panel } from './panel.tsx';

const FINGER = {
  none: '没有 none',
  good: '放上 good',
  wet: '太湿 wet',
  dry: '太干 dry',
  moving: '在动 moving',
} as const satisfies Record<DockState['finger'], string>;
/** Milliseconds in which points of the pen are gathered before they go to the pad. */
const GATHER_MS = 30;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly p: number;
}

/** The signature pad to draw on, and a made-up finger. */
export function SigningPanels({
  dock,
  session,
}: {
  readonly dock: DockState;
  readonly session: DockSession;
}) {
  return (
    <>
      <Panel icon={<PenLine aria-hidden />} title="手写板" small="Signature pad" wide>
        <Pad session={session} />
        <Plug
          label="手写板 pad"
          plugged={dock.padPlugged}
          onChange={(plugged) => session.act((client) => client.plugPad({ plugged }))}
        />
      </Panel>
      <Panel icon={<Fingerprint aria-hidden />} title="指纹仪" small="Fingerprint module">
        <ChoiceList
          label="手指 finger"
          value={dock.finger}
          onChange={(value) =>
            session.act((client) => client.layFinger({ finger: value as DockState['finger'] }))
          }
          choices={Object.entries(FINGER).map(([value, label]) => ({ value, label }))}
        />
        <Plug
          label="指纹仪 module"
          plugged={dock.fingerPlugged}
          onChange={(plugged) => session.act((client) => client.plugFinger({ plugged }))}
        />
      </Panel>
    </>
  );
}

function Plug(props: {
  readonly label: string;
  readonly plugged: boolean;
  readonly onChange: (plugged: boolean) => void;
}) {
  return (
    <ChoiceList
      label={props.label}
      value={props.plugged ? 'in' : 'out'}
      onChange={(value) => props.onChange(value === 'in')}
      choices={[
        { value: 'in', label: '插好 plugged' },
        { value: 'out', label: '拔掉 unplugged' },
      ]}
    />
  );
}

/** What is drawn here comes out of the emulated pad as its bytes; the mark on this surface is only for the hand. */
function Pad({ session }: { readonly session: DockSession }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const waiting = useRef<Point[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const send = (lifted: boolean) => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const points = waiting.current;
    waiting.current = [];
    if (points.length > 0 || lifted) session.act((client) => client.movePen({ points, lifted }));
  };
  const clear = () => {
    const el = canvas.current;
    el?.getContext('2d')?.clearRect(0, 0, el.width, el.height);
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const el = event.currentTarget;
    const box = el.getBoundingClientRect();
    const share = (value: number) => Math.min(1, Math.max(0, value));
    const x = share((event.clientX - box.left) / box.width);
    const y = share((event.clientY - box.top) / box.height);
    const p = event.pointerType === 'mouse' || event.pressure === 0 ? 0.5 : event.pressure;
    waiting.current.push({ x, y, p });
    el.getContext('2d')?.fillRect(x * el.width - 1, y * el.height - 1, 3, 3);
    timer.current ??= setTimeout(() => send(false), GATHER_MS);
  };
  return (
    <div className="pad">
      <canvas
        ref={canvas}
        width="480"
        height="300"
        data-name="pad"
        role="img"
        aria-label="手写板 signature pad"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          draw(event);
        }}
        onPointerMove={draw}
        onPointerUp={() => send(true)}
        onPointerCancel={() => send(true)}
      />
      <Button onPress={clear} name="pad-clear">
        擦净此面 wipe this surface
      </Button>
    </div>
  );
}
