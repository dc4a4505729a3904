/** What a state of a page is, and how one is brought about. */
import type { Page } from "playwright-core";
import type { Person, Site } from "./site.ts";

export type Size = "desktop" | "phone";

export interface PageState {
  /** Page and state, as a test names it. */
  readonly name: string;
  /** The page as the router knows it, such as `/runs/:id`. */
  readonly route: string;
  readonly as: Person;
  readonly path: (site: Site) => string;
  /** What stands on the page when it has drawn itself. */
  readonly ready: string;
  /** What the page answers with in the end; 200 without it. */
  readonly status?: number;
  /** The failure that requests of the page answer with, where the state is about that. */
  readonly refusal?: number;
  /** The sizes that have this state; both without it. */
  readonly only?: Size;
  /** From the page as it opens to the state. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Presses what is there and waits for what comes. */
export const click = (selector: string, then: string) => async (page: Page) => {
  await page.locator(selector).first().click();
  await page.locator(then).first().waitFor();
};

/** Tools that have no room in the bar are behind "More". */
export const openTool = (selector: string, then: string) => async (page: Page) => {
  const more = page.getByRole("button", { name: "More", exact: true });
  if (await more.isVisible()) await more.click();
  await click(selector, then)(page);
};
