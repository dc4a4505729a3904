import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, encodeCandles } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import type { CandleQuery } from "../../contracts/client/api_client.ts";
import { otherCandles, type OtherSources } from "./other_candles.ts";

const walk = randomWalk({ bars: 500, seed: 4 });
const fromMs = walk.time[100]!;
const toMs = walk.time[499]! + walk.timeframeMs;
const material = { settings: { ...DEFAULT_SETTINGS, fromMs, toMs }, historyBars: 30 };
const own = { asset: "BTC/USDT", timeframe: "1h" };
const known = (asset: string) => ({
  asset,
  synthetic: false,
  timeframes: [{
    timeframe: "1h",
    first_time: new Date(walk.time[0]!).toISOString(),
    to_time: new Date(toMs).toISOString(),
  }],
});

function sourcesOf(part: Partial<OtherSources> = {}) {
  const queries: CandleQuery[] = [];
  let going = 0;
  let most = 0;
  const sources: OtherSources = {
    markets: () => Promise.resolve(["BTC/USDT", "ETH/USDT", "SOL/USDT"].map(known)),
    fetchCandles: async (query) => {
      queries.push(query);
      most = Math.max(most, ++going);
      await Promise.resolve();
      going--;
      if (query.asset === "ETH/USDT") throw new Error("not there");
      return encodeCandles(walk).slice().buffer as ArrayBuffer;
    },
    patience: () => new Promise(() => {}),
    ...part,
  };
  return { sources, queries, most: () => most };
}

Deno.test("other candles: one market after the other, with the run's dates and the strategy's history", async () => {
  const { sources, queries, most } = sourcesOf();
  const found = await otherCandles(own, material, sources);
  assert.deepEqual(found.map(({ asset }) => asset), ["SOL/USDT"], "one that fails is left out");
  assert.deepEqual(found[0]!.candles.close, walk.close);
  assert.deepEqual(queries.map(({ asset }) => asset), ["ETH/USDT", "SOL/USDT"]);
  assert.deepEqual(queries[1], {
    asset: "SOL/USDT",
    timeframe: "1h",
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    historyBars: 30,
  });
  assert.equal(most(), 1);
});

Deno.test("other candles: when nobody waits any more, what has come is all there is", async () => {
  const over = Promise.withResolvers<void>();
  const { sources } = sourcesOf({
    fetchCandles: ({ asset }) => {
      if (asset === "ETH/USDT") {
        return Promise.resolve(encodeCandles(walk).slice().buffer as ArrayBuffer);
      }
      over.resolve();
      return new Promise(() => {});
    },
    patience: () => over.promise,
  });
  const found = await otherCandles(own, material, sources);
  assert.deepEqual(found.map(({ asset }) => asset), ["ETH/USDT"]);
});
