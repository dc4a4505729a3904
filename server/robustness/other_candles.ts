/** Candles of all other markets that have those of a run's dates. */
import { type MarketSeries } from "../../contracts/market_names.ts";
import { otherMarkets } from "../../contracts/other_markets.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { MARKET_TIMEFRAMES } from "../market_data/catalog.ts";
import type { MarketData } from "../market_data/service.ts";
import type { OtherCandles } from "./lab_protocol.ts";

export interface OtherRequest {
  readonly fromMs: number;
  readonly toMs: number;
  readonly historyBars: number;
  readonly signal: AbortSignal;
}

/**
 * In the order of the list; one that cannot be had is left out, as on the page.
 *
 * @throws the signal's reason
 */
export async function otherCandles(
  marketData: Pick<MarketData, "candles" | "markets">,
  own: MarketSeries,
  request: OtherRequest,
  log: Pick<Logger, "warn">,
): Promise<readonly OtherCandles[]> {
  const found: OtherCandles[] = [];
  const known = (await marketData.markets()).map(({ asset, synthetic, series }) => ({
    asset,
    synthetic,
    timeframes: series.map(({ timeframe, firstMs, lastMs }) => ({
      timeframe,
      first_time: firstMs,
      to_time: lastMs === null ? null : lastMs + MARKET_TIMEFRAMES[timeframe],
    })),
  }));
  for (const { asset, timeframe } of otherMarkets(known, own, request)) {
    try {
      const candles = await marketData.candles({ asset, timeframe, ...request });
      const { timeframeMs, time, open, high, low, close, volume } = candles;
      found.push({
        asset,
        timeframe,
        candles: { timeframeMs, time, open, high, low, close, volume },
      });
    } catch (error) {
      request.signal.throwIfAborted();
      log.warn("another market was left out", { asset, timeframe, error: describeError(error) });
    }
  }
  return found;
}
