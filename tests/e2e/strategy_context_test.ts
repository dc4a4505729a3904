/** What a strategy is tested with, in Chromium: set once, it is there wherever the strategy is tested again. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import type { TestApp, TestClient } from "../support/app.ts";
import { closeHarnessAtEnd, testInBrowser } from "./app_harness.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

/** Candles of a second market, which end before the synthetic ones do. */
async function withEther({ services }: TestApp): Promise<void> {
  const { time, open, high, low, close, volume } = randomWalk({
    bars: 24 * 800,
    seed: 6,
    timeframeMs: 3_600_000,
  });
  const fromMs = Date.UTC(2020, 0, 1) - time[0]!;
  const text = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < time.length; i++) {
    text.push([time[i]! + fromMs, open[i], high[i], low[i], close[i], volume[i]].join(","));
  }
  const done = await services.marketData.importCsv({
    asset: "ETH/USDT",
    timeframe: "1h",
    text: text.join("\n"),
  });
  assert.ok(done.ok, JSON.stringify(done).slice(0, 300));
}

async function create(person: TestClient): Promise<string> {
  const made = await person.post("/strategies", {
    name: "Rebound",
    asset: "DEMO/USDT",
    timeframe: "1h",
    template: "rsi_rebound",
  });
  assert.equal(made.status, 201);
  return made.json.id;
}

const assumes = (page: Page) => page.locator('[data-part="assumptions"]');
const contextOf = async (person: TestClient, id: string) =>
  (await person.get(`/strategies/${id}`)).json.context;

async function answered(page: Page): Promise<void> {
  await page.locator('[data-stale="false"]').waitFor();
  await comesToMatch(
    () => page.locator('[data-metric="total_return"] dd').first().innerText(),
    /\d/,
  );
}

/** What the run form says. */
async function form(page: Page) {
  const read = (name: string) =>
    page.locator(`[data-part="run-form"] [name="${name}"]`).inputValue();
  return {
    from: await read("from"),
    to: await read("to"),
    fee: await read("fee"),
    slippage: await read("slippage"),
    capital: await read("capital"),
    intrabar: await read("intrabar"),
  };
}

testInBrowser(
  "context: what the live result is set to survives a reload, and every run form begins with it",
  async ({ page, person, app }) => {
    await withEther(app);
    const id = await create(person);
    await page.goto(`/strategies/${id}`);
    await answered(page);
    await assumes(page).click();
    const panel = page.locator('section[aria-label="Live result"] aside');
    await panel.getByLabel("Market").selectOption("ETH/USDT");
    await panel.getByText("Preview only. Backtests still use DEMO/USDT.").waitFor();
    await panel.getByText("2 years").click();
    await panel.getByLabel("Fee per trade side").fill("0.2");
    await panel.getByLabel("Slippage per fill").fill("0");
    await panel.getByLabel("Starting capital").fill("2500");
    await panel.getByLabel("If stop and target fall in the same candle")
      .selectOption("target_first");
    const told = /^Preview: ETH\/USDT 1h · .+ · 2,500\sUSDT · fee 0\.2 %, slippage 0 %$/;
    await comesToMatch(() => assumes(page).innerText(), told);
    // At once: what was set a moment ago is kept as well.
    await page.reload();
    await answered(page);
    await comesToMatch(() => assumes(page).innerText(), told);
    await comesTo(() => contextOf(person, id), {
      preview_asset: "ETH/USDT",
      period: "2y",
      fee_percent: 0.2,
      slippage_percent: 0,
      initial_capital: 2_500,
      intrabar: "target_first",
    });

    await page.getByRole("button", { name: "Run backtest", exact: true }).first().click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText(/This backtest runs on DEMO\/USDT 1h.*preview on ETH\/USDT/).waitFor();
    const { from, to, ...costs } = await form(page);
    assert.deepEqual(costs, {
      fee: "0.2",
      slippage: "0",
      capital: "2,500",
      intrabar: "target_first",
    });
    assert.equal(Number(to.slice(0, 4)) - Number(from.slice(0, 4)), 2, `${from} – ${to}`);
    // What is set in the form is the live result's as well, and stays when the form is closed.
    await dialog.getByLabel("Fee per trade side").fill("0.3");
    await dialog.getByLabel("First day").fill("2021-03-01");
    await dialog.getByLabel("Last day").fill("2021-09-30");
    await page.keyboard.press("Escape");
    await comesToMatch(() => assumes(page).innerText(), /1\sMar\s2021 – 30\sSep\s2021.*fee 0\.3 %/);

    await page.goto(`/strategies/${id}/runs`);
    const begun = {
      from: "2021-03-01",
      to: "2021-09-30",
      fee: "0.3",
      slippage: "0",
      capital: "2,500",
      intrabar: "target_first",
    };
    await comesTo(() => form(page), begun);
    await page.getByText(/preview on ETH\/USDT.*Change the market in the editor/).waitFor();
    await page.locator('[data-part="run-form"] [name="slippage"]').fill("0.1");
    await page.getByRole("button", { name: "Run backtest" }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    const run = await person.get(`/backtests/${new URL(page.url()).pathname.split("/")[2]}`);
    assert.deepEqual(
      [run.json.asset, run.json.fee_percent, run.json.slippage_percent, run.json.intrabar],
      ["DEMO/USDT", 0.3, 0.1, "target_first"],
    );
    await page.goto(`/strategies/${id}/runs`);
    await comesTo(() => form(page), { ...begun, slippage: "0.1" });
    // Days in the address are for this once.
    await page.goto(`/strategies/${id}/runs?from=2022-01-01&to=2022-01-31`);
    await comesTo(async () => (await form(page)).from, "2022-01-01");
    assert.equal((await contextOf(person, id)).period.from, "2021-03-01");
  },
);

testInBrowser(
  "context: the market of a strategy is changed where it stands, and from a preview",
  async ({ page, person, app }) => {
    await withEther(app);
    const id = await create(person);
    await page.goto(`/strategies/${id}`);
    await answered(page);
    await page.getByRole("button", { name: "Market: DEMO/USDT 1h. Change it" }).click();
    const choice = page.getByRole("form", { name: "Market" });
    await comesTo(() => choice.getByRole("button", { name: "Change market" }).isDisabled(), true);
    await choice.getByLabel("Market").selectOption("ETH/USDT");
    await choice.getByText(/^Candles from 1\sJan\s2020 to/).waitFor();
    await choice.getByRole("button", { name: "Change market" }).click();
    await comesToMatch(() => assumes(page).innerText(), /^ETH\/USDT 1h · /);
    await page.locator('span[data-tone="caution"][title]').waitFor({ state: "detached" });
    const { json } = await person.get(`/strategies/${id}`);
    assert.deepEqual([json.asset, json.timeframe], ["ETH/USDT", "1h"]);

    await assumes(page).click();
    const panel = page.locator('section[aria-label="Live result"] aside');
    await panel.getByLabel("Market").selectOption("DEMO/USDT");
    await panel.getByRole("button", { name: "Make DEMO/USDT this strategy’s market" }).click();
    await comesToMatch(() => assumes(page).innerText(), /^DEMO\/USDT \(synthetic\) 1h/);
    await comesTo(async () => (await person.get(`/strategies/${id}`)).json.asset, "DEMO/USDT");

    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Market: DEMO/USDT 1h. Change it" }).click();
    await choice.getByText("4h", { exact: true }).click();
    await choice.getByRole("button", { name: "Change market" }).click();
    await comesToMatch(() => assumes(page).innerText(), /^DEMO\/USDT \(synthetic\) 4h · /);
    await answered(page);
    await page.reload();
    await answered(page);
    await comesToMatch(() => assumes(page).innerText(), /^DEMO\/USDT \(synthetic\) 4h · /);
  },
);
