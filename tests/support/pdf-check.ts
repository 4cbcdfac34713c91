import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What qpdf has to say against the structure of a file, in its words; empty when nothing. */
export function structureFaults(pdf: Uint8Array): string {
  const dir = mkdtempSync(join(tmpdir(), 'pdf-check-'));
  try {
    const file = join(dir, 'paper.pdf');
    writeFileSync(file, pdf);
    execFileSync('qpdf', ['--check', file], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
