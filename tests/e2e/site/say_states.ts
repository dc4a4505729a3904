/** Where a strategy is written in words, in its states. */
import type { Page } from "playwright-core";
import { click, type PageState } from "./page_state.ts";
import type { Site } from "./site.ts";

const PLAY = '[data-island="playground"] [data-outcome]';
const LIVE = 'section[aria-label="Live result"] [data-outcome]';
const HALF = "Buy when VWMA(20) is above 30. Sell when ";

const usual = ({ things: { strategies } }: Site) => `/strategies/${strategies.usual}`;

/** Writes into a field of words, and waits until they are read. */
const write = (text: string, seen: string) => async (page: Page) => {
  const field = page.locator('[data-part="say"] textarea').first();
  await field.click();
  await field.fill(text);
  await page.locator(seen).first().waitFor();
};
const MARK = '[data-part="say-wrong"]';

export const SAY_STATES: readonly PageState[] = [
  {
    name: "landing, words that are not understood",
    route: "/",
    as: "visitor",
    path: () => "/",
    ready: PLAY,
    act: write(HALF, MARK),
  },
  {
    name: "new strategy, words that are not understood",
    route: "/strategies/new",
    as: "trader",
    path: () => "/strategies/new",
    ready: "#say",
    act: write(HALF, MARK),
  },
  {
    name: "editor, edited as text",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    act: click('role=button[name="Edit as text"]', 'dialog [data-part="say"] textarea'),
  },
  {
    name: "editor, a condition being added",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    act: async (page) => {
      await click('role=button[name="Buy when … and"]', '[data-part="say"] textarea')(page);
      await write("the close is ", '[role="option"]')(page);
    },
  },
  {
    name: "editor, a condition found",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    only: "desktop",
    act: async (page) => {
      await page.getByLabel("Find a block").fill("close crosses sma 200");
      await page.locator('[data-part="said-entry"]').waitFor();
    },
  },
];
