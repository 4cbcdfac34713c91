import type { VirtualClock } from '../../electron/core/index.ts';
import type { JourneyEffects, JourneyFacts } from '../../electron/journey/index.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });

/** An effect that the test ends by hand, as the harness has them. */
interface Asked<T> {
  call(signal?: AbortSignal): Promise<T>;
}

type Answer<K extends 'findPrints' | 'openPrint' | 'printOut' | 'readHelper'> = Awaited<
  ReturnType<NonNullable<JourneyEffects[K]>>
>;

export interface DoorHeld {
  readonly findPrints: Asked<Answer<'findPrints'>>;
  readonly openPrint: Asked<Answer<'openPrint'>>;
  readonly printOut: Asked<Answer<'printOut'>>;
  readonly readHelper: Asked<Answer<'readHelper'>>;
}

type Heard<K extends 'callStaff' | 'callVideo'> = Parameters<NonNullable<JourneyEffects[K]>>[1];

/** The print door and help as the test plays them. */
export interface DoorBench {
  readonly facts: Required<Pick<JourneyFacts, 'prints' | 'help'>>;
  readonly effects: Required<
    Pick<JourneyEffects, 'findPrints' | 'openPrint' | 'printOut' | 'readHelper' | 'callStaff' | 'callVideo'>
  >;
  /** What was asked for. */
  readonly asked: string[];
  readonly desk: { open: boolean; video: boolean; duplex: boolean; broken: boolean };
  /** How far the paper is. */
  paper: ReturnType<NonNullable<JourneyFacts['prints']>['paper']>;
  answerCall(): void;
  video: Heard<'callVideo'>;
}

export function doorBench(clock: VirtualClock, held: DoorHeld): DoorBench {
  const asked: string[] = [];
  const desk = { open: true, video: true, duplex: true, broken: false };
  let called: Heard<'callStaff'> = () => undefined;
  const bench: DoorBench = {
    asked,
    desk,
    paper: null,
    answerCall: () => called({ kind: 'answered', at: clock.now() }),
    video: () => undefined,
    facts: {
      prints: {
        purposes: () => [
          { id: 'own', text: text('公司自用') },
          { id: 'bank', text: text('银行贷款') },
        ],
        phone: () => '022-12345',
        duplex: () => desk.duplex,
        paper: () => bench.paper,
      },
      help: {
        desk: () => ({
          phone: '010-0000 0000',
          hours: text('工作日'),
          open: desk.open,
          opensAt: desk.open ? null : clock.now() + 3_600_000,
        }),
        hasVideo: () => desk.video,
      },
    },
    effects: {
      findPrints: () => held.findPrints.call(),
      openPrint: ({ item, claim }, signal) => {
        asked.push(`open ${item.id}${claim ? ` as ${claim.as} ${claim.authority ?? '-'}` : ''}`);
        return held.openPrint.call(signal);
      },
      printOut: ({ opened, copies, duplex, came }) => {
        asked.push(
          `print ${opened.id} ${copies}${duplex ? ' duplex' : ''}${came ? ` after ${came.word}` : ''}`,
        );
        return held.printOut.call();
      },
      readHelper: (signal) => held.readHelper.call(signal),
      callStaff: ({ screen }, heard) => {
        if (desk.broken) throw new Error('a bug in an effect');
        asked.push(`call from ${screen}`);
        called = heard;
        heard({ kind: 'called', at: clock.now() });
        return () => {
          asked.push('call over');
          called = () => undefined;
        };
      },
      callVideo: ({ screen }, heard) => {
        if (desk.broken) throw new Error('a bug in an effect');
        asked.push(`ring from ${screen}`);
        bench.video = heard;
        return () => void asked.push('hung up');
      },
    },
  };
  return bench;
}
