/** The list of strategies in its states. */
import { click, type PageState } from "./page_state.ts";

export const LIST_STATES: readonly PageState[] = [
  {
    name: "strategies, none yet",
    route: "/strategies",
    as: "newcomer",
    path: () => "/strategies",
    ready: ".list-usage",
  },
  {
    name: "strategies",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: ".list-table",
  },
  {
    name: "strategies, actions open",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: ".list-table",
    act: click(".list-table [popovertarget]", ".menu:popover-open"),
  },
  {
    name: "strategies, renaming",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: ".list-table",
    only: "desktop",
    act: async (page) => {
      await click(".list-table [popovertarget]", ".menu:popover-open")(page);
      await page.getByRole("button", { name: "Rename" }).click();
      await page.locator(".row-rename").waitFor();
    },
  },
  {
    name: "strategies, nothing found",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: ".list-table",
    act: async (page) => {
      await page.getByLabel("Search strategies").fill("nothing is called so");
      await page.locator(".table-none").waitFor();
    },
  },
  {
    name: "strategies, archived",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies?archived=1",
    ready: ".list-table",
  },
  {
    name: "strategies, account menu open",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: ".list-table",
    only: "desktop",
    act: click(".site-user summary", ".site-user .pop-panel"),
  },
];
