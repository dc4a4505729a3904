/** The chart as it is looked at: in the editor and on the page of a result. */
import type { Page } from "playwright-core";
import type { PageState } from "./page_state.ts";

const LIVE = 'section[aria-label="Live result"] [data-outcome]';

/** Opens the chart of the live result, with what the blocks draw. */
async function openChart(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Chart" }).click();
  await page.locator('[data-part="price-chart"] [data-legend^="block"]').first().waitFor();
}

export const CHART_STATES: readonly PageState[] = [
  {
    name: "editor, the chart",
    route: "/strategies/:id",
    as: "trader",
    path: ({ things }) => `/strategies/${things.strategies.usual}`,
    ready: LIVE,
    only: "desktop",
    act: openChart,
  },
  {
    name: "editor, a trade on the chart in all of the window",
    route: "/strategies/:id",
    as: "trader",
    path: ({ things }) => `/strategies/${things.strategies.usual}`,
    ready: LIVE,
    only: "desktop",
    act: async (page) => {
      await openChart(page);
      await page.locator('[data-part="price-chart"] [role="slider"]').focus();
      await page.keyboard.press("f");
      await page.keyboard.press("]");
      await page.getByRole("button", { name: "Equity" }).click();
      await page.locator('[data-pane="equity"] canvas').waitFor();
    },
  },
  {
    name: "run, what decided a trade",
    route: "/runs/:id",
    as: "trader",
    path: ({ things }) => `/runs/${things.runs.completed}`,
    ready: '[data-check="same"]',
    act: async (page) => {
      await page.locator('[data-part="price-chart"] canvas').first().waitFor();
      await page.locator('[data-part="price-chart"] [role="slider"]').focus();
      await page.keyboard.press("]");
      await page.keyboard.press("x");
      await page.locator('[data-part="signal-xray"] li').first().waitFor();
    },
  },
];
