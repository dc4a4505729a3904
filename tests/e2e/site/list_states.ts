/** The list of strategies, and making a new one, in their states. */
import { click, type PageState } from "./page_state.ts";

export const LIST_STATES: readonly PageState[] = [
  {
    name: "desk, nothing followed",
    route: "/desk",
    as: "newcomer",
    path: () => "/desk",
    ready: '[data-part="empty"]',
  },
  {
    name: "desk",
    route: "/desk",
    as: "trader",
    path: () => "/desk",
    ready: '[data-part="follow"]',
  },
  {
    name: "desk, orders",
    route: "/desk",
    as: "trader",
    path: () => "/desk",
    ready: '[data-part="follow"]',
    only: "desktop",
    act: async (page) => {
      await page.getByRole("tab", { name: "Orders" }).click();
      await page.getByRole("region", { name: "Table of orders" }).waitFor();
    },
  },
  {
    name: "desk, following a strategy",
    route: "/desk",
    as: "trader",
    path: () => "/desk",
    ready: '[data-part="follow"]',
    act: click('text="Follow a strategy"', "dialog[open] h2"),
  },
  {
    name: "strategies, none yet",
    route: "/strategies",
    as: "newcomer",
    path: () => "/strategies",
    ready: '[data-part="usage"]',
  },
  {
    name: "strategies",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
  },
  {
    name: "strategies, actions open",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    act: click("table [popovertarget]", "[popover]:popover-open"),
  },
  {
    name: "strategies, renaming",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    only: "desktop",
    act: async (page) => {
      await click("table [popovertarget]", "[popover]:popover-open")(page);
      await page.getByRole("button", { name: "Rename" }).click();
      await page.getByLabel(/^New name of /).waitFor();
    },
  },
  {
    name: "strategies, editing tags",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    act: async (page) => {
      await click("table [popovertarget]", "[popover]:popover-open")(page);
      await page.getByRole("button", { name: "Edit tags" }).click();
      await page.getByLabel(/^Tags of /).waitFor();
    },
  },
  {
    name: "strategies, two chosen",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    act: async (page) => {
      const boxes = page.locator("tbody input[type=checkbox]:not(:disabled)");
      await boxes.nth(0).check();
      await boxes.nth(1).check();
      await page.getByRole("link", { name: "Compare results" }).waitFor();
    },
  },
  {
    name: "strategies, one tag",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    act: async (page) => {
      await page.getByRole("group", { name: "Only with the tag" }).getByRole("button").first()
        .click();
      await page.getByText(/found$/).waitFor();
    },
  },
  {
    name: "strategies, nothing found",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    act: async (page) => {
      await page.getByLabel("Search strategies").fill("nothing is called so");
      await page.locator('[data-part="nothing-found"]').waitFor();
    },
  },
  {
    name: "strategies, archived",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies?archived=1",
    ready: "table",
  },
  {
    name: "strategies, account menu open",
    route: "/strategies",
    as: "trader",
    path: () => "/strategies",
    ready: "table",
    only: "desktop",
    act: click('summary[aria-label^="Account of"]', "details[data-menu][open] a"),
  },
  {
    name: "new strategy",
    route: "/strategies/new",
    as: "newcomer",
    path: () => "/strategies/new",
    ready: "main form",
  },
  {
    name: "new strategy, with errors",
    route: "/strategies/new",
    as: "newcomer",
    path: () => "/strategies/new?template=blank",
    ready: "main form",
    status: 422,
    act: async (page) => {
      // Longer than the field lets anybody type.
      await page.getByLabel("Name").evaluate((field) => {
        field.removeAttribute("maxlength");
        (field as HTMLInputElement).value = "a".repeat(101);
      });
      await page.getByRole("button", { name: "Create strategy" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "new strategy, one kind",
    route: "/strategies/new",
    as: "trader",
    path: () => "/strategies/new",
    ready: '[data-part="template-result"]',
    act: async (page) => {
      await page.getByRole("radio", { name: "Breakout", exact: true }).check();
      await page.locator('[data-template="golden_cross"]').waitFor({ state: "hidden" });
    },
  },
];
