import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
let dir: string;
// Inside the checkout: lint with types asks the nearest tsconfig.
beforeEach(() => {
  dir = mkdtempSync(join(root, 'tests/unit/tooling/.lint-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function lint(code: string): string {
  const file = join(dir, 'planted.ts');
  writeFileSync(file, code);
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format', 'json', file],
    { cwd: root, encoding: 'utf8' },
  );
  const found = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return `${status} ${found.diagnostics.map((one) => one.code).join()}`;
}

it('a promise that nobody waits for is an error', () => {
  expect(
    lint('export async function f(): Promise<number> { return 1; }\nexport function g() { f(); }\n'),
  ).toMatch(/^1 .*no-floating-promises/);
});
it('a switch that forgets a case is an error', () => {
  expect(
    lint("export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; }\n return 0; }\n"),
  ).toMatch(/^1 .*switch-exhaustiveness-check/);
});
it('what is right passes', () => {
  expect(
    lint('export async function f(): Promise<number> { return 1; }\nexport function g() { void f(); }\n'),
  ).toBe('0 ');
});
