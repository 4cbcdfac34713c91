import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';

/** Writes THIRD-PARTY-LICENCES: every package that the product carries at run time, with its licence's own text. */

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

const FILE = 'THIRD-PARTY-LICENCES';

export function thirdPartyLicences(): string {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>;
  };
  const parts: string[] = [
    'Tongban carries these packages. Each is under its own licence, given below it.\n',
  ];
  for (const [path, entry] of Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))) {
    // Optional packages are other platforms' builds of packages that stand here themselves.
    if (path === '' || entry.dev || entry.devOptional || entry.optional) continue;
    const dir = join(ROOT, path);
    if (!existsSync(dir)) throw new Error(`${path} is not installed: run "npm ci"`);
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const texts = readdirSync(dir)
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.(js|ts|json)$/.test(file))
      .sort()
      .map((file) => readFileSync(join(dir, file), 'utf8').trim());
    const licence = entry.license ?? 'see its text';
    parts.push(`${'='.repeat(100)}\n${name} ${entry.version} (${licence})\n`);
    parts.push(
      texts.length > 0
        ? `${texts.join('\n\n')}\n`
        : `The package names its licence (${licence}) and carries no text of it.\n`,
    );
  }
  return parts.join('\n');
}

if (import.meta.main) {
  writeFileSync(join(ROOT, FILE), thirdPartyLicences());
  process.stdout.write(`wrote ${FILE}\n`);
}
