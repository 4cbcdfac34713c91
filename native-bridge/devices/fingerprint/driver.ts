import {
  type Clock,
  err,
  ok,
  type Result,
  Signal,
  type Watchable,
  withDeadline,
} from '../../../electron/core/index.ts';
import { DeviceLink, type Presence } from '../../link/device-link.ts';
import type { OpenTransport } from '../../transport/port.ts';
import { lineSpeed, withUsualBaud } from '../../transport/serial-address.ts';
import { ModuleLine } from './module-line.ts';
import {
  answerOf,
  BAUD_STEP,
  CC,
  FACTORY,
  INDEX_PAGE,
  type Instruction,
  PACKET_SIZES,
  parametersOf,
  takenIn,
} from './protocol.ts';
import { type OwnPages, Residue } from './residue.ts';
import { Session } from './session.ts';
import { TemplateVault } from './template-vault.ts';
import { FINGERPRINT_TIMING as TIMING } from './timing.ts';
import type {
  FingerprintFailure,
  FingerprintModule,
  FingerprintResult,
  FingerprintSession,
  Light,
  ModuleInfo,
} from './types.ts';

export interface FingerprintModuleDeps {
  /** `serial:///dev/…`: 57600 unless it says another speed. */
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** Default FFFFFFFF. A module with another one is silent. */
  readonly moduleAddress?: number;
  /** Default 00000000. */
  readonly password?: number;
  /** Pages of the library that the kiosk may write, search and clean. Default 0 … 9. */
  readonly ownPages?: OwnPages;
  /** What the model has beyond the classic instructions; nothing tells that over the line. Default: none of it. */
  readonly model?: {
    /** `switch`: on and off (50, 51). `ring`: a coloured ring (35, R503 only: elsewhere 35 is a handshake). */
    readonly light?: 'none' | 'switch' | 'ring';
    readonly sleep?: boolean;
  };
}

/** The usual values, for modules that cannot be asked. */
const USUAL: ModuleInfo = {
  read: false,
  systemId: 0,
  capacity: 162,
  securityLevel: 3,
  packetBytes: FACTORY.packetBytes,
  baud: FACTORY.baud,
};

const RING_MODES = { breathing: 1, flashing: 2, on: 3, off: 4 } as const;
const RING_COLOURS = { red: 1, blue: 2, purple: 3 } as const;
/** Middling, and for ever. */
const RING_PACE = { speed: 0x60, count: 0 } as const;

/** A fingerprint module of the EF01 family at `address`. Quirks and choices are in this folder's README. */
export function createFingerprintModule(deps: FingerprintModuleDeps): FingerprintModule {
  return new Ef01Module(deps);
}

interface Running {
  readonly line: ModuleLine;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

class Ef01Module implements FingerprintModule {
  readonly info = new Signal<ModuleInfo | null>(null);
  readonly #deps: FingerprintModuleDeps;
  readonly #link: DeviceLink<ModuleLine>;
  readonly #vault = new TemplateVault();
  readonly #residue: Residue;
  #session: Running | 'beginning' | null = null;
  #asleep = false;

  constructor(deps: FingerprintModuleDeps) {
    this.#deps = deps;
    this.#residue = new Residue(deps.clock);
    const address = withUsualBaud(deps.address, FACTORY.baud);
    this.#link = new DeviceLink({
      address,
      open: deps.open,
      clock: deps.clock,
      attach: (transport, onClose) =>
        new ModuleLine({
          transport,
          clock: deps.clock,
          baud: lineSpeed(address, FACTORY.baud),
          moduleAddress: deps.moduleAddress ?? FACTORY.address,
          password: deps.password ?? FACTORY.password,
          onClose,
        }),
      identify: (line) => this.#identify(line),
      check: (line) => this.#check(line),
      checkEveryMs: TIMING.checkEvery,
    });
  }

  get presence(): Watchable<Presence> {
    return this.#link.presence;
  }

  get leftovers(): Watchable<boolean> {
    return this.#residue.left;
  }

  start(): void {
    this.#link.start();
  }

  async stop(): Promise<void> {
    const session = this.#session;
    if (session !== null && session !== 'beginning') {
      session.abort.abort();
      await withDeadline(this.#deps.clock, TIMING.stopGrace, session.ended, undefined);
    }
    await this.#link.stop();
  }

  async session<T, F>(
    work: (session: FingerprintSession) => Promise<Result<T, F>>,
    signal?: AbortSignal,
  ): Promise<Result<T, F | FingerprintFailure>> {
    if (this.#session !== null) return err({ kind: 'busy', code: 'session' });
    this.#session = 'beginning';
    const begun = await this.#use(async (line) => {
      const cleaned = await this.#residue.clean(line, this.#own());
      return cleaned.ok ? ok(line) : cleaned;
    }, signal);
    if (!begun.ok) {
      this.#session = null;
      return begun;
    }
    let end: () => void = () => undefined;
    const running: Running = {
      line: begun.value,
      abort: new AbortController(),
      ended: new Promise((resolve) => {
        end = resolve;
      }),
    };
    this.#session = running;
    const aborted = signal ? AbortSignal.any([signal, running.abort.signal]) : running.abort.signal;
    let over = false;
    const session = new Session({
      clock: this.#deps.clock,
      signal: aborted,
      vault: this.#vault,
      residue: this.#residue,
      own: this.#own(),
      run: async (task) => {
        if (over) return err({ kind: 'cancelled', code: 'session-over' });
        return this.#use(async (line) => {
          // The module was away in between: what this session put into it is gone.
          if (line !== running.line) return err({ kind: 'device-lost', code: 'reconnected' });
          return over ? err({ kind: 'cancelled', code: 'session-over' }) : task(line);
        }, aborted);
      },
    });
    try {
      return await work(session);
    } finally {
      over = true;
      running.abort.abort();
      session.end();
      await this.#use((line) => this.#residue.clean(line, this.#own()));
      this.#session = null;
      end();
    }
  }

  parameters(): Promise<FingerprintResult<ModuleInfo>> {
    return this.#use(async (line) => {
      const info = await this.#readInfo(line);
      return info.read || !line.lost ? ok(info) : err(line.failure('timeout'));
    });
  }

  index(): Promise<FingerprintResult<readonly number[]>> {
    return this.#use(async (line) => {
      const capacity = this.info.value?.capacity ?? USUAL.capacity;
      const taken: number[] = [];
      for (let page = 0; page * INDEX_PAGE.templates < capacity; page++) {
        const table = await optional(line, 'readConList', parametersOf.byte.encode({ value: page }));
        if (!table.ok) return table;
        taken.push(...takenIn(table.value, page));
      }
      return ok(taken);
    });
  }

  remove(first: number, count: number): Promise<FingerprintResult<void>> {
    return this.#use(async (line) => {
      const capacity = this.info.value?.capacity ?? USUAL.capacity;
      const fits = Number.isInteger(first) && Number.isInteger(count) && first >= 0 && count >= 1;
      if (!fits || first + count > capacity) return err({ kind: 'not-there', code: 'page' });
      const done = await line.order('deleteChar', parametersOf.pages.encode({ page: first, count }));
      return done.ok ? ok() : done;
    });
  }

  empty(): Promise<FingerprintResult<void>> {
    return this.#use(async (line) => {
      const done = await line.order('empty');
      return done.ok ? ok() : done;
    });
  }

  light({ mode, colour }: Light): Promise<FingerprintResult<void>> {
    const { light = 'none' } = this.#deps.model ?? {};
    return this.#use(async (line) => {
      if (light === 'ring') {
        const ring = { mode: RING_MODES[mode], colour: RING_COLOURS[colour ?? 'blue'], ...RING_PACE };
        return done(await optional(line, 'auraLedConfig', parametersOf.light.encode(ring)));
      }
      if (light === 'none') return unsupported('light');
      if (colour !== undefined || (mode !== 'on' && mode !== 'off')) return unsupported(`light-${mode}`);
      return done(await optional(line, mode === 'on' ? 'ledOn' : 'ledOff'));
    });
  }

  async sleep(): Promise<FingerprintResult<void>> {
    if (this.#session !== null) return err({ kind: 'busy', code: 'session' });
    return this.#use(async (line) => {
      if (!this.#deps.model?.sleep) return unsupported('sleep');
      // No second try, and no "unsupported" for a lost answer: it may well sleep. The next sign of life wakes it then.
      const slept = await line.order('sleep');
      this.#asleep = slept.ok;
      if (slept.ok) return ok();
      return slept.error.kind === 'refused' ? unsupported(slept.error.code) : slept;
    });
  }

  #use<T>(
    work: (line: ModuleLine) => Promise<FingerprintResult<T>>,
    signal?: AbortSignal,
  ): Promise<FingerprintResult<T>> {
    return this.#link.use<T, FingerprintFailure>(async (line) => {
      if (this.presence.value === 'trouble') return err({ kind: 'device-lost', code: 'trouble' });
      if (this.#asleep) {
        this.#asleep = false;
        const awake = await line.unlock();
        if (!awake.ok) return err(line.failure(awake.error));
      }
      return work(line);
    }, signal);
  }

  async #identify(line: ModuleLine): Promise<'ready' | 'trouble' | 'absent'> {
    this.#asleep = false;
    this.#residue.unknown();
    let opened = await line.unlock();
    while (!opened.ok && !line.lost) opened = await line.unlock();
    return opened.ok ? this.#settle(line, opened.value.code) : 'absent';
  }

  async #check(line: ModuleLine): Promise<'ready' | 'trouble' | 'unsure'> {
    if (this.#asleep) return 'unsure';
    const opened = await line.unlock();
    if (!opened.ok) return 'unsure';
    const stands = await this.#settle(line, opened.value.code);
    return stands === 'absent' ? 'unsure' : stands;
  }

  /** From the answer to VfyPwd on: what the module is, and nobody's finger in it. */
  async #settle(line: ModuleLine, code: number): Promise<'ready' | 'trouble' | 'absent'> {
    if (code !== CC.done) return 'trouble';
    if (!line.known) {
      await this.#readInfo(line);
      if (line.lost) return 'absent';
      line.known = true;
    }
    if (this.#session !== null && this.#session !== 'beginning' && this.#session.line === line)
      return 'ready';
    const cleaned = await this.#residue.clean(line, this.#own());
    if (line.lost) return 'absent';
    return !cleaned.ok && cleaned.error.kind === 'refused' ? 'trouble' : 'ready';
  }

  async #readInfo(line: ModuleLine): Promise<ModuleInfo> {
    const asked = await line.ask('readSysPara');
    const read =
      asked.ok && asked.value.code === CC.done ? answerOf.parameters.decode(asked.value.data) : null;
    const info: ModuleInfo = read
      ? {
          read: true,
          systemId: read.systemId,
          capacity: read.capacity,
          securityLevel: read.securityLevel,
          packetBytes: PACKET_SIZES[read.packetSizeCode] ?? USUAL.packetBytes,
          baud: read.baudFactor * BAUD_STEP,
        }
      : USUAL;
    line.packetBytes = info.packetBytes;
    this.info.set(info);
    return info;
  }

  /** The kiosk's pages, as far as the library reaches. */
  #own(): OwnPages {
    const { first, count } = this.#deps.ownPages ?? { first: 0, count: 10 };
    const capacity = this.info.value?.capacity ?? USUAL.capacity;
    return { first, count: Math.max(0, Math.min(count, capacity - first)) };
  }
}

function unsupported(code: string): FingerprintResult<never> {
  return err({ kind: 'unsupported', code });
}

function done(result: FingerprintResult<unknown>): FingerprintResult<void> {
  return result.ok ? ok() : result;
}

/** An instruction that not every model knows: an error, or silence from a module that is there, says that it does not. */
async function optional(
  line: ModuleLine,
  instruction: Instruction,
  parameters?: Uint8Array,
): Promise<FingerprintResult<Uint8Array>> {
  const answer = await line.order(instruction, parameters);
  if (answer.ok) return answer;
  const { kind, code } = answer.error;
  return kind === 'refused' || (kind === 'transfer-failed' && code === 'answer-timeout')
    ? unsupported(code)
    : answer;
}
