import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import type { CandleQuery } from "../../contracts/client/api_client.ts";
import type { Market } from "../../contracts/markets.ts";
import {
  compileStrategy,
  encodeCandles,
  firstAtOrAfter,
  runBacktest,
  sliceCandles,
} from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { runSettings } from "../live/live_settings.ts";
import { candles as walk, settled, setUp as liveSetUp, template } from "../live/testing/session.ts";
import { ExplorePool } from "./explore_pool.ts";
import type { ExploreReply } from "./explore_protocol.ts";
import { ExploreThread } from "./explore_thread.ts";
import { MarketsSession } from "./markets_session.ts";
import { SeriesCache } from "./series_cache.ts";

const series = (seed: number) => randomWalk({ bars: walk.length, seed, timeframeMs: 3_600_000 });
const SEEDS: Readonly<Record<string, number>> = { "ETH/USDT": 5, "SOL/USDT": 6 };

const market = (asset: string, timeframes: readonly string[]) =>
  ({
    asset,
    name: asset,
    price_decimals: 2,
    synthetic: false,
    venue: "binance",
    timeframes: timeframes.map((timeframe) => ({
      timeframe,
      first_time: new Date(walk.time[0]!).toISOString(),
      to_time: new Date(walk.time[walk.length - 1]! + 3_600_000).toISOString(),
      candles: walk.length,
      behind_bars: 0,
    })),
  }) as Market;
const MARKETS = [market("BTC/USDT", ["1h"]), ...Object.keys(SEEDS).map((a) => market(a, ["1h"]))];

async function setUp({ hold = false }: { readonly hold?: boolean } = {}) {
  const live = liveSetUp();
  live.market.value = { ...live.market.value, asset: "BTC/USDT", synthetic: false };
  const queries: CandleQuery[] = [];
  const held: (() => void)[] = [];
  const open = (onReply: (reply: ExploreReply) => void) => {
    const thread = new ExploreThread(onReply);
    return {
      send: (request: Parameters<typeof thread.answer>[0]) => void thread.answer(request),
      close: () => {},
    };
  };
  const session = new MarketsSession({
    markets: MARKETS,
    own: signal({ asset: "BTC/USDT", timeframe: "1h" }),
    answer: live.session.answer,
    stale: live.session.stale,
    basis: live.session.basis,
    pool: new ExplorePool({ threads: 1, openThread: open, openInPage: open }),
    cache: new SeriesCache(async (query) => {
      queries.push(query);
      if (hold) await new Promise<void>((resolve) => held.push(resolve));
      const all = series(SEEDS[query.asset]!);
      const first = firstAtOrAfter(all, Date.parse(query.from)) - query.historyBars;
      const wanted = sliceCandles(all, Math.max(0, first), all.length);
      return encodeCandles(wanted).slice().buffer as ArrayBuffer;
    }),
  });
  await live.session.start();
  await settled();
  assert.ok(live.session.answer.value);
  return { live, session, queries, held, stop: session.start() };
}

const untilDone = async (session: MarketsSession) => {
  for (let k = 0; k < 400; k++) {
    const { done, total } = session.progress.value;
    if (total > 0 && done === total) return;
    await settled();
  }
  assert.fail("the markets did not come");
};

Deno.test("markets: each is the strategy's own run over the dates of the live result", async () => {
  const { live, session, stop } = await setUp();
  await untilDone(session);
  const { candles: range } = live.session.answer.value!;
  const compiled = compileStrategy(template("rsi_rebound"));
  assert.ok(compiled.ok);
  const { loaded, settings } = live.session.basis.value!;
  for (const { asset, row, state } of session.cells.value) {
    assert.equal(state, "done");
    const { metrics } = runBacktest(series(SEEDS[asset]!), compiled.plan, {
      ...runSettings(settings, loaded.range, loaded.market),
      fromMs: range.time[0]!,
      toMs: range.time[range.length - 1]! + range.timeframeMs,
    });
    assert.equal(row!.total_return, metrics.total_return);
    assert.equal(row!.num_trades, metrics.num_trades);
  }
  assert.deepEqual(session.cells.value.map(({ asset }) => asset), Object.keys(SEEDS));
  stop();
});

Deno.test("markets: an edit begins anew with candles that are there already", async () => {
  const { live, session, queries, stop } = await setUp();
  await untilDone(session);
  const before = session.cells.value.map(({ row }) => row!.total_return);
  assert.equal(queries.length, 2);
  live.document.value = template("ema_trend");
  await settled();
  await untilDone(session);
  assert.notDeepEqual(session.cells.value.map(({ row }) => row!.total_return), before);
  assert.equal(queries.length, 2, "nothing is fetched twice");
  stop();
});

Deno.test("markets: while candles come, an edit or leaving ends what was begun", async () => {
  const { live, session, held, stop } = await setUp({ hold: true });
  await settled();
  assert.equal(held.length, 1, "one after the other");
  live.document.value = { ...template("ema_trend"), blocks: [] };
  held.shift()!();
  await settled();
  assert.deepEqual(session.cells.value.map(({ state }) => state), ["waiting", "waiting"]);
  assert.equal(held.length, 0, "no other is asked for");
  live.document.value = template("ema_trend");
  for (let k = 0; k < 50 && held.length === 0; k++) await settled();
  stop();
  held.splice(0).forEach((answer) => answer());
  await settled();
  assert.equal(held.length, 0);
});
