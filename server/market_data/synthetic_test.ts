import assert from "node:assert/strict";
import fc from "fast-check";
import type { CandleSeries } from "../../engine/mod.ts";
import { aggregateCandles } from "./aggregation.ts";
import { COLUMN_NAMES } from "./month_columns.ts";
import { SYNTHETIC_EPOCH_MS, SyntheticMarket } from "./synthetic.ts";

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
const FIVE_YEARS = 5 * 365 * 24 * HOUR;

function load(
  market: SyntheticMarket,
  fromMs: number,
  toMs: number,
  timeframeMs = HOUR,
  historyBars = 0,
): CandleSeries {
  return market.load({ timeframeMs, fromMs, toMs, historyBars, closedBeforeMs: toMs });
}

Deno.test("a synthetic candle is the same whatever was asked for before, and by whom", () => {
  const at = SYNTHETIC_EPOCH_MS + 20_000 * HOUR;
  const whole = load(new SyntheticMarket(), SYNTHETIC_EPOCH_MS, at + 100 * HOUR);
  const part = load(new SyntheticMarket(), at, at + 10 * HOUR);
  assert.equal(part.length, 10);
  for (let i = 0; i < part.length; i++) {
    assert.equal(part.time[i], whole.time[20_000 + i]);
    assert.equal(part.close[i], whole.close[20_000 + i]);
    assert.equal(part.volume[i], whole.volume[20_000 + i]);
  }
});

Deno.test("the synthetic series is the one that earlier versions showed", () => {
  const candles = load(new SyntheticMarket(), SYNTHETIC_EPOCH_MS, SYNTHETIC_EPOCH_MS + FIVE_YEARS);
  // A change here changes everybody's results on DEMO/USDT.
  const sample = [0, 1, 8_760, 43_799].map((i) => [candles.open[i], candles.close[i]]);
  assert.deepEqual(sample, [[12000, 12004.82], [12004.82, 12133.75], [9900.47, 9902.2], [
    7881.31,
    7898.73,
  ]]);
});

Deno.test("the synthetic 4h and 1d candles are the sums of their hours", () => {
  const market = new SyntheticMarket();
  const from = SYNTHETIC_EPOCH_MS + 960 * HOUR;
  const to = from + 960 * HOUR;
  const hours = load(market, from, to);
  for (const perCandle of [4, 24]) {
    const candles = load(market, from, to, perCandle * HOUR);
    assert.equal(candles.length, 960 / perCandle);
    for (let i = 0; i < candles.length; i++) {
      const part = (column: Float64Array) =>
        Array.from(column.subarray(i * perCandle, (i + 1) * perCandle));
      assert.equal(candles.time[i], from + i * perCandle * HOUR);
      assert.equal(candles.open[i], part(hours.open)[0]);
      assert.equal(candles.high[i], Math.max(...part(hours.high)));
      assert.equal(candles.low[i], Math.min(...part(hours.low)));
      assert.equal(candles.close[i], part(hours.close).at(-1));
      const volume = part(hours.volume).reduce((sum, v) => sum + v, 0);
      assert.ok(Math.abs((candles.volume[i] ?? 0) - volume) < 1e-6 * volume);
    }
  }
});

Deno.test("the four 15m candles of a synthetic hour add up to it, wherever a load begins", () => {
  const market = new SyntheticMarket();
  const from = SYNTHETIC_EPOCH_MS + 2_000 * HOUR;
  const to = from + 500 * HOUR;
  const quarters = load(market, from, to, HOUR / 4);
  assert.equal(quarters.length, 2_000);
  for (let i = 1; i < quarters.length; i++) {
    assert.equal(quarters.time[i]! - quarters.time[i - 1]!, HOUR / 4);
    assert.equal(quarters.open[i], quarters.close[i - 1]);
  }
  const added = aggregateCandles({ ...quarters }, {
    timeframeMs: HOUR,
    fromMs: from,
    toMs: to,
    closedBeforeMs: to,
  });
  const hours = load(market, from, to);
  for (const name of COLUMN_NAMES) assert.deepEqual(added[name], hours[name], name);
  const part = load(new SyntheticMarket(), from + 75 * 60_000, from + 3 * HOUR, HOUR / 4, 2);
  assert.deepEqual([...part.time], [...quarters.time.subarray(3, 12)]);
  assert.deepEqual([...part.close], [...quarters.close.subarray(3, 12)]);
});

Deno.test("synthetic weeks are sums of their hours, from the first whole one on", () => {
  const market = new SyntheticMarket();
  const to = Date.UTC(2020, 2, 4);
  const weeks = load(market, SYNTHETIC_EPOCH_MS, to, WEEK, 5);
  assert.equal(new Date(weeks.time[0]!).toUTCString(), "Mon, 06 Jan 2020 00:00:00 GMT");
  assert.equal(weeks.time.at(-1), Date.UTC(2020, 1, 24), "that of 2 March has not ended");
  const added = aggregateCandles({ ...load(market, SYNTHETIC_EPOCH_MS, to) }, {
    timeframeMs: WEEK,
    fromMs: SYNTHETIC_EPOCH_MS,
    toMs: to,
    closedBeforeMs: to,
  });
  for (const name of COLUMN_NAMES) assert.deepEqual(added[name], weeks[name], name);
  const late = load(market, Date.UTC(2020, 1, 1), to, WEEK, 2);
  assert.equal(late.time[0], Date.UTC(2020, 0, 20));
});

Deno.test("synthetic candles look like a market: no gap, moderate moves, quiet and volatile periods", () => {
  const candles = load(new SyntheticMarket(), SYNTHETIC_EPOCH_MS, SYNTHETIC_EPOCH_MS + FIVE_YEARS);
  assert.equal(candles.length, FIVE_YEARS / HOUR);
  const moves: number[] = [];
  for (let i = 1; i < candles.length; i++) {
    assert.equal(candles.time[i], (candles.time[i - 1] ?? 0) + HOUR);
    assert.equal(candles.open[i], candles.close[i - 1]);
    moves.push((candles.close[i] ?? 0) / (candles.close[i - 1] ?? 0) - 1);
  }
  assert.ok(Math.min(...candles.low) > 1_000 && Math.max(...candles.high) < 200_000);
  assert.ok(moves.every((move) => Math.abs(move) < 0.15));
  const squares = moves.map((move) => move * move);
  const mean = squares.reduce((sum, s) => sum + s, 0) / squares.length;
  let covariance = 0;
  let variance = 0;
  for (let i = 24; i < squares.length; i++) {
    covariance += ((squares[i] ?? 0) - mean) * ((squares[i - 24] ?? 0) - mean);
    variance += ((squares[i] ?? 0) - mean) ** 2;
  }
  assert.ok(covariance / variance > 0.05, "rough hours come in clusters");
});

Deno.test("a synthetic load gives the range, its history as far as it exists, and nothing unclosed", () => {
  const market = new SyntheticMarket();
  fc.assert(
    fc.property(fc.nat(500), fc.nat(300), fc.nat(100), fc.nat(600), (start, bars, history, now) => {
      const fromMs = SYNTHETIC_EPOCH_MS + start * HOUR;
      const toMs = fromMs + bars * HOUR;
      const closedBeforeMs = SYNTHETIC_EPOCH_MS + now * HOUR + 1_800_000;
      const candles = market.load({
        timeframeMs: HOUR,
        fromMs,
        toMs,
        historyBars: history,
        closedBeforeMs,
      });
      const end = Math.min(start + bars, now);
      const expected = Math.max(0, end - start) + Math.min(history, Math.min(start, end));
      assert.equal(candles.length, expected);
      if (candles.length > 0) {
        assert.equal(candles.time[candles.length - 1], SYNTHETIC_EPOCH_MS + (end - 1) * HOUR);
      }
    }),
  );
  const before = load(market, SYNTHETIC_EPOCH_MS - 100 * HOUR, SYNTHETIC_EPOCH_MS + 5 * HOUR);
  assert.equal(before.length, 5);
});
