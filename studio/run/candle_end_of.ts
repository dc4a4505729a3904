/** Where the candles of a market on offer end, for the words about it. */
import { minutesOf } from "../../contracts/imported_markets.ts";
import type { Market } from "../../contracts/markets.ts";
import type { CandleEnd } from "../../text/candle_ends.ts";
import { spanOf } from "./run_range.ts";

/** `null` where nothing is stored, or there is no such timeframe. */
export function candleEndOf(
  { timeframes, import: own, trading_days_per_year }: Market,
  timeframe: string,
): CandleEnd | null {
  const series = timeframes.find((one) => one.timeframe === timeframe);
  const span = spanOf(series);
  if (!span) return null;
  // When a market with closing hours is open is known to the server alone.
  const isAll = trading_days_per_year !== undefined && series?.behind_bars === 0;
  return {
    toMs: span.toMs,
    timeframeMs: minutesOf(timeframe) * 60_000,
    isOwn: own !== undefined,
    ...isAll ? { newestMs: span.toMs } : {},
  };
}
