/** Range and history, what is not known yet, signals that lead to nothing, and the money (rules 2–4, 7, 15, 17–20). */
import assert from "node:assert/strict";
import {
  buyAndHoldEquity,
  compileStrategy,
  type DocumentBlock,
  explainBar,
  portColumns,
  runBacktest,
  sliceCandles,
  TEMPLATES,
} from "../mod.ts";
import { fills, FREE, runTable } from "../testing/bar_table.ts";
import { documentOf } from "../testing/document.ts";
import { randomWalk } from "../testing/random_walk.ts";

const walk = randomWalk({ bars: 900, seed: 3 });

function planOf(...args: Parameters<typeof documentOf>) {
  const compiled = compileStrategy(documentOf(...args));
  assert.ok(compiled.ok);
  return compiled.plan;
}

Deno.test("fills, rule 2: history is the sum along the longest path, and no more than that is used", () => {
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

Deno.test("fills, rule 2: the range takes candles from `from` on, and ends before `to`", () => {
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

Deno.test("fills, rule 3: signals count once everything in use is known, the ATR of a stop included", () => {
  const table = Array.from({ length: 6 }, () => "100 101 99 100 buy").join("\n");
  assert.equal(runTable(table).firstTradableBar, 1);
  const stop = { id: "s", type: "stop_loss", params: { mode: "atr", value: 2, period: 3 } };
  const waiting = runTable(table, [stop]);
  // ATR(3) is known at bar 3: the first entry fills at bar 4.
  assert.equal(waiting.firstTradableBar, 4);
  assert.deepEqual(fills(waiting), ["4 @100 → open"]);
  assert.equal(waiting.funnel.allowed, 3);
  const never = runTable(table, [{ ...stop, params: { ...stop.params, period: 6 } }]);
  assert.equal(never.firstTradableBar, null);
  assert.deepEqual(never.trades, []);
  assert.ok(never.equity.every((value) => value === 1000));
  assert.equal(never.metrics.buy_and_hold_return, null);
});

Deno.test("fills, rule 4: what is not known is not true, nor is its opposite", () => {
  const plan = planOf(
    {
      slow: ["sma", { period: 50 }],
      above: ["compare", { operator: ">", value: 1e9 }],
      not: ["not"],
      buy: ["entry_signal"],
    },
    "slow.value → above.a, above.signal → not.in, not.signal → buy.signal",
  );
  const columns = portColumns(walk, plan, FREE);
  assert.ok(Number.isNaN(columns.get("slow.value")![48]));
  assert.deepEqual([48, 49].map((i) => columns.get("not.signal")![i]), [0, 1]);
  assert.equal(runBacktest(walk, plan, FREE).trades[0]!.entry_bar, 50);
  assert.deepEqual(explainBar(walk, plan, FREE, 48), {
    "slow.value": null,
    "above.signal": false,
    "not.signal": false,
  });
});

Deno.test("fills, rule 7: an entry that leads to nothing is counted once, by its first reason", () => {
  const risk: DocumentBlock[] = [
    { id: "rest", type: "cooldown", params: { bars: 2 } },
    { id: "stop", type: "stop_loss", params: { mode: "percent", value: 10 } },
  ];
  const { funnel } = runTable(
    `
    100 101  99 100 buy
    100 101  99 100 buy
    100 101  99 100 both
    100 101  99 100 buy
    100 101  99 100 both
    100 101  99 100 both
    100 101  99 100 buy
    100 101  99 100 buy
  `,
    risk,
  );
  // Filled on bar 1; held at the closes of 1 and 2; sold on bar 3, whose entry and that of bar 4 fall in the cooldown (bar 4
  // sells too, which comes first); bar 5 sells at the same close; bar 6 fills on bar 7, which is held at the last close.
  assert.deepEqual(funnel.ignored, {
    in_position: 3,
    exit_at_same_close: 2,
    cooldown: 1,
    no_cash: 0,
    last_bar: 0,
  });
  assert.equal(funnel.filled, 2);
  const ignored = Object.values(funnel.ignored).reduce((a, b) => a + b);
  assert.equal(funnel.entry_signals, funnel.filled + ignored);
});

Deno.test("fills, rule 15: profits compound", () => {
  const { equity, trades } = runTable(`
    100 100 100 100 buy
    100 100 100 100 sell
    150 150 150 150 buy
    100 100 100 100 sell
    200 200 200 200
  `);
  assert.deepEqual([...equity], [1000, 1000, 1500, 1500, 3000]);
  assert.deepEqual(trades.map(({ quantity }) => quantity), [10, 15]);
});

Deno.test("fills, rule 17: the buy-and-hold template returns exactly the buy-and-hold figure", () => {
  const compiled = compileStrategy(
    TEMPLATES.find(({ id }) => id === "buy_and_hold")!.document,
  );
  assert.ok(compiled.ok);
  for (const [feeRate, slippageRate] of [[0, 0], [0.001, 0.0005], [0.05, 0.05]] as const) {
    const result = runBacktest(walk, compiled.plan, { ...FREE, feeRate, slippageRate });
    assert.equal(result.trades.length, 1);
    assert.ok(
      Math.abs(result.metrics.total_return! - result.metrics.buy_and_hold_return!) < 1e-12,
    );
    const held = buyAndHoldEquity(result);
    result.equity.forEach((value, i) => assert.ok(Math.abs(value - held[i]!) < 1e-9 * value));
  }
});

Deno.test("fills, rule 17: equity is flat before the first trade, one value a bar", () => {
  const { equity, candles } = runTable(`
    100 101 99 100
    100 101 99 100 buy
    100 111 99 110
  `);
  assert.equal(equity.length, candles.length);
  assert.deepEqual([...equity], [1000, 1000, 1100]);
});

Deno.test("fills, rule 18: every field of a trade, worked out by hand", () => {
  const stop = { id: "stop", type: "stop_loss", params: { mode: "percent", value: 5 } };
  const result = runTable(
    `
    100 101  99 100 buy
    100 110  98 105
    105 106 104 105 sell
    120 125 119 121
  `,
    [stop],
  );
  assert.deepEqual(result.trades, [{
    side: "long",
    entry_time: Date.UTC(2021, 0, 1, 1),
    entry_bar: 1,
    entry_price: 100,
    exit_time: Date.UTC(2021, 0, 1, 3),
    exit_bar: 3,
    exit_price: 120,
    quantity: 10,
    fees: 0,
    slippage: 0,
    pnl: 200,
    return: 0.2,
    exit_reason: "signal",
    bars_held: 2,
    mae: 98 / 100 - 1,
    mfe: 120 / 100 - 1,
    r: 4,
    ambiguous: false,
    gap: false,
    after_gap: false,
  }]);
});

Deno.test("fills, rule 19: the funnel goes from bars to fills, and any bar can be asked", () => {
  const result = runTable(`
    100 101 99 100 buy
    100 101 99 100
    100 101 99 100 sell
    100 101 99 100 buy
  `);
  const { funnel } = result;
  assert.equal(funnel.bars, 4);
  assert.equal(funnel.allowed, 4);
  const trueBars = Object.fromEntries(
    funnel.conditions.map(({ block_id, true_bars }) => [block_id, true_bars]),
  );
  assert.deepEqual(trueBars, { one_or_more: 3, one_or_less: 3, one: 2, three: 0, one_or_three: 2 });
  assert.equal(funnel.entry_signals, 2);
  assert.equal(funnel.filled, 1);
  assert.equal(funnel.ignored.last_bar, 1);
});

Deno.test("fills, rule 20: the hash changes with the strategy, the candles and the settings, and with nothing else", () => {
  const wires = "price.close → up.a, up.signal → buy.signal";
  const run = (value: number, settings = FREE, candles = walk) =>
    runBacktest(
      candles,
      planOf({ price: ["price"], up: ["compare", { value }], buy: ["entry_signal"] }, wires),
      settings,
    ).runHash;
  const hash = run(100);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(run(100), hash);
  const others = [
    run(101),
    run(100, { ...FREE, feeRate: 0.001 }),
    run(100, { ...FREE, intrabar: "ohlc_path" }),
    run(100, { ...FREE, initialCapital: 999 }),
    run(100, FREE, sliceCandles(walk, 0, 899)),
  ];
  assert.equal(new Set([hash, ...others]).size, 6);
});

Deno.test("fills: every rule has a table or a test that names it", async () => {
  const named = new Set<number>();
  for await (const { name } of Deno.readDir(new URL("./", import.meta.url))) {
    if (!name.endsWith("_test.ts")) continue;
    const text = await Deno.readTextFile(new URL(name, import.meta.url));
    for (const [, rule] of text.matchAll(/rule (\d+)[:)]/g)) named.add(Number(rule));
  }
  const missing = Array.from({ length: 21 }, (_, k) => k + 1).filter((rule) => !named.has(rule));
  assert.deepEqual(missing, []);
});
