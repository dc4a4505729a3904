import assert from "node:assert/strict";
import { type KnownMarket, otherMarkets } from "./other_markets.ts";

const day = (n: number) => new Date(n * 86_400_000).toISOString();
const market = (
  asset: string,
  spans: Readonly<Record<string, readonly [number, number] | null>>,
  synthetic = false,
): KnownMarket => ({
  asset,
  synthetic,
  timeframes: Object.entries(spans).map(([timeframe, span]) => ({
    timeframe,
    first_time: span && day(span[0]),
    to_time: span && day(span[1]),
  })),
});
const MARKETS = [
  market("BTC/USDT", { "1h": [0, 100], "4h": [0, 100], "1d": null }),
  market("ETH/USDT", { "1h": [20, 100], "4h": [21, 100], "1d": [0, 80] }),
  // 14 weeks of a hundred days.
  market("SOL/USDT", { "1w": [0, 100] }),
  market("DEMO/USDT", { "1h": [0, 100], "4h": [0, 100] }, true),
];
const dates = { fromMs: 0, toMs: 100 * 86_400_000 };
const named = (asset: string, timeframe: string) =>
  otherMarkets(MARKETS, { asset, timeframe }, dates)
    .map((series) => `${series.asset} ${series.timeframe}`);

Deno.test("other markets: all but the run's own that have four fifths of its dates", () => {
  assert.deepEqual(named("BTC/USDT", "1h"), ["BTC/USDT 4h", "ETH/USDT 1h", "ETH/USDT 1d"]);
  assert.deepEqual(named("ETH/USDT", "1h"), ["BTC/USDT 1h", "BTC/USDT 4h", "ETH/USDT 1d"]);
});

Deno.test("other markets: made-up prices are compared with made-up prices alone", () => {
  assert.deepEqual(named("DEMO/USDT", "1h"), ["DEMO/USDT 4h"]);
});

Deno.test("other markets: of longer timeframes those with enough candles to say something", () => {
  const year = { fromMs: 0, toMs: 20 * 7 * 86_400_000 };
  const long = [market("SOL/USDT", { "1w": [0, 140], "15m": [0, 140] })];
  const found = (dates: typeof year) =>
    otherMarkets(long, { asset: "BTC/USDT", timeframe: "1h" }, dates)
      .map(({ timeframe }) => timeframe);
  assert.deepEqual(found(year), ["1w", "15m"]);
  assert.deepEqual(found({ ...year, fromMs: 1 }), ["15m"]);
});

Deno.test("other markets: those of a market that is not listed are all real ones", () => {
  assert.equal(named("OLD/USDT", "1h").length, 4);
});
