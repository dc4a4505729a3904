/** Rule 12 as tables: time exits and cooldowns. */
import assert from "node:assert/strict";
import { fills, runTable } from "../../testing/bar_table.ts";
import { cooldown, stop, timeExit } from "../../testing/risk_blocks.ts";

Deno.test("rule 12: a position entered at the open of bar e leaves at the open of bar e + N", () => {
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

Deno.test("rule 12: with an exit signal at the same close the reason is the signal", () => {
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

Deno.test("rule 12: a stop before its time ends the wait, and the next entry begins a new one", () => {
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

Deno.test("rule 12: after an exit on bar x, entries at the closes of x … x + N − 1 are ignored", () => {
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

Deno.test("rule 12: a cooldown also follows a stop within its bar", () => {
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

Deno.test("rule 12: an entry at the close before the exit's open is in position, one at the exit bar's close rests", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    101 102 100 101 both   // in position
    102 103 101 102 buy    // the exit bar: rests
    103 104 102 103 buy
    104 105 103 104
  `,
    [cooldown(1)],
  );
  assert.deepEqual(fills(result), ["1 @101 → 2 @102 signal", "4 @104 → open"]);
  assert.equal(result.funnel.ignored.in_position, 1);
  assert.equal(result.funnel.ignored.cooldown, 1);
});

Deno.test("rule 12: a time exit starts a cooldown as any other exit does", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    101 102 100 101 buy
    102 103 101 102 buy    // leaves at this open: bars 2 and 3 rest
    103 104 102 103 buy
    104 105 103 104 buy
    105 106 104 105
  `,
    [timeExit(1), cooldown(2)],
  );
  assert.deepEqual(fills(result), ["1 @101 → 2 @102 time", "5 @105 → open"]);
});

Deno.test("rule 12: an exit signal before its time ends the trade, and the wait with it", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    101 102 100 101 sell
    102 103 101 102 buy
    103 104 102 103
    104 105 103 104
    105 106 104 105
  `,
    [timeExit(3)],
  );
  assert.deepEqual(fills(result), ["1 @101 → 2 @102 signal", "3 @103 → open"]);
});
