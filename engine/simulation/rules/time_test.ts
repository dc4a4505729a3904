/** Rules 1–3 and 5 as tables: when a signal counts, when it is filled, and which candles there are. */
import assert from "node:assert/strict";
import {
  compileStrategy,
  type DocumentBlock,
  resultToJson,
  runBacktest,
  sliceCandles,
} from "../../mod.ts";
import { fills, FREE, runTable } from "../../testing/bar_table.ts";
import { documentOf } from "../../testing/document.ts";
import { randomWalk } from "../../testing/random_walk.ts";
import { stop } from "../../testing/risk_blocks.ts";

const walk = randomWalk({ bars: 900, seed: 3 });

function planOf(...args: Parameters<typeof documentOf>) {
  const compiled = compileStrategy(documentOf(...args));
  assert.ok(compiled.ok);
  return compiled.plan;
}

Deno.test("rule 1: a signal at a close fills at the next open, whatever lies between them", () => {
  const result = runTable(`
    100 101  99 100 buy    // the close is 100,
    102 104 101 103        // the next open 102
    103 105 102 104 sell
    106 107 105 106
  `);
  assert.deepEqual(fills(result), ["1 @102 → 3 @106 signal"]);
  assert.equal(result.pending, null);
});

Deno.test("rule 1: a signal at the last close is pending and never filled", () => {
  const flat = runTable(`
    100 101  99 100
    102 104 101 103 buy
  `);
  assert.deepEqual(fills(flat), []);
  assert.equal(flat.pending, "entry");
  assert.equal(flat.funnel.ignored.last_bar, 1);
  const held = runTable(`
    100 101  99 100 buy
    102 104 101 103 sell
  `);
  assert.deepEqual(fills(held), ["1 @102 → open"]);
  assert.equal(held.pending, "exit");
});

Deno.test("rule 2: signals before bar 0 are not orders, and bar 0 is the first candle at or after `from`", () => {
  const result = runTable(`
     90  91  89  90 buy
     95  96  94  95 buy
    from
    100 101  99 100        // bar 0: nothing is filled here
    101 102 100 101 buy
    102 103 101 102
  `);
  assert.deepEqual(fills(result), ["2 @102 → open"]);
  assert.equal(result.funnel.entry_signals, 1);
  assert.equal(result.candles.length, 3);
});

Deno.test("rule 2: history is the sum along the longest path, and no more than that is used", () => {
  const plan = planOf(
    {
      fast: ["ema", { period: 9 }],
      smooth: ["sma", { period: 5 }],
      up: ["crossover", { value: 100 }],
      buy: ["entry_signal"],
      stop: ["stop_loss", { mode: "atr", value: 2, period: 3 }],
    },
    "fast.value → smooth.source, smooth.value → up.a, up.signal → buy.signal",
  );
  // EMA 11 × 10, SMA 4, crossover 1; the ATR's 21 × 3 is shorter.
  assert.equal(plan.historyBars, 110 + 4 + 1);
  const settings = { ...FREE, fromMs: walk.time[400]! };
  const whole = runBacktest(walk, plan, settings);
  assert.equal(whole.historyBars, 115);
  const enough = runBacktest(sliceCandles(walk, 400 - 115, walk.length), plan, settings);
  assert.deepEqual(enough.equity, whole.equity);
  assert.equal(enough.runHash, whole.runHash);
  const short = runBacktest(sliceCandles(walk, 390, walk.length), plan, settings);
  assert.equal(short.historyBars, 10, "as many as there are");
  assert.notEqual(short.runHash, whole.runHash);
});

Deno.test("rule 2: the history of an ATR stop counts as that of any other path", () => {
  const blocks = {
    price: ["price"],
    up: ["compare"],
    buy: ["entry_signal"],
  } as const;
  const wires = "price.close → up.a, up.signal → buy.signal";
  const historyBars = (...risk: readonly DocumentBlock[]) =>
    planOf(
      {
        ...blocks,
        ...Object.fromEntries(risk.map(({ id, type, params }) => [id, [type, params]])),
      },
      wires,
    ).historyBars;
  assert.equal(historyBars(), 0);
  assert.equal(historyBars(stop(10)), 0);
  assert.equal(historyBars(stop(2, "atr")), 21 * 2);
});

Deno.test("rule 2: the range ends before `to`", () => {
  const plan = planOf(
    { price: ["price"], up: ["compare"], buy: ["entry_signal"] },
    "price.close → up.a, up.signal → buy.signal",
  );
  const range = { fromMs: walk.time[10]! + 1, toMs: walk.time[20]! };
  const { candles, trades } = runBacktest(walk, plan, { ...FREE, ...range });
  assert.equal(candles.time[0], walk.time[11]);
  assert.equal(candles.time[candles.length - 1], walk.time[19]);
  assert.equal(trades[0]!.entry_bar, 1);
});

Deno.test("rule 3: bar 0 never holds a position, and the first tradable bar is the second", () => {
  const result = runTable(`
    100 101  99 100 buy
    101 102 100 101
  `);
  assert.equal(result.firstTradableBar, 1);
  assert.deepEqual([...result.equity], [1000, 1000]);
  assert.equal(runTable(`100 101 99 100 buy`).firstTradableBar, null);
});

Deno.test("rule 3: signals count once everything in use is known, the ATR of a stop included", () => {
  const table = `
    100 102  98 100 buy
    100 102  98 100 buy    // a true range is known from here on,
    100 102  98 100 buy    // the mean of two of them from here on
    100 102  98 100 buy    // filled here
    100 102  98 100 buy
  `;
  assert.deepEqual(fills(runTable(table)), ["1 @100 → open"]);
  const waiting = runTable(table, [stop(2, "atr")]);
  assert.deepEqual(fills(waiting), ["3 @100 → open"]);
  assert.equal(waiting.firstTradableBar, 3);
  assert.equal(resultToJson(waiting).data.first_tradable_bar, 3, "later than 1, and it says so");
  assert.equal(waiting.funnel.bars, 5);
  assert.equal(waiting.funnel.allowed, 3);
  assert.equal(waiting.funnel.entry_signals, 3);
});

Deno.test("rule 3: with enough history the first bar's signal counts", () => {
  const result = runTable(
    `
    100 102  98 100
    100 102  98 100
    from
    100 102  98 100 buy
    100 102  98 100
  `,
    [stop(2, "atr")],
  );
  assert.deepEqual(fills(result), ["1 @100 → open"]);
  assert.equal(result.historyBars, 2);
  assert.equal(result.firstTradableBar, 1);
});

Deno.test("rule 3: with too few candles nothing ever counts, and there is no first tradable bar", () => {
  const never = runTable(
    `
    100 101 99 100 buy
    100 101 99 100 buy
  `,
    [stop(2, "atr")],
  );
  assert.equal(never.firstTradableBar, null);
  assert.deepEqual(never.trades, []);
  assert.equal(never.pending, null);
  assert.deepEqual([...never.equity], [1000, 1000]);
  assert.equal(never.metrics.buy_and_hold_return, null);
  assert.deepEqual([never.funnel.allowed, never.funnel.entry_signals], [0, 0]);
});

Deno.test("rule 5: missing candles are not invented, and each gap is listed", () => {
  const result = runTable(`
    100 101  99 100 buy
    gap
    gap
    102 104 101 103
    gap
    103 104 102 103
  `);
  assert.equal(result.candles.length, 3);
  assert.equal(result.equity.length, 3);
  assert.deepEqual(result.gaps, [
    { after_time: Date.UTC(2021, 0, 1), missing: 2 },
    { after_time: Date.UTC(2021, 0, 1, 3), missing: 1 },
  ]);
});

Deno.test("rule 5: a trade one of whose fills is on the first candle after a gap is marked", () => {
  const tables: [string, string][] = [
    [
      "1 @102 → 2 @103 signal after_gap",
      `
      100 101  99 100 buy
      gap
      102 104 101 103 sell  // the entry
      103 104 102 103
    `,
    ],
    [
      "1 @102 → 2 @103 signal after_gap",
      `
      100 101  99 100 buy
      102 104 101 103 sell
      gap
      103 104 102 103       // the exit
    `,
    ],
    [
      "1 @102 → 2 @91.8 stop_loss after_gap",
      `
      100 101  99 100 buy
      102 104 101 103
      gap
      103 104  90  91       // a stop within the candle
    `,
    ],
    [
      "1 @102 → 3 @103 signal",
      `
      100 101  99 100 buy
      102 104 101 103
      102 104 101 103 sell
      103 104 102 103       // the gap comes after both
      gap
      103 104 102 103
    `,
    ],
    [
      "1 @102 → 3 @103 signal",
      `
      100 101  99 100 buy
      102 104 101 103
      gap
      102 104 101 103 sell  // the gap lies between both
      103 104 102 103
    `,
    ],
    [
      "1 @102 → open after_gap",
      `
      100 101  99 100 buy
      gap
      102 104 101 103       // an open trade has an entry too
    `,
    ],
  ];
  for (const [expected, table] of tables) {
    assert.deepEqual(fills(runTable(table, [stop(10)])), [expected], table);
  }
});

Deno.test("rule 5: a gap between history and range is none inside the range", () => {
  const result = runTable(`
    100 101  99 100
    gap
    from
    100 101  99 100 buy
    100 101  99 100
  `);
  assert.deepEqual(result.gaps, []);
  assert.deepEqual(fills(result), ["1 @100 → open"]);
});
