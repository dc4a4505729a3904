/** A person on a journey through the app: with a mouse, a finger or only a keyboard; counts what the way costs. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { axe } from "./axe.ts";

/** One of the ways in which each journey is gone. */
export interface Way {
  readonly name: string;
  readonly hand: "mouse" | "keyboard";
  readonly theme: "light" | "dark";
  readonly width: number;
  readonly height: number;
}

/** Both hands, both themes, desktop and phone. */
export const WAYS: readonly Way[] = [
  { name: "by mouse, light, desktop", hand: "mouse", theme: "light", width: 1440, height: 900 },
  { name: "by keyboard, dark, desktop", hand: "keyboard", theme: "dark", width: 1440, height: 900 },
  { name: "by touch, dark, phone", hand: "mouse", theme: "dark", width: 390, height: 844 },
  { name: "by keyboard, light, phone", hand: "keyboard", theme: "light", width: 390, height: 844 },
];

/** How far Tab is pressed before a thing counts as out of reach. */
const MOST_TABS = 200;

export class JourneyPerson {
  /** Clicks, or what takes their place on a keyboard: Enter or Space on what has the focus. */
  presses = 0;
  readonly #started = performance.now();

  constructor(readonly page: Page, readonly way: Way) {}

  /** Seconds since the journey began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  get onPhone(): boolean {
    return this.way.width < 600;
  }

  /** Presses a button, a link or a choice. */
  async press(target: Locator): Promise<void> {
    this.presses += 1;
    if (this.way.hand === "mouse") return await target.click();
    await this.reach(target);
    const link = await target.evaluate((element) =>
      element.matches("a, summary, button, .react-flow__node")
    );
    await this.page.keyboard.press(link ? "Enter" : "Space");
  }

  /** Fills a field in. */
  async write(field: Locator, text: string): Promise<void> {
    if (this.way.hand === "mouse") return await field.fill(text);
    await this.reach(field);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.type(text);
  }

  /** Moves focus to a thing with Tab alone, as a user without a mouse must. */
  async reach(target: Locator): Promise<void> {
    await target.waitFor();
    const isThere = () => target.evaluate((element) => element === document.activeElement);
    for (let pressed = 0; pressed < MOST_TABS; pressed++) {
      if (await isThere()) return;
      await this.page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${target}`);
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 20_000 });
  }

  /** Nothing stands in the way of assistive technology here, and nothing is cut off at the side. */
  async pageIsSound(): Promise<void> {
    assert.deepEqual(await axe(this.page), []);
    const tooWide = await this.page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assert.ok(tooWide <= 0, `the page is ${tooWide} pixels wider than the screen`);
  }
}
