/** Rule 4: what is not known yet is not true, not 0, and not its opposite. */
import assert from "node:assert/strict";
import {
  candlesFromColumns,
  compileStrategy,
  explainBar,
  portColumns,
  resultToJson,
  runBacktest,
} from "../../mod.ts";
import { FREE } from "../../testing/bar_table.ts";
import { documentOf } from "../../testing/document.ts";
import { near } from "../../testing/near.ts";

const HOUR = 3_600_000;
const UNKNOWN = NaN;

/** Runs a strategy over candles that do not move within themselves. */
function over(
  closes: readonly number[],
  volumes: readonly number[],
  blocks: Parameters<typeof documentOf>[0],
  wires: string,
) {
  const candles = candlesFromColumns({
    time: closes.map((_, i) => i * HOUR),
    open: closes,
    high: closes,
    low: closes,
    close: closes,
    volume: volumes,
  });
  const compiled = compileStrategy(documentOf(blocks, wires));
  assert.ok(compiled.ok);
  const { plan } = compiled;
  const columns = portColumns(candles, plan, FREE);
  return {
    result: runBacktest(candles, plan, FREE),
    port: (name: string) => [...columns.get(name)!],
    explain: (bar: number) => explainBar(candles, plan, FREE, bar),
  };
}

const rising = (bars: number) => Array.from({ length: bars }, (_, i) => 100 + i);
const ones = (bars: number) => new Array<number>(bars).fill(1);

Deno.test("rule 4: an average is not known before its window is full, and neither a condition nor its opposite is true then", () => {
  const { port, result, explain } = over(
    rising(6),
    ones(6),
    {
      slow: ["sma", { period: 3 }],
      high: ["compare", { operator: ">", value: 1000 }],
      not: ["not"],
      buy: ["entry_signal"],
    },
    "slow.value → high.a, high.signal → not.in, not.signal → buy.signal",
  );
  assert.deepEqual(port("slow.value"), [UNKNOWN, UNKNOWN, 101, 102, 103, 104]);
  assert.deepEqual(port("high.signal"), [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(port("not.signal"), [0, 0, 1, 1, 1, 1]);
  assert.equal(result.trades[0]!.entry_bar, 3);
  assert.deepEqual(explain(1), { "slow.value": null, "high.signal": false, "not.signal": false });
  assert.deepEqual(explain(2), { "slow.value": 101, "high.signal": false, "not.signal": true });
});

Deno.test("rule 4: comparisons with what is not known are false, whichever way they go", () => {
  // No volume: there is no volume-weighted average on the bars 2 and 3.
  const { port } = over(
    rising(6),
    [1, 1, 0, 0, 1, 1],
    {
      vwap: ["vwap", { period: 2 }],
      above: ["compare", { operator: ">", value: 50 }],
      below: ["compare", { operator: "<=", value: 50 }],
      buy: ["entry_signal"],
    },
    "vwap.value → above.a, vwap.value → below.a, above.signal → buy.signal",
  );
  assert.deepEqual(port("vwap.value"), [UNKNOWN, 100.5, 101, UNKNOWN, 104, 104.5]);
  assert.deepEqual(port("above.signal"), [0, 1, 1, 0, 1, 1]);
  assert.deepEqual(port("below.signal"), [0, 0, 0, 0, 0, 0]);
});

Deno.test("rule 4: an unknown value makes every window unknown that holds it", () => {
  // 1 ÷ (close − 102) is unknown on bar 2.
  const { port } = over(
    rising(7),
    ones(7),
    {
      price: ["price"],
      distance: ["math", { operator: "-", value: 102 }],
      one: ["number", { value: 1 }],
      ratio: ["math", { operator: "/" }],
      mean: ["sma", { period: 2 }],
      top: ["highest", { period: 2 }],
      buy: ["entry_signal"],
      above: ["compare"],
    },
    "price.close → distance.a, one.value → ratio.a, distance.value → ratio.b, ratio.value → mean.source," +
      "ratio.value → top.source, mean.value → above.a, above.signal → buy.signal",
  );
  const show = (name: string) => port(name).map((value) => Number(value.toFixed(4)));
  assert.deepEqual(show("ratio.value"), [-0.5, -1, UNKNOWN, 1, 0.5, 0.3333, 0.25]);
  assert.deepEqual(show("mean.value"), [UNKNOWN, -0.75, UNKNOWN, UNKNOWN, 0.75, 0.4167, 0.2917]);
  assert.deepEqual(show("top.value"), [UNKNOWN, -0.5, UNKNOWN, UNKNOWN, 1, 0.5, 0.3333]);
});

Deno.test("rule 4: an average that feeds on itself begins anew after an unknown value", () => {
  const { port } = over(
    rising(8),
    [1, 1, 1, 0, 0, 1, 1, 1],
    {
      vwap: ["vwap", { period: 2 }],
      ema: ["ema", { period: 2 }],
      up: ["compare"],
      buy: ["entry_signal"],
    },
    "vwap.value → ema.source, ema.value → up.a, up.signal → buy.signal",
  );
  const x = port("vwap.value");
  assert.deepEqual(x, [UNKNOWN, 100.5, 101.5, 102, UNKNOWN, 105, 105.5, 106.5]);
  const [, , first, , , , seeded, last] = port("ema.value");
  near(first, (100.5 + 101.5) / 2);
  near(seeded, (105 + 105.5) / 2, "the mean of the first two after the gap");
  near(last, (105 + 105.5) / 2 + 2 / 3 * (106.5 - (105 + 105.5) / 2));
});

Deno.test("rule 4: crossing is exact: from at or below to above, on two bars that are known", () => {
  const closes = [99, 100, 100, 101, 100, 99, 101, 101];
  const { port } = over(
    closes,
    ones(8),
    {
      price: ["price"],
      up: ["crossover", { direction: "above", value: 100 }],
      down: ["crossover", { direction: "below", value: 100 }],
      any: ["crossover", { direction: "either", value: 100 }],
      buy: ["entry_signal"],
    },
    "price.close → up.a, price.close → down.a, price.close → any.a, up.signal → buy.signal",
  );
  //                                         99 100 100 101 100 99 101 101
  assert.deepEqual(port("up.signal"), /*  */ [0, 0, 0, 1, 0, 0, 1, 0]);
  assert.deepEqual(port("down.signal"), /**/ [0, 0, 0, 0, 0, 1, 0, 0]);
  assert.deepEqual(port("any.signal"), /* */ [0, 0, 0, 1, 0, 1, 1, 0]);
});

Deno.test("rule 4: a line that was not known on the bar before has not crossed", () => {
  const { port } = over(
    [100, 100, 110, 110, 120],
    ones(5),
    {
      price: ["price"],
      mean: ["sma", { period: 3 }],
      up: ["crossover"],
      buy: ["entry_signal"],
    },
    "price.close → up.a, mean.value → up.b, up.signal → buy.signal",
  );
  // On bar 2 the close is above its average, which nobody knew on bar 1.
  assert.ok(port("mean.value")[2]! < 110);
  assert.deepEqual(port("up.signal"), [0, 0, 0, 0, 0]);
});

Deno.test("rule 4: a metric that is not defined is null, never 0", () => {
  const { result } = over(
    rising(4),
    ones(4),
    { price: ["price"], never: ["compare", { value: 1e9 }], buy: ["entry_signal"] },
    "price.close → never.a, never.signal → buy.signal",
  );
  const { metrics } = resultToJson(result);
  const undefinedOnes = Object.entries(metrics).filter(([, value]) => value === null);
  assert.deepEqual(undefinedOnes.map(([name]) => name), [
    "cagr",
    "max_drawdown_start",
    "max_drawdown_bottom",
    "max_drawdown_recovery",
    "win_rate",
    "profit_factor",
    "expectancy",
    "average_trade_return",
    "average_win_return",
    "average_loss_return",
    "best_trade_return",
    "worst_trade_return",
    "average_r",
    "average_bars_held",
    "longest_losing_streak",
    "sharpe",
    "sortino",
    "calmar",
  ]);
});
