import assert from "node:assert/strict";
import { restatedValues, restatedWords } from "./restated_words.ts";

const base = { candles: 12, accepted: 12, sources: ["Binance"], largest_change: 0.0213 };

Deno.test("restated candles are told with who, how many, how much and what to do", () => {
  assert.deepEqual(restatedWords(base), [
    "12 candles of this backtest were restated by Binance since (largest price change 2.1\u00a0%).",
    "Run it again to use the new values.",
  ]);
  assert.deepEqual(restatedWords({ ...base, candles: 1, accepted: 0, largest_change: 0.0002 }), [
    "1 candle of this backtest was restated by Binance since (largest price change 0.02\u00a0%).",
    "The earlier values stay in use here until the new ones are accepted.",
  ]);
  assert.deepEqual(restatedWords({ ...base, accepted: 11, largest_change: 0 }), [
    "11 candles of this backtest were restated by Binance since (volumes only).",
    "Run it again to use the new values.",
    "1 more is waiting to be accepted.",
  ]);
});

Deno.test("old and new values are shown where they differ, in digits that differ", () => {
  const old = { open: 100, high: 110, low: 90, close: 0.000012345, volume: 7 };
  const time = "2021-01-01T00:00:00.000Z";
  const values = restatedValues({
    changes: [{
      time,
      timeframe: "1h",
      accepted: true,
      old,
      new: { ...old, high: 111.5, close: 0.000012346 },
    }],
  });
  assert.deepEqual(values.map(({ value }) => value), ["High", "Close"]);
  assert.deepEqual(values[0], { time, value: "High", old: "110.00", new: "111.50" });
  assert.notEqual(values[1]?.old, values[1]?.new);
});
