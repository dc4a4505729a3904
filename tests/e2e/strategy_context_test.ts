/** What a strategy is tested with, in Chromium: set once, it is there wherever the strategy is tested again. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import type { TestApp, TestClient } from "../support/app.ts";
import { closeHarnessAtEnd, testInBrowser } from "./app_harness.ts";
import { chipOf, openRunForm, settingOf } from "./editor_page.ts";
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

const contextOf = async (person: TestClient, id: string) =>
  (await person.get(`/strategies/${id}`)).json.context;

async function answered(page: Page): Promise<void> {
  await page.locator('[data-stale="false"]').waitFor();
  await comesToMatch(
    () => page.locator('[data-metric="total_return"] dd').first().innerText(),
    /\d/,
  );
}

/** What the bar says. */
async function bar(page: Page): Promise<string[]> {
  return await Promise.all(
    (["market", "period", "costs"] as const).map((name) => settingOf(page, name)),
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
  "context: each chip of the bar is set, survives a reload, and one click runs with all of it",
  async ({ page, person, app }) => {
    await withEther(app);
    const id = await create(person);
    await page.goto(`/strategies/${id}`);
    await answered(page);
    await chipOf(page, "market").click();
    await page.getByRole("option", { name: /^DEMO\/USDT – synthetic/ }).waitFor();
    await page.keyboard.type("ether");
    await page.getByRole("option", { name: /Candles to 10\sMar\s2022, \d+ (months|years) ago/ })
      .waitFor();
    await page.keyboard.press("Enter");
    await comesToMatch(() => settingOf(page, "market"), /^ETH\/USDT · 1h$/);
    await chipOf(page, "period").click();
    await page.getByRole("button", { name: "6 months" }).click();
    await page.keyboard.press("Escape");
    await chipOf(page, "costs").click();
    await page.getByLabel("Fee per trade side").fill("0.2");
    await page.getByLabel("Slippage per fill").fill("0");
    await page.getByLabel("Starting capital").fill("2500");
    await page.getByLabel("If stop and target fall in the same candle")
      .selectOption("target_first");
    const told = ["ETH/USDT · 1h", "6 months ends 10 Mar 2022", "0.2 % + 0 % · 2,500"];
    await comesTo(() => bar(page), told);
    // At once: what was set a moment ago is kept as well.
    await page.reload();
    await answered(page);
    await comesTo(() => bar(page), told);
    await comesTo(() => contextOf(person, id), {
      period: "6m",
      fee_percent: 0.2,
      slippage_percent: 0,
      initial_capital: 2_500,
      intrabar: "target_first",
    });

    await page.getByRole("button", { name: "Run backtest", exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    const { json } = await person.get(`/backtests/${new URL(page.url()).pathname.split("/")[2]}`);
    assert.deepEqual(
      [json.asset, json.timeframe, json.date_from, json.date_to, json.fee_percent],
      ["ETH/USDT", "1h", "2021-09-11T00:00:00.000Z", "2022-03-11T00:00:00.000Z", 0.2],
    );
    assert.deepEqual(
      [json.slippage_percent, json.initial_capital, json.intrabar, json.version_number],
      [0, 2_500, "target_first", 1],
    );
  },
);

testInBrowser(
  "context: what the form is set to is the bar's as well, here and on the page of backtests",
  async ({ page, person }) => {
    const id = await create(person);
    await page.goto(`/strategies/${id}`);
    await answered(page);
    const dialog = await openRunForm(page);
    await dialog.getByLabel("Fee per trade side").fill("0.3");
    await dialog.getByLabel("First day").fill("2021-03-01");
    await dialog.getByLabel("Last day").fill("2021-09-30");
    await page.keyboard.press("Escape");
    await comesTo(async () => (await bar(page))[2], "0.3 % + 0.05 % · 10,000");
    await comesToMatch(() => settingOf(page, "period"), /^1\sMar\s2021 – 30\sSep\s2021/);

    await page.goto(`/strategies/${id}/runs`);
    const begun = {
      from: "2021-03-01",
      to: "2021-09-30",
      fee: "0.3",
      slippage: "0.05",
      capital: "10,000",
      intrabar: "stop_first",
    };
    await comesTo(() => form(page), begun);
    await page.locator('[data-part="run-form"] [name="slippage"]').fill("0.1");
    await page.getByRole("button", { name: "Run backtest" }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    const run = await person.get(`/backtests/${new URL(page.url()).pathname.split("/")[2]}`);
    assert.deepEqual([run.json.fee_percent, run.json.slippage_percent], [0.3, 0.1]);
    await page.goto(`/strategies/${id}`);
    await answered(page);
    await comesTo(async () => (await bar(page))[2], "0.3 % + 0.1 % · 10,000");
    await page.goto(`/strategies/${id}/runs`);
    await comesTo(() => form(page), { ...begun, slippage: "0.1" });
    // Days in the address are for this once.
    await page.goto(`/strategies/${id}/runs?from=2022-01-01&to=2022-01-31`);
    await comesTo(async () => (await form(page)).from, "2022-01-01");
    assert.equal((await contextOf(person, id)).period.from, "2021-03-01");
  },
);

testInBrowser(
  "context: another tab follows, and a run started there is what its bar says",
  async ({ page, person, app }) => {
    await withEther(app);
    const id = await create(person);
    await page.goto(`/strategies/${id}`);
    await answered(page);
    const other = await page.context().newPage();
    await other.goto(`/strategies/${id}`);
    await answered(other);
    await chipOf(other, "costs").click();
    await other.getByLabel("Fee per trade side").fill("0.4");
    await other.keyboard.press("Escape");
    await chipOf(other, "market").click();
    await other.getByRole("option", { name: /^ETH\/USDT/ }).click();
    await comesToMatch(() => settingOf(other, "market"), /^ETH\/USDT · 1h$/);
    // Without a reload, and without setting it back.
    await comesToMatch(() => settingOf(page, "market"), /^ETH\/USDT · 1h$/);
    await comesToMatch(() => settingOf(page, "costs"), /^0\.4\s%/);
    await page.bringToFront();
    await chipOf(page, "period").click();
    await page.getByRole("button", { name: "3 months" }).click();
    await page.keyboard.press("Escape");
    await comesTo(() => contextOf(person, id), { fee_percent: 0.4, period: "3m" });
    await page.getByRole("button", { name: "Run backtest", exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    const run = await person.get(`/backtests/${new URL(page.url()).pathname.split("/")[2]}`);
    assert.deepEqual([run.json.asset, run.json.fee_percent], ["ETH/USDT", 0.4]);
    await other.close();
  },
);

testInBrowser(
  "context: the bar is one row of 48 px in which nothing overlaps, two rows on a phone",
  async ({ page, person }) => {
    const id = await create(person);
    await person.patch(`/strategies/${id}`, {
      name: "A strategy whose name is as long as the list of all that it looks at and then some",
      context: {
        period: { from: "2021-11-22", to: "2022-11-22" },
        fee_percent: 0.125,
        slippage_percent: 0.075,
        initial_capital: 1_250_000,
      },
    });
    for (
      const [width, height, rows] of [
        [1440, 900, 1],
        [1280, 720, 1],
        [1024, 768, 1],
        [390, 844, 2],
        [320, 568, 2],
      ] as const
    ) {
      await page.setViewportSize({ width, height });
      await page.goto(`/strategies/${id}`);
      await chipOf(page, "costs").waitFor();
      const seen = await page.evaluate(() => {
        const bar = document.querySelector('[data-part="bar"]')!;
        const own = [...bar.querySelectorAll("button, input, [data-part=context]")];
        const parts = [...own, ...document.querySelectorAll("header a, header summary")]
          .filter((part) =>
            // What a closed menu holds has a box, and is not seen.
            part.checkVisibility() &&
            (part.matches('[data-part="context"]') || !part.closest('[data-part="context"]'))
          )
          .map((part) => {
            const { left, right, top, bottom } = part.getBoundingClientRect();
            return { name: part.getAttribute("aria-label"), left, right, top, bottom };
          });
        const over = parts.flatMap((a, k) =>
          parts.slice(k + 1).filter((b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
          ).map((b) => `${a.name} over ${b.name}`)
        );
        const outside = parts.filter(({ right }) => right > innerWidth + 1).map(({ name }) => name);
        return { height: bar.getBoundingClientRect().height, over, outside };
      });
      assert.deepEqual(
        seen,
        { height: rows === 1 ? 48 : 93, over: [], outside: [] },
        `${width} px`,
      );
    }
  },
);
