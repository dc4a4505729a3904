/** Time exits, cooldowns and trailing stops as tables (engine rules 8, 11 and 12). */
import assert from "node:assert/strict";
import { fills, runTable } from "../testing/bar_table.ts";

const risk = (type: string, params: Record<string, number | string>) => ({
  id: type,
  type,
  params,
});
const timeExit = (bars: number) => risk("time_exit", { bars });
const cooldown = (bars: number) => risk("cooldown", { bars });
const trailing = (value: number, mode = "percent") =>
  risk("trailing_stop", { mode, value, ...(mode === "atr" ? { period: 2 } : {}) });
const stop = (value: number) => risk("stop_loss", { mode: "percent", value });

Deno.test("fills, rule 12: a position entered at the open of bar e leaves at the open of bar e + N", () => {
  const table = `
    100 101  99 100 buy
    101 102 100 101
    102 103 101 102
    103 104 102 103
    104 105 103 104
  `;
  assert.deepEqual(fills(runTable(table, [timeExit(1)])), ["1 @101 → 2 @102 time"]);
  assert.deepEqual(fills(runTable(table, [timeExit(3)])), ["1 @101 → 4 @104 time"]);
  const late = runTable(table, [timeExit(4)]);
  assert.deepEqual(fills(late), ["1 @101 → open"]);
  assert.equal(late.pending, "exit", "its order would fill on the bar that is not there");
});

Deno.test("fills, rule 12: with an exit signal at the same close the reason is the signal", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    101 102 100 101
    102 103 101 102 sell
    103 104 102 103
  `,
    [timeExit(2)],
  );
  assert.deepEqual(fills(result), ["1 @101 → 3 @103 signal"]);
});

Deno.test("fills, rule 12: a stop before its time ends the wait, and the next entry begins a new one", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  80  85 buy
    90   91  89  90
    91   92  90  91
    92   93  91  92
  `,
    [timeExit(2), stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 1 @90 stop_loss", "2 @90 → 4 @92 time"]);
});

Deno.test("fills, rule 12: after an exit on bar x, entries at the closes of x … x + N − 1 are ignored", () => {
  const table = `
    100 101  99 100 buy
    101 102 100 101 sell
    102 103 101 102 buy
    103 104 102 103 buy
    104 105 103 104 buy
    105 106 104 105
  `;
  const after = (bars: number) => runTable(table, [cooldown(bars)]);
  assert.deepEqual(fills(runTable(table)), ["1 @101 → 2 @102 signal", "3 @103 → open"]);
  assert.deepEqual(fills(after(1)), ["1 @101 → 2 @102 signal", "4 @104 → open"]);
  assert.deepEqual(fills(after(2)), ["1 @101 → 2 @102 signal", "5 @105 → open"]);
  assert.deepEqual(fills(after(3)), ["1 @101 → 2 @102 signal"]);
  assert.equal(after(2).funnel.ignored.cooldown, 2);
});

Deno.test("fills, rule 12: a cooldown also follows a stop within its bar", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  80  85 buy
    90   91  89  90 buy
    91   92  90  91 buy
    92   93  91  92
  `,
    [cooldown(2), stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 1 @90 stop_loss", "4 @92 → open"]);
});

Deno.test("fills, rule 11: a trailing stop follows the highest high of the bars before", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 105  99 104
    104 120 103 119
    119 119 109 110
    110 111 107 108
  `,
    [trailing(10)],
  );
  // The high of 120 counts from the bar after it: its level, 108, is not reached by 109 but by 107.
  assert.deepEqual(fills(result), ["1 @100 → 4 @108 trailing_stop"]);
});

Deno.test("fills, rule 11: the high of a bar does not raise the stop of the same bar", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 130  95 128
    128 129 118 119
  `,
    [trailing(10)],
  );
  // On the entry bar the level is 90, on the next one 117.
  assert.deepEqual(fills(result), ["1 @100 → open"]);
});

Deno.test("fills, rule 11: a trailing stop in ATR keeps the distance of the signal's bar", () => {
  const result = runTable(
    `
    100 102  98 100
    100 102  98 100
    100 102  98 100 buy
    100 110 100 110
    110 140 103 135
    135 136 131 132
  `,
    [trailing(2, "atr")],
  );
  // ATR(2) is 4 at the signal, whatever the bars after it: 8 below 110 is 102, 8 below 140 is 132.
  assert.deepEqual(fills(result), ["3 @100 → 5 @132 trailing_stop"]);
});

Deno.test("fills, rule 8: of a stop and a trailing stop the higher one counts, and names the reason", () => {
  const table = (low: number) => `
    100 101  99 100 buy
    100 104  99 103
    103 103 ${low} 95
  `;
  assert.deepEqual(fills(runTable(table(90), [stop(5), trailing(10)])), [
    "1 @100 → 2 @95 stop_loss",
  ]);
  assert.deepEqual(fills(runTable(table(90), [stop(10), trailing(5)])), [
    "1 @100 → 2 @98.8 trailing_stop",
  ]);
});

Deno.test("fills, rule 8: an open below the trailing level is a gap", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 120  99 119
    95   96  94  95
  `,
    [trailing(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 2 @95 trailing_stop gap"]);
});
