import assert from "node:assert/strict";
import { ChartView } from "./chart_view.ts";
import { templateChart } from "./testing/model.ts";

const HOUR_MS = 3_600_000;
const model = templateChart("bollinger_rsi_dip");
const { time } = model.candles;
const first = time[0]!;
const last = time[time.length - 1]!;

function viewOf(): ChartView {
  const view = new ChartView();
  view.setModel(model);
  return view;
}

Deno.test("chart view: shows all of it until something is chosen", () => {
  const view = viewOf();
  assert.deepEqual(view.shown, { from: first, to: last });
  view.showRange("1y");
  assert.equal(view.shown.to, last);
  view.showRange("all");
  assert.equal(view.stretch.value, null);
});

Deno.test("chart view: months end with the last candle, on the same day of the month", () => {
  const view = viewOf();
  view.showRange("3m");
  const end = new Date(last);
  const start = new Date(view.shown.from);
  assert.equal(view.shown.to, last);
  assert.equal(
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth(),
    3,
  );
  assert.ok(Math.abs(start.getUTCDate() - end.getUTCDate()) <= 1);
});

Deno.test("chart view: zooming keeps what is under the pointer where it is", () => {
  const view = viewOf();
  const at = first + (last - first) * 0.25;
  view.zoom(0.5, at);
  const { from, to } = view.shown;
  assert.ok(Math.abs((to - from) - (last - first) / 2) < 1);
  assert.ok(Math.abs((at - from) / (to - from) - 0.25) < 1e-9);
  view.zoom(100, at);
  assert.equal(view.stretch.value, null, "no farther than all of it");
  for (let k = 0; k < 60; k++) view.zoom(0.5, at);
  assert.ok(
    Math.abs(view.shown.to - view.shown.from - 10 * HOUR_MS) < 1,
    "no nearer than ten bars",
  );
  assert.ok(view.shown.from < at && at < view.shown.to);
});

Deno.test("chart view: panning stops at the ends", () => {
  const view = viewOf();
  view.show(first, first + 100 * HOUR_MS);
  view.pan(0.5);
  assert.deepEqual(view.shown, { from: first + 50 * HOUR_MS, to: first + 150 * HOUR_MS });
  view.pan(-5);
  assert.deepEqual(view.shown, { from: first, to: first + 100 * HOUR_MS });
  view.pan(1e6);
  assert.deepEqual(view.shown, { from: last - 100 * HOUR_MS, to: last });
});

Deno.test("chart view: walks trades with a fifth of air, and stops at the ends", () => {
  const view = viewOf();
  const { trades } = model;
  const { entryBar, exitBar } = trades;
  assert.equal(view.walk(1, trades), 0);
  assert.equal(view.bar.value, entryBar[0]);
  assert.equal(view.walk(-1, trades), null);
  const long = [...entryBar.keys()].findIndex((k) => exitBar[k]! - entryBar[k]! > 50);
  view.showTrade(long, trades);
  const [entry, exit] = [time[entryBar[long]!]!, time[exitBar[long]!]!];
  const { from, to } = view.shown;
  assert.ok(Math.abs((entry - from) / (exit - entry) - 0.2) < 1e-9);
  assert.ok(Math.abs((to - exit) / (exit - entry) - 0.2) < 1e-9);
  assert.equal(view.walk(1, trades), long + 1);
  view.trade.value = null;
  view.bar.value = entryBar[5]! + 1;
  assert.equal(view.walk(1, trades), 6, "from a candle, the trade after it");
  view.trade.value = entryBar.length - 1;
  assert.equal(view.walk(1, trades), null);
});

Deno.test("chart view: the crosshair brings its bar into view", () => {
  const view = viewOf();
  view.show(first, first + 100 * HOUR_MS);
  view.point(50);
  assert.equal(view.shown.from, first);
  view.point(5000);
  assert.ok(view.shown.from < time[5000]! && time[5000]! < view.shown.to);
  assert.ok(Math.abs(view.shown.to - view.shown.from - 100 * HOUR_MS) < 1);
  view.point(1e9);
  assert.equal(view.bar.value, null);
});

Deno.test("chart view: other candles leave the view where it is, and let go what is not there", () => {
  const view = viewOf();
  view.show(first + 10 * HOUR_MS, first + 100 * HOUR_MS);
  view.trade.value = 3;
  view.bar.value = 40;
  view.setModel({ ...model });
  assert.equal(view.bar.value, 40);
  assert.equal(view.trade.value, 3);
  const later = {
    ...model,
    candles: { ...model.candles, time: time.map((ms) => ms + 24 * HOUR_MS) },
    trades: { ...model.trades, entryBar: model.trades.entryBar.subarray(0, 2) },
  };
  view.setModel(later);
  assert.equal(view.bar.value, null);
  assert.equal(view.trade.value, null);
  assert.equal(view.shown.from, first + 24 * HOUR_MS);
});

Deno.test("chart view: the crosshair stays at its time where candles are longer or shorter", () => {
  const view = viewOf();
  view.bar.value = 43;
  const { candles } = model;
  const longer = {
    ...model,
    candles: {
      ...candles,
      timeframeMs: 8 * HOUR_MS,
      time: candles.time.filter((_time, bar) => bar % 8 === 0),
    },
  };
  view.setModel(longer);
  assert.equal(view.bar.value, 5);
  view.setModel(model);
  assert.equal(view.bar.value, 40);
});

Deno.test("chart view: a trade on longer candles is shown by its own times, and then on its own candle", () => {
  const view = new ChartView([], HOUR_MS);
  const { candles, trades } = model;
  const each = 44;
  const entry = trades.entryBar[5]!;
  const exit = trades.exitBar[5]!;
  const coarse = {
    ...model,
    candles: {
      ...candles,
      timeframeMs: each * HOUR_MS,
      time: candles.time.filter((_time, bar) => bar % each === 0),
    },
    trades: {
      ...trades,
      entryBar: trades.entryBar.map((bar) => Math.floor(bar / each)),
      exitBar: trades.exitBar.map((bar) => Math.floor(bar / each)),
      times: {
        entry: Float64Array.from(trades.entryBar, (bar) => time[bar]!),
        exit: Float64Array.from(trades.exitBar, (bar) => time[bar]!),
      },
    },
  };
  view.setModel(coarse);
  view.showTrade(5, coarse.trades);
  const air = Math.max(0.2 * (exit - entry), 6) * HOUR_MS;
  assert.deepEqual(view.shown, { from: time[entry]! - air, to: time[exit]! + air });
  view.setModel(model);
  assert.equal(view.bar.value, entry);
});

Deno.test("chart view: curves and panes are switched one by one", () => {
  const view = new ChartView(["drawdown"]);
  view.toggle("sma");
  view.toggle("rsi");
  view.toggle("sma");
  assert.deepEqual([...view.hidden.value], ["rsi"]);
  view.togglePane("drawdown");
  view.togglePane("equity");
  assert.deepEqual([...view.closed.value], ["equity"]);
});
