import type { CDPSession, Page } from '@playwright/test';

/** Milliseconds in which a page settles after a change before the next touch. */
const QUIET_MS = 400;

/** Milliseconds that a finger lies on what it touches. */
const HELD_MS = 80;

/**
 * A finger that leaves the page alone while it is measured: the ways of a test tool look at the page again and again until it
 * sees what it waits for, and a part of what is measured would be the looking.
 */
export class Finger {
  readonly #page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  async throttle(rate: number): Promise<void> {
    await this.#cdp.send('Emulation.setCPUThrottlingRate', { rate });
  }

  /** The screen of that name stands and is still. */
  async sees(screen: string): Promise<void> {
    await this.#until(`[data-screen=${screen}]`);
    await this.#page.waitForTimeout(QUIET_MS);
  }

  /** Touches what the selector finds, when it can be touched; then waits for the screen that follows. */
  async touch(selector: string, screen?: string): Promise<void> {
    await this.#until(`${selector}:not(:disabled)`);
    const point = await this.#page.evaluate((wanted) => {
      const box = [...document.querySelectorAll(wanted)]
        .map((el) => {
          el.scrollIntoView({ block: 'nearest' });
          return el.getBoundingClientRect();
        })
        .find(({ width }) => width > 0);
      return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }, selector);
    if (!point) throw new Error(`${selector} is not in sight`);
    await this.#page.waitForTimeout(QUIET_MS);
    await this.#cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await this.#page.waitForTimeout(HELD_MS);
    await this.#cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await this.#page.waitForTimeout(QUIET_MS);
    if (screen) await this.sees(screen);
  }

  /** Goes down the document until the way on is open. */
  async reads(): Promise<void> {
    await this.#until('[data-screen=review] canvas');
    await this.#page.evaluate(async () => {
      const open = () => document.querySelector('[data-name=primary]:enabled');
      for (let tries = 0; tries < 100 && !open(); tries++) {
        for (const view of document.querySelectorAll('.view')) view.scrollBy(0, view.clientHeight / 2);
        await new Promise((done) => setTimeout(done, 100));
      }
    });
    await this.#page.waitForTimeout(QUIET_MS);
  }

  #until(selector: string): Promise<unknown> {
    return this.#page.evaluate(
      (wanted) =>
        new Promise<void>((done, fail) => {
          const limit = setTimeout(() => fail(new Error(`${wanted} never came`)), 60_000);
          const look = () => {
            if (!document.querySelector(wanted)) return;
            clearTimeout(limit);
            observer.disconnect();
            done();
          };
          const observer = new MutationObserver(look);
          observer.observe(document, { subtree: true, childList: true, attributes: true });
          look();
        }),
      selector,
    );
  }
}
