/** Rules 8–10 as tables: where a stop and a target are filled, and what counts when one candle holds both. */
import assert from "node:assert/strict";
import { type DocumentBlock, INTRABAR_MODES } from "../../mod.ts";
import { fills, runTable } from "../../testing/bar_table.ts";
import { stop, target, trailing } from "../../testing/risk_blocks.ts";

const bought = (candles: string) => `
  100 101 99 100 buy
  100 101 99 100
  ${candles}
`;

/** What became of the first trade: bought at 100 on bar 1, quiet there, then the given candles. */
function outcome(
  candles: string,
  risk: readonly DocumentBlock[],
  settings: Parameters<typeof runTable>[2] = {},
): string | undefined {
  return fills(runTable(bought(candles), risk, settings))[0];
}

Deno.test("rule 8: a stop fills at its level when the low touches it", () => {
  const rows: [string, string][] = [
    ["95 96 90.01 94", "1 @100 → open"],
    ["95 96 90    94", "1 @100 → 2 @90 stop_loss"],
    ["95 96 50    94", "1 @100 → 2 @90 stop_loss"],
  ];
  for (const [candle, expected] of rows) assert.equal(outcome(candle, [stop(10)]), expected);
});

Deno.test("rule 8: when the bar opens at or below the level it fills at the open, tagged as a gap", () => {
  const rows: [string, string][] = [
    ["90.01 96 89 94", "1 @100 → 2 @90 stop_loss"],
    ["90    96 89 94", "1 @100 → 2 @90 stop_loss gap"],
    ["85    96 84 86", "1 @100 → 2 @85 stop_loss gap"],
  ];
  for (const [candle, expected] of rows) assert.equal(outcome(candle, [stop(10)]), expected);
});

Deno.test("rule 8: there is no gap on the entry bar, whose open is the fill", () => {
  // Bought at 100 × 1.05 = 105; the stop at 105 × 0.99 = 103.95 lies above the open.
  const result = runTable(
    `
    100 101 99 100 buy
    100 101 99 100
  `,
    [stop(1)],
    { slippageRate: 0.05 },
  );
  assert.deepEqual(fills(result), ["1 @105 → 1 @98.7525 stop_loss"]);
});

Deno.test("rule 8: of a stop loss and a trailing stop the higher one counts, and names the reason", () => {
  // After a high of 101 a trailing stop of 10 % is at 90.9, one of 5 % at 95.95.
  const rows: [DocumentBlock[], string][] = [
    [[stop(5), trailing(10)], "1 @100 → 2 @95 stop_loss"],
    [[stop(10), trailing(5)], "1 @100 → 2 @95.95 trailing_stop"],
  ];
  for (const [risk, expected] of rows) assert.equal(outcome("98 99 80 95", risk), expected);
  assert.equal(
    outcome("94 99 80 95", [stop(10), trailing(5)]),
    "1 @100 → 2 @94 trailing_stop gap",
  );
  const equal = runTable(
    `
    100 100 100 100 buy
    100 100  50 100        // both at 50
  `,
    [stop(50), trailing(50)],
  );
  assert.deepEqual(fills(equal), ["1 @100 → 1 @50 stop_loss"]);
});

Deno.test("rule 9: touching the target is not enough, trading through it is", () => {
  const rows: [string, string][] = [
    ["105 109.99 104 106", "1 @100 → open"],
    ["105 110    104 106", "1 @100 → open"],
    ["105 110.01 104 106", "1 @100 → 2 @110 take_profit"],
  ];
  for (const [candle, expected] of rows) assert.equal(outcome(candle, [target(10)]), expected);
});

Deno.test("rule 9: a bar that opens beyond the target still fills at the target", () => {
  const rows: [string, string][] = [
    ["110 110 104 106", "1 @100 → open"],
    ["120 125 119 121", "1 @100 → 2 @110 take_profit"],
    ["120 125  80 121", "1 @100 → 2 @110 take_profit"],
  ];
  for (const [candle, expected] of rows) assert.equal(outcome(candle, [target(10)]), expected);
});

/** Both within reach, stop at 90 and target at 110: what each setting answers. */
const STOPPED = "1 @100 → 2 @90 stop_loss ambiguous";
const REACHED = "1 @100 → 2 @110 take_profit ambiguous";

Deno.test("rule 10: with stop and target in one candle the setting decides, and the trade is tagged under each", () => {
  const rows: [candle: string, stopFirst: string, ohlcPath: string, targetFirst: string][] = [
    // 111 − 104 < 104 − 88: up to the high first.
    ["104 111    88 100", STOPPED, REACHED, REACHED],
    // 111 − 94 > 94 − 88: down to the low first.
    ["94  111    88 100", STOPPED, STOPPED, REACHED],
    // 112 − 100 = 100 − 88: down first.
    ["100 112    88 100", STOPPED, STOPPED, REACHED],
    // Both only just.
    ["101 110.01 90 100", STOPPED, REACHED, REACHED],
  ];
  for (const [candle, ...expected] of rows) {
    INTRABAR_MODES.forEach((intrabar, k) => {
      const found = outcome(candle, [stop(10), target(10)], { intrabar });
      assert.equal(found, expected[k], `${candle}, ${intrabar}`);
    });
  }
});

Deno.test("rule 10: the entry bar and a trailing stop are no different", () => {
  const entryBar = `
    100 101 99 100 buy
    100 111 88 100
  `;
  const answers = (table: string, risk: readonly DocumentBlock[]) =>
    INTRABAR_MODES.map((intrabar) => fills(runTable(table, risk, { intrabar }))[0]);
  assert.deepEqual(answers(entryBar, [stop(10), target(10)]), [
    "1 @100 → 1 @90 stop_loss ambiguous",
    "1 @100 → 1 @110 take_profit ambiguous",
    "1 @100 → 1 @110 take_profit ambiguous",
  ]);
  // The high of 108 puts the trailing stop at 97.2.
  const trailed = `
    100 101  99 100 buy
    100 108  99 100
    105 111  97 100
  `;
  assert.deepEqual(answers(trailed, [trailing(10), target(10)]), [
    "1 @100 → 2 @97.2 trailing_stop ambiguous",
    "1 @100 → 2 @110 take_profit ambiguous",
    "1 @100 → 2 @110 take_profit ambiguous",
  ]);
});

Deno.test("rule 10: an open beyond one of the levels decides without doubt, under every setting", () => {
  const rows: [string, string][] = [
    ["88  115 87 100", "1 @100 → 2 @88 stop_loss gap"],
    ["90  115 87 100", "1 @100 → 2 @90 stop_loss gap"],
    ["112 115 87 100", "1 @100 → 2 @110 take_profit"],
  ];
  for (const [candle, expected] of rows) {
    for (const intrabar of INTRABAR_MODES) {
      assert.equal(outcome(candle, [stop(10), target(10)], { intrabar }), expected, intrabar);
    }
  }
});

Deno.test("rule 10: an open at the target is not beyond it", () => {
  const answers = INTRABAR_MODES.map((intrabar) =>
    outcome("110 112 88 100", [stop(10), target(10)], { intrabar })
  );
  assert.deepEqual(answers, [STOPPED, REACHED, REACHED]);
});

Deno.test("rule 10: a candle that reaches one of them alone is not ambiguous", () => {
  for (const intrabar of INTRABAR_MODES) {
    const settings = { intrabar };
    const risk = [stop(10), target(10)];
    assert.equal(outcome("100 110 88 100", risk, settings), "1 @100 → 2 @90 stop_loss");
    assert.equal(outcome("100 111 91 100", risk, settings), "1 @100 → 2 @110 take_profit");
  }
});

Deno.test("rule 10: the result tells what each setting would have given", () => {
  const { ambiguity } = runTable(bought("104 111 88 100"), [stop(10), target(10)]);
  const rounded = Object.entries(ambiguity.totalReturn).map(([mode, value]) => [
    mode,
    Number(value.toFixed(9)),
  ]);
  assert.equal(ambiguity.ambiguousTrades, 1);
  assert.deepEqual(Object.fromEntries(rounded), {
    stop_first: -0.1,
    ohlc_path: 0.1,
    target_first: 0.1,
  });
});
