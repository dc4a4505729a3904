import { supertrend as kernel } from "../../kernels/trend.ts";
import { atr } from "../../kernels/wilder.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  called,
  dotted,
  numberOf,
  ON_PRICE,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
  signalOf,
  signalOutput,
} from "../definition/parts.ts";

/** Supertrend (Olivier Seban). */
export const supertrend = defineBlock({
  type: "supertrend",
  family: "indicators",
  name: "Supertrend",
  summary: "Line below the price in an uptrend, above it in a downtrend.",
  help:
    "Follows the price at a distance of some average true ranges, and never moves away from it. When a close crosses the line, the trend flips. Up is true while the trend is up. Simple to trade, but gives many false signals in sideways markets.",
  synonyms: [
    "super trend",
    "trend",
    "atr trend",
    "flip",
    "trailing line",
    "trend following",
    "uptrend",
    "downtrend",
  ],
  params: [periodParam(10, { presets: [7, 10, 14] }), {
    name: "multiple",
    label: "Multiple",
    kind: "number",
    default: 3,
    min: 0.1,
    max: 20,
    step: 0.1,
    unit: "ATR",
    presets: [2, 3, 4],
    help: "How many ATR the line is from the price.",
  }],
  inputs: [],
  outputs: [seriesOutput("line", "Line", ON_PRICE), signalOutput("up", "Up")],
  counterparts: { line: { kind: "price" } },
  subtitle: (params) => dotted(plain(params.period), `${plain(params.multiple)} ATR`),
  lookback: (params) => numberOf(params, "period"),
  history: (params) => 21 * numberOf(params, "period"),
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    const period = numberOf(params, "period");
    const range = new Float64Array(close.length).fill(NaN);
    atr(high, low, close, period, range);
    const line = seriesOf(outputs, "line");
    kernel(
      high,
      low,
      close,
      range,
      numberOf(params, "multiple"),
      period,
      line,
      signalOf(outputs, "up"),
    );
  },
  phrase: ({ params, output }) => {
    const label = `Supertrend(${plain(params.period)}, ${plain(params.multiple)})`;
    return [output === "up" ? `${label} is up` : label];
  },
  says: called(["Supertrend", "Super trend"], ["period", "multiple"]).flatMap((name) => [
    { say: name, output: "line" },
    { say: `${name} is_up|rising|bullish|green`, output: "up" },
  ]),
});
