/**
 * Longer timeframes of a venue, made of its own 1h candles whenever they are read, and never stored: what is stored of hours is the
 * one truth of them. Candles that earlier versions fetched in their own timeframe, or that a file brought, stay what they are where
 * they are stored (runs have used them); all the others are aggregated, as far as the hours of their buckets are known.
 */
import { candleOpen, nextCandleOpen } from "../../engine/mod.ts";
import { aggregateCandles, joinColumns } from "./aggregation.ts";
import { ByteCache } from "./byte_cache.ts";
import type { MonthSource } from "./candle_reader.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import { type Interval, mergeIntervals, missingIntervals } from "./intervals.ts";
import type { WantedMonth } from "./month_cache.ts";
import { COLUMN_NAMES, emptyColumns, type MonthColumns, monthColumns } from "./month_columns.ts";
import { monthOf, monthStart } from "./months.ts";
import { type SeriesKey, seriesName } from "./series.ts";

export interface DerivedParts {
  /** What is stored. */
  readonly source: MonthSource;
  /** The hours that a series is made of; `null` for one that is stored as it is. */
  readonly baseOf: (key: SeriesKey) => SeriesKey | null;
  /** Open time of the oldest candle that the series' market has, Unix ms; 0 where nobody knows. */
  readonly sinceMs: (key: SeriesKey) => number;
}

/** What a month is made of; its text is the month's version, so that each version is one month for ever. */
interface Recipe {
  /** The version of what is stored in the timeframe itself. */
  readonly own: string | null;
  readonly hours: readonly WantedMonth[];
  /** Where buckets are made: the hours are known, and nothing is stored in the timeframe itself. */
  readonly spans: readonly Interval[];
}

type SeriesState = Awaited<ReturnType<MonthSource["state"]>>;

/** What was found out of the same rows before. */
interface Made {
  readonly own: SeriesState;
  readonly since: number;
  readonly state: SeriesState;
}

const KEPT_BYTES = 16 * 1024 * 1024;

/** Stored series as they are, and those of longer timeframes. */
export function derivedMonths({ source, baseOf, sinceMs }: DerivedParts): MonthSource {
  const kept = new ByteCache<MonthColumns>(KEPT_BYTES);
  const made = new WeakMap<SeriesState, Map<string, Made>>();

  async function stateOf(key: SeriesKey, base: SeriesKey): Promise<SeriesState> {
    const [own, hours] = await Promise.all([source.state(key), source.state(base)]);
    const since = sinceMs(key);
    const ofHours = made.get(hours) ?? new Map<string, Made>();
    made.set(hours, ofHours);
    const known = ofHours.get(key.timeframe);
    if (known?.own === own && known.since === since) return known.state;
    const state = derivedState(own, hours, MARKET_TIMEFRAMES[key.timeframe], since);
    ofHours.set(key.timeframe, { own, since, state });
    return state;
  }

  return {
    state(key) {
      const base = baseOf(key);
      return base === null ? source.state(key) : stateOf(key, base);
    },

    async columns(key, wanted) {
      const base = baseOf(key);
      if (base === null) return await source.columns(key, wanted);
      const name = (month: WantedMonth) => `${month.month} ${month.version} ${seriesName(key)}`;
      const found = new Map<number, MonthColumns>();
      const missing: { readonly wanted: WantedMonth; readonly recipe: Recipe }[] = [];
      for (const month of wanted) {
        const columns = kept.get(name(month));
        if (columns) found.set(month.month, columns);
        else missing.push({ wanted: month, recipe: JSON.parse(month.version) as Recipe });
      }
      if (missing.length > 0) {
        const hours = new Map(
          missing.flatMap(({ recipe }) => recipe.hours.map((month) => [month.month, month])),
        );
        const own = missing.flatMap(({ wanted: { month }, recipe }) =>
          recipe.own === null ? [] : [{ month, version: recipe.own }]
        );
        const [ofHours, ofOwn] = await Promise.all([
          columnsByMonth(source, base, [...hours.values()].sort((a, b) => a.month - b.month)),
          columnsByMonth(source, key, own),
        ]);
        if (!ofHours || !ofOwn) return null;
        for (const { wanted: month, recipe } of missing) {
          const columns = monthOfRecipe(recipe, month.month, key, { ofHours, ofOwn });
          kept.set(name(month), columns, columns.length * COLUMN_NAMES.length * 8 + 500);
          found.set(month.month, columns);
        }
      }
      return wanted.map(({ month }) => found.get(month)!);
    },

    async snapshot(key, months) {
      const base = baseOf(key);
      if (base === null) return await source.snapshot(key, months);
      const state = await stateOf(key, base);
      const stored = async (of: SeriesKey, some: readonly number[]) =>
        new Map((await source.snapshot(of, some)).map((one) => [one.month, one]));
      const ofHours = await stored(base, [...new Set(months.flatMap((m) => [m, m + 1]))]);
      const ofOwn = await stored(key, months);
      const columns = (of: ReadonlyMap<number, { readonly columns: MonthColumns }>) =>
        new Map([...of].map(([month, one]) => [month, one.columns]));
      return months.flatMap((month) => {
        const version = state.months.get(month);
        if (version === undefined) return [];
        const { spans } = JSON.parse(version) as Recipe;
        const recipe: Recipe = {
          own: ofOwn.get(month)?.version ?? null,
          hours: [month, month + 1].flatMap((m) => {
            const one = ofHours.get(m);
            return one ? [{ month: m, version: one.version }] : [];
          }),
          spans,
        };
        const parts = { ofHours: columns(ofHours), ofOwn: columns(ofOwn) };
        return [{
          month,
          version: JSON.stringify(recipe),
          columns: monthOfRecipe(recipe, month, key, parts),
        }];
      });
    },
  };
}

/** The whole buckets within a stretch of known hours; before a market's first candle everything is known. */
export function wholeBuckets(
  { from, to }: Interval,
  timeframeMs: number,
  sinceMs: number,
): Interval {
  return {
    from: from <= sinceMs ? candleOpen(from, timeframeMs) : nextCandleOpen(from, timeframeMs),
    to: candleOpen(to, timeframeMs),
  };
}

function derivedState(
  own: SeriesState,
  hours: SeriesState,
  timeframeMs: number,
  sinceMs: number,
): SeriesState {
  const known = mergeIntervals(
    hours.coverage.map((stretch) => wholeBuckets(stretch, timeframeMs, sinceMs)),
  );
  const spans = known.flatMap((stretch) => missingIntervals(stretch, own.coverage));
  const numbers = new Set(own.months.keys());
  for (const { from, to } of spans) {
    for (let month = monthOf(from); month <= monthOf(to - 1); month++) numbers.add(month);
  }
  const months = new Map<number, string>();
  for (const month of [...numbers].sort((a, b) => a - b)) {
    const [start, end] = [monthStart(month), monthStart(month + 1)];
    const inside = spans.map(({ from, to }) => ({
      from: Math.max(from, start),
      to: Math.min(to, end),
    })).filter(({ from, to }) => from < to);
    // The last week of a month ends in the next one.
    const lastEnd = Math.max(0, ...inside.map(({ to }) => nextCandleOpen(to, timeframeMs)));
    const from = inside.length === 0 ? [] : [month, ...lastEnd > end ? [month + 1] : []];
    const recipe: Recipe = {
      own: own.months.get(month) ?? null,
      hours: from.flatMap((m) => {
        const version = hours.months.get(m);
        return version === undefined ? [] : [{ month: m, version }];
      }),
      spans: inside,
    };
    if (recipe.own !== null || recipe.hours.length > 0) months.set(month, JSON.stringify(recipe));
  }
  return { months, coverage: mergeIntervals([...own.coverage, ...known]) };
}

async function columnsByMonth(
  source: MonthSource,
  key: SeriesKey,
  wanted: readonly WantedMonth[],
): Promise<ReadonlyMap<number, MonthColumns> | null> {
  if (wanted.length === 0) return new Map();
  const columns = await source.columns(key, wanted);
  return columns && new Map(wanted.map(({ month }, i) => [month, columns[i]!]));
}

/** The stored candles of a month, and those made of hours where none is stored. */
function monthOfRecipe(
  { hours, spans }: Recipe,
  month: number,
  key: SeriesKey,
  { ofHours, ofOwn }: {
    readonly ofHours: ReadonlyMap<number, MonthColumns>;
    readonly ofOwn: ReadonlyMap<number, MonthColumns>;
  },
): MonthColumns {
  const own = ofOwn.get(month);
  const parts = hours.flatMap(({ month: m }) => ofHours.get(m) ?? []);
  if (parts.length === 0 || spans.length === 0) return own ?? monthColumns(emptyColumns(0));
  const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
  const base = joinColumns(parts);
  const made = spans.map(({ from, to }) =>
    aggregateCandles(base, {
      timeframeMs,
      fromMs: from,
      toMs: to,
      closedBeforeMs: nextCandleOpen(to, timeframeMs),
    })
  );
  return merged(own, made);
}

/** All candles in the order of time; of two at one time the stored one. */
function merged(own: MonthColumns | undefined, made: readonly MonthColumns[]): MonthColumns {
  const [only] = made;
  if (made.length === 1 && only && !own) return only;
  const stored = new Set(own?.time);
  const rows = [...own ? [own] : [], ...made].flatMap((columns) =>
    Array.from({ length: columns.length }, (_, i) => ({ columns, i, time: columns.time[i]! }))
      .filter(({ time }) => columns === own || !stored.has(time))
  ).sort((a, b) => a.time - b.time);
  const all = emptyColumns(rows.length);
  for (const [at, { columns, i }] of rows.entries()) {
    for (const name of COLUMN_NAMES) all[name][at] = columns[name][i]!;
  }
  return monthColumns(all);
}
