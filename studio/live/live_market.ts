/** The market that a strategy's live result is made on: its own. */
import type { Market } from "../../contracts/markets.ts";
import { isSameMarket } from "../../contracts/market_names.ts";
import { spanOf } from "../run/run_range.ts";
import type { LiveMarket } from "./live_session.ts";

/** The asset in this timeframe, whether candles of it are known or not. */
export function liveMarket(
  markets: readonly Market[],
  asset: string,
  timeframe: string,
  importName: string | null = null,
): LiveMarket {
  const name = { asset, import: importName };
  const market = markets.find((known) => isSameMarket(known, name));
  return {
    ...(importName === null ? { asset } : name),
    synthetic: market?.synthetic ?? false,
    tradingDays: market?.trading_days_per_year,
    span: spanOf(market?.timeframes.find((series) => series.timeframe === timeframe)),
  };
}
