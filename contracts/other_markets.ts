/** The markets on which the same rules can be tried: every asset and timeframe with candles of the same dates. */
import { timeframeToMs } from "../engine/mod.ts";
import { isSameMarket, isSameSeries, type MarketSeries } from "./market_names.ts";

/** What is known of an asset and its series; a market of the API is one. */
export interface KnownMarket {
  readonly asset: string;
  /** The name of an import of one's own. */
  readonly import?: string | null | undefined;
  readonly synthetic: boolean;
  readonly timeframes: readonly {
    readonly timeframe: string;
    /** Open of the first stored candle and end of the last one, as a `Date` reads them; `null` when none is stored. */
    readonly first_time: string | number | null;
    readonly to_time: string | number | null;
  }[];
}

/** Share of a run's dates that another market must have. The engine judges by its candles; this spares it those without. */
const FEWEST_DATES = 0.8;
/** Candles within a run's dates: of weeks, a run of some months has too few to say anything. */
const FEWEST_CANDLES = 20;

/**
 * All but the run's own, in the order of the list. Made-up prices are compared with made-up prices alone: they say nothing about
 * a market. Imports are left out: each person would have other ones to compare with.
 *
 * @param dates open of the first candle and close of the last one, Unix ms
 */
export function otherMarkets(
  markets: readonly KnownMarket[],
  own: MarketSeries,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly MarketSeries[] {
  const isSynthetic = markets.find((market) => isSameMarket(market, own))?.synthetic ?? false;
  const shared = markets.filter((market) => !market.import && market.synthetic === isSynthetic);
  return shared.flatMap((market) =>
    market.timeframes.flatMap((series): MarketSeries[] => {
      const { asset } = market;
      const { timeframe, first_time, to_time } = series;
      if (first_time === null || to_time === null) return [];
      if (isSameSeries({ asset, timeframe }, own)) return [];
      const sharedMs = Math.min(toMs, Number(new Date(to_time))) -
        Math.max(fromMs, Number(new Date(first_time)));
      if (sharedMs < FEWEST_CANDLES * (timeframeToMs(timeframe) ?? 0)) return [];
      return sharedMs >= FEWEST_DATES * (toMs - fromMs) ? [{ asset, timeframe }] : [];
    })
  );
}
