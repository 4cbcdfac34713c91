import { type PointerEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Strokes } from '../../electron/contract/index.ts';
import { createRecorder } from '../input/strokes.ts';

/** Line width as a share of the area's height: a felt pen at every screen size. */
export const PEN = { signature: 0.012, character: 0.028 } as const;

export interface Ink {
  /** Whether it is more than a few accidental dots. */
  readonly written: boolean;
  strokes(): Strokes;
  clear(): void;
  /** Shows what is written elsewhere, on a pad of that shape (width over height); it is not this area's to send. */
  show(strokes: Strokes, aspect: number): void;
  /** For `InkArea`. */
  readonly bind: {
    readonly canvas: React.RefObject<HTMLCanvasElement | null>;
    readonly recorder: ReturnType<typeof createRecorder>;
    readonly pen: number;
    written(now: boolean): void;
    redraw(): void;
  };
}

/** What is written with a finger or a pen; it lives here until it is sent. */
export function useInk(pen: number): Ink {
  const canvas = useRef<HTMLCanvasElement>(null);
  const recorder = useRef(createRecorder()).current;
  const [written, setWritten] = useState(false);
  const shown = useRef<{ readonly strokes: Strokes; readonly aspect: number } | null>(null);
  const redraw = useCallback(() => {
    const el = canvas.current;
    const brush = el?.getContext('2d');
    if (!el || !brush) return;
    const ratio = window.devicePixelRatio || 1;
    el.width = Math.round(el.clientWidth * ratio);
    el.height = Math.round(el.clientHeight * ratio);
    brush.lineCap = 'round';
    brush.lineJoin = 'round';
    brush.strokeStyle = '#14213a';
    brush.lineWidth = Math.max(2, el.height * pen);
    for (const stroke of recorder.strokes) {
      const path = new Path2D();
      stroke.forEach(({ x, y }, index) => {
        if (index === 0) path.moveTo(x * el.width, y * el.height);
        path.lineTo(x * el.width, y * el.height);
      });
      brush.stroke(path);
    }
    if (shown.current) paint(brush, shown.current.strokes, shown.current.aspect);
  }, [recorder, pen]);
  return {
    written,
    strokes: () => recorder.strokes,
    clear: () => {
      recorder.clear();
      setWritten(false);
      redraw();
    },
    show: (strokes, aspect) => {
      shown.current = { strokes, aspect };
      redraw();
    },
    bind: { canvas, recorder, pen, written: setWritten, redraw },
  };
}

/** Ink of another shape in the middle of the area, as wide as the pen was pressed. */
function paint(brush: CanvasRenderingContext2D, strokes: Strokes, aspect: number): void {
  const { width, height } = brush.canvas;
  const scale = Math.min(width / aspect, height);
  const left = (width - scale * aspect) / 2;
  const top = (height - scale) / 2;
  const usual = brush.lineWidth;
  for (const stroke of strokes) {
    stroke.forEach(({ x, y, p = 0.5 }, index) => {
      const before = stroke[index - 1] ?? { x, y };
      brush.lineWidth = usual * (0.4 + p);
      brush.beginPath();
      brush.moveTo(left + before.x * scale * aspect, top + before.y * scale);
      brush.lineTo(left + x * scale * aspect, top + y * scale);
      brush.stroke();
    });
  }
  brush.lineWidth = usual;
}

/** The area that is written on. `children` lie under the ink. */
export function InkArea({
  ink,
  label,
  name,
  className = '',
  onBegin,
  children,
}: {
  readonly ink: Ink;
  readonly label: string;
  readonly name: string;
  readonly className?: string;
  /** Asked when a hand comes down: false, and it writes nothing. */
  readonly onBegin?: () => boolean;
  readonly children?: ReactNode;
}) {
  const { canvas, recorder, written, redraw } = ink.bind;

  useEffect(() => {
    const el = canvas.current;
    if (!el) return;
    const observer = new ResizeObserver(redraw);
    observer.observe(el);
    return () => observer.disconnect();
  }, [canvas, redraw]);

  const at = (event: { clientX: number; clientY: number }) => {
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] as const;
  };
  const drawn = useRef<number | null>(null);
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    // One finger writes; a resting palm does not.
    if (drawn.current !== null || onBegin?.() === false) return;
    drawn.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    recorder.begin(...at(event), event.timeStamp);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (drawn.current !== event.pointerId) return;
    const pen = event.currentTarget.getContext('2d');
    const { width, height } = event.currentTarget;
    const line = recorder.strokes.at(-1);
    const moves = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const one of moves.length > 0 ? moves : [event.nativeEvent]) {
      const before = line?.at(-1);
      recorder.move(...at(one), one.timeStamp);
      const after = line?.at(-1);
      if (!pen || !before || !after) continue;
      pen.beginPath();
      pen.moveTo(before.x * width, before.y * height);
      pen.lineTo(after.x * width, after.y * height);
      pen.stroke();
    }
    written(recorder.written);
  };
  const end = (event: PointerEvent<HTMLCanvasElement>) => {
    if (drawn.current !== event.pointerId) return;
    drawn.current = null;
    recorder.end();
  };

  return (
    <div className={`sign-area ${className}`.trim()}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        data-name={name}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {children}
    </div>
  );
}
