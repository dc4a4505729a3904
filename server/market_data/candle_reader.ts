/** Ranges of a series put together of its months: what runs, pages and the API read. */
import { type CandleSeries, candlesFromColumns, firstAtOrAfter } from "../../engine/mod.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import { type Interval, reachesBackTo } from "./intervals.ts";
import { COLUMN_NAMES, emptyColumns, type MonthColumns } from "./month_columns.ts";
import type { WantedMonth } from "./month_cache.ts";
import { monthOf } from "./months.ts";
import type { SeriesKey } from "./series.ts";
import type { LoadRange, StoredMonth } from "./store.ts";

/** Where months come from: the database, or what is made up. */
export interface MonthSource {
  /** What there is now. */
  state(key: SeriesKey): Promise<{
    readonly months: ReadonlyMap<number, string>;
    readonly coverage: readonly Interval[];
  }>;
  /** `null` when one of them has changed since. */
  columns(key: SeriesKey, wanted: readonly WantedMonth[]): Promise<MonthColumns[] | null>;
  /** Some months as they are at one moment, whatever their versions. */
  snapshot(key: SeriesKey, months: readonly number[]): Promise<StoredMonth[]>;
}

/** A stretch of a month: the candles from index `start` up to `end`, exclusive. */
export interface MonthPart extends WantedMonth {
  readonly columns: MonthColumns;
  readonly start: number;
  readonly end: number;
}

/** Candles in their order, not yet copied. */
export interface Selection {
  readonly key: SeriesKey;
  readonly parts: readonly MonthPart[];
  readonly length: number;
  /** How many of them are before the range. */
  readonly history: number;
  /** False where a candle of the selection has no volume: they cannot be calculated with then. */
  readonly hasVolume: boolean;
  /** The complete stretches of the series when the candles were read. */
  readonly coverage: readonly Interval[];
}

/** Tries to find every month in the version that one look has told, while others write. */
const TRIES = 3;

/**
 * The candles of a range with their history, all as they were at one moment. History reaches back only as far as the series is
 * known without a hole, so what a run sees does not depend on scraps stored further back.
 */
export async function selectCandles(
  source: MonthSource,
  key: SeriesKey,
  range: LoadRange,
): Promise<Selection> {
  for (let tries = 0; tries < TRIES; tries++) {
    const selection = await trySelect(source, key, range);
    if (selection) return selection;
  }
  const selection = await trySelect(await frozen(source, key, range), key, range);
  if (!selection) throw new Error("A snapshot of the candles lacks a month.");
  return selection;
}

/** The months of a range and before it, read in one statement: for a series that somebody writes to all the time. */
async function frozen(source: MonthSource, key: SeriesKey, range: LoadRange): Promise<MonthSource> {
  const { months, coverage } = await source.state(key);
  const first = monthOf(reachesBackTo(range.fromMs, coverage));
  const wanted = [...months.keys()].filter((month) =>
    month >= first && month <= monthOf(range.toMs - 1)
  );
  const stored = await source.snapshot(key, wanted);
  const columns = new Map(stored.map((one) => [one.month, one.columns]));
  const versions = new Map(stored.map(({ month, version }) => [month, version]));
  return {
    state: () => Promise.resolve({ months: versions, coverage }),
    columns: (_, some) => {
      const found = some.map(({ month }) => columns.get(month));
      return Promise.resolve(found.every((one) => one !== undefined) ? found : null);
    },
    snapshot: () => Promise.resolve(stored),
  };
}

async function trySelect(
  source: MonthSource,
  key: SeriesKey,
  { fromMs, toMs, historyBars }: LoadRange,
): Promise<Selection | null> {
  const { months, coverage } = await source.state(key);
  const parts: MonthPart[] = [];
  const between = (from: number, to: number): WantedMonth[] => {
    const [first, last] = [monthOf(from), monthOf(to - 1)];
    return [...months].filter(([month]) => month >= first && month <= last)
      .map(([month, version]) => ({ month, version })).sort((a, b) => a.month - b.month);
  };
  /** The parts of `wanted` with open times in `[from, to)`. */
  const take = async (wanted: readonly WantedMonth[], from: number, to: number) => {
    const all = await source.columns(key, wanted);
    return all?.map((columns, i): MonthPart => ({
      ...wanted[i]!,
      columns,
      start: firstAtOrAfter(columns, from),
      end: firstAtOrAfter(columns, to),
    })).filter(({ start, end }) => end > start);
  };
  const inRange = await take(between(fromMs, toMs), fromMs, toMs);
  if (!inRange) return null;
  parts.push(...inRange);

  let history = 0;
  const wantedBars = Math.max(0, Math.trunc(historyBars));
  const reach = reachesBackTo(fromMs, coverage);
  const before = wantedBars > 0 && reach < fromMs ? between(reach, fromMs) : [];
  const barsOfMonth = 28 * DAY_MS / MARKET_TIMEFRAMES[key.timeframe];
  while (before.length > 0 && history < wantedBars) {
    const count = Math.ceil((wantedBars - history) / barsOfMonth) + 1;
    const found = await take(before.splice(-count), reach, fromMs);
    if (!found) return null;
    for (const part of found.reverse()) {
      const start = Math.max(part.start, part.end - (wantedBars - history));
      if (start >= part.end) break;
      parts.unshift({ ...part, start });
      history += part.end - start;
    }
  }
  return {
    key,
    parts,
    length: parts.reduce((sum, { start, end }) => sum + end - start, 0),
    history,
    hasVolume: !parts.some(lacksVolumes),
    coverage,
  };
}

/** The candles in columns of their own. @throws {RangeError} for candles that are broken */
export function joinCandles({ key, parts, length, hasVolume }: Selection): CandleSeries {
  const joined = emptyColumns(length);
  let at = 0;
  for (const { columns, start, end } of parts) {
    for (const name of COLUMN_NAMES) joined[name].set(columns[name].subarray(start, end), at);
    at += end - start;
  }
  return candlesFromColumns(
    { ...joined, volume: hasVolume ? joined.volume : null },
    { timeframeMs: MARKET_TIMEFRAMES[key.timeframe] },
  );
}

/** Open time of the last candle; `null` of none. */
export function lastTime({ parts }: Selection): number | null {
  const last = parts.at(-1);
  return last?.columns.time[last.end - 1] ?? null;
}

const DAY_MS = 86_400_000;

function lacksVolumes({ columns, start, end }: MonthPart): boolean {
  if (!columns.lacksVolumes) return false;
  return columns.volume.subarray(start, end).some(Number.isNaN);
}
