import { type Clock, err, type HolidayTable, ok, type Result } from '../core/index.ts';
import type { Machine } from './agreements.ts';
import { assembleRegion, type Context, contextOf } from './assemble.ts';
import { joinCalendars } from './calendar.ts';
import { Catalogue, type CatalogueShared } from './catalogue.ts';
import { assetsHash, FILES, readCalendars, readRegion, readShared, type Shared } from './folder.ts';
import { compileForm, type MatterForm } from './form.ts';
import { type CatalogueProblem, Problems, problemLine } from './problem.ts';
import type { FormFile } from './schemas/form.ts';
import { type LoadedRegion, MemoryShelf, type Shelf } from './shelf.ts';
import {
  type CatalogueStorage,
  type Compiled,
  hasCompiled,
  openCompiled,
  programMark,
  ShelfCompiler,
  STORAGE,
} from './storage.ts';

export interface LoadCatalogueOptions {
  /** Where the files are: the package's own, or a signed update beside it. */
  readonly assetsDir: string;
  /** The regions that this machine offers, in their order on the screen. */
  readonly regionCodes: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  /** Whose machine it is and where it stands; without it no agreement is asked for. */
  readonly machine?: Machine;
  /** Where the catalogue is compiled for later starts; without it the files are read and checked each time. */
  readonly storage?: CatalogueStorage;
  /** Above so many versions of matters it is answered from the compiled file; for tests. */
  readonly storageLimit?: number;
}

/** A shelf with what does not stand on it. */
interface Loaded {
  readonly shelf: Shelf;
  readonly shared: CatalogueShared;
  readonly forms: Iterable<readonly [string, FormFile]>;
}

/** Reads and checks everything once, at start. The first fault is the answer, in one line. */
export function loadCatalogue(options: LoadCatalogueOptions): Result<Catalogue, CatalogueProblem> {
  const { clock, machine = null } = options;
  const loaded = loadShelf(options);
  if (!loaded.ok) return loaded;
  const { shelf, shared } = loaded.value;
  const forms = new Map<string, MatterForm>();
  for (const [id, file] of loaded.value.forms) forms.set(id, compileForm(FILES.form(id), file));
  return ok(new Catalogue({ shelf, shared, forms, machine, now: () => clock.now() }));
}

/** All years of `assets/calendar` in one table. A year that is not announced yet has no file. */
export function loadCalendar(options: {
  readonly assetsDir: string;
}): Result<HolidayTable, CatalogueProblem> {
  const problems = new Problems();
  const table = joinCalendars(readCalendars(options.assetsDir, problems), problems);
  const fault = problems.firstError();
  return fault ? err({ message: problemLine(fault) }) : ok(table);
}

function loadShelf(options: LoadCatalogueOptions): Result<Loaded, CatalogueProblem> {
  const { assetsDir, regionCodes, storage, storageLimit = STORAGE.limit } = options;
  if (!storage) return readAll(options, null);
  if (hasCompiled(storage)) {
    const compiled = openCompiled(storage, compiledKey(assetsDir, regionCodes));
    if (compiled) return ok(fromCompiled(compiled, storageLimit));
  }
  try {
    return readAll(options, storage);
  } catch (error) {
    // A full or failing disk is no reason to do without a catalogue.
    storage.onFailure?.(error);
    return readAll(options, null);
  }
}

/** A small catalogue is taken into memory; its file has saved the reading and checking. */
function fromCompiled({ shelf, rest }: Compiled, limit: number): Loaded {
  if (shelf.size() > limit) return { shelf, ...rest };
  const regions = shelf.regions().map((head) => ({ head, entries: shelf.entries(head.code) }));
  const matters = shelf.matterCodes().flatMap((code) => shelf.matter(code) ?? []);
  shelf.close();
  return { shelf: new MemoryShelf(matters, regions), ...rest };
}

/** Reads the files, and with `storage` compiles them for the next start. Throws when that cannot be written. */
function readAll(
  { assetsDir, regionCodes, storageLimit = STORAGE.limit }: LoadCatalogueOptions,
  storage: CatalogueStorage | null,
): Result<Loaded, CatalogueProblem> {
  const problems = new Problems();
  const context = contextOf(readShared(assetsDir, problems), problems);
  const { shared } = context;
  const rest = { shared: small(shared), forms: [...shared.forms] };
  const key = storage ? compiledKey(assetsDir, regionCodes) : '';
  let kept: LoadedRegion[] = [];
  let versions = 0;
  const compiler = storage && !problems.firstError() ? new ShelfCompiler(storage, shared) : null;
  try {
    for (const region of regionsOf(assetsDir, regionCodes, context, problems)) {
      versions += region.entries.length;
      compiler?.add(region);
      // Too many to keep: from here on they are only in the file.
      if (compiler && versions > storageLimit) kept = [];
      else kept.push(region);
    }
    const fault = problems.firstError();
    if (fault) {
      compiler?.abandon();
      return err({ message: problemLine(fault) });
    }
    compiler?.finish(key, rest);
  } catch (error) {
    compiler?.abandon();
    throw error;
  }
  if (storage && versions > storageLimit) {
    const compiled = openCompiled(storage, key);
    if (!compiled) throw new Error('the compiled catalogue cannot be read');
    return ok({ shelf: compiled.shelf, ...compiled.rest });
  }
  return ok({ shelf: new MemoryShelf(shared.matters, kept), ...rest });
}

/** One region after the other, as long as nothing is wrong. */
function* regionsOf(
  assetsDir: string,
  codes: readonly string[],
  context: Context,
  problems: Problems,
): Generator<LoadedRegion> {
  for (const code of codes) {
    if (problems.firstError()) return;
    const file = readRegion(assetsDir, code, problems);
    if (file) yield assembleRegion(code, file, context, problems);
  }
}

function compiledKey(assetsDir: string, regionCodes: readonly string[]): string {
  return `${STORAGE.version} ${programMark()} ${assetsHash(assetsDir, regionCodes)}`;
}

function small(files: Shared): CatalogueShared {
  const { matters: _matters, guides: _guides, forms: _forms, broken: _broken, ...shared } = files;
  return shared;
}
