/** Rule 11 as tables: where stops and targets lie, and how a trailing stop moves. */
import assert from "node:assert/strict";
import { type DocumentBlock } from "../../mod.ts";
import { fills, runTable } from "../../testing/bar_table.ts";
import { near } from "../../testing/near.ts";
import { size, stop, target, trailing } from "../../testing/risk_blocks.ts";

/** True ranges of 4 all along, so that ATR(2) is 4 at the signal; bought at 100 on bar 3. */
const CALM = `
  100 102  98 100
  100 102  98 100
  100 102  98 100 buy
`;

Deno.test("rule 11: percent is taken of the fill", () => {
  const table = `
    100 101  99 100 buy
    100 101  99 100
    100 101  60 100
  `;
  const above = `
    100 101  99 100 buy
    100 101  99 100
    100 160  99 100
  `;
  assert.deepEqual(fills(runTable(table, [stop(25)])), ["1 @100 → 2 @75 stop_loss"]);
  assert.deepEqual(fills(runTable(above, [target(25)])), ["1 @100 → 2 @125 take_profit"]);
  // With slippage the fill is 102, and the levels are 76.5 (sold at 2 % less) and 127.5.
  const settings = { slippageRate: 0.02 };
  assert.deepEqual(fills(runTable(table, [stop(25)], settings)), ["1 @102 → 2 @74.97 stop_loss"]);
  assert.deepEqual(fills(runTable(above, [target(25)], settings)), [
    "1 @102 → 2 @127.5 take_profit",
  ]);
});

Deno.test("rule 11: ATR levels use the average true range at the signal's bar", () => {
  const below = `${CALM}
    100 130  93 120        // the range of 37 comes after the signal
     95  96  91  95
  `;
  assert.deepEqual(fills(runTable(below, [stop(2, "atr")])), ["3 @100 → 4 @92 stop_loss"]);
  const above = `${CALM}
    100 111  93 105
    105 112.5 104 112
  `;
  assert.deepEqual(fills(runTable(above, [target(3, "atr")])), ["3 @100 → 4 @112 take_profit"]);
});

Deno.test("rule 11: a target in R is a multiple of the distance to the initial stop", () => {
  const rise = (candle: string) => `
    100 101  99 100 buy
    ${candle}
  `;
  const cases: [string, DocumentBlock[], string][] = [
    [rise("100 121 95 110"), [stop(10), target(2, "r_multiple")], "1 @100 → 1 @120 take_profit"],
    // Without a stop loss the trailing level at the fill is the initial stop.
    [rise("100 111 96 110"), [trailing(5), target(2, "r_multiple")], "1 @100 → 1 @110 take_profit"],
    // With both it is the stop loss, although the trailing stop is nearer.
    [
      rise("100 121 96 110"),
      [stop(10), trailing(5), target(2, "r_multiple")],
      "1 @100 → 1 @120 take_profit",
    ],
    [
      `${CALM} 100 117 95 110`,
      [stop(2, "atr"), target(2, "r_multiple")],
      "3 @100 → 3 @116 take_profit",
    ],
  ];
  for (const [table, risk, expected] of cases) {
    const result = runTable(table, risk);
    assert.deepEqual(fills(result), [expected]);
    near(result.trades[0]!.r, 2);
  }
});

Deno.test("rule 11: a target in R or a size by risk without any stop is a fault", () => {
  const table = "100 101 99 100 buy";
  for (const block of [target(2, "r_multiple"), size("risk_percent", 1)]) {
    assert.throws(() => runTable(table, [block]), /stop/i);
    runTable(table, [block, stop(5)]);
    runTable(table, [block, trailing(5)]);
  }
});

Deno.test("rule 11: a trailing stop follows the highest high of the bars before", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 105  99 104        // level 90, from the fill
    104 120 103 119        // level 94.5, from 105
    119 119 109 110        // level 108, from 120
    110 111 107 108        // level 108
  `,
    [trailing(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 4 @108 trailing_stop"]);
});

Deno.test("rule 11: the high of a bar does not raise the stop of the same bar", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 130  95 128        // 117 is 10 % below 130, but the level is 90 here
    128 129 118 119        // 117
  `,
    [trailing(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → open"]);
});

Deno.test("rule 11: a trailing stop never falls", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 120  99 119
    115 116 109 110        // level 108
    110 111 108.5 109      // still 108
    109 110 107 108
  `,
    [trailing(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 4 @108 trailing_stop"]);
});

Deno.test("rule 11: while no high passes the fill, the trailing level is measured from the fill", () => {
  // Bought at 100 × 1.05 = 105: the level is 94.5, although no bar was ever above 101. It is sold at 5 % less.
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  99 100
    100 101  95 100
    100 101  94 100
  `,
    [trailing(10)],
    { slippageRate: 0.05 },
  );
  assert.deepEqual(fills(result), ["1 @105 → 3 @89.775 trailing_stop"]);
});

Deno.test("rule 11: a trailing stop in ATR keeps the distance of the signal's bar", () => {
  const result = runTable(
    `${CALM}
    100 110 100 110        // level 92
    110 140 103 135        // level 102, from 110, for all that the ranges grow
    135 136 131 132        // level 132, from 140
  `,
    [trailing(2, "atr")],
  );
  assert.deepEqual(fills(result), ["3 @100 → 5 @132 trailing_stop"]);
});

Deno.test("rule 11: a level at or below zero is never reached", () => {
  const wild = `
    100 190  10 100
    100 190  10 100
    100 190  10 100 buy
    100 101   1 100
    100 101 0.01 100
  `;
  // ATR(2) is 180: two of them below 100 is −260.
  assert.deepEqual(fills(runTable(wild, [stop(2, "atr")])), ["3 @100 → open"]);
  assert.deepEqual(fills(runTable(wild, [trailing(2, "atr")])), ["3 @100 → open"]);
  assert.deepEqual(fills(runTable(wild, [stop(100)])), ["3 @100 → open"]);
});
