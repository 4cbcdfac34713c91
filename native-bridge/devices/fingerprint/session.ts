import { type Clock, err, ok } from '../../../electron/core/index.ts';
import { type Capturing, capture, captureTwice } from './capture.ts';
import { type ModuleLine, refused } from './module-line.ts';
import { answerOf, CC, codeOf, parametersOf } from './protocol.ts';
import type { OwnPages, Residue } from './residue.ts';
import type { TemplateVault } from './template-vault.ts';
import { BUFFER, downloadTemplate, uploadImage, uploadTemplate } from './transfer.ts';
import type {
  CaptureOptions,
  FingerprintResult,
  FingerprintSession,
  Found,
  GreyImage,
  ModuleTemplate,
  StoredTemplate,
  Verdict,
} from './types.ts';

export interface SessionDeps {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly vault: TemplateVault;
  readonly residue: Residue;
  /** The pages that this module has for the kiosk. */
  readonly own: OwnPages;
  /** Runs work alone on the line, if that is still the line on which the session began. */
  run<T>(work: (line: ModuleLine) => Promise<FingerprintResult<T>>): Promise<FingerprintResult<T>>;
}

const NOTHING_CAPTURED = err({ kind: 'not-there', code: 'nothing-captured' } as const);
const FOREIGN = err({ kind: 'foreign-template', code: 'not-of-this-module' } as const);

/** One person's use of the module; see `FingerprintSession`. */
export class Session implements FingerprintSession {
  readonly #deps: SessionDeps;
  readonly #pages = new Set<number>();
  /** Templates that end with the session. */
  readonly #templates: ModuleTemplate[] = [];
  /** The live buffer holds features, the image buffer an image, of this session's person. */
  #features = false;
  #image = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /** Overwrites what the session gave out. What lies in the module is `Residue`'s matter. */
  end(): void {
    for (const template of this.#templates) template.erase();
    this.#pages.clear();
  }

  capture(options: CaptureOptions = {}): Promise<FingerprintResult<void>> {
    return this.#deps.run((line) => this.#captureLive(line, options));
  }

  enrol(options: CaptureOptions = {}): Promise<FingerprintResult<StoredTemplate>> {
    return this.#deps.run(async (line) => {
      const page = this.#freePage();
      if (!page.ok) return page;
      this.#forgetCapture();
      const merged = await captureTwice(this.#capturing(line, options));
      if (!merged.ok) return merged;
      this.#features = true;
      this.#image = true;
      return this.#storeBuffer(line, BUFFER.live, page.value);
    });
  }

  verify(
    reference: StoredTemplate | ModuleTemplate,
    options: CaptureOptions = {},
  ): Promise<FingerprintResult<Verdict>> {
    return this.#deps.run<Verdict>(async (line) => {
      const known = this.#reference(line, reference);
      if (!known.ok) return known;
      const captured = await this.#captureLive(line, options);
      if (!captured.ok) return captured;
      const laid = await this.#layReference(line, reference, known.value);
      if (!laid.ok) return laid;
      const answer = await line.ask('match');
      if (!answer.ok) return err(line.failure(answer.error));
      if (answer.value.code === CC.noMatch) return ok({ matched: false, score: 0 });
      const score = answerOf.score.decode(answer.value.data);
      return answer.value.code === CC.done && score
        ? ok({ matched: true, score: score.score })
        : err(refused(answer.value));
    });
  }

  identify(options: CaptureOptions = {}): Promise<FingerprintResult<Found | null>> {
    return this.#deps.run<Found | null>(async (line) => {
      if (this.#pages.size === 0) return ok(null);
      const captured = await this.#captureLive(line, options);
      if (!captured.ok) return captured;
      const { first, count } = this.#deps.own;
      const among = parametersOf.search.encode({ buffer: BUFFER.live, page: first, count });
      const answer = await line.ask('search', among);
      if (!answer.ok) return err(line.failure(answer.error));
      if (answer.value.code === CC.notFound) return ok(null);
      const found = answerOf.found.decode(answer.value.data);
      if (answer.value.code !== CC.done || !found) return err(refused(answer.value));
      // A page that this session did not store is no answer about this person.
      return this.#pages.has(found.page) ? ok(found) : ok(null);
    });
  }

  template({ keep = false } = {}): Promise<FingerprintResult<ModuleTemplate>> {
    return this.#deps.run(async (line) => {
      if (!this.#features) return NOTHING_CAPTURED;
      const bytes = await uploadTemplate(line, BUFFER.live);
      if (!bytes.ok) return bytes;
      const template = this.#deps.vault.issue(bytes.value);
      if (!keep) this.#templates.push(template);
      return ok(template);
    });
  }

  store(template: ModuleTemplate): Promise<FingerprintResult<StoredTemplate>> {
    return this.#deps.run(async (line) => {
      const bytes = this.#templateBytes(line, template);
      if (!bytes) return FOREIGN;
      const page = this.#freePage();
      if (!page.ok) return page;
      this.#deps.residue.captured();
      const laid = await downloadTemplate(line, BUFFER.reference, bytes);
      return laid.ok ? this.#storeBuffer(line, BUFFER.reference, page.value) : laid;
    });
  }

  image(progress?: (fraction: number) => void): Promise<FingerprintResult<GreyImage>> {
    return this.#deps.run(async (line) => (this.#image ? uploadImage(line, progress) : NOTHING_CAPTURED));
  }

  async #captureLive(line: ModuleLine, options: CaptureOptions): Promise<FingerprintResult<void>> {
    this.#forgetCapture();
    const captured = await capture(this.#capturing(line, options), BUFFER.live);
    this.#features = captured.ok;
    this.#image = captured.ok;
    return captured;
  }

  #forgetCapture(): void {
    this.#features = false;
    this.#image = false;
  }

  #capturing(line: ModuleLine, options: CaptureOptions): Capturing {
    const { clock, signal, residue } = this.#deps;
    residue.captured();
    return { line, clock, signal, options };
  }

  /** The bytes of a template that this module made, or null for a page of this session. Nothing else is a reference. */
  #reference(line: ModuleLine, reference: unknown): FingerprintResult<Uint8Array | null> {
    const bytes = this.#templateBytes(line, reference);
    if (bytes) return ok(bytes);
    const page: unknown =
      typeof reference === 'object' && reference !== null && 'page' in reference ? reference.page : null;
    if (typeof page !== 'number') return FOREIGN;
    return this.#pages.has(page) ? ok(null) : err({ kind: 'not-there', code: 'not-stored' });
  }

  #templateBytes(line: ModuleLine, template: unknown): Uint8Array | null {
    const bytes = this.#deps.vault.bytesOf(template);
    // Another model was plugged in meanwhile: its templates have another form.
    return bytes && (line.templateBytes === null || bytes.length === line.templateBytes) ? bytes : null;
  }

  async #layReference(
    line: ModuleLine,
    reference: StoredTemplate | ModuleTemplate,
    bytes: Uint8Array | null,
  ): Promise<FingerprintResult<unknown>> {
    if (bytes) return downloadTemplate(line, BUFFER.reference, bytes);
    const { page } = reference as StoredTemplate;
    return line.order('loadChar', parametersOf.bufferPage.encode({ buffer: BUFFER.reference, page }));
  }

  #freePage(): FingerprintResult<number> {
    const { first, count } = this.#deps.own;
    for (let page = first; page < first + count; page++) if (!this.#pages.has(page)) return ok(page);
    return err({ kind: 'library-full', code: `pages-${count}` });
  }

  async #storeBuffer(
    line: ModuleLine,
    buffer: number,
    page: number,
  ): Promise<FingerprintResult<StoredTemplate>> {
    // Before the command: its answer may be lost when the template is stored already.
    this.#deps.residue.stored();
    const answer = await line.ask('store', parametersOf.bufferPage.encode({ buffer, page }));
    if (!answer.ok) return err(line.failure(answer.error));
    if (answer.value.code === CC.badPage) return err({ kind: 'library-full', code: codeOf(CC.badPage) });
    if (answer.value.code !== CC.done) return err(refused(answer.value));
    this.#pages.add(page);
    return ok({ page });
  }
}
