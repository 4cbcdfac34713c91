import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import PDFDocument from 'pdfkit';
import { PNG } from 'pngjs';
import { WebSocketServer } from 'ws';
import {
  type CameraPiece,
  citizenContract,
  type DockState,
  dockContract,
  type JourneyEvent,
  type JourneyView,
  type MachineInfo,
  type MachineStatus,
} from '../../electron/contract/index.ts';
import { err, type FormValues, follow, ok, Signal, type Watchable } from '../../electron/core/index.ts';
import { cameraPages, mimeType, resolveAppPath, securityHeaders } from '../../electron/lockdown/index.ts';
import { makeFailure, makeInfo, makeStatus, makeView } from './views.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A host that shows what it is told to: the real pages, headers and contract, a scripted journey. */
export interface FakeHost {
  readonly url: string;
  readonly dockUrl: string;
  readonly sent: { readonly seq: number; readonly event: JourneyEvent }[];
  readonly faults: { name: string; where: string }[];
  readonly typed: { readonly page: string; readonly values: FormValues }[];
  /** Pictures of passports that came, as files. */
  readonly passports: Uint8Array[];
  readonly activity: { count: number };
  /** Streams the view with the next sequence number, so that it is a new question. */
  show(view: JourneyView): void;
  setInfo(info: MachineInfo): void;
  setStatus(status: MachineStatus): void;
  setDock(state: DockState): void;
  setDocument(bytes: Uint8Array): void;
  /** Cuts every link; `refuse` keeps new ones out until it is false again. */
  cut(refuse: boolean): void;
  close(): Promise<void>;
}

export interface FakeHostOptions {
  /** What is shown after an answer; nothing by default. */
  /** The built pages; `dist/renderer` by default. */
  readonly pages?: string;
  readonly answer?: (event: JourneyEvent, view: JourneyView) => JourneyView | null;
  /** Takes a piece of a photographed page, and gives one that was kept. */
  readonly piece?: (piece: CameraPiece) => boolean;
  readonly page?: (page: string) => Uint8Array | null;
  /** What is shown, under the same question, after something was typed; nothing by default. */
  readonly typed?: (page: string, values: FormValues) => JourneyView | null;
}

/** What somebody writes on the pad. */
const WAVE = Array.from({ length: 60 }, (_, i) => ({
  x: 0.15 + i / 90,
  y: 0.5 + 0.25 * Math.sin(i / 5),
  t: i * 8,
  p: 0.5 + 0.4 * Math.sin(i / 9),
}));
/** Rings that nobody has on a finger. */
const PRINT = (() => {
  const png = new PNG({ width: 256, height: 288 });
  for (let i = 0; i < 256 * 288; i++) {
    const grey = 128 + 100 * Math.sin(Math.hypot((i % 256) - 128, Math.floor(i / 256) - 144) * 0.7);
    png.data.set([grey, grey, grey, 255], i * 4);
  }
  return PNG.sync.write(png).toString('base64');
})();

/** A page that was photographed, of which nothing can be seen. */
const PICTURED = (() => {
  const png = new PNG({ width: 141, height: 200 });
  png.data.fill(235);
  return PNG.sync.write(png);
})();

const TOKEN = 'fake-token-fake-token-fake-token-0';

export async function startFakeHost(options: FakeHostOptions = {}): Promise<FakeHost> {
  const { answer, pages = join(root, 'dist', 'renderer') } = options;
  const view = new Signal<JourneyView>(makeView('home'));
  const status = new Signal<MachineStatus>(makeStatus());
  const dock = new Signal<DockState>(emptyDock());
  const sent: FakeHost['sent'] = [];
  const faults: FakeHost['faults'] = [];
  const typed: FakeHost['typed'] = [];
  const passports: FakeHost['passports'] = [];
  const activity = { count: 0 };
  let info = makeInfo();
  let document: Uint8Array = await samplePdf(2);
  let refusing = false;

  const os = implement(citizenContract);
  const router = os.router({
    machine: {
      info: os.machine.info.handler(() => info),
      status: os.machine.status.handler(async function* ({ signal }) {
        yield* follow(status as Watchable<MachineStatus>, signal);
      }),
    },
    journey: {
      watch: os.journey.watch.handler(async function* ({ signal }) {
        yield* follow(view as Watchable<JourneyView>, signal);
      }),
      send: os.journey.send.handler(({ input }) => {
        sent.push({ seq: input.seq, event: input.event });
        const next = answer?.(input.event, view.value) ?? null;
        if (next) view.set({ ...next, seq: view.value.seq + 1 });
        return { ok: true as const, value: {} };
      }),
      typed: os.journey.typed.handler(({ input }) => {
        typed.push(input);
        const next = options.typed?.(input.page, input.values) ?? null;
        if (next) view.set({ ...next, seq: view.value.seq });
        return {};
      }),
      passport: os.journey.passport.handler(({ input }) => {
        passports.push(Buffer.from(input.base64, 'base64'));
        return {};
      }),
      activity: os.journey.activity.handler(() => {
        activity.count++;
        return {};
      }),
      document: os.journey.document.handler(() => ({
        ok: true as const,
        value: { base64: Buffer.from(document).toString('base64'), sha256: sha256(document) },
      })),
      material: os.journey.material.handler(() => ({
        ok: true as const,
        value: { base64: Buffer.from(document).toString('base64') },
      })),
      ink: os.journey.ink.handler(async function* () {
        yield { fresh: true, aspect: 1.6, strokes: [{ stroke: 0, points: WAVE }] };
      }),
      fingerprint: os.journey.fingerprint.handler(() => ({ ok: true as const, value: { base64: PRINT } })),
      result: os.journey.result.handler(() => ({
        ok: true as const,
        value: { base64: Buffer.from(document).toString('base64') },
      })),
    },
    camera: {
      stands: os.camera.stands.handler(() => ({})),
      piece: os.camera.piece.handler(({ input }) => {
        const taken = options.piece?.(input) ?? true;
        return taken ? ok({}) : err(makeFailure('internal'));
      }),
      page: os.camera.page.handler(({ input }) => {
        const page = options.page?.(input.page) ?? PICTURED;
        return ok({ base64: Buffer.from(page).toString('base64') });
      }),
    },
    screen: {
      fault: os.screen.fault.handler(({ input }) => {
        faults.push(input);
        return {};
      }),
    },
  });
  const dockOs = implement(dockContract);
  const done = () => ({});
  type Hands = Parameters<typeof dockOs.router>[0]['dock'];
  // Every other hand moves nothing here.
  const still = Object.fromEntries(
    Object.keys(dockContract.dock).map((name) => [name, dockOs.dock[name as 'takePage'].handler(done)]),
  ) as unknown as Hands;
  const dockRouter = dockOs.router({
    dock: {
      ...still,
      watch: dockOs.dock.watch.handler(async function* ({ signal }) {
        yield* follow(dock as Watchable<DockState>, signal);
      }),
      placeCard: dockOs.dock.placeCard.handler(({ input }) => {
        dock.set({ ...dock.value, cardOnReader: input.person });
        return {};
      }),
      removeCard: dockOs.dock.removeCard.handler(() => {
        dock.set({ ...dock.value, cardOnReader: null });
        return {};
      }),
      page: dockOs.dock.page.handler(() => ({ base64: Buffer.from(document).toString('base64') })),
    },
  });

  const http = createServer(async (request, response) => {
    const address = (request.url ?? '/').replace(/[?#].*$/s, '');
    const headers = securityHeaders('http', cameraPages(info.documentCamera).includes(address));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const path = resolveAppPath(request.url ?? '/', pages);
    const type = path && mimeType(path);
    try {
      if (!path || !type) throw new Error('not a page');
      const body = await readFile(path);
      response.writeHead(200, { 'Content-Type': type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'tongban' });
  const citizen = new RPCHandler(router);
  const hands = new RPCHandler(dockRouter);
  http.on('upgrade', (request, socket, head) => {
    const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    const handler = { '/rpc/citizen': citizen, '/rpc/dock': hands }[request.url ?? ''];
    if (refusing || !handler || offers[0] !== 'tongban' || offers[1] !== TOKEN) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (link) => void handler.upgrade(link));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  return {
    url: `${origin}/#token=${TOKEN}`,
    dockUrl: `${origin}/dock.html#token=${TOKEN}`,
    sent,
    faults,
    typed,
    passports,
    activity,
    show(next) {
      const data =
        next.screen === 'review' || next.screen === 'sign'
          ? { ...next.data, sha256: sha256(document) }
          : next.data;
      view.set({ ...next, data, seq: view.value.seq + 1 } as JourneyView);
    },
    setInfo(next) {
      info = next;
    },
    setStatus: (next) => status.set(next),
    setDock: (next) => dock.set(next),
    setDocument(bytes) {
      document = bytes;
    },
    cut(refuse) {
      refusing = refuse;
      for (const link of sockets.clients) link.terminate();
    },
    async close() {
      for (const link of sockets.clients) link.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function emptyDock(): DockState {
  return {
    people: [],
    passports: [],
    cardOnReader: null,
    readerPlugged: true,
    locker: null,
    padPlugged: true,
    fingerPlugged: true,
    finger: 'none',
    printerState: 'ready',
    trayFeels: false,
    pages: [],
    regions: [],
    received: [],
    payments: [],
  };
}

/** A filled-in form of `pages` pages, in the font that the kiosk prints with. */
export async function samplePdf(pages: number): Promise<Uint8Array> {
  const font = join(
    root,
    'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  );
  const pdf = new PDFDocument({ size: 'A4', margin: 56, autoFirstPage: false });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', () => resolve()));
  for (let page = 1; page <= pages; page++) {
    pdf.addPage();
    pdf.font(font).fontSize(20).text('开具临时身份证明申请表', { align: 'center' });
    pdf.moveDown().fontSize(11);
    for (let line = 1; line <= 18; line++)
      pdf.text(`第 ${page} 页 第 ${line} 行：示例内容，供核对版式用。`).moveDown(0.4);
  }
  pdf.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}
