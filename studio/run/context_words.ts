/** What a strategy is tested with, in the few words of a chip. */
import { counted, date, percentPoints, plain } from "../../text/format.ts";
import { type CandleSpan, type DayRange, type Period, PRESETS } from "./run_range.ts";

const DAY_MS = 86_400_000;

/** "2 years", "All candles", "1 Mar 2021 – 30 Sep 2021". */
export function periodWords(period: Period): string {
  if (typeof period === "object") return `${date(period.from)} – ${date(period.to)}`;
  if (period === "all") return "All candles";
  return PRESETS.find(({ id }) => id === period)?.label ?? period;
}

/** How far the candles go: "ends 31 Dec 2022" of a period up to the newest one, "candles end 31 Dec 2022" beside days. */
export function endWords(period: Period, span: CandleSpan | null): string {
  if (!span) return "no candles yet";
  const end = date(span.toMs - 1);
  return typeof period === "object" ? `candles end ${end}` : `ends ${end}`;
}

/** How long ago candles ended: "today", "3 days ago", "4 years ago". */
export function ageWords(toMs: number, nowMs: number): string {
  const days = Math.floor(nowMs / DAY_MS) - Math.floor((toMs - 1) / DAY_MS);
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 60) return `${counted(days, "day")} ago`;
  if (days < 730) return `${counted(Math.floor(days / 30.44), "month")} ago`;
  return `${counted(Math.floor(days / 365.25), "year")} ago`;
}

/** "1 Jan 2021 – 31 Dec 2021. Candles are stored from 1 Jan 2020 to 31 Dec 2022 (3 years ago)." */
export function daysWords(range: DayRange, span: CandleSpan | null, nowMs: number): string {
  const days = `${date(range.from)} – ${date(range.to)}.`;
  if (!span) return `${days} No candles are stored yet. They are fetched when a result needs them.`;
  const end = span.toMs - 1;
  return `${days} Candles are stored from ${date(span.firstMs)} to ${date(end)} (${
    ageWords(span.toMs, nowMs)
  }).`;
}

/** "0.1 % + 0.05 %": the fee per trade side and the slippage per fill. */
export function costWords(feePercent: number, slippagePercent: number): string {
  return `${percentPoints(feePercent)} + ${percentPoints(slippagePercent)}`;
}

/** "10,000". */
export function capitalWords(capital: number): string {
  return plain(capital);
}
