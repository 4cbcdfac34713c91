import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { ScreenName } from '../../electron/contract/index.ts';
import type { Kiosk } from '../support/kiosk.ts';

const words = (language: string): { moreBelow: string } =>
  JSON.parse(readFileSync(new URL(`../../assets/locales/${language}/common.json`, import.meta.url), 'utf8'));
const zh = words('zh-CN');
const en = words('en');

/** A citizen before the screen: sees screens, touches buttons. Everything goes by touch, as at the machine. */
export class CitizenPage {
  readonly page: Page;
  readonly #kiosk: Kiosk;

  constructor(page: Page, kiosk: Kiosk) {
    this.page = page;
    this.#kiosk = kiosk;
  }

  async open(): Promise<void> {
    await this.page.goto(this.#kiosk.url);
    await this.sees('home');
  }

  async sees(screen: ScreenName): Promise<void> {
    await expect(this.page.locator(`[data-screen="${screen}"]`)).toBeVisible({ timeout: 60_000 });
  }

  /** Touches the button of that name (`data-name`). */
  async touch(name: string): Promise<void> {
    const button = this.page.locator(`[data-name="${name}"]:visible`);
    await expect(button).toBeEnabled();
    await button.tap();
  }

  /** Touches what carries exactly this text. */
  async touchText(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().tap();
  }

  async inEnglish(): Promise<void> {
    await this.touch('language');
    await expect(this.page.locator('html')).toHaveAttribute('lang', 'en');
  }

  async toIdentity(): Promise<void> {
    await this.touch('apply');
    await this.sees('matters');
    await this.touch('matter-XT-GA-020');
    await this.sees('guide');
    await this.touch('primary');
    await this.sees('identify');
  }

  async withCard(person: string): Promise<void> {
    await this.toIdentity();
    await this.touch('primary');
    await this.#kiosk.dock.call.placeCard({ person });
    await this.sees('details');
  }

  async detailsToReview(purpose: string): Promise<void> {
    await this.sees('details');
    await this.touchText(purpose);
    await this.touch('primary');
    await this.sees('delivery');
    await this.touch('primary');
    await this.sees('review');
  }

  async reviewToSubmitted(): Promise<string> {
    await expect(this.page.locator('[data-screen="review"] canvas').first()).toBeVisible({ timeout: 15_000 });
    await this.readToTheEnd();
    await this.touch('primary');
    await this.sees('sign');
    await this.sign();
    await this.touch('primary');
    await this.sees('submitted');
    return this.receiptNumber();
  }

  /** Goes down the document until the screen says that every page was seen. */
  async readToTheEnd(): Promise<void> {
    const down = this.page.getByRole('button', { name: new RegExp(`^(${zh.moreBelow}|${en.moreBelow})$`) });
    const primary = this.page.locator('[data-name="primary"]');
    // The button may go out between a look and a touch: then the next look sees that all was read.
    await expect(async () => {
      if (await primary.isEnabled()) return;
      if (await down.isEnabled({ timeout: 500 })) await down.tap({ timeout: 500 });
      await expect(primary).toBeEnabled({ timeout: 200 });
    }).toPass({ timeout: 60_000 });
  }

  async receiptNumber(): Promise<string> {
    const text = (await this.page.locator('[data-screen]').textContent()) ?? '';
    const found = /[0-9A-Z]{4}-\d{6}-\d{4}-[0-9A-Z]/.exec(text)?.[0];
    if (!found) throw new Error(`no receipt number on the screen:\n${text}`);
    return found;
  }

  /** Writes two strokes into the signing area with a finger. */
  async sign(): Promise<void> {
    const area = this.page.locator('[data-screen="sign"] canvas');
    const box = await area.boundingBox();
    if (!box) throw new Error('no signing area');
    const cdp = await this.page.context().newCDPSession(this.page);
    const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
    for (const stroke of [
      [at(0.2, 0.3), at(0.35, 0.6), at(0.5, 0.4)],
      [at(0.5, 0.7), at(0.65, 0.3), at(0.8, 0.6)],
    ]) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: stroke.slice(0, 1) });
      for (const point of stroke.slice(1))
        await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    }
    await cdp.detach();
  }
}
