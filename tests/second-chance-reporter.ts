import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';

const root = resolve(import.meta.dirname, '..');

/** A test that failed at least once, and the first sentence of why. */
export interface Trouble {
  readonly name: string;
  readonly why: string;
  /** It passed when it was tried again. */
  readonly flaky: boolean;
}

/** Keeps for the summary why tests failed, and which passed only the second time: a flake is a bug and is named. */
export class SecondChanceReporter implements Reporter {
  readonly #file: string;
  readonly #troubles: Trouble[] = [];

  constructor(options: { readonly file: string }) {
    this.#file = options.file;
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    const flaky = state === 'passed' && (test.diagnostic()?.flaky ?? false);
    if (state !== 'failed' && !flaky) return;
    const why = (errors?.[0]?.message ?? 'no message').split('\n').slice(0, 6).join('\n');
    this.#troubles.push({ name: `${relative(root, test.module.moduleId)}: ${test.fullName}`, why, flaky });
  }

  onTestRunEnd(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#troubles));
  }
}
