/** The editor with its panels folded, without them, and as the list of a phone. */
import { click, type PageState } from "./page_state.ts";
import type { Site } from "./site.ts";

/** The answer of the live result has been drawn. */
const LIVE = 'section[aria-label="Live result"] [data-outcome]';

const usual = ({ things: { strategies } }: Site) => `/strategies/${strategies.usual}`;

export const PANEL_STATES: readonly PageState[] = [
  {
    name: "editor, settings of a rule on a phone",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    only: "phone",
    act: click(
      '[data-part="rules"] button[aria-label^="All settings of"]',
      'aside[aria-label="Settings"] [data-param]',
    ),
  },
  {
    name: "editor, the canvas alone",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    only: "desktop",
    act: async (page) => {
      await page.keyboard.press("f");
      await page.getByRole("region", { name: "Live result" }).waitFor({ state: "hidden" });
    },
  },
  {
    name: "editor, two numbers explored",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    only: "desktop",
    act: async (page) => {
      await click('role=tab[name="Explore"]', '[data-part="explore"]')(page);
      await click("role=button[name=/^Try \\d+ combinations$/]", '[data-part="cell"]')(page);
      await page.getByText("combinations tried here").waitFor();
    },
  },
  {
    name: "editor, other markets",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    only: "desktop",
    act: click('role=tab[name="Markets"]', '[data-part="markets"][aria-busy="false"]'),
  },
  {
    name: "editor, panels folded",
    route: "/strategies/:id",
    as: "trader",
    path: usual,
    ready: LIVE,
    only: "desktop",
    act: click('role=button[name="Fold the blocks"]', 'role=button[name="Show the blocks"]'),
  },
];
