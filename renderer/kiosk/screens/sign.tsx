import { Eraser, Send } from 'lucide-react';
import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import { createRecorder } from '../../input/strokes.ts';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Problem } from '../shared.tsx';

/** Line width as a share of the area's height: a felt pen at every screen size. */
const PEN = 0.012;

export function SignScreen({ data }: ScreenProps<'sign'>) {
  const { t, send } = useKiosk();
  const canvas = useRef<HTMLCanvasElement>(null);
  const recorder = useRef(createRecorder()).current;
  const [written, setWritten] = useState(false);

  const redraw = useCallback(() => {
    const el = canvas.current;
    const pen = el?.getContext('2d');
    if (!el || !pen) return;
    const ratio = window.devicePixelRatio || 1;
    el.width = Math.round(el.clientWidth * ratio);
    el.height = Math.round(el.clientHeight * ratio);
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = '#14213a';
    pen.lineWidth = Math.max(2, el.height * PEN);
    for (const stroke of recorder.strokes) {
      const path = new Path2D();
      stroke.forEach(({ x, y }, index) => {
        if (index === 0) path.moveTo(x * el.width, y * el.height);
        path.lineTo(x * el.width, y * el.height);
      });
      pen.stroke(path);
    }
  }, [recorder]);

  useEffect(() => {
    const el = canvas.current;
    if (!el) return;
    const observer = new ResizeObserver(redraw);
    observer.observe(el);
    return () => observer.disconnect();
  }, [redraw]);

  const at = (event: { clientX: number; clientY: number }) => {
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] as const;
  };
  const drawn = useRef<number | null>(null);
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    // One finger writes; a resting palm does not.
    if (drawn.current !== null) return;
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
    setWritten(recorder.written);
  };
  const end = (event: PointerEvent<HTMLCanvasElement>) => {
    if (drawn.current !== event.pointerId) return;
    drawn.current = null;
    recorder.end();
  };
  const clear = () => {
    recorder.clear();
    setWritten(false);
    redraw();
  };

  return (
    <Frame
      title={t('screens:sign.title')}
      lead={t('screens:sign.lead')}
      actions={
        <>
          <Back />
          <Button kind="main" icon={Eraser} disabled={!written} onPress={clear} name="clear">
            {t('screens:sign.clear')}
          </Button>
          <Button
            kind="primary"
            icon={Send}
            disabled={!written}
            onPress={() => send({ type: 'signed', strokes: recorder.strokes })}
            name="primary"
          >
            {t('screens:sign.submit')}
          </Button>
        </>
      }
    >
      <Problem failure={data.problem} />
      <div className="sign-area">
        <canvas
          ref={canvas}
          role="img"
          aria-label={t('screens:sign.area')}
          data-name="signature"
          onPointerDown={begin}
          onPointerMove={move}
          onPointerUp={end}
          onPointerCancel={end}
        />
        {!written && (
          <p className="sign-here" aria-hidden>
            {t('screens:sign.here')}
          </p>
        )}
        <span className="sign-line" aria-hidden />
      </div>
      <Notice tone="info" word={t('notice.info')}>
        {t('screens:sign.bound')}
      </Notice>
    </Frame>
  );
}
