import { assign } from 'xstate';
import type { Guide, ScreenData, ShownLicence } from '../contract/index.ts';
import { comingMaterial, roomFor, settledAs, shownFile } from './machine-materials.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { MaterialFile, Person } from './types.ts';

/** 电子证照: one material comes from the region's electronic licences. Nothing is asked there before the holder consents. */

type Coming = NonNullable<SessionContext['coming']>;

export const licence = base.createStateConfig({
  initial: 'consent',
  entry: 'clearProblem',
  states: {
    consent: {
      on: { consentLicence: { target: 'fetching', actions: 'clearProblem' } },
    },
    fetching: {
      invoke: {
        src: 'fetchLicence',
        input: ({ context }) => {
          const { material } = context.coming as Coming;
          return {
            region: context.region,
            matter: (context.guide as Guide).matter.code,
            material,
            person: context.person as Person,
            room: roomFor(context, material),
          };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'came',
            actions: assign(({ context, event }) => ({
              coming: { ...(context.coming as Coming), ...valueOr(event.output, null) },
            })),
          },
          { target: 'consent', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'consent', actions: 'internalProblem' },
      },
    },
    came: {
      on: {
        acceptFile: {
          target: '#journey.flow.materials',
          actions: assign(({ context }) => {
            const { material, file, licence: shown } = context.coming as Coming;
            return {
              ...settledAs(context, material, {
                way: 'licence',
                file: file as MaterialFile,
                licence: shown as ShownLicence,
              }),
              coming: null,
            };
          }),
        },
      },
    },
  },
  on: { back: { target: 'materials', actions: ['clearProblem', assign({ coming: null })] } },
});

export function licenceOf(
  context: SessionContext,
  phase: ScreenData<'licence'>['phase'],
): ScreenData<'licence'> {
  const { file, licence: shown } = context.coming as Coming;
  const { matter, region } = context.guide as Guide;
  const asked = comingMaterial(context);
  return {
    name: asked?.licence ?? asked?.name ?? matter.name,
    region: region.short,
    matter: matter.name,
    phase,
    licence: file && shown ? { ...shown, file: shownFile(file) } : null,
    problem: context.problem,
  };
}
