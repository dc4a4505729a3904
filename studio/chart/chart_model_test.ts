import assert from "node:assert/strict";
import { barsWithin, nearestBar, valuesInView } from "./chart_scale.ts";
import { templateChart } from "./testing/model.ts";

/** "price: Bollinger Bands 20 · 2 σ · close [Upper Middle Lower]" */
function panesOf(id: string): string[] {
  return templateChart(id).panes.map(({ key, groups, thresholds }) =>
    [
      `${key}:`,
      ...groups.map(({ name, curves }) =>
        curves.length === 1 ? name : `${name} [${curves.map(({ label }) => label).join(" ")}]`
      ),
      ...thresholds.map(({ value, side, isOwn }) =>
        `${isOwn ? "own" : "usual"} ${side > 0 ? ">" : side < 0 ? "<" : ""}${value}`
      ),
    ].join(" | ")
  );
}

const MONEY = ["equity: | Strategy | Buy & hold", "drawdown: | Drawdown"];

Deno.test("chart model: overlays on the price, oscillators below with the strategy's own levels", () => {
  assert.deepEqual(panesOf("bollinger_rsi_dip"), [
    "price: | Bollinger Bands 20 · 2 σ · close [Upper Middle Lower]",
    "block rsi: | RSI(14) | own <35",
    ...MONEY,
  ]);
  assert.deepEqual(panesOf("rsi_rebound"), [
    "price:",
    "block rsi: | RSI(14) | own <30 | own >70",
    ...MONEY,
  ]);
});

Deno.test("chart model: without levels of its own a pane has those that people look at", () => {
  assert.deepEqual(panesOf("macd_ema_filter"), [
    "price: | EMA(100)",
    "block macd: | MACD 12/26/9 · close [MACD Signal line Histogram] | usual 0",
    ...MONEY,
  ]);
});

Deno.test("chart model: groups have colours of their own across panes", () => {
  for (const id of ["bollinger_rsi_dip", "macd_ema_filter", "turtle", "stochastic_extremes"]) {
    const groups = templateChart(id).panes.filter(({ kind }) =>
      kind === "price" || kind === "block"
    )
      .flatMap((pane) => pane.groups);
    assert.equal(new Set(groups.map(({ colour }) => colour)).size, groups.length, id);
  }
});

Deno.test("chart model: candles and trades are there before what the blocks draw", () => {
  const { panes, candles, stop, target, trades } = templateChart("bollinger_rsi_dip", false);
  assert.deepEqual(panes.map(({ key }) => key), ["price", "equity", "drawdown"]);
  assert.equal(candles.length, 9600);
  assert.ok(trades.entryBar.length > 0);
  assert.equal(stop, null);
  assert.equal(target, null);
});

Deno.test("chart model: the levels of a trade end with it", () => {
  const { levelBreaks, trades } = templateChart("bollinger_rsi_dip");
  const breaks = new Set(levelBreaks);
  for (const entry of trades.entryBar) assert.ok(breaks.has(entry - 1));
  assert.deepEqual([...levelBreaks], [...levelBreaks].sort((a, b) => a - b));
});

Deno.test("chart scale: bars within a stretch, its ends included", () => {
  const time = Float64Array.from([10, 20, 30, 40].map((day) => Date.UTC(2024, 0, day)));
  assert.deepEqual(barsWithin(time, time[1]!, time[2]!), { first: 1, last: 2 });
  assert.deepEqual(barsWithin(time, time[1]! - 1, time[2]! - 1), { first: 1, last: 1 });
  assert.deepEqual(barsWithin(time, -Infinity, Infinity), { first: 0, last: 3 });
  assert.equal(barsWithin(time, time[1]! + 1, time[2]! - 1), null);
  assert.equal(nearestBar(time, time[2]! - 1), 2);
  assert.equal(nearestBar(time, time[3]! * 2), 3);
  assert.equal(nearestBar(time, 0), 0);
});

Deno.test("chart scale: follows what is in view and not hidden", () => {
  const model = templateChart("bollinger_rsi_dip");
  const [price, rsi] = model.panes;
  const view = { first: 1000, last: 1200 };
  const shown = valuesInView(model, price!, new Set(), view);
  const bands = new Set(["bands", "bollinger", price!.groups[0]!.key, "levels"]);
  const hidden = valuesInView(model, price!, bands, view);
  assert.ok(hidden.low > shown.low && hidden.high < shown.high);
  const { low, high } = model.candles;
  const least = Math.min(...low.subarray(1000, 1201));
  const most = Math.max(...high.subarray(1000, 1201));
  assert.ok(hidden.low < least && hidden.low > least - (most - least) * 0.1);
  assert.ok(hidden.high > most && hidden.high < most + (most - least) * 0.1);
  assert.deepEqual(valuesInView(model, rsi!, new Set(), view), { low: 0, high: 100 });
});

Deno.test("chart scale: a price that never moves has an axis, too", () => {
  const model = templateChart("rsi_rebound");
  const flat = {
    ...model,
    candles: {
      ...model.candles,
      low: new Float64Array(model.candles.length).fill(5),
      high: new Float64Array(model.candles.length).fill(5),
    },
  };
  const { low, high } = valuesInView(flat, flat.panes[0]!, new Set(), { first: 0, last: 10 });
  assert.ok(low < 5 && high > 5);
});
