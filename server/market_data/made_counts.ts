/**
 * How many candles of a longer timeframe its hours make: a candle of which some hours are missing is made of the others, and is neither
 * whole nor missing; one of which all are missing does not exist.
 */
import { candleOpen, nextCandleOpen } from "../../engine/mod.ts";
import type { MonthSource } from "./candle_reader.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import type { MonthColumns } from "./month_columns.ts";
import { monthOf, monthStart } from "./months.ts";
import type { SeriesKey } from "./series.ts";
import type { MonthCount } from "./store.ts";

const HOUR_MS = MARKET_TIMEFRAMES["1h"];

/** Open times of a series' first and last candle, Unix ms. */
export interface SeriesSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface MadeCounts {
  readonly candles: number;
  /** Candles within the span that do not exist. */
  readonly missing: number;
  /** Those of `candles` that lack some of their hours. */
  readonly partial: number;
  /** Candles by the month that they open in, months since the year 0. */
  readonly months: readonly { readonly month: number; readonly candles: number }[];
}

/** The hours of a series: its ends, and what is missing between them. */
export interface Hours extends SeriesSpan {
  /** Open times, Unix ms. */
  readonly missing: readonly number[];
}

/**
 * Counts the candles of a span.
 *
 * @param stored open times of candles that are stored in the timeframe itself: they are what they are
 */
export function countMade(
  { firstMs, lastMs }: SeriesSpan,
  { hours, stored, timeframeMs }: {
    readonly hours: Hours;
    readonly stored: ReadonlySet<number>;
    readonly timeframeMs: number;
  },
): MadeCounts {
  const lacking = new Map<number, number>();
  for (const hour of hours.missing) {
    const opens = candleOpen(hour, timeframeMs);
    lacking.set(opens, (lacking.get(opens) ?? 0) + 1);
  }
  const madeFrom = nextCandleOpen(hours.firstMs, timeframeMs);
  const madeTo = candleOpen(hours.lastMs + HOUR_MS, timeframeMs);
  const months = new Map<number, number>();
  let [candles, missing, partial] = [0, 0, 0];
  for (let opens = firstMs; opens <= lastMs; opens += timeframeMs) {
    const lack = lacking.get(opens) ?? 0;
    const isMade = opens >= madeFrom && opens < madeTo && lack * HOUR_MS < timeframeMs;
    if (!isMade && !stored.has(opens)) {
      missing++;
      continue;
    }
    candles++;
    if (lack > 0 && !stored.has(opens)) partial++;
    const month = monthOf(opens);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  return {
    candles,
    missing,
    partial,
    months: [...months].map(([month, count]) => ({ month, candles: count })),
  };
}

/** What is missing between the first and the last of some hours. `months` has those of every month that is not whole, and of both ends. */
export function hoursOf(
  counts: readonly Pick<MonthCount, "month" | "candles">[],
  months: ReadonlyMap<number, Pick<MonthColumns, "time" | "length">>,
): Hours | null {
  const counted = new Map(counts.map(({ month, candles }) => [month, candles]));
  const numbers = [...counted.keys()];
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const firstMs = months.get(first)?.time[0];
  const lastMs = months.get(last)?.time.at(-1);
  if (firstMs === undefined || lastMs === undefined) return null;
  const missing: number[] = [];
  for (let month = first; month <= last; month++) {
    if (counted.get(month) === hoursIn(month)) continue;
    const there = new Set(months.get(month)?.time);
    const end = Math.min(lastMs, monthStart(month + 1) - HOUR_MS);
    for (let at = Math.max(firstMs, monthStart(month)); at <= end; at += HOUR_MS) {
      if (!there.has(at)) missing.push(at);
    }
  }
  return { firstMs, lastMs, missing };
}

/** Reads what {@link countMade} needs: of the hours, the months alone that are not whole. `null` where there are no hours. */
export async function countSeries(
  source: MonthSource,
  { key, base, span, counts }: {
    readonly key: SeriesKey;
    readonly base: SeriesKey;
    readonly span: SeriesSpan;
    /** Of all series. */
    readonly counts: readonly MonthCount[];
  },
): Promise<MadeCounts | null> {
  const of = ({ asset, timeframe, venue }: SeriesKey) =>
    counts.filter((row) =>
      row.owner_id === null && row.asset === asset && row.timeframe === timeframe &&
      row.venue === venue
    );
  const ofHours = of(base);
  if (ofHours.length === 0) return null;
  const numbers = ofHours.map(({ month }) => month);
  const ends = [Math.min(...numbers), Math.max(...numbers)];
  const wanted = ofHours
    .filter(({ month, candles }) => candles < hoursIn(month) || ends.includes(month))
    .map(({ month }) => month);
  const hours = hoursOf(ofHours, await columnsOf(source, base, wanted));
  if (!hours) return null;
  const own = await columnsOf(source, key, of(key).map(({ month }) => month));
  const stored = new Set([...own.values()].flatMap(({ time }) => [...time]));
  return countMade(span, { hours, stored, timeframeMs: MARKET_TIMEFRAMES[key.timeframe] });
}

async function columnsOf(
  source: MonthSource,
  key: SeriesKey,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, MonthColumns>> {
  if (numbers.length === 0) return new Map();
  const { months } = await source.state(key);
  const wanted = numbers.flatMap((month) => {
    const version = months.get(month);
    return version === undefined ? [] : [{ month, version }];
  });
  const kept = await source.columns(key, wanted);
  if (kept) return new Map(wanted.map(({ month }, i) => [month, kept[i]!]));
  const read = await source.snapshot(key, numbers);
  return new Map(read.map(({ month, columns }) => [month, columns]));
}

function hoursIn(month: number): number {
  return (monthStart(month + 1) - monthStart(month)) / HOUR_MS;
}
