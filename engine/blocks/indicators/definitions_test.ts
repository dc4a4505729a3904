/** What the definitions of indicators declare, as plain values. */
import assert from "node:assert/strict";
import { definitionLines } from "../../testing/definition_lines.ts";
import { BLOCKS } from "../mod.ts";

/**
 * A block, then a line each: a parameter (default, bounds, step, unit, usual values), an input, an output (where its values lie,
 * levels, how a chart draws it), what is read under an option, and the bars it needs before its first value (of each output), with its history.
 */
const DECLARED = `
  sma
    period integer 20 2..1000 step 1 bars [20 50 100 200]
    source choice close source
    in source series optional
    out value series line with source
    bars 19
    raised 22
  ema
    period integer 20 2..1000 step 1 bars [9 20 50 200]
    source choice close source
    in source series optional
    out value series line with source
    bars 19 history 231
    raised 22 history 264
  wma
    period integer 20 2..1000 step 1 bars [10 20 50 100]
    source choice close source
    in source series optional
    out value series line with source
    bars 19
    raised 22
  rsi
    period integer 14 2..1000 step 1 bars [2 7 14 21]
    source choice close source
    in source series optional
    out value series 0..100 [30 50 70] line in a pane
    bars 14 history 294
    raised 17 history 357
  macd
    fast integer 12 2..1000 step 1 bars
    slow integer 26 2..1000 step 1 bars
    signal integer 9 2..1000 step 1 bars
    source choice close source
    in source series optional
    out macd series .. [0] line in a pane
    out signal series .. [0] line in a pane
    out histogram series .. [0] histogram in a pane
    bars 33 (33 33 33) history 407
    raised 51 (51 51 51) history 605
  bollinger
    period integer 20 2..1000 step 1 bars [10 20 50]
    deviations number 2 0.1..10 step 0.1 [1.5 2 2.5 3]
    source choice close source
    in source series optional
    out upper series band to lower with source
    out middle series line with source
    out lower series line with source
    bars 19 (19 19 19)
    raised 22 (22 22 22)
  atr
    period integer 14 1..1000 step 1 bars [7 14 21]
    out value series line in a pane
    bars 14 history 294
    raised 17 history 357
  stochastic
    k_period integer 14 1..1000 step 1 bars [5 14 21]
    k_smoothing integer 3 1..1000 step 1 bars
    d_period integer 3 1..1000 step 1 bars
    out k series 0..100 [20 50 80] line in a pane
    out d series 0..100 [20 50 80] line in a pane
    bars 17 (17 17)
    raised 38 (38 38)
  adx
    period integer 14 2..1000 step 1 bars [7 14 28]
    out adx series 0..100 [20 25 40] line in a pane
    out plus_di series 0..100 [20 25 40] line in a pane
    out minus_di series 0..100 [20 25 40] line in a pane
    bars 27 (27 14 14) history 588
    raised 33 (33 17 17) history 714
  cci
    period integer 20 2..1000 step 1 bars [14 20 50]
    out value series .. [-100 0 100] line in a pane
    bars 19
    raised 22
  mfi
    period integer 14 2..1000 step 1 bars [7 14 21]
    out value series 0..100 [20 50 80] line in a pane
    bars 14
    raised 17
  williams_r
    period integer 14 2..1000 step 1 bars [7 14 28]
    out value series -100..0 [-80 -50 -20] line in a pane
    bars 13
    raised 16
  roc
    period integer 12 1..1000 step 1 bars [1 12 24]
    source choice close source
    in source series optional
    out value series .. [-5 0 5] line in a pane
    bars 12
    raised 15
  obv
    out value series line in a pane
    bars 0
    raised 0
  donchian
    period integer 20 2..1000 step 1 bars [10 20 55]
    offset integer 0 0..100 step 1 bars
    out upper series band to lower on price
    out middle series line on price
    out lower series line on price
    bars 19 (19 19 19)
    raised 29 (29 29 29)
  keltner
    period integer 20 2..1000 step 1 bars [10 20 50]
    atr_period integer 10 2..1000 step 1 bars
    multiple number 2 0.1..20 step 0.1 ATR [1.5 2 2.5 3]
    out upper series band to lower on price
    out middle series line on price
    out lower series line on price
    bars 19 (19 19 19) history 231
    raised 22 (22 22 22) history 357
  supertrend
    period integer 10 2..1000 step 1 bars [7 10 14]
    multiple number 3 0.1..20 step 0.1 ATR [2 3 4]
    out line series line on price
    out up signal
    bars 10 (10 10) history 210
    raised 13 (13 13) history 273
  vwap
    period integer 24 2..1000 step 1 bars
    out value series line on price
    bars 23
    raised 26
  highest
    period integer 20 2..1000 step 1 bars [10 20 55 100]
    source choice close source
    in source series optional
    out value series line with source
    bars 19
    raised 22
  lowest
    period integer 20 2..1000 step 1 bars [10 20 55 100]
    source choice close source
    in source series optional
    out value series line with source
    bars 19
    raised 22
  stddev
    period integer 20 2..1000 step 1 bars [10 20 50]
    source choice close source
    in source series optional
    out value series line in a pane
    bars 19
    raised 22
  previous
    bars integer 1 1..1000 step 1 bars [1 2 5 24]
    source choice close source
    in source series optional
    out value series line with source
    bars 1
    raised 4
  math
    operator choice + +|-|*|/|min|max|abs
    value number 0
    in a series
    in b series optional
    out value series line as set
    +: operator, value, a, b; 0
    -: operator, value, a, b; 0
    *: operator, value, a, b; 0
    /: operator, value, a, b; 0
    min: operator, value, a, b; 0
    max: operator, value, a, b; 0
    abs: operator, a; 0
    bars 0
    raised 0
`;

Deno.test("definitions of indicators: parameters, ports, levels, lookback and history", () => {
  const lines = BLOCKS.filter(({ family }) => family === "indicators")
    .flatMap((block) => [block.type, ...definitionLines(block)]);
  assert.deepEqual(lines, DECLARED.trim().split("\n").map((line) => line.trim()));
});
