/** Rules 18–20 as tables: every field of a trade, the funnel, what every block showed, and the hash. */
import assert from "node:assert/strict";
import { explainBar, runBacktest, type RunSettings } from "../../mod.ts";
import { fills, FREE, readTable, runTable, tablePlan } from "../../testing/bar_table.ts";
import { EXIT_REASONS, type ExitReason } from "../trade.ts";
import { near } from "../../testing/near.ts";
import { cooldown, size, stop, target, timeExit, trailing } from "../../testing/risk_blocks.ts";

const at = (bar: number) => Date.UTC(2021, 0, 1) + bar * 3_600_000;

Deno.test("rule 18: every field of a trade, worked out by hand", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 110  98 105
    105 106 104 105 sell
    120 125 119 121
  `,
    [stop(5)],
  );
  assert.deepEqual(result.trades, [{
    side: "long",
    entry_time: at(1),
    entry_bar: 1,
    entry_price: 100,
    exit_time: at(3),
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

Deno.test("rule 18: the same with costs", () => {
  const { trades: [trade] } = runTable(
    `
    100 101  99 100 buy
    100 110  90  95
    105 106 104 105 sell
    150 151 149 150
  `,
    [size("fixed_amount", 212.1), stop(50)],
    { feeRate: 0.05, slippageRate: 0.01 },
  );
  // Two coins at 101 and a fee of 10.1; sold at 148.5 and a fee of 14.85.
  near(trade!.quantity, 2);
  near(trade!.entry_price, 101);
  near(trade!.exit_price, 148.5);
  near(trade!.fees, 10.1 + 14.85);
  near(trade!.slippage, 2 * 1 + 2 * 1.5);
  near(trade!.pnl, 2 * 148.5 - 14.85 - 212.1);
  near(trade!.return, (2 * 148.5 - 14.85 - 212.1) / 212.1);
  near(trade!.r, (2 * 148.5 - 14.85 - 212.1) / (2 * (101 - 50.5)));
  near(trade!.mae, 90 / 101 - 1);
  near(trade!.mfe, 148.5 / 101 - 1);
});

Deno.test("rule 18: every reason for an exit", () => {
  const ending: Record<ExitReason, () => string[]> = {
    signal: () => fills(runTable("9 9 9 9 buy\n 9 9 9 9 sell\n 9 9 9 9")),
    stop_loss: () => fills(runTable("9 9 9 9 buy\n 9 9 1 9", [stop(10)])),
    trailing_stop: () => fills(runTable("9 9 9 9 buy\n 9 9 1 9", [trailing(10)])),
    take_profit: () => fills(runTable("9 9 9 9 buy\n 9 99 9 9", [target(10)])),
    time: () => fills(runTable("9 9 9 9 buy\n 9 9 9 9\n 9 9 9 9", [timeExit(1)])),
    open: () => fills(runTable("9 9 9 9 buy\n 9 9 9 9")),
  };
  assert.deepEqual(EXIT_REASONS.map((reason) => ending[reason]()), [
    ["1 @9 → 2 @9 signal"],
    ["1 @9 → 1 @8.1 stop_loss"],
    ["1 @9 → 1 @8.1 trailing_stop"],
    ["1 @9 → 1 @9.9 take_profit"],
    ["1 @9 → 2 @9 time"],
    ["1 @9 → open"],
  ]);
});

Deno.test("rule 18: excursions are taken over the bars held, on the exit bar no further than the exit price", () => {
  const rows: [rows: string, mae: number, mfe: number][] = [
    // Sold at an open: nothing of that bar but the open.
    ["100 108 97 100\n 100 104 94 98 sell\n 96 130 50 100", -0.06, 0.08],
    // Sold at an open below all lows before, or above all highs.
    ["100 108 97 100 sell\n 80 130 50 100", -0.2, 0.08],
    ["100 108 97 100 sell\n 120 130 50 100", -0.03, 0.2],
    // A stop at 70 on the entry bar: the high may have come after it.
    ["100 150 50 100", -0.3, 0],
    // A stop on a later bar.
    ["100 108 97 100\n 100 109 50 60", -0.3, 0.08],
    // A target at 160 on a later bar.
    ["100 108 97 100\n 100 190 75 100", -0.03, 0.6],
    // Open at the end: all of its bars.
    ["100 108 97 100\n 100 111 91 100", -0.09, 0.11],
    // Never below, never above the fill.
    ["100 100 100 100\n 100 100 100 100", 0, 0],
  ];
  for (const [rest, mae, mfe] of rows) {
    const result = runTable(`100 101 99 100 buy\n ${rest}`, [stop(30), target(60)]);
    near(result.trades[0]!.mae, mae, rest);
    near(result.trades[0]!.mfe, mfe, rest);
  }
});

Deno.test("rule 18: without an initial stop, or with nothing at risk, there is no R", () => {
  const table = "9 9 9 9\n 9 9 9 9\n 9 9 9 9 buy\n 9 9 9 9 sell\n 9 9 9 9";
  assert.equal(runTable(table).trades[0]!.r, null);
  assert.equal(runTable(table, [target(10)]).trades[0]!.r, null);
  assert.equal(runTable(table, [stop(10)]).trades[0]!.r, 0);
  assert.equal(runTable(table, [trailing(10)]).trades[0]!.r, 0);
  // The price never moved: the ATR is 0, and the stop lies at the fill.
  const still = runTable(table, [stop(2, "atr")]);
  assert.deepEqual(fills(still), ["3 @9 → 3 @9 stop_loss"]);
  assert.equal(still.trades[0]!.r, null);
  assert.equal(still.metrics.average_r, null);
});

Deno.test("rule 19: the funnel goes from bars to fills", () => {
  const { funnel } = runTable(
    `
    100 102  98 100 buy    // before the ATR is known nothing counts
    100 102  98 100 both
    100 102  98 100 buy
    100 102  98 100
    100 102  98 100 both
    100 102  98 100 both
    100 102  98 100 buy
    100 102  98 100 buy
  `,
    [stop(5, "atr"), cooldown(1)],
  );
  assert.equal(funnel.bars, 8);
  assert.equal(funnel.allowed, 6);
  const trueBars = funnel.conditions.map(({ block_id, true_bars }) => [block_id, true_bars]);
  // Of the last six rows: five say something, three of them `buy`, two `both`.
  assert.deepEqual(Object.fromEntries(trueBars), {
    one_or_more: 5,
    one_or_less: 4,
    one: 3,
    three: 2,
    one_or_three: 5,
  });
  assert.equal(funnel.entry_signals, 5);
  assert.deepEqual(funnel.ignored, {
    in_position: 2,
    exit_at_same_close: 1,
    cooldown: 0,
    no_cash: 0,
    last_bar: 0,
  });
  assert.equal(funnel.filled, 2);
});

Deno.test("rule 19: any bar can be asked for the value of every port", () => {
  const { candles } = readTable(`
    100 101  99 100
    100 101  99 100 both
    100 101  99 100 buy
  `);
  const plan = tablePlan([]);
  const values = (bar: number) => explainBar(candles, plan, FREE, bar);
  assert.deepEqual(values(1), {
    "says.value": 3,
    "one_or_more.signal": true,
    "one_or_less.signal": false,
    "one.signal": false,
    "three.signal": true,
    "one_or_three.signal": true,
    "two_or_three.signal": true,
  });
  assert.equal(values(0)["one_or_three.signal"], false);
  assert.equal(values(2)["one.signal"], true);
  for (const bar of [-1, 3, 0.5, NaN]) assert.throws(() => values(bar), RangeError, String(bar));
});

Deno.test("rule 20: the hash changes with the strategy, the candles and the settings, and with nothing else", () => {
  const table = `
    100 101  99 100 buy
    100 101  99 100
  `;
  const hashOf = (
    text: string,
    risk: Parameters<typeof tablePlan>[0] = [],
    settings: Partial<RunSettings> = {},
  ) => {
    const { candles } = readTable(text);
    return runBacktest(candles, tablePlan(risk), { ...FREE, ...settings }).runHash;
  };
  const hash = hashOf(table);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(hashOf(table), hash);
  assert.equal(hashOf(table, []), hash);
  const others = [
    hashOf(table.replace("100 buy", "100.5 buy")),
    hashOf(table + "100 101 99 100"),
    hashOf(table, [stop(10)]),
    hashOf(table, [stop(11)]),
    hashOf(table, [], { feeRate: 0.001 }),
    hashOf(table, [], { slippageRate: 0.001 }),
    hashOf(table, [], { initialCapital: 999 }),
    hashOf(table, [], { intrabar: "ohlc_path" }),
  ];
  assert.equal(new Set([hash, ...others]).size, 1 + others.length);
  // Where a block stands on the canvas, and what it is called, is not the strategy.
  const placed = { ...stop(10), position: { x: 5, y: 9 }, label: "My stop" };
  assert.equal(hashOf(table, [placed]), hashOf(table, [stop(10)]));
});
