/** Where the months of a series come from: the database with its caches, or what is made up. */
import { nextCandleOpen } from "../../engine/mod.ts";
import type { MonthSource } from "./candle_reader.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import type { MonthCache } from "./month_cache.ts";
import { monthColumns } from "./month_columns.ts";
import { monthOf, monthStart } from "./months.ts";
import { ByteCache } from "./byte_cache.ts";
import type { SeriesStates } from "./series_states.ts";
import type { SeriesKey } from "./series.ts";
import type { CandleStore } from "./store.ts";
import { firstSyntheticOpen, SyntheticMarket } from "./synthetic.ts";

/** Stored series. */
export function storedMonths(
  { states, cache, store }: {
    readonly states: SeriesStates;
    readonly cache: MonthCache;
    readonly store: Pick<CandleStore, "months">;
  },
): MonthSource {
  return {
    state: (key) => states.of(key),
    columns: (key, wanted) => cache.columns(key, wanted),
    snapshot: (key, months) => store.months(key, months),
  };
}

/** Some years of quarter hours; what is not kept is made up again. */
const SYNTHETIC_BYTES = 16 * 1024 * 1024;

/** The synthetic series, up to the newest candle that has closed. */
export function syntheticMonths(closedBefore: (key: SeriesKey) => number): MonthSource {
  const market = new SyntheticMarket();
  const kept = new ByteCache<ReturnType<typeof monthColumns>>(SYNTHETIC_BYTES);
  const made = (key: SeriesKey, month: number, version: string) => {
    const name = `${key.timeframe} ${month} ${version}`;
    const known = kept.get(name);
    if (known) return known;
    const closedBeforeMs = Number(version.slice(version.indexOf(" ") + 1));
    const columns = monthColumns(market.load({
      timeframeMs: MARKET_TIMEFRAMES[key.timeframe],
      fromMs: monthStart(month),
      toMs: closedBeforeMs,
      historyBars: 0,
      closedBeforeMs,
    }));
    kept.set(name, columns, columns.length * 48);
    return columns;
  };
  return {
    state(key) {
      const closed = closedBefore(key);
      const months = new Map<number, string>();
      const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
      const first = firstSyntheticOpen(timeframeMs);
      // A candle is of the month that it opens in; a week may end in the next one.
      for (let month = monthOf(first); monthStart(month) < closed; month++) {
        const end = nextCandleOpen(monthStart(month + 1), timeframeMs);
        months.set(month, `made-up ${Math.min(closed, end)}`);
      }
      return Promise.resolve({ months, coverage: [{ from: first, to: closed }] });
    },
    columns: (key, wanted) =>
      Promise.resolve(wanted.map(({ month, version }) => made(key, month, version))),
    snapshot: () => Promise.reject(new Error("Made-up candles never change.")),
  };
}
