/** The days of a run as the form shows them: both ends included, in UTC, because candles are. */
import { isoDay } from "../../text/format.ts";

const DAY_MS = 86_400_000;

/** What is stored of the strategy's series, Unix ms; `to` is the end of the newest closed candle. */
export interface CandleSpan {
  readonly firstMs: number;
  readonly toMs: number;
}

export type Preset = "3m" | "6m" | "1y" | "2y" | "3y" | "all";
export const PRESETS: readonly { readonly id: Preset; readonly label: string }[] = [
  { id: "3m", label: "3 months" },
  { id: "6m", label: "6 months" },
  { id: "1y", label: "1 year" },
  { id: "2y", label: "2 years" },
  { id: "3y", label: "3 years" },
  { id: "all", label: "All" },
];

/** First and last day, `2021-01-01`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What a strategy is tested on: months or years up to the newest candle, or days that stay. */
export type Period = Preset | DayRange;

/** The period of a strategy that was given none: some thousand candles of short timeframes, and all there are of weeks. */
export function defaultPeriod(timeframe: string | undefined): Preset {
  return timeframe === "15m" ? "3m" : timeframe === "1w" ? "all" : "1y";
}

/** The days of a period; a year where all there is would be nothing. */
export function periodRange(period: Period, span: CandleSpan | null, nowMs: number): DayRange {
  if (typeof period === "object") return period;
  return presetRange(period, span, nowMs) ?? presetRange("1y", span, nowMs)!;
}

/** The end of the newest closed candle that can be counted on: of what is stored, else of the clock. */
export function latestMs(span: CandleSpan | null, nowMs: number): number {
  return span?.toMs ?? Math.floor(nowMs / DAY_MS) * DAY_MS;
}

/** The days of a preset, up to the latest closed candle; `null` where it cannot be told (all of nothing). */
export function presetRange(
  preset: Preset,
  span: CandleSpan | null,
  nowMs: number,
): DayRange | null {
  const end = latestMs(span, nowMs);
  // The last day that has a candle: an end at midnight belongs to the day before.
  const to = isoDay(end - 1);
  if (preset === "all") return span ? { from: isoDay(span.firstMs), to } : null;
  const months = Number(preset.charAt(0)) * (preset.endsWith("m") ? 1 : 12);
  return { from: isoDay(monthsBefore(end, months)), to };
}

/** The same time so many months before; the first of the next month where that month has no such day. */
function monthsBefore(timeMs: number, months: number): number {
  const start = new Date(timeMs);
  const day = start.getUTCDate();
  start.setUTCMonth(start.getUTCMonth() - months);
  // JavaScript counts 31 February on into March, by up to three days.
  if (start.getUTCDate() !== day) start.setUTCDate(1);
  return start.getTime();
}

/**
 * The days to offer instead of a range that could not be run: of it, what is stored; else the newest stored year. `null` when
 * nothing is stored, or when that is the range itself.
 */
export function storedRange(range: DayRange, span: CandleSpan | null): DayRange | null {
  if (span === null) return null;
  const first = isoDay(span.firstMs);
  const last = isoDay(span.toMs - 1);
  const from = range.from > first ? range.from : first;
  const to = range.to < last ? range.to : last;
  if (from === range.from && to === range.to) return null;
  return from < to ? { from, to } : presetRange("1y", span, span.toMs);
}

/** The later half of a range that was too much at once; `null` for one that is short already. */
export function shorterRange({ from, to }: DayRange): DayRange | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (!(days >= 14)) return null;
  return { from: isoDay(Date.parse(to) - (Math.floor(days / 2) - 1) * DAY_MS), to };
}

/** The days of a run, the last one included; of the API's times, whose end is exclusive. */
export function daysOf(run: { readonly date_from: string; readonly date_to: string }): DayRange {
  return { from: isoDay(run.date_from), to: isoDay(Date.parse(run.date_to) - 1) };
}

/** The days in an address (`?from=2021-01-01&to=2021-12-31`), `null` unless both are days in order. */
export function rangeInQuery(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): DayRange | null {
  const isDay = (text: string | undefined): text is string =>
    text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    Number.isFinite(Date.parse(text)) && isoDay(text) === text;
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

/** Whether a preset reaches back before what is stored, so that it would have to be fetched. */
export function reachesBack(range: DayRange, span: CandleSpan | null): boolean {
  return span === null || Date.parse(range.from) + DAY_MS <= span.firstMs;
}

/** Whether the range ends after what is stored. */
export function reachesAhead(range: DayRange, span: CandleSpan | null): boolean {
  return span === null || Date.parse(range.to) >= span.toMs;
}

/** The API's range: from midnight, to the end of the last day or, on the newest day, of its newest candle. */
export function toApiRange(
  { from, to }: DayRange,
  span: CandleSpan | null,
): { date_from: string; date_to: string } {
  const end = Date.parse(to) + DAY_MS;
  const newestDay = span !== null && isoDay(span.toMs - 1) === to;
  return {
    date_from: from,
    date_to: new Date(newestDay ? Math.min(end, span.toMs) : end).toISOString(),
  };
}

/** The span of a series as the API tells it; `null` when nothing is stored. */
export function spanOf(
  series: { readonly first_time: string | null; readonly to_time: string | null } | undefined,
): CandleSpan | null {
  if (!series?.first_time || !series.to_time) return null;
  return { firstMs: Date.parse(series.first_time), toMs: Date.parse(series.to_time) };
}
