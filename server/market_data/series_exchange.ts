/** What the exchange of one stored series can be asked for by whoever looks after it. */
import { sharedTimeframe } from "./catalog.ts";
import type { CandleFetcher } from "./fetcher.ts";
import type { Interval } from "./intervals.ts";
import type { SeriesKey } from "./series.ts";
import type { MarketHours, Vendor } from "./vendor.ts";

export interface SeriesExchange {
  /** When the market is open; `null` = always. */
  readonly hours: MarketHours | null;
  /** Open time of the oldest candle that it still gives, where it gives the newest ones alone; `null` = it keeps all. */
  readonly keepsFromMs: number | null;
  /** Stores what is missing of a stretch. @throws MarketDataError */
  fetch(interval: Interval, signal?: AbortSignal): Promise<void>;
  /** Asks for a stretch once more, as {@link CandleFetcher.recheck}. @throws MarketDataError */
  recheck(
    interval: Interval,
    signal?: AbortSignal,
  ): Promise<{ readonly restated: number; readonly inserted: number }>;
}

/** `null` where the series has no exchange, or it is not asked for this timeframe. */
export function seriesExchange(
  key: SeriesKey,
  vendor: Vendor | undefined,
  fetcher: CandleFetcher | undefined,
): SeriesExchange | null {
  const market = vendor?.market(key.asset);
  if (!vendor || !fetcher || !market || key.ownerId !== null) return null;
  if (!vendor.definition.timeframes.some((asked) => asked === key.timeframe)) return null;
  return {
    hours: market.hours ?? null,
    keepsFromMs: vendor.definition.keepsCandles === undefined
      ? null
      : vendor.firstTimeMs(key.asset, sharedTimeframe(key.timeframe)),
    fetch: ({ from, to }, signal) =>
      fetcher.ensure(key, {
        fromMs: from,
        toMs: to,
        historyBars: 0,
        ...(signal ? { signal } : {}),
      }),
    recheck: (interval, signal) => fetcher.recheck(key, interval, signal),
  };
}
