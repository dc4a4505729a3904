import { obv as kernel } from "../../kernels/volume.ts";
import { defineBlock } from "../definition/definition.ts";
import { IN_PANE, seriesOf, seriesOutput } from "../definition/parts.ts";

/** On-balance volume (Granville), as TA-Lib's OBV. */
export const obv = defineBlock({
  type: "obv",
  family: "indicators",
  name: "OBV",
  summary: "Running total: volume added on rising candles, subtracted on falling ones.",
  help:
    "On-balance volume. Its direction matters, not its level: when it rises while the price does not, buying is said to build up. It starts at the first candle loaded, so compare it only with itself.",
  synonyms: ["on balance volume", "accumulation", "volume", "money flow"],
  params: [],
  inputs: [],
  outputs: [seriesOutput("value", "OBV", IN_PANE)],
  counterparts: { value: { kind: "average", bars: 20 } },
  subtitle: () => "running total",
  lookback: () => 0,
  readsVolume: true,
  compute: ({ candles, outputs }) => {
    kernel(candles.close, candles.volume, seriesOf(outputs, "value"));
  },
  phrase: () => ["OBV"],
  says: ["OBV", "on balance volume"],
});
