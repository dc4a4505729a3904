/** A result as a person reads it, in Chromium: by mouse and by keyboard. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ROBUSTNESS_NAMES } from "../../text/robustness/test_words.ts";
import { tablesOf } from "../../text/robustness/number_tables.ts";
import { type FoundOutcome, sentenceOf } from "../../text/robustness/answer_sentences.ts";
import { judgementSentence } from "../../text/robustness/judgement_words.ts";
import { decodeCandles, parseStrategy } from "../../engine/mod.ts";
import { runRobustness } from "../../engine/robustness.ts";
import { engineSettings } from "../../contracts/engine_settings.ts";
import { otherMarkets } from "../../contracts/other_markets.ts";
import { testWith } from "../support/env.ts";
import { openSite, type Site } from "./site/site.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

let opened: Promise<Site> | null = null;

Deno.test.afterAll(async () => {
  await (await opened)?.close();
});

/** Registers a test on the trader's completed run, drawn and checked. */
function testResult(
  name: string,
  fn: (page: Page, site: Site) => Promise<void>,
  viewport = { width: 1440, height: 900 },
): void {
  testWith(["chromium"], `result: ${name}`, async () => {
    const site = await (opened ??= openSite());
    const context = await site.context("trader", { viewport });
    try {
      const page = await context.newPage();
      await page.goto(`/runs/${site.things.runs.completed}`);
      await page.locator('[data-chart="drawdown"] .u-over').waitFor();
      await page.locator('[data-check="same"]').waitFor();
      // Below the header, where a pointer can be.
      await page.getByRole("slider", { name: /Selected (candle|time)$/ }).evaluate((charts) =>
        charts.scrollIntoView()
      );
      await fn(page, site);
    } finally {
      await context.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

const tooltip = (page: Page) => page.locator('[data-part="chart-tooltip"]');
const bar = async (page: Page) => Number(await tooltip(page).getAttribute("data-bar"));

interface Stored {
  readonly trades: readonly { entry_bar: number; exit_bar: number | null; pnl: number }[];
  readonly equity: { readonly value: readonly number[] };
  readonly monthly_returns: readonly unknown[];
}

async function stored(page: Page, site: Site): Promise<Stored> {
  const path = `/api/v1/backtests/${site.things.runs.completed}/results`;
  return await (await page.context().request.get(path)).json();
}

testResult("the crosshair reads all panes, by mouse and by key", async (page, site) => {
  const { trades, equity } = await stored(page, site);
  const panes = ['[data-chart="equity"]', '[data-chart="drawdown"]'];
  const bars: number[] = [];
  for (const pane of panes) {
    const box = await page.locator(`${pane} .u-over`).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await tooltip(page).waitFor();
    bars.push(await bar(page));
  }
  assert.equal(new Set(bars).size, 1, "one axis for all of them");
  await comesToMatch(
    () => tooltip(page).innerText(),
    /Strategy.*Buy & hold.*Drawdown.*Close\s+[\d,]+/s,
  );

  await page.mouse.move(0, 0);
  const charts = page.getByRole("slider", { name: /Selected (candle|time)$/ });
  await charts.focus();
  await page.keyboard.press("Home");
  await comesTo(() => bar(page), 0);
  await page.keyboard.press("]");
  await comesTo(() => bar(page), trades[0]!.entry_bar);
  await comesToMatch(() => tooltip(page).innerText(), /▲ Trade 1: bought at/);
  await comesToMatch(
    async () => await charts.getAttribute("aria-valuetext") ?? "",
    /close .*, Trade 1: bought at/,
  );
  await page.keyboard.press("End");
  await comesTo(() => bar(page), equity.value.length - 1);
  await page.keyboard.press("Shift+ArrowLeft");
  await comesTo(() => bar(page), equity.value.length - 25);
  await page.keyboard.press("Escape");
  await tooltip(page).waitFor({ state: "detached" });
});

testResult("zooming by key is undone by a button and by a key", async (page) => {
  await page.getByRole("slider", { name: /Selected (candle|time)$/ }).focus();
  await page.keyboard.press("+");
  const all = page.getByRole("button", { name: "Reset zoom" });
  await all.click();
  await all.waitFor({ state: "detached" });
  await page.getByRole("slider", { name: /Selected (candle|time)$/ }).focus();
  await page.keyboard.press("+");
  await all.waitFor();
  await page.keyboard.press("0");
  await all.waitFor({ state: "detached" });
});

testResult(
  "a trade of the table is shown on the chart, and one of the chart in the table",
  async (page, site) => {
    const { trades } = await stored(page, site);
    const row = page.locator("#trades tbody tr").nth(4);
    await row.getByRole("button", { name: "Show trade 5 on the chart" }).press("Enter");
    await comesTo(() => row.getAttribute("data-selected"), "true");
    const chart = page.locator('[data-part="price-chart"]');
    const count = chart.locator('[data-part="trade-count"]');
    await comesTo(() => count.innerText(), `5/${trades.length}`);
    await chart.getByRole("button", { name: "Reset zoom" }).waitFor();
    const selected = page.locator('#trades tr[data-selected="true"]');
    await chart.getByRole("button", { name: "Next trade" }).click();
    await comesTo(() => selected.getAttribute("data-trade"), "6");
    // A marker on the candles: walk to a trade, leave it, and click where its entry is.
    const panes = chart.getByRole("slider");
    await panes.press("[");
    await panes.press("[");
    await comesTo(() => selected.getAttribute("data-trade"), "4");
    const over = chart.locator('[data-pane="price"] .u-over');
    const box = await over.boundingBox();
    assert.ok(box);
    await panes.press("]");
    await comesTo(() => selected.getAttribute("data-trade"), "5");
    // Its span has a fifth of air: entry and exit are at a seventh from the sides at the most.
    for (let x = 2; x < box.width / 2; x += 6) {
      for (let y = 40; y < box.height; y += 8) {
        await page.mouse.move(box.x + x, box.y + y);
        const hint = page.locator('[data-part="trade-hint"]');
        if (await hint.count() === 0) continue;
        const [, number] = /Trade (\d+):/.exec(await hint.innerText()) ?? [];
        await page.mouse.click(box.x + x, box.y + y);
        await comesTo(() => selected.getAttribute("data-trade"), number ?? "");
        return;
      }
    }
    assert.fail("no marker of a trade was found");
  },
);

testResult(
  "months, doubt, costs, data and receipt are there, in plain words",
  async (page, site) => {
    const { monthly_returns } = await stored(page, site);
    await comesTo(() => page.locator('[data-part="month"]').count(), monthly_returns.length);
    for (const cell of await page.locator('[data-part="month"]').allInnerTexts()) {
      assert.match(cell, /^([+−]\d|0\.0)/, "a sign, not only a colour");
    }
    await comesToMatch(() => page.locator("#ambiguity").innerText(), /stop and target/i);
    const costs = page.locator("#costs");
    await costs.locator("tr[data-own=true]").waitFor();
    await comesToMatch(() => costs.innerText(), /(per trade side|any of these costs|no costs)/);
    await comesTo(() => costs.locator("tbody tr").count(), 9);
    await comesToMatch(
      () => page.locator("#receipt").innerText(),
      /Verified: recomputed in your browser, identical/,
    );
    await comesToMatch(
      () => page.locator("main").innerText(),
      /Simulated performance\. Not investment advice\./,
    );
  },
);

testResult(
  "on a phone a tap reads the panes, and nothing is wider than the screen",
  async (page) => {
    const box = await page.locator('[data-chart="drawdown"] .u-over').boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width * 0.7, box.y + 20);
    await tooltip(page).waitFor();
    const frame = await page.getByRole("slider", { name: /Selected (candle|time)$/ }).boundingBox();
    const tip = await tooltip(page).boundingBox();
    assert.ok(
      frame && tip && tip.x >= frame.x - 1 && tip.x + tip.width <= frame.x + frame.width + 1,
    );
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assert.ok(wide <= 0, `${wide} px too wide`);
    // The legend of the price takes one line, and leaves the candles in view.
    const price = page.locator('[data-part="price-chart"]');
    await price.locator("canvas").first().waitFor();
    const legend = await price.locator('[data-legend="price"] > *').boundingBox();
    assert.ok(legend && legend.height > 0 && legend.height <= 32, `${legend?.height} px of legend`);
    // Every figure of a trade is in sight, without scrolling sideways.
    const row = page.locator("#trades tbody tr").first();
    for (const cell of await row.locator("td").all()) {
      const place = await cell.boundingBox();
      const about = await cell.getAttribute("data-label");
      assert.ok(place && place.width > 0, `${about} is shown`);
      assert.ok(place.x >= 0 && place.x + place.width <= 390, `${about} is within the screen`);
    }
    await page.getByLabel("Order").selectOption({ label: "Newest first" });
    const newest = await page.locator("#trades tbody tr").count();
    assert.ok(newest > 1);
    await comesToMatch(async () => await row.getAttribute("data-trade") ?? "", /^[2-9]\d$/);
  },
  { width: 390, height: 844 },
);

testWith(["chromium"], "result: a run that failed leads to the next step", async () => {
  const site = await (opened ??= openSite());
  const context = await site.context("trader");
  try {
    const page = await context.newPage();
    await page.goto(`/runs/${site.things.runs.failed}`);
    await page.getByRole("heading", { name: "This backtest failed" }).waitFor();
    await page.getByText("could not be reached").waitFor();
    await page.getByRole("button", { name: "Run again" }).waitFor();
    // No candles of it are stored, so there is no other period to choose.
    await comesTo(() => page.getByRole("link", { name: /^Choose/ }).count(), 0);
    await page.goto(
      `/strategies/${site.things.strategies.away}/runs?from=2021-03-01&to=2021-06-30#new-backtest`,
    );
    await comesTo(() => page.getByLabel("First day").inputValue(), "2021-03-01");
    await comesTo(() => page.getByLabel("Last day").inputValue(), "2021-06-30");
  } finally {
    await context.close();
  }
}, { sanitizeOps: false, sanitizeResources: false });

/** What the lab's threads told the page, by test; kept before the page's own script hears it. */
type ToldByLab = Record<string, FoundOutcome & { readonly run: { readonly runHash: string } }>;

async function watchLab(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: Record<string, unknown> = {};
    Object.assign(globalThis, { lab: told });
    const Own = globalThis.Worker;
    globalThis.Worker = class extends Own {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }: MessageEvent) => {
          if (data.kind === "tested") told[data.name] = data;
        });
      }
    };
  });
}

for (const which of ["completed", "overfit"] as const) {
  testWith(
    ["chromium"],
    `result: the lab's figures are those of a headless run, ${which}`,
    async () => {
      const site = await (opened ??= openSite());
      const context = await site.context("trader");
      try {
        const page = await context.newPage();
        await watchLab(page);
        const id = site.things.runs[which];
        await page.goto(`/runs/${id}`);
        await page.locator('#robustness ul[aria-busy="false"]').waitFor({ timeout: 60_000 });

        const { request } = context;
        const json = async (path: string) => await (await request.get(`/api/v1${path}`)).json();
        const run = await json(`/backtests/${id}`);
        const version = await json(
          `/strategies/${run.strategy_id}/versions/${run.version_number}`,
        );
        const parsed = parseStrategy(version.definition);
        assert.ok(parsed.ok);
        const candlesOf = async (timeframe: string) => {
          const query = new URLSearchParams({
            asset: run.asset,
            timeframe,
            from: run.date_from,
            to: run.date_to,
            history_bars: "1000",
          });
          const bytes = await (await request.get(`/api/v1/candles?${query}`)).body();
          return decodeCandles(new Uint8Array(bytes));
        };
        // Its prices are made up, as are those of its asset's other timeframes alone.
        const others = [];
        const { markets } = await json("/markets");
        const dates = { fromMs: Date.parse(run.date_from), toMs: Date.parse(run.date_to) };
        for (const { timeframe } of otherMarkets(markets, run, dates)) {
          others.push({ asset: run.asset, timeframe, candles: await candlesOf(timeframe) });
        }
        assert.ok(others.length > 2);
        const whole = await runRobustness({
          candles: await candlesOf(run.timeframe),
          others,
          document: parsed.document,
          settings: engineSettings(run, {
            fromMs: Date.parse(run.date_from),
            toMs: Date.parse(run.date_to),
          }),
        });
        assert.equal(whole.run_hash, run.run_hash);
        const lab = await page.evaluate(() => (globalThis as unknown as { lab: ToldByLab }).lab);
        for (const name of ROBUSTNESS_NAMES) {
          const found = lab[name]!;
          assert.equal(found.run.runHash, run.run_hash, name);
          assert.deepEqual(found.out, whole.outcomes[name], name);
          assert.equal(found.answer, whole.answers[name] ?? null, name);
          const row = page.locator(`[data-test="${name}"]`);
          const facts = found.run as unknown as Parameters<typeof sentenceOf>[1];
          await comesToMatch(() => row.innerText(), exactly(sentenceOf(found, facts)));
          await row.getByRole("button").press("Enter");
          assert.equal(await row.locator("table").count(), tablesOf(found, {}).length, name);
        }
        const decided = whole.decided_by === null ? null : lab[whole.decided_by]!;
        const trust = judgementSentence(
          whole,
          whole.answers,
          decided,
          lab.order!.run as unknown as Parameters<typeof sentenceOf>[1],
        );
        await comesTo(() => page.locator('[data-part="trust"]').innerText(), trust);
        const answers = await page.locator('[data-part="lab-answers"]').innerText();
        assert.equal(answers.split("\n").length, Object.keys(whole.answers).length);
      } finally {
        await context.close();
      }
    },
    { sanitizeOps: false, sanitizeResources: false },
  );
}

testWith(
  ["chromium"],
  "result: a gain that is too good to be true is doubted in the first two sentences",
  async () => {
    const site = await (opened ??= openSite());
    const context = await site.context("trader");
    try {
      const page = await context.newPage();
      await page.goto(`/runs/${site.things.runs.overfit}`);
      const verdict = page.locator('[data-part="verdict"] p');
      const before = await page.locator('[data-part="verdict"]').boundingBox();
      await page.locator('#robustness ul[aria-busy="false"]').waitFor({ timeout: 60_000 });
      const [outcome, trust] = await verdict.allInnerTexts();
      assert.match(outcome!, /^This strategy would have turned 10,000 into 10,[\d,.]+\sUSDT/);
      assert.match(trust!, /^(?:Refuted|Doubtful): [a-z].+\.$/);
      const after = await page.locator('[data-part="verdict"]').boundingBox();
      assert.deepEqual(after, before, "nothing moves when the sentence arrives");
    } finally {
      await context.close();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

/** A sentence wherever it stands, with any kind of space. */
function exactly(sentence: string): RegExp {
  const escaped = sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replace(/\s+/g, "\\s+"));
}
