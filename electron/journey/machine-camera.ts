import { assign, raise } from 'xstate';
import type { ScreenData } from '../contract/index.ts';
import { CAMERA_LIMITS } from '../core/index.ts';
import { askedMaterials, roomFor, settledAs } from './machine-materials.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { CameraPage, MaterialFile } from './types.ts';

/**
 * A material is photographed (高拍仪), page by page. The screen finds the sheet and straightens it; what it keeps is examined here.
 * Pages lie in the session's memory, and whoever leaves the screen leaves them.
 */

type Photographed = NonNullable<SessionContext['photographed']>;

const withPages = (context: SessionContext, pages: readonly CameraPage[]): Partial<SessionContext> => ({
  photographed: context.photographed && { ...context.photographed, pages, picture: null },
  problem: null,
});

function photographed(context: SessionContext): Photographed {
  // coverage-defer: no state of the camera is entered without a material
  /* v8 ignore next -- @preserve */
  if (!context.photographed) throw new Error('nothing is photographed');
  return context.photographed;
}

/** Pages that the material takes at most. */
function mostPages(context: SessionContext): number {
  const { material } = photographed(context);
  return askedMaterials(context).find(({ id }) => id === material)?.pagesAtMost ?? CAMERA_LIMITS.pages;
}

const hasPage = ({ context, event }: { context: SessionContext; event: { page: string } }): boolean =>
  photographed(context).pages.some(({ id }) => id === event.page);

export const camera = base.createStateConfig({
  initial: 'taking',
  // Who arranges paper touches no screen: the time for that begins now.
  entry: ['clearProblem', raise({ type: 'ACTIVITY' })],
  states: {
    taking: {
      on: {
        keepPage: {
          guard: ({ context, event }) => {
            const { pages } = photographed(context);
            const known = (id: string | null) => pages.some((page) => page.id === id);
            const fits = event.instead === null ? pages.length < mostPages(context) : known(event.instead);
            return fits && !known(event.picture);
          },
          target: 'examining',
          actions: assign(({ context, event }) => ({
            photographed: {
              ...photographed(context),
              picture: { id: event.picture, instead: event.instead },
            },
            problem: null,
          })),
        },
        removePage: {
          guard: hasPage,
          actions: assign(({ context, event }) =>
            withPages(
              context,
              photographed(context).pages.filter(({ id }) => id !== event.page),
            ),
          ),
        },
        earlierPage: {
          guard: hasPage,
          actions: assign(({ context, event }) =>
            withPages(context, movedUp(photographed(context).pages, event.page)),
          ),
        },
        pagesDone: { guard: ({ context }) => photographed(context).pages.length > 0, target: 'joining' },
      },
    },
    examining: {
      invoke: {
        src: 'examinePage',
        input: ({ context }) => ({ picture: photographed(context).picture?.id ?? '' }),
        onDone: {
          target: 'taking',
          actions: assign(({ context, event }) => {
            const page = valueOr(event.output, null);
            return page
              ? withPages(context, placed(photographed(context), page))
              : { problem: problemIn(event.output) };
          }),
        },
        onError: { target: 'taking', actions: 'internalProblem' },
      },
    },
    joining: {
      invoke: {
        src: 'joinPages',
        input: ({ context }) => {
          const { material, pages } = photographed(context);
          return { pages, room: roomFor(context, material) };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: '#journey.flow.materials',
            actions: assign(({ context, event }) => ({
              ...settledAs(context, photographed(context).material, {
                way: 'camera',
                file: valueOr(event.output, null) as MaterialFile,
              }),
              photographed: null,
            })),
          },
          { target: 'taking', actions: assign(({ event }) => ({ problem: problemIn(event.output) })) },
        ],
        onError: { target: 'taking', actions: 'internalProblem' },
      },
    },
  },
  on: { back: { target: 'materials', actions: ['clearProblem', assign({ photographed: null })] } },
});

function placed({ pages, picture }: Photographed, bytes: Uint8Array): readonly CameraPage[] {
  const page = { id: picture?.id ?? '', bytes };
  return picture?.instead ? pages.map((old) => (old.id === picture.instead ? page : old)) : [...pages, page];
}

function movedUp(pages: readonly CameraPage[], page: string): readonly CameraPage[] {
  const at = pages.findIndex(({ id }) => id === page);
  return at < 1 ? pages : pages.with(at - 1, pages[at] as CameraPage).with(at, pages[at - 1] as CameraPage);
}

/** The screen: of the pages no more than their names. */
export function cameraOf(
  context: SessionContext,
  phase: ScreenData<'camera'>['phase'],
): ScreenData<'camera'> {
  const { material, pages } = photographed(context);
  return {
    name: askedMaterials(context).find(({ id }) => id === material)?.name ?? { 'zh-CN': '', en: '' },
    pages: pages.map(({ id }) => ({ id })),
    most: mostPages(context),
    phase,
    problem: context.problem,
  };
}
