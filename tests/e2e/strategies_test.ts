/** The list of strategies in Chromium, by mouse and by keyboard: searched, sorted, renamed, copied, put away, and long. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { setAccountLimits } from "../../server/limits/account_limits.ts";
import { type BrowserVisit, closeHarnessAtEnd, heldRun, testInBrowser } from "./app_harness.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

const names = (page: Page) => page.locator('[data-part="name"]').allInnerTexts();
const row = (page: Page, name: string) =>
  page.locator("tr[data-strategy]", { has: page.getByText(name, { exact: true }) });

async function withStrategies({ page, person }: BrowserVisit, made: readonly string[]) {
  for (const [index, name] of made.entries()) {
    const asset = index % 2 ? "ETH/USDT" : "DEMO/USDT";
    const { status } = await person.post("/strategies", { name, asset, timeframe: "4h" });
    assert.equal(status, 201);
  }
  await page.goto("/strategies");
  await page.getByRole("table").waitFor();
}

async function menu(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.locator("[popover]:popover-open").getByRole("button", { name: action }).click();
}

testInBrowser(
  "strategies: renamed in place by keyboard; Escape keeps the old name",
  async (visit) => {
    const { page, person } = visit;
    await withStrategies(visit, ["First idea"]);
    const actions = page.getByRole("button", { name: "Actions for First idea" });
    await actions.focus();
    await page.keyboard.press("Enter");
    await page.locator("[popover]:popover-open").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const field = page.getByLabel("New name of First idea");
    await field.waitFor();
    await page.keyboard.type("Second thought");
    await page.keyboard.press("Escape");
    await comesTo(() => names(page), ["First idea"]);

    await menu(page, "First idea", "Rename");
    await field.fill("");
    await page.keyboard.press("Enter");
    await page.getByText("Give the strategy a name.").waitFor();
    await field.fill("Second thought");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /Second thought/ }).waitFor();
    await comesToMatch(
      () => page.evaluate(() => document.activeElement?.textContent ?? ""),
      /Second thought/,
    );
    const { json } = await person.get("/strategies");
    assert.equal(json.strategies[0].name, "Second thought");
  },
);

testInBrowser(
  "strategies: copied, put away with a way back, and restored from the archive",
  async (visit) => {
    const { page } = visit;
    await withStrategies(visit, ["One", "Two", "Three"]);
    await menu(page, "Two", "Duplicate");
    await page.getByText("Created “Two copy”.").waitFor();
    await comesTo(async () => (await names(page)).sort(), ["One", "Three", "Two", "Two copy"]);
    await menu(page, "Two", "Archive");
    await page.getByText("Archived “Two”.").waitFor();
    await comesTo(() => row(page, "Two").count(), 0);
    const focused = await page.evaluate(() => document.activeElement?.matches("tbody th a"));
    assert.equal(focused, true, "focus goes on with a neighbour");
    await page.getByRole("button", { name: "Undo" }).click();
    await row(page, "Two").waitFor();

    await menu(page, "One", "Archive");
    await page.getByText("Archived “One”.").waitFor();
    await page.getByRole("link", { name: "Archived" }).click();
    await row(page, "One").waitFor();
    await comesTo(() => names(page), ["One"]);
    await menu(page, "One", "Restore");
    await page.getByText("Nothing is archived").waitFor();
    await page.getByRole("link", { name: "Active" }).click();
    await row(page, "One").waitFor();
  },
);

testInBrowser(
  "strategies: on a phone each one is readable without scrolling sideways, and can be sorted",
  async (visit) => {
    const { page } = visit;
    await withStrategies(visit, [
      "beta",
      "Alpha with a name that is rather long for so small a screen",
    ]);
    await comesTo(() => page.locator("table thead").isVisible(), false);
    await page.getByLabel("Sort by").selectOption("Name");
    await comesToMatch(async () => (await names(page))[0] ?? "", /^Alpha/);
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth > document.documentElement.clientWidth
    );
    assert.equal(wide, false);
    await page.getByRole("button", { name: "Actions for beta" }).tap();
    await page.locator("[popover]:popover-open").waitFor();
  },
  { width: 390, height: 844, touch: true },
);

testInBrowser(
  "strategies: a full list and a full day say so where something would be added",
  async (visit) => {
    const { page, person, app } = visit;
    const { email } = (await person.get("/users/me")).json;
    const good = await heldRun(person);
    const { strategy_id } = (await person.get(`/backtests/${good}`)).json;
    await setAccountLimits(app.services.database.db, email, { strategies: 1, backtests: 1 });
    const full = "You have 1 of 1 strategy, the beta limit. Archive one to make room.";

    await page.goto("/strategies/new");
    await page.getByText(full).waitFor();
    await comesTo(() => page.getByRole("button", { name: "Create strategy" }).isDisabled(), true);

    await page.goto(`/strategies/${strategy_id}/runs`);
    await page.locator('[data-part="run-usage"]').getByText(
      /1 of 1 backtest today, the beta limit\. Resets at \d\d:\d\d\./,
    ).waitFor();
    await comesTo(() => page.getByRole("button", { name: "Run backtest" }).isDisabled(), true);

    await page.goto("/strategies");
    await page.getByRole("button", { name: "Actions for Held" }).click();
    const open = page.locator("[popover]:popover-open");
    const duplicate = open.getByRole("button", { name: /^Duplicate/ });
    await duplicate.getByText(full).waitFor();
    await comesTo(() => duplicate.getAttribute("aria-disabled"), "true");
    await duplicate.click({ force: true });
    await open.getByRole("button", { name: "Archive", exact: true }).click();
    await page.getByText("Archived “Held”.").waitFor();
    await comesTo(() => page.getByText(full).count(), 0);

    await page.goto("/strategies/new");
    await comesTo(() => page.getByRole("button", { name: "Create strategy" }).isEnabled(), true);
  },
);
