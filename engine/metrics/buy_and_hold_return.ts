import type { CandleSeries } from "../candles/candle_series.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { Metric } from "./metric.ts";

/** All in at the open of the first tradable bar with the same fee and slippage, marked at the last close. */
export const buyAndHoldReturn: Metric<"buy_and_hold_return"> = {
  name: "buy_and_hold_return",
  compute: ({ candles, settings, firstTradableBar }) => {
    if (firstTradableBar === null) return null;
    const held = heldQuantity(candles, firstTradableBar, settings);
    return held * candles.close[candles.length - 1]! / settings.initialCapital - 1;
  },
};

/** The value of buying and holding at the close of each bar of the range; the capital before the purchase. */
export function buyAndHoldCurve(
  candles: CandleSeries,
  firstTradableBar: number | null,
  settings: RunSettings,
): Float64Array {
  const curve = new Float64Array(candles.length).fill(settings.initialCapital);
  if (firstTradableBar === null) return curve;
  const held = heldQuantity(candles, firstTradableBar, settings);
  for (let i = firstTradableBar; i < candles.length; i++) curve[i] = held * candles.close[i]!;
  return curve;
}

function heldQuantity(candles: CandleSeries, bar: number, settings: RunSettings): number {
  const fill = candles.open[bar]! * (1 + settings.slippageRate);
  return settings.initialCapital / (fill * (1 + settings.feeRate));
}
