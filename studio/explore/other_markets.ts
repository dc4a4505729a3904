/** The markets on which the same rules can be tried: every asset and timeframe with candles of the same dates. */
import type { Market } from "../../contracts/markets.ts";
import type { CandleSpan } from "../run/run_range.ts";
import { spanOf } from "../run/run_range.ts";

/** One asset in one timeframe. */
export interface MarketSeries {
  readonly asset: string;
  readonly timeframe: string;
}

export interface OtherSeries extends MarketSeries {
  readonly span: CandleSpan;
}

/** Share of a run's dates that another market must have. The engine judges by its candles; this spares it those without. */
const FEWEST_DATES = 0.8;

export function isSameSeries(a: MarketSeries, b: MarketSeries): boolean {
  return a.asset === b.asset && a.timeframe === b.timeframe;
}

/**
 * All but the run's own, in the order of the list. Made-up prices are compared with made-up prices alone: they say nothing about
 * a market.
 *
 * @param dates open of the first candle and close of the last one, Unix ms
 */
export function otherMarkets(
  markets: readonly Market[],
  own: MarketSeries,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly OtherSeries[] {
  const isSynthetic = markets.find(({ asset }) => asset === own.asset)?.synthetic ?? false;
  return markets.filter(({ synthetic }) => synthetic === isSynthetic).flatMap((market) =>
    market.timeframes.flatMap((series): OtherSeries[] => {
      const { asset } = market;
      const { timeframe } = series;
      const span = spanOf(series);
      if (!span || isSameSeries({ asset, timeframe }, own)) return [];
      const shared = Math.min(toMs, span.toMs) - Math.max(fromMs, span.firstMs);
      return shared >= FEWEST_DATES * (toMs - fromMs) ? [{ asset, timeframe, span }] : [];
    })
  );
}
