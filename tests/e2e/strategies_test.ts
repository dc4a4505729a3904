/** The list of strategies in Chromium, by mouse and by keyboard: searched, sorted, renamed, copied, put away, and long. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { setAccountLimits } from "../../server/limits/account_limits.ts";
import { type BrowserVisit, closeHarnessAtEnd, heldRun, testInBrowser } from "./app_harness.ts";
import { untilEnded } from "../support/app.ts";
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

testInBrowser(
  "strategies: tagged, pinned, found by tag, and compared with each other",
  async (visit) => {
    const { page, person } = visit;
    const runs: string[] = [];
    for (const [name, template] of [["Held", "buy_and_hold"], ["Trend", "ema_trend"]] as const) {
      const { json } = await person.post("/strategies", {
        name,
        template,
        asset: "DEMO/USDT",
        timeframe: "1d",
      });
      const { json: run } = await person.post("/backtests", {
        strategy_id: json.id,
        date_from: "2023-01-01",
        date_to: name === "Held" ? "2024-01-01" : "2023-07-01",
      });
      await untilEnded(person, run.run_id);
      runs.push(run.run_id);
    }
    await person.post("/strategies", { name: "Idea", asset: "DEMO/USDT", timeframe: "1d" });
    await page.goto("/strategies");
    await comesTo(() => names(page), ["Idea", "Trend", "Held"]);
    const held = row(page, "Held");
    await held.getByText("1 Jan 2023 – 31 Dec 2023").waitFor();
    for (const label of ["Return", "Buy & hold", "Max drawdown", "Trades"]) {
      await comesToMatch(() => held.locator(`td[data-label="${label}"]`).innerText(), /\d/);
    }

    // By key: tags, then the pin.
    await menu(page, "Held", "Edit tags");
    await page.getByLabel(/^Tags of Held/).waitFor();
    await page.keyboard.type("benchmark, slow");
    await page.keyboard.press("Enter");
    await held.getByRole("button", { name: "Show strategies tagged slow" }).waitFor();
    await page.getByRole("button", { name: "Pin Held to the top" }).focus();
    await page.keyboard.press("Enter");
    await comesTo(() => names(page), ["Held", "Idea", "Trend"]);
    await page.getByRole("group", { name: "Only with the tag" })
      .getByRole("button", { name: "slow" }).click();
    await comesTo(() => names(page), ["Held"]);
    await page.reload();
    await comesTo(() => names(page), ["Held", "Idea", "Trend"]);

    await comesTo(() => page.getByLabel("Compare Idea").isDisabled(), true);
    await page.getByLabel("Compare Trend").check();
    await page.getByLabel("Compare Held").check();
    await page.getByRole("link", { name: "Compare results" }).click();
    await page.waitForURL(`**/compare?runs=${runs[1]},${runs[0]}`);
    await page.getByText("do not cover the same period").waitFor();
    await page.getByText("Different: strategy, rules and period.").waitFor();
    await page.locator(".uplot canvas").waitFor();
    await page.locator('#figures [data-run="A"]', { hasText: "Trend v1" }).waitFor();
    await page.locator('#figures [data-run="B"]', { hasText: "Held v1" }).waitFor();
  },
);

testInBrowser(
  "strategies: from blank to the canvas in one press, and a template by kind and result",
  async (visit) => {
    const { page, person } = visit;
    await page.goto("/strategies");
    // Two presses make one.
    await page.getByRole("button", { name: "Start from blank" }).dblclick();
    await page.waitForURL(/\/strategies\/[0-9a-f-]{36}$/);
    await comesTo(
      async () =>
        (await person.get("/strategies")).json.strategies.map(
          ({ name }: { readonly name: string }) => name,
        ),
      ["Untitled 1"],
    );
    await page.goto("/strategies/new");
    await page.getByText("No candles of BTC/USDT 1d are stored yet").waitFor();
    await comesTo(() => page.locator('[data-part="template-result"]').count(), 0);
    await page.getByLabel("Asset").selectOption("DEMO/USDT");
    await page.getByText("Results on DEMO/USDT 1d").waitFor();
    await comesTo(() => page.locator('[data-part="template-result"] svg').count(), 15);
    await page.getByRole("radio", { name: "Turtle 20/10" }).check();
    const kinds = page.getByRole("radiogroup", { name: "Kind of template" });
    await kinds.getByRole("radio", { name: "Benchmark" }).check();
    // What is chosen stays in view beside the kind.
    await comesTo(
      () =>
        page.locator("[data-template]:visible").evaluateAll((cards) =>
          cards.map((card) => card.getAttribute("data-template"))
        ),
      ["turtle", "buy_and_hold"],
    );
    await page.keyboard.press("ArrowLeft");
    await comesTo(
      () =>
        page.locator("[data-template]:visible").evaluateAll((cards) =>
          cards.map((card) => card.getAttribute("data-template"))
        ),
      ["donchian_breakout", "turtle"],
    );
    await page.getByRole("button", { name: "Create strategy" }).click();
    await page.waitForURL(/\/strategies\/[0-9a-f-]{36}$/);
    await comesTo(
      async () => {
        const { name, asset } = (await person.get("/strategies")).json.strategies[0];
        return `${name} ${asset}`;
      },
      "Turtle 20/10 DEMO/USDT",
    );
  },
);
