import { assign, raise } from 'xstate';
import type { AskedMaterial, GivenMaterial, MaterialWay } from '../contract/index.ts';
import { MATERIAL_LIMITS } from '../core/index.ts';
import { base, type SessionContext } from './machine-session.ts';
import type { HandedIn, MaterialFile } from './types.ts';

/** 申请材料: what the matter wants besides the form, each settled in one of its ways. Files stay in memory until they are sealed. */

/** What the chosen matter wants now; empty for most. */
export function askedMaterials(context: SessionContext): readonly AskedMaterial[] {
  const { batch, facts, forWhom, guide, region } = context;
  const asked = (guide && facts.materials?.(region, guide.matter.code)) ?? [];
  // One package of many companies does not fit into a cell of the locker; a licence is asked for its holder alone.
  const without: MaterialWay[] = [
    ...(batch ? (['locker'] as const) : []),
    ...(batch || forWhom?.principal || forWhom?.organisation ? (['licence'] as const) : []),
  ];
  return without.length > 0
    ? asked.map((one) => ({ ...one, ways: one.ways.filter((way) => !without.includes(way)) }))
    : asked;
}

/** What was settled of what is asked now, in the order of the guide. */
export function handedIn(context: SessionContext): { asked: AskedMaterial; given: HandedIn }[] {
  return askedMaterials(context).flatMap((asked) => {
    const given = context.materials[asked.id];
    return given ? [{ asked, given }] : [];
  });
}

export function materialsSettled(context: SessionContext): boolean {
  return askedMaterials(context).every(({ id, required }) => !required || id in context.materials);
}

/** The material whose file is on its way. */
export function comingMaterial(context: SessionContext): AskedMaterial | null {
  return askedMaterials(context).find(({ id }) => id === context.coming?.material) ?? null;
}

/** As the screen may know it: of a file no more than its size. */
export function shownGiven(given: HandedIn): GivenMaterial {
  return 'file' in given ? { ...given, file: shownFile(given.file) } : given;
}

export function shownFile({ mediaType, pages, bytes }: MaterialFile) {
  return { mediaType, pages, bytes: bytes.length };
}

/** Bytes that the files of this application may still grow by; a material that comes again takes its own place. */
export function roomFor(context: SessionContext, material: string): number {
  const others = Object.entries(context.materials).flatMap(([id, given]) =>
    id !== material && 'file' in given ? [given.file.bytes.length] : [],
  );
  return MATERIAL_LIMITS.caseBytes - others.reduce((sum, bytes) => sum + bytes, 0);
}

type Chosen = { context: SessionContext; event: { material: string } };
const offered =
  (way: MaterialWay) =>
  ({ context, event }: Chosen) =>
    askedMaterials(context).some(({ id, ways }) => id === event.material && ways.includes(way));

export const settledAs = (context: SessionContext, id: string, given: HandedIn): Partial<SessionContext> => ({
  materials: { ...context.materials, [id]: given },
});

export const materials = base.createStateConfig({
  always: { guard: ({ context }) => askedMaterials(context).length === 0, target: 'delivery' },
  on: {
    bringToWindow: {
      guard: offered('window'),
      actions: assign(({ context, event }) => settledAs(context, event.material, { way: 'window' })),
    },
    handInLater: {
      guard: offered('later'),
      actions: assign(({ context, event }) => {
        const dueBy = askedMaterials(context).find(({ id }) => id === event.material)?.laterBy ?? '';
        return settledAs(context, event.material, { way: 'later', dueBy });
      }),
    },
    chooseAgain: {
      actions: assign({
        materials: ({ context, event }) =>
          Object.fromEntries(Object.entries(context.materials).filter(([id]) => id !== event.material)),
      }),
    },
    toLocker: {
      guard: offered('locker'),
      actions: assign(({ context, event }) => settledAs(context, event.material, { way: 'locker' })),
    },
    fromLicence: {
      guard: offered('licence'),
      target: 'licence',
      actions: assign({
        coming: ({ event }) => ({ material: event.material, page: null, file: null, licence: null }),
      }),
    },
    fromCamera: {
      guard: offered('camera'),
      target: 'camera',
      actions: assign({
        photographed: ({ event }) => ({ material: event.material, picture: null, pages: [] }),
      }),
    },
    fromPhone: {
      guard: offered('phone'),
      target: 'phone',
      actions: assign({ coming: ({ event }) => ({ material: event.material, page: null, file: null }) }),
    },
    materialsDone: [
      {
        guard: ({ context }) => context.batch !== null && materialsSettled(context),
        target: '#journey.flow.batch.delivery',
      },
      { guard: ({ context }) => materialsSettled(context), target: 'delivery' },
    ],
    back: [
      { guard: ({ context }) => context.batch !== null, target: '#journey.flow.batch.common' },
      { target: 'details' },
    ],
  },
});

/** One material comes from the phone. The address lives as long as this state: whoever leaves it closes it. */
export const phone = base.createStateConfig({
  initial: 'waiting',
  entry: 'clearProblem',
  states: {
    waiting: {
      invoke: {
        src: 'receiveFromPhone',
        input: ({ context }) => ({
          name: comingMaterial(context)?.name ?? { 'zh-CN': '', en: '' },
          language: context.language,
          room: roomFor(context, context.coming?.material ?? ''),
        }),
        onError: { target: 'over', actions: 'internalProblem' },
      },
      on: {
        PHONE: [
          {
            guard: ({ event }) => event.news.kind === 'open',
            actions: [
              assign(({ context, event: { news } }) =>
                news.kind === 'open' && context.coming
                  ? { coming: { ...context.coming, page: { url: news.url, endsAt: news.endsAt } } }
                  : {},
              ),
              raise({ type: 'ACTIVITY' }),
            ],
          },
          {
            guard: ({ event }) => event.news.kind === 'file',
            target: 'came',
            actions: [
              assign(({ context, event: { news } }) =>
                news.kind === 'file' && context.coming
                  ? { coming: { ...context.coming, page: null, file: news.file }, problem: null }
                  : {},
              ),
              raise({ type: 'ACTIVITY' }),
            ],
          },
          {
            // The phone says why, and may send another file to the same address.
            guard: ({ event }) => event.news.kind === 'refused',
            actions: [
              assign(({ event: { news } }) => (news.kind === 'refused' ? { problem: news.problem } : {})),
              raise({ type: 'ACTIVITY' }),
            ],
          },
          {
            target: 'over',
            actions: assign(({ event: { news } }) =>
              news.kind === 'closed' ? { problem: news.problem } : {},
            ),
          },
        ],
      },
    },
    came: {
      on: {
        acceptFile: {
          target: '#journey.flow.materials',
          actions: assign(({ context }) => {
            const { material, file } = context.coming as NonNullable<SessionContext['coming']>;
            return {
              ...settledAs(context, material, { way: 'phone', file: file as MaterialFile }),
              coming: null,
            };
          }),
        },
        throwAway: { target: 'waiting', actions: 'forgetComing' },
      },
    },
    /** Time is up, or it cannot be done: nothing is lost, and there are other ways. */
    over: { entry: 'forgetComing', on: { retry: { target: 'waiting', actions: 'clearProblem' } } },
  },
  on: { back: { target: 'materials', actions: ['clearProblem', assign({ coming: null })] } },
});
