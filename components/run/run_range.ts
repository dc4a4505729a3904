/** The days of a run as the form shows them: both ends included, in UTC, because candles are. */
import { isoDay } from "../format.ts";

const DAY_MS = 86_400_000;

/** What is stored of the strategy's series, Unix ms; `to` is the end of the newest closed candle. */
export interface CandleSpan {
  readonly firstMs: number;
  readonly toMs: number;
}

export type Preset = "1y" | "2y" | "3y" | "all";
export const PRESETS: readonly { readonly id: Preset; readonly label: string }[] = [
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
  const years = Number(preset.charAt(0));
  const start = new Date(end);
  start.setUTCFullYear(start.getUTCFullYear() - years);
  return { from: isoDay(start.getTime()), to };
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
