import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

/** Panels that kiosks have: pixels and visible millimetres. */
export const PANELS = [
  { name: '1080x1920', width: 1080, height: 1920, widthMm: 398, heightMm: 708 },
  { name: '1920x1080', width: 1920, height: 1080, widthMm: 476, heightMm: 268 },
  { name: '1280x1024', width: 1280, height: 1024, widthMm: 338, heightMm: 270 },
] as const;
export const LANGUAGES = ['zh-CN', 'en'] as const;

/** Languages in which a whole journey is driven on one panel: CI takes one of them, so that the panels share them. */
export const languagesOn = (inCi: (typeof LANGUAGES)[number]) => (process.env.CI ? [inCi] : LANGUAGES);

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Puts axe into the page; its policy must be bypassed for that. */
export async function addAxe(page: Page): Promise<void> {
  await page.addScriptTag({ content: axeSource });
}

/** `rule: selector` of every violation; contrast is judged by 7:1. */
export function axeProblems(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          scope: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
      };
    };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'color-contrast-enhanced': { enabled: true } },
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** What a finger or an eye could not reach, in the dialog when there is one, else on the whole screen. */
export function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const { innerWidth, innerHeight } = window;
    const styles = getComputedStyle(document.documentElement);
    const mm = Number.parseFloat(styles.getPropertyValue('--mm'));
    const inside = (box: DOMRect) =>
      box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    const words = (el: Element) =>
      (el.getAttribute('aria-label') ?? el.textContent ?? '').trim().slice(0, 40);
    if (document.documentElement.scrollWidth > innerWidth) problems.push('the page is wider than the screen');
    // Capitals of Noto Sans are 0.733 of its size.
    if ((0.733 * Number.parseFloat(styles.fontSize)) / mm < 4.99)
      problems.push('capitals of body text are lower than 5 mm');
    const scope = document.querySelector('.veil') ?? document.body;
    const primary = scope.querySelector('[data-name=primary], [data-name=stay], [data-name=without-card]');

    const targets = [
      ...scope.querySelectorAll<HTMLElement>('button, label.choice, [role=tab], input[type=text]'),
    ].filter((el) => el.getBoundingClientRect().width > 0);
    // What lies in different scrolling areas is clipped, not overlapping.
    const area = (el: Element): Element => {
      for (let up = el.parentElement; up && up !== scope; up = up.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(up).overflowY)) return up;
      return scope;
    };
    for (const el of targets) {
      const box = el.getBoundingClientRect();
      if (box.height < 16 * mm - 1)
        problems.push(`lower than 16 mm: ${words(el)} ${(box.height / mm).toFixed(1)} mm`);
      const main = el.classList.contains('main');
      if (main && box.height < 20 * mm - 1) problems.push(`main button lower than 20 mm: ${words(el)}`);
      if (area(el) === scope && !inside(box)) problems.push(`outside of the screen: ${words(el)}`);
      if (el.scrollWidth > el.clientWidth + 1) problems.push(`cut: ${words(el)}`);
    }
    for (let a = 0; a < targets.length; a++) {
      for (let b = a + 1; b < targets.length; b++) {
        const [one, other] = [targets[a] as HTMLElement, targets[b] as HTMLElement];
        if (area(one) !== area(other) || one.contains(other) || other.contains(one)) continue;
        const [p, q] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const across = Math.max(p.left, q.left) - Math.min(p.right, q.right);
        const along = Math.max(p.top, q.top) - Math.min(p.bottom, q.bottom);
        // Beside each other or one below the other; tabs stand on one line.
        const gap = Math.max(across, along);
        if (gap < 3 * mm - 1 && !(one.role === 'tab' && other.role === 'tab' && gap >= 0))
          problems.push(`${gap < 0 ? 'overlap' : 'closer than 3 mm'}: ${words(one)} / ${words(other)}`);
      }
    }

    // The one way on stands where it stood on the screen before.
    const actions = scope.querySelector('.actions-bar');
    const mains = actions ? [...actions.querySelectorAll('.primary')] : [];
    if (mains.length > 1) problems.push('more than one primary button');
    const [way] = mains;
    if (way && actions) {
      const box = way.getBoundingClientRect();
      const place = actions.getBoundingClientRect();
      const edge = Number.parseFloat(
        getComputedStyle(document.querySelector('.stage') as Element).paddingRight,
      );
      const foot = document.querySelector('.tools')?.getBoundingClientRect();
      if (innerHeight > innerWidth) {
        if (Math.abs((box.left + box.right) / 2 - innerWidth / 2) > 2)
          problems.push('primary not in the centre');
        if (foot && foot.top - box.bottom > 2 * edge) problems.push('primary not at the bottom');
      } else {
        if (Math.abs(box.right - (innerWidth - edge)) > 2) problems.push('primary not at the right edge');
        if (innerHeight - box.bottom > 40 * mm) problems.push('primary not at the bottom');
      }
      for (const el of actions.querySelectorAll('button')) {
        const other = el.getBoundingClientRect();
        if (el !== way && (other.bottom > box.bottom + 1 || other.left > box.right))
          problems.push(`after the primary button: ${words(el)}`);
      }
      if (box.right > place.right + 1) problems.push('primary outside of its bar');
    }
    if (primary && area(primary) === scope && !inside(primary.getBoundingClientRect()))
      problems.push('the primary button is outside of the screen');
    // A font's own box is a little higher than its line: that is not text that is cut.
    const slack = 2 + 0.08 * Number.parseFloat(styles.fontSize);
    // What does not scroll must hold what it shows.
    for (const el of scope.querySelectorAll<HTMLElement>(
      '.stage, .band, .bottom, .typing, .keyboard-place, .card, .tools, .actions-bar, .stepper, .heading, .timeline, .timeline li, .receipt-number, .dialog, .notice, .tag, .table, .table td, .table th, .qr, .countdown, .empty-state',
    )) {
      if (el.scrollWidth > el.clientWidth + 1) problems.push(`wider than its place: .${el.className}`);
      if (
        !el.matches('.dialog, .heading, .receipt-number, .band, .tag') &&
        el.scrollHeight > el.clientHeight + slack
      )
        problems.push(`higher than its place: .${el.className}`);
    }
    for (const view of document.querySelectorAll('.view')) {
      if (view.scrollWidth > view.clientWidth + 1) problems.push('a scrolling area is too wide');
      if (view.clientHeight < 150) problems.push(`a scrolling area is only ${view.clientHeight} px high`);
    }
    return problems;
  });
}
