import { adx as kernel } from "../../kernels/trend.ts";
import { defineBlock } from "../definition/definition.ts";
import {
  called,
  IN_PANE,
  numberOf,
  periodParam,
  plain,
  seriesOf,
  seriesOutput,
} from "../definition/parts.ts";

/** Directional movement (Wilder, 1978), as TA-Lib's ADX, PLUS_DI and MINUS_DI. */
export const adx = defineBlock({
  type: "adx",
  family: "indicators",
  name: "ADX",
  summary: "How strong the trend is, and whether buyers or sellers lead.",
  help:
    "Average directional index: above 25 a trend is commonly called strong, below 20 the market moves sideways. It does not say which way: +DI and −DI do. When +DI is higher, rises are larger than falls.",
  synonyms: [
    "average directional index",
    "trend strength",
    "+di",
    "-di",
    "directional movement",
    "dmi",
    "strong trend",
    "sideways",
    "ranging market",
    "trend following",
  ],
  params: [periodParam(14, { presets: [7, 14, 28] })],
  inputs: [],
  outputs: [
    seriesOutput("adx", "ADX", IN_PANE, { min: 0, max: 100, levels: [20, 25, 40] }),
    seriesOutput("plus_di", "+DI", IN_PANE, { min: 0, max: 100, levels: [20, 25, 40] }),
    seriesOutput("minus_di", "−DI", IN_PANE, { min: 0, max: 100, levels: [20, 25, 40] }),
  ],
  counterparts: {
    adx: { kind: "level", crossed: 25, standing: 25 },
    plus_di: { kind: "output", output: "minus_di" },
    minus_di: { kind: "output", output: "plus_di" },
  },
  subtitle: (params) => plain(params.period),
  lookback: (params, port) =>
    port === undefined || port === "adx"
      ? 2 * numberOf(params, "period") - 1
      : numberOf(params, "period"),
  // Two smoothings of Wilder's, one on top of the other: 21 × n bars each.
  history: (params) => 42 * numberOf(params, "period"),
  compute: ({ candles, params, outputs }) => {
    const { high, low, close } = candles;
    kernel(
      high,
      low,
      close,
      numberOf(params, "period"),
      seriesOf(outputs, "adx"),
      seriesOf(outputs, "plus_di"),
      seriesOf(outputs, "minus_di"),
    );
  },
  phrase: ({ params, output }) => {
    const words: Record<string, string> = { plus_di: "+DI", minus_di: "−DI" };
    return [`${words[output] ?? "ADX"}(${plain(params.period)})`];
  },
  says: [
    ...called(["ADX", "average directional index"], ["period"]),
    ...called(["+DI", "plus DI"], ["period"]).map((say) => ({ say, output: "plus_di" })),
    ...called(["-DI", "minus DI"], ["period"]).map((say) => ({ say, output: "minus_di" })),
  ],
});
