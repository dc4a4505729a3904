/** The versions of a strategy in the editor: listed, looked at, compared. */
import { openTool, type PageState } from "./page_state.ts";
import type { Site } from "./site.ts";

const EDITOR = "/strategies/:id";
const LIVE = 'section[aria-label="Live result"] [data-outcome]';
const path = ({ things: { strategies } }: Site) => `/strategies/${strategies.versions}`;
const openHistory = openTool("button[title='Versions of this strategy']", '[data-part="version"]');

export const VERSION_STATES: readonly PageState[] = [
  {
    name: "editor, history",
    route: EDITOR,
    as: "trader",
    path,
    ready: LIVE,
    act: async (page) => {
      await openHistory(page);
      await page.locator('[data-part="version-result"] svg').nth(1).waitFor();
    },
  },
  {
    name: "editor, an old version",
    route: EDITOR,
    as: "trader",
    path,
    ready: LIVE,
    act: async (page) => {
      await openHistory(page);
      await page.locator('[data-part="version"] button[aria-current]').last().click();
      await page.getByLabel("Notice").waitFor();
    },
  },
  {
    name: "editor, versions compared",
    route: EDITOR,
    as: "trader",
    path,
    ready: LIVE,
    act: async (page) => {
      await openHistory(page);
      await page.getByRole("button", { name: "Compare version 2 with version 1" }).click();
      await page.locator('aside[aria-label="Compare versions"] li button').first().waitFor();
      await page.locator('[data-part="compared-curve"]').nth(1).waitFor();
    },
  },
];
