/** The markets a strategy's live result can be made on. */
import type { Market } from "../../contracts/markets.ts";
import { spanOf } from "../run/run_range.ts";
import type { LiveMarket } from "./live_session.ts";

/** The strategy's own market first, whether candles of it are known or not; then those with candles of its timeframe. */
export function liveMarkets(
  markets: readonly Market[],
  own: string,
  timeframe: string,
): LiveMarket[] {
  const all = markets.map((market) => ({
    asset: market.asset,
    synthetic: market.synthetic,
    span: spanOf(market.timeframes.find((series) => series.timeframe === timeframe)),
  }));
  const first = all.find(({ asset }) => asset === own) ??
    { asset: own, synthetic: false, span: null };
  return [first, ...all.filter(({ asset, span }) => asset !== own && span !== null)];
}
