/** Rules 13–15 as tables: what a fill costs, how much is bought, and what profits do. */
import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, type DocumentBlock, type RunSettings } from "../../mod.ts";
import { fills, runTable } from "../../testing/bar_table.ts";
import { near } from "../../testing/near.ts";
import { size, stop, target, timeExit, trailing } from "../../testing/risk_blocks.ts";

Deno.test("rule 13: slippage is against the trader at every fill but a target's", () => {
  const settings = { slippageRate: 0.01 };
  const cases: [string, DocumentBlock[], string][] = [
    ["100 101 99 100 sell\n 200 201 199 200", [], "1 @101 → 2 @198 signal"],
    ["100 101 99 100\n 200 201 199 200", [timeExit(1)], "1 @101 → 2 @198 time"],
    // 101 × 0.8 = 80.8, and 1 % less.
    ["100 101 80 100", [stop(20)], "1 @101 → 1 @79.992 stop_loss"],
    ["100 101 80 100", [trailing(20)], "1 @101 → 1 @79.992 trailing_stop"],
    ["100 101 99 100\n 70 71 69 70", [stop(20)], "1 @101 → 2 @69.3 stop_loss gap"],
    ["100 101 99 100\n 70 71 69 70", [trailing(20)], "1 @101 → 2 @69.3 trailing_stop gap"],
    ["100 150 99 100", [target(20)], "1 @101 → 1 @121.2 take_profit"],
    ["100 101 99 100\n 150 151 149 150", [target(20)], "1 @101 → 2 @121.2 take_profit"],
  ];
  for (const [rows, risk, expected] of cases) {
    const table = `100 101 99 100 buy\n${rows}`;
    assert.deepEqual(fills(runTable(table, risk, settings)), [expected], table);
  }
});

Deno.test("rule 13: slippage is not capped to the range of the bar", () => {
  const result = runTable(
    `
    100 100 100 100 buy
    100 100 100 100 sell
    100 100 100 100
  `,
    [],
    { slippageRate: 0.05 },
  );
  assert.deepEqual(fills(result), ["1 @105 → 2 @95 signal"]);
});

Deno.test("rule 13: the fee is charged on the notional of both legs", () => {
  const { trades, metrics, equity } = runTable(
    `
    100 101  99 100 buy
    100 101  99 100 sell
    200 201 199 200
  `,
    [size("fixed_amount", 102.01)],
    { feeRate: 0.01, slippageRate: 0.01 },
  );
  // Bought at 101 with 102.01 / (101 × 1.01) = 1 coin; sold at 198.
  const [trade] = trades;
  near(trade!.quantity, 1);
  near(trade!.fees, 1.01 + 1.98);
  near(trade!.slippage, 1 + 2);
  near(trade!.pnl, 198 - 1.98 - 101 - 1.01);
  near(trade!.return, (198 - 1.98 - 102.01) / 102.01);
  near(metrics.fees_paid, 1.01 + 1.98);
  near(metrics.slippage_paid, 1 + 2);
  near(equity[2], 1000 + 198 - 1.98 - 102.01);
});

Deno.test("rule 13: fee and slippage are from 0 to 5 %, the capital from 1 to 1e9", () => {
  const table = "100 101 99 100 buy";
  const bounds: Partial<RunSettings>[] = [
    { feeRate: 0 },
    { feeRate: 0.05 },
    { slippageRate: 0 },
    { slippageRate: 0.05 },
    { initialCapital: 1 },
    { initialCapital: 1e9 },
  ];
  for (const settings of bounds) runTable(table, [], settings);
  const beyond: Partial<RunSettings>[] = [
    { feeRate: -0.001 },
    { feeRate: 0.0501 },
    { slippageRate: -0.001 },
    { slippageRate: 0.0501 },
    { initialCapital: 0.99 },
    { initialCapital: 1.01e9 },
  ];
  for (const settings of beyond) {
    assert.throws(() => runTable(table, [], settings), RangeError, JSON.stringify(settings));
  }
});

/** Coins bought at 100 with 1,000. */
function quantityOf(risk: readonly DocumentBlock[], settings: Partial<RunSettings> = {}) {
  const table = `
    100 101 99 100 buy
    100 101 99 100
  `;
  return runTable(table, risk, settings).trades[0]?.quantity;
}

Deno.test("rule 14: quantity by equity and by amount, never more than the cash pays for", () => {
  const rows: [DocumentBlock[], number][] = [
    [[], 10],
    [[size("percent_of_equity", 100)], 10],
    [[size("percent_of_equity", 25)], 2.5],
    [[size("percent_of_equity", 0.01)], 0.001],
    [[size("fixed_amount", 300)], 3],
    [[size("fixed_amount", 0.5)], 0.005],
    [[size("fixed_amount", 5000)], 10],
  ];
  for (const [risk, expected] of rows) near(quantityOf(risk), expected, JSON.stringify(risk));
  // An allocation pays for the fee too: 500 / (100 × 1.05 × 1.01).
  const costs = { feeRate: 0.01, slippageRate: 0.05 };
  near(quantityOf([size("fixed_amount", 500)], costs), 500 / (105 * 1.01));
  near(quantityOf([size("percent_of_equity", 50)], costs), 500 / (105 * 1.01));
  near(quantityOf([], costs), 1000 / (105 * 1.01));
});

Deno.test("rule 14: quantity by risk is what loses that share when stopped, capped by cash", () => {
  const rows: [DocumentBlock[], number][] = [
    // 1 % of 1000 is 10, and each coin loses 5 when stopped.
    [[size("risk_percent", 1), stop(5)], 2],
    [[size("risk_percent", 1), trailing(5)], 2],
    [[size("risk_percent", 1), stop(20)], 0.5],
    // The stop loss is the initial stop, not the trailing stop above it.
    [[size("risk_percent", 1), stop(20), trailing(5)], 0.5],
    [[size("risk_percent", 50), stop(5)], 10],
  ];
  for (const [risk, expected] of rows) near(quantityOf(risk), expected, JSON.stringify(risk));
});

Deno.test("rule 14: being stopped out at a size by risk loses exactly that share, slippage and both fees included", () => {
  const calm = "100 102 98 100\n 100 102 98 100\n 100 102 98 100 buy\n 100 101 80 85";
  const risks: DocumentBlock[][] = [[stop(5)], [trailing(5)], [stop(2, "atr")]];
  for (const risk of risks) {
    for (
      const costs of [
        { feeRate: 0, slippageRate: 0 },
        { feeRate: 0.001, slippageRate: 0.0005 },
        { feeRate: 0.05, slippageRate: 0.05 },
      ]
    ) {
      const result = runTable(calm, [...risk, size("risk_percent", 2)], costs);
      near(result.equity[3], 980, JSON.stringify([risk, costs]));
    }
  }
});

Deno.test("rule 14: a gap through the stop loses more than the share that was at risk", () => {
  const { equity } = runTable(
    `
    100 101  99 100 buy
    100 101  99 100
     90  91  89  90        // the stop is at 95
  `,
    [stop(5), size("risk_percent", 1)],
  );
  near(equity[2], 1000 - 2 * 10);
});

Deno.test("rule 14: the cash never goes below 0", () => {
  for (const feeRate of [0, 0.001, 0.0123, 0.05]) {
    const { equity, trades } = runTable(
      `
      101 101  99 100 buy
      103 103  99 100
      100 100 0.00001 0.00001
    `,
      [],
      { feeRate, slippageRate: 0.0007, initialCapital: 997 },
    );
    // What is left is what the coins are worth.
    const worth = trades[0]!.quantity * 0.00001;
    assert.ok(equity[2]! >= worth && equity[2]! - worth < 1e-9);
  }
});

Deno.test("rule 14: an allocation of 0 or less buys nothing", () => {
  for (const amount of [0, -1]) {
    const result = runTable(
      `
      100 101 99 100 buy
      100 101 99 100
    `,
      [size("fixed_amount", amount)],
    );
    assert.deepEqual(result.trades, []);
    assert.equal(result.funnel.ignored.no_cash, 1);
    assert.equal(result.funnel.filled, 0);
    assert.deepEqual([...result.equity], [1000, 1000]);
  }
});

Deno.test("rule 15: profits compound, by the equity at the moment of the fill", () => {
  const table = `
    100 100 100 100 buy
    100 100 100 100 sell
    150 150 150 150 buy
    100 100 100 100 sell
    200 200 200 200 buy
    200 200 200 200
  `;
  const all = runTable(table);
  assert.deepEqual([...all.equity], [1000, 1000, 1500, 1500, 3000, 3000]);
  assert.deepEqual(all.trades.map(({ quantity }) => quantity), [10, 15, 15]);
  const half = runTable(table, [size("percent_of_equity", 50)]);
  // 500 → 750, then 625 of 1250 → 1250, then 937.5 of 1875.
  assert.deepEqual([...half.equity], [1000, 1000, 1250, 1250, 1875, 1875]);
  assert.deepEqual(half.trades.map(({ quantity }) => quantity), [5, 6.25, 4.6875]);
});

Deno.test("rule 15: the defaults are 10,000, 0.1 % and 0.05 %, the stop first", () => {
  assert.deepEqual(DEFAULT_SETTINGS, {
    initialCapital: 10_000,
    feeRate: 0.001,
    slippageRate: 0.0005,
    intrabar: "stop_first",
  });
});
