import assert from "node:assert/strict";
import {
  type CandleSeries,
  compileStrategy,
  runBacktest,
  type RunSettings,
  TEMPLATES,
} from "../../mod.ts";
import { parseCandleCsv } from "../../candle_files.ts";
import { testEnv, testWith } from "../../../tests/support/env.ts";

const SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
};

Deno.test("templates: all fifteen are there, each under a name of its own", () => {
  assert.deepEqual(TEMPLATES.map(({ id }) => id).sort(), [
    "bollinger_bounce",
    "bollinger_rsi_dip",
    "buy_and_hold",
    "donchian_breakout",
    "ema_trend",
    "golden_cross",
    "macd_cross",
    "macd_ema_filter",
    "rsi2_dip",
    "rsi_rebound",
    "stochastic_extremes",
    "supertrend_flip",
    "three_up_closes",
    "too_good_to_be_true",
    "turtle",
  ]);
  assert.equal(new Set(TEMPLATES.map(({ name }) => name)).size, TEMPLATES.length);
});

/** What the subject of a sentence about a market does. */
const VERB =
  /\b(is|are|has|moves|swings|rises|declines|breaks|stays|sets in|last|begin|pauses|turns|tend|runs)\b/;

Deno.test("templates: each explains itself in a paragraph, and says when it tends to work and to fail", () => {
  const sentences = /^[A-Z%].*[.!]$/;
  const said = new Set<string>();
  for (const { id, summary, when_it_works, when_it_fails } of TEMPLATES) {
    assert.match(summary, sentences, id);
    assert.ok(summary.length >= 80 && summary.length <= 400, `${id}: ${summary.length} letters`);
    for (const text of [when_it_works, when_it_fails]) {
      assert.match(text, sentences, id);
      // It goes on after "Works when:" and "Fails when:", so it is a clause with a subject and a verb, and no name comes first.
      assert.match(text, /^(The|A|It|In a|Trends|Moves|News|Prices) /, `${id}: ${text}`);
      assert.match(text, VERB, `${id}: ${text}`);
      assert.ok(text.length >= 25 && text.length <= 200, `${id}: ${text}`);
    }
    for (const text of [summary, when_it_works, when_it_fails]) {
      assert.doesNotMatch(text, /guarantee|profitable|always wins|should buy|recommend/i, id);
      assert.equal(said.has(text), false, `${id} says what another says: ${text}`);
      said.add(text);
    }
  }
});

for (const timeframe of ["1h", "4h"] as const) {
  testWith(
    ["market-data"],
    `templates: each trades on four years of BTC at ${timeframe}, with finite results`,
    async () => {
      const candles = await bitcoin(timeframe);
      for (const { id, document } of TEMPLATES) {
        const compiled = compileStrategy(document);
        assert.ok(compiled.ok, id);
        const result = runBacktest(candles, compiled.plan, SETTINGS);
        const { metrics, trades, equity } = result;
        const open = trades.filter((trade) => trade.exit_reason === "open").length;
        if (id === "buy_and_hold") {
          assert.deepEqual([trades.length, open], [1, 1]);
          assert.equal(metrics.total_return, metrics.buy_and_hold_return);
        } else {
          assert.ok(trades.length > 5, `${id}: ${trades.length} trades`);
        }
        assert.ok(Number.isFinite(metrics.total_return) && (metrics.total_return ?? -1) > -1, id);
        assert.ok(Number.isFinite(metrics.max_drawdown), id);
        assert.ok((metrics.max_drawdown ?? 1) <= 0, id);
        assert.ok(equity.every((value) => Number.isFinite(value) && value > 0), id);
        for (const trade of trades) {
          const numbers = [trade.entry_price, trade.exit_price ?? 0, trade.quantity, trade.pnl];
          assert.ok(numbers.every(Number.isFinite), `${id}: ${JSON.stringify(trade)}`);
        }
      }
    },
  );
}

testWith(
  ["market-data"],
  "templates: what is too good to be true shines on the year it was fitted to, and on no other",
  async () => {
    const candles = await bitcoin("1h");
    const { document } = TEMPLATES.find(({ id }) => id === "too_good_to_be_true")!;
    const compiled = compileStrategy(document);
    assert.ok(compiled.ok);
    const inYear = (year: number) =>
      runBacktest(candles, compiled.plan, {
        ...SETTINGS,
        fromMs: Date.UTC(year, 0),
        toMs: Date.UTC(year + 1, 0),
      }).metrics;
    const home = inYear(2021);
    assert.ok((home.win_rate ?? 0) > 0.9 && (home.num_trades ?? 0) > 40);
    assert.ok((home.total_return ?? 0) > (home.buy_and_hold_return ?? Infinity));
    for (const year of [2019, 2020, 2022]) {
      assert.ok((inYear(year).total_return ?? 1) < 0, `${year}: ${inYear(year).total_return}`);
    }
  },
);

async function bitcoin(timeframe: string): Promise<CandleSeries> {
  const file = `${testEnv.marketDataDir}/BTC-USDT_${timeframe}_binance.csv`;
  const parsed = parseCandleCsv(await Deno.readTextFile(file));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.candles;
}
