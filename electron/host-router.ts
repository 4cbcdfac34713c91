import { implement, ORPCError } from '@orpc/server';
import {
  type Audience,
  citizenContract,
  type InkPart,
  type JourneyView,
  type MachineInfo,
  type MachineStatus,
  type ProcedureMeta,
} from './contract/index.ts';
import { err, follow, ok, type Watchable } from './core/index.ts';
import { type CameraDesk, cameraAnswers } from './host-camera.ts';
import { failure, type Journey } from './journey/index.ts';
import type { Log } from './logging/index.ts';
import type { Profile } from './profile/index.ts';

/** What a call knows of its caller: the audience belongs to the link, never to the message. */
export interface LinkContext {
  readonly audience: Audience;
}

/** Refuses a call whose procedure is not meant for the link's audience. A procedure that names none is for nobody. */
export function assertAudience(meta: ProcedureMeta, audience: Audience): void {
  if (!meta.audiences?.includes(audience)) throw new ORPCError('FORBIDDEN', { message: 'not for this link' });
}

/** The handler table of the citizen's window; the same behind the MessagePort and the WebSocket. */
export function citizenRouter(deps: {
  profile: Profile;
  journey: Journey;
  status: Watchable<MachineStatus>;
  camera: CameraDesk;
  now: () => number;
  log: Log;
  /** What is written on the signature pad; null where there is none. */
  ink?: ((signal?: AbortSignal) => AsyncIterable<InkPart>) | null;
  /** What is printed of a case's result; null: nothing. */
  resultPaper: (receiptNumber: string) => Uint8Array | null;
}) {
  const { profile, journey, status, log } = deps;
  const camera = cameraAnswers(journey, deps.camera);
  const info: MachineInfo = {
    machineCode: profile.machineCode,
    demo: profile.demo,
    brand: profile.brand,
    site: profile.site,
    screen: profile.screen,
    ...(profile.devices.documentCamera && { documentCamera: profile.devices.documentCamera }),
  };
  const os = implement(citizenContract)
    .$context<LinkContext>()
    .use(({ context, procedure, next }) => {
      assertAudience(procedure['~orpc'].meta as ProcedureMeta, context.audience);
      return next();
    });
  return os.router({
    machine: {
      info: os.machine.info.handler(() => info),
      status: os.machine.status.handler(async function* ({ signal }) {
        for await (const value of follow(status, signal)) yield { ...value, now: deps.now() };
      }),
    },
    journey: {
      watch: os.journey.watch.handler(async function* ({ signal }) {
        yield* follow(journey.view, signal);
      }),
      send: os.journey.send.handler(({ input }) => {
        const taken = journey.send(input.boot, input.seq, input.event);
        return taken.ok ? ok({}) : err(taken.error);
      }),
      typed: os.journey.typed.handler(({ input }) => {
        journey.typed(input.boot, input.page, input.values);
        return {};
      }),
      passport: os.journey.passport.handler(async ({ input }) => {
        await journey.passport(input.boot, Buffer.from(input.base64, 'base64'));
        return {};
      }),
      activity: os.journey.activity.handler(() => {
        journey.activity();
        return {};
      }),
      document: os.journey.document.handler(() => {
        const document = journey.document();
        if (!document) return err(failure('internal', 'no-document'));
        return ok({ base64: Buffer.from(document.bytes).toString('base64'), sha256: document.sha256 });
      }),
      material: os.journey.material.handler(() => {
        const file = journey.material();
        if (!file) return err(failure('internal', 'no-material'));
        return ok({ base64: Buffer.from(file).toString('base64') });
      }),
      ink: os.journey.ink.handler(async function* ({ signal }) {
        if (deps.ink) yield* deps.ink(signal);
      }),
      fingerprint: os.journey.fingerprint.handler(() => {
        const image = journey.fingerprint();
        if (!image) return err(failure('internal', 'no-fingerprint'));
        return ok({ base64: Buffer.from(image).toString('base64') });
      }),
      result: os.journey.result.handler(({ input: { receiptNumber } }) => {
        const paper = isShown(journey.view.value, receiptNumber) ? deps.resultPaper(receiptNumber) : null;
        if (!paper) return err(failure('internal', 'no-result'));
        return ok({ base64: Buffer.from(paper).toString('base64') });
      }),
    },
    camera: {
      stands: os.camera.stands.handler(({ input }) => camera.stands(input)),
      piece: os.camera.piece.handler(({ input }) => camera.piece(input)),
      page: os.camera.page.handler(({ input }) => camera.page(input)),
    },
    screen: {
      fault: os.screen.fault.handler(({ input }) => {
        log('screen.fault', input);
        return {};
      }),
    },
  });
}

/** Whether whoever stands here has this case and its result before them: a number alone opens nothing. */
function isShown(view: JourneyView, receiptNumber: string): boolean {
  const cases =
    view.screen === 'cases' ? view.data.cases : view.screen === 'submitted' ? [view.data.case] : [];
  return cases.some((one) => one.receiptNumber === receiptNumber && one.resultReady);
}
