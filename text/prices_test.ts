/** Decimals of prices, on candles of years in which exchanges changed their ticks. */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  resultToJson,
  runBacktest,
  TEMPLATES,
} from "../engine/mod.ts";
import { parseCandleCsv } from "../engine/candle_files.ts";
import { testEnv, testWith } from "../tests/support/env.ts";
import { price } from "./format.ts";
import { candleDecimals, enoughDecimals, exactDecimals, tradeDecimals } from "./prices.ts";
import { fillsOf } from "../features/results/trades_view.ts";

const written = (value: number, decimals: number) =>
  Number(price(value, decimals).replaceAll(",", "").replace("−", "-"));

Deno.test("prices: the decimals that a price has, and none for what is no price", () => {
  assert.deepEqual(
    [46123.45, 0.0038741, 5.991, 100, 0.00000812, 1e-8, 1234567.89].map(exactDecimals),
    [2, 7, 3, 0, 8, 8, 2],
  );
  assert.equal(exactDecimals(100 / 3), null);
  assert.equal(exactDecimals(NaN), null);
});

Deno.test("prices: rounding never loses 0.01 % of one", () => {
  for (let power = -8; power <= 8; power += 0.37) {
    const value = 10 ** power;
    const decimals = enoughDecimals(value);
    assert.ok(Math.abs(written(value, decimals) - value) <= 1e-4 * value, String(value));
    assert.ok(decimals >= 2);
  }
  assert.equal(enoughDecimals(0), 2);
  assert.equal(enoughDecimals(null), 2);
});

const flat = (closes: readonly number[]) =>
  candlesFromColumns({
    time: closes.map((_, bar) => bar * 3_600_000),
    open: closes,
    high: closes,
    low: closes,
    close: closes,
    volume: closes,
  });

Deno.test("prices: one that ends in zeros has the decimals of its neighbours", () => {
  const candles = flat([3.2985, 3.3, 3.3012]);
  assert.equal(candleDecimals(candles, 1), 4);
  assert.equal(price(3.3, candleDecimals(candles, 1)), "3.3000");
  const later = flat([3.2985, ...new Array(40).fill(33.12)]);
  assert.equal(candleDecimals(later, 40), 2, "years later the tick is another");
});

Deno.test("prices: a trade's fills have the decimals of its candles, with and without them", () => {
  const slippageRate = 0.0005;
  const trade = {
    entryPrice: 0.0038741 * (1 + slippageRate),
    exitPrice: 0.0039426 * (1 - slippageRate),
    entryBar: 0,
    exitBar: 1,
    isSoldAtOpen: true,
  };
  const candles = flat([0.0038741, 0.0039426]);
  for (const known of [candles, null]) {
    assert.equal(tradeDecimals({ trades: [trade], slippageRate, candles: known })(0), 7);
  }
  const open = { ...trade, exitPrice: null, exitBar: null };
  assert.equal(tradeDecimals({ trades: [open], slippageRate, candles: null })(0), 7);
});

const ASSETS = ["BTC", "ETH", "SOL", "BNB", "XRP", "ADA", "DOGE"] as const;

function candlesOf(asset: string, timeframe: string): CandleSeries {
  const file = join(testEnv.marketDataDir!, `${asset}-USDT_${timeframe}_binance.csv`);
  const read = parseCandleCsv(Deno.readTextFileSync(file));
  assert.ok(read.ok);
  return read.candles;
}

for (const asset of ASSETS) {
  testWith(["market-data"], `prices: no candle of ${asset} loses a digit`, () => {
    const candles = candlesOf(asset, "1d");
    for (let bar = 0; bar < candles.length; bar++) {
      const decimals = candleDecimals(candles, bar);
      for (const column of [candles.open, candles.high, candles.low, candles.close]) {
        assert.equal(written(column[bar]!, decimals), column[bar]);
      }
    }
  });

  testWith(["market-data"], `prices: no trade on ${asset} loses a digit of its candle`, () => {
    const candles = candlesOf(asset, "1d");
    const compiled = compileStrategy(TEMPLATES.find(({ id }) => id === "ema_trend")!.document);
    assert.ok(compiled.ok);
    for (const slippageRate of [0, 0.0005, 0.0123]) {
      const result = resultToJson(
        runBacktest(candles, compiled.plan, {
          initialCapital: 10_000,
          feeRate: 0.001,
          slippageRate,
          intrabar: "stop_first",
        }),
      );
      assert.ok(result.trades.length > 5, String(result.trades.length));
      const trades = fillsOf(result.trades);
      for (const known of [candles, null]) {
        const decimals = tradeDecimals({ trades, slippageRate, candles: known });
        for (const [k, { entry_price, entry_bar, exit_price }] of result.trades.entries()) {
          const digits = decimals(k);
          const open = candles.open[entry_bar]!;
          assert.equal(written(open, digits), open, `trade ${k + 1} at ${open}`);
          assert.ok(digits <= 8, `${digits} decimals at ${open}`);
          for (const fill of [entry_price, exit_price ?? entry_price]) {
            assert.ok(Math.abs(written(fill, digits) - fill) <= 1e-4 * fill, `${fill}`);
          }
        }
      }
    }
  });
}
