/** Rules 6 and 7 as tables: what comes first within a bar, and which entry signals lead to nothing. */
import assert from "node:assert/strict";
import { type BacktestResult, type DocumentBlock } from "../../mod.ts";
import { fills, runTable } from "../../testing/bar_table.ts";
import { cooldown, size, stop, target } from "../../testing/risk_blocks.ts";

const NOTHING_IGNORED = {
  in_position: 0,
  exit_at_same_close: 0,
  cooldown: 0,
  no_cash: 0,
  last_bar: 0,
};

/** Checks what was ignored, and that every entry signal was either filled or counted once. */
function assertIgnored(
  { funnel }: BacktestResult,
  expected: Partial<typeof NOTHING_IGNORED>,
  what = "what was ignored",
): void {
  assert.deepEqual(funnel.ignored, { ...NOTHING_IGNORED, ...expected }, what);
  const ignored = Object.values(funnel.ignored).reduce((sum, count) => sum + count, 0);
  assert.equal(funnel.entry_signals, funnel.filled + ignored);
}

Deno.test("rule 6: a pending exit fills at the open, before any stop is looked at", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  99 100 sell
     85  86  84  85        // opens below the stop at 90, too late for it
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 2 @85 signal"]);
});

Deno.test("rule 6: a stop or target before the close comes before the signal at the close", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  89  95 sell   // stopped at 90; the sell has nothing left to sell
     95  96  94  95
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 1 @90 stop_loss"]);
  assert.equal(result.pending, null);
});

Deno.test("rule 6: stops and targets are checked on the entry bar already", () => {
  const stopped = runTable(
    `
    100 101  99 100 buy
    100 101  89  95
     95  96  94  95
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(stopped), ["1 @100 → 1 @90 stop_loss"]);
  assert.deepEqual([...stopped.equity], [1000, 900, 900]);
  const reached = runTable(
    `
    100 101  99 100 buy
    100 111  99 105
    105 106 104 105
  `,
    [target(10)],
  );
  assert.deepEqual(fills(reached), ["1 @100 → 1 @110 take_profit"]);
  assert.deepEqual([...reached.equity].map(Math.round), [1000, 1100, 1100]);
});

Deno.test("rule 6: equity is marked at the close", () => {
  const { equity } = runTable(`
    100 100 100 100 buy
    100 150  50 120        // bought at 100: 10 coins at 120
    110 150  50  90 sell
     95 150  50 140        // sold at 95
  `);
  assert.deepEqual([...equity], [1000, 1200, 900, 950]);
});

Deno.test("rule 6: an exit at the open frees the bar for nothing but a later entry", () => {
  const result = runTable(`
    100 101  99 100 buy
    100 101  99 100 sell
    104 105 103 104 buy    // sold at this open, bought again at the next
    106 107 105 106
  `);
  assert.deepEqual(fills(result), ["1 @100 → 2 @104 signal", "3 @106 → open"]);
});

Deno.test("rule 6: after a stop within the bar, its close may buy again", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  89  95 buy
     95  96  94  95
  `,
    [stop(10)],
  );
  assert.deepEqual(fills(result), ["1 @100 → 1 @90 stop_loss", "2 @95 → open"]);
});

Deno.test("rule 7: one position at a time", () => {
  const result = runTable(`
    100 101  99 100 buy
    100 101  99 100 buy
    110 111 109 110 buy
    120 121 119 120
  `);
  assert.deepEqual(fills(result), ["1 @100 → open"]);
  assertIgnored(result, { in_position: 2 });
});

Deno.test("rule 7: entry and exit at one close do nothing when flat and sell when holding", () => {
  const result = runTable(`
    100 101 99 100 both    // flat: nothing
    100 101 99 100 buy
    100 101 99 100 both    // holding: sells
    110 111 109 110
  `);
  assert.deepEqual(fills(result), ["2 @100 → 3 @110 signal"]);
  assertIgnored(result, { exit_at_same_close: 1, in_position: 1 });
});

Deno.test("rule 7: an exit signal while flat is no order", () => {
  const result = runTable(`
    100 101 99 100 sell
    100 101 99 100 buy
    100 101 99 100
    110 111 109 110
  `);
  assert.deepEqual(fills(result), ["2 @100 → open"]);
  assert.equal(result.pending, null);
});

Deno.test("rule 7: an entry that leads to nothing is counted once, by the first reason that applies", () => {
  const rest = cooldown(3);
  const none = size("fixed_amount", 0);
  const cases: [string, DocumentBlock[], Partial<typeof NOTHING_IGNORED>, string][] = [
    [
      "in position comes before an exit at the same close",
      [],
      { in_position: 1 },
      `
      100 101 99 100 buy
      100 101 99 100 both
      100 101 99 100
    `,
    ],
    [
      "in position comes before the last bar",
      [],
      { in_position: 1 },
      `
      100 101 99 100 buy
      100 101 99 100 buy
    `,
    ],
    [
      "an exit at the same close comes before the cooldown",
      [rest],
      { exit_at_same_close: 1 },
      `
      100 101 99 100 buy
      100 101 99 100 sell
      100 101 99 100 both  // sold at this open: bars 2, 3 and 4 rest
      100 101 99 100
    `,
    ],
    [
      "the cooldown comes before the last bar",
      [rest],
      { cooldown: 1 },
      `
      100 101 99 100 buy
      100 101 99 100 sell
      100 101 99 100
      100 101 99 100 buy
    `,
    ],
    [
      "the last bar comes before having no cash",
      [none],
      { last_bar: 1 },
      `
      100 101 99 100
      100 101 99 100 buy
    `,
    ],
    [
      "no cash is found out at the next open, and the close after it may try again",
      [none],
      { no_cash: 2, last_bar: 1 },
      `
      100 101 99 100 buy
      100 101 99 100 buy
      100 101 99 100 buy
    `,
    ],
  ];
  for (const [what, risk, expected, table] of cases) {
    assertIgnored(runTable(table, risk), expected, what);
  }
});

Deno.test("rule 7: over a longer table, the signals add up", () => {
  const result = runTable(
    `
    100 101  99 100 buy
    100 101  99 100 buy    // held
    100 101  99 100 both   // held, and sells
    100 101  99 100 buy    // sold at this open: bars 3 and 4 rest
    100 101  99 100 both   // sells at the same close, before it rests
    100 101  99 100 both   // sells at the same close
    100 101  99 100 buy
    100 101  99 100 buy    // held
  `,
    [cooldown(2), stop(10)],
  );
  assertIgnored(result, { in_position: 3, exit_at_same_close: 2, cooldown: 1 });
  assert.equal(result.funnel.entry_signals, 8);
  assert.equal(result.funnel.filled, 2);
});
