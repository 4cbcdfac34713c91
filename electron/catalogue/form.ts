import { type CompiledForm, compileForm as compile, type FormFile, formFileProblems } from '../core/index.ts';
import { fail } from './problem.ts';

/** A matter's form: how it is asked, and how answers are judged. */
export type MatterForm = CompiledForm;

/** Compiles a form file. Throws `CatalogueError` with the first thing that its parts have against each other. */
export function compileForm(file: string, form: FormFile): MatterForm {
  const [problem] = formFileProblems(form);
  if (problem) fail(file, `${problem.path} ${problem.what}`);
  return compile(form);
}
