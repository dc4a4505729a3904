/** What the definitions of all blocks but indicators declare, as plain values. */
import assert from "node:assert/strict";
import { definitionLines } from "../testing/definition_lines.ts";
import { BLOCKS } from "./mod.ts";

/**
 * A block, then a line each: a parameter (default, bounds, step, unit, usual values), an input, an output (where its values lie,
 * levels, how a chart draws it), what is read under an option, and the bars it needs before its first value (of each output), with its history.
 */
const DECLARED = `
  price
    out close series
    out open series
    out high series
    out low series
    out hl2 series
    out hlc3 series
    out ohlc4 series
    bars 0 (0 0 0 0 0 0 0)
    raised 0 (0 0 0 0 0 0 0)
  volume
    out value series
    bars 0
    raised 0
  number
    value number 0
    out value series level in a pane
    bars 0
    raised 0
  compare
    operator choice > >|<|>=|<=
    value number 0
    in a series
    in b series optional
    out signal signal
    >: operator, value, a, b; 0
    <: operator, value, a, b; 0
    >=: operator, value, a, b; 0
    <=: operator, value, a, b; 0
    bars 0
    raised 0
  crossover
    direction choice above above|below|either
    value number 0
    in a series
    in b series optional
    out signal signal
    above: direction, value, a, b; 1
    below: direction, value, a, b; 1
    either: direction, value, a, b; 1
    bars 1
    raised 1
  rising
    bars integer 3 1..1000 step 1 bars [2 3 4 5]
    in source series
    out signal signal
    bars 3
    raised 6
  falling
    bars integer 3 1..1000 step 1 bars [2 3 4 5]
    in source series
    out signal signal
    bars 3
    raised 6
  time_window
    days days 0,1,2,3,4,5,6
    from_hour integer 0 0..23 step 1 h UTC
    to_hour integer 0 0..23 step 1 h UTC
    out signal signal
    bars 0
    raised 0
  and
    in in1 signal optional
    in in2 signal optional
    in in3 signal optional
    in in4 signal optional
    in in5 signal optional
    in in6 signal optional
    in in7 signal optional
    in in8 signal optional
    out signal signal
    bars 0
    raised 0
  or
    in in1 signal optional
    in in2 signal optional
    in in3 signal optional
    in in4 signal optional
    in in5 signal optional
    in in6 signal optional
    in in7 signal optional
    in in8 signal optional
    out signal signal
    bars 0
    raised 0
  not
    in in signal
    out signal signal
    bars 0
    raised 0
  within
    bars integer 3 1..1000 step 1 bars [2 3 5 10]
    in in signal
    out signal signal
    bars 0
    raised 0
  sustained
    bars integer 3 1..1000 step 1 bars [2 3 5 10]
    in in signal
    out signal signal
    bars 2
    raised 5
  entry_signal
    in signal signal
    bars 0
    raised 0
  exit_signal
    in signal signal
    bars 0
    raised 0
  position_size
    mode choice percent_of_equity percent_of_equity|fixed_amount|risk_percent
    value number 100
    percent_of_equity: mode, (value number 100 0.01..100 step 1 % [10 25 50 100]); 0
    fixed_amount: mode, (value number 1000 USDT [100 500 1000 5000]); 0
    risk_percent: mode, (value number 1 0.01..100 step 0.1 % [0.5 1 2]); 0
    bars 0
    raised 0
  stop_loss
    mode choice percent percent|atr
    value number 3
    period integer 14 2..1000 step 1 bars
    percent: mode, (value number 3 0.01..100 step 0.1 % [1 2 3 5 10]); 0 0
    atr: mode, (value number 2 0.1..20 step 0.1 ATR [1.5 2 3]), period; 25 525
    bars 0 history 0
    raised 0 history 0
  take_profit
    mode choice percent percent|atr|r_multiple
    value number 6
    period integer 14 2..1000 step 1 bars
    percent: mode, (value number 6 0.01..100 step 0.1 % [2 4 6 10 20]); 0 0
    atr: mode, (value number 4 0.1..20 step 0.1 ATR [2 3 4 6]), period; 25 525
    r_multiple: mode, (value number 2 0.1..20 step 0.1 R [1 1.5 2 3]); 0 0
    bars 0 history 0
    raised 0 history 0
  trailing_stop
    mode choice percent percent|atr
    value number 5
    period integer 14 2..1000 step 1 bars
    percent: mode, (value number 5 0.01..100 step 0.1 % [3 5 8 12]); 0 0
    atr: mode, (value number 3 0.1..20 step 0.1 ATR [2 3 4]), period; 25 525
    bars 0 history 0
    raised 0 history 0
  time_exit
    bars integer 24 1..1000 step 1 bars [6 12 24 48 96]
    bars 0
    raised 0
  cooldown
    bars integer 3 1..1000 step 1 bars [1 3 6 24]
    bars 0
    raised 0
`;

Deno.test("definitions of blocks: parameters, ports, levels, lookback and history", () => {
  const lines = BLOCKS.filter(({ family }) => family !== "indicators")
    .flatMap((block) => [block.type, ...definitionLines(block)]);
  assert.deepEqual(lines, DECLARED.trim().split("\n").map((line) => line.trim()));
});
