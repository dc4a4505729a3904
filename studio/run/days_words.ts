/** What the form of the period says below its days. */
import { type CandleEnd, candlesEnd } from "../../text/candle_ends.ts";
import { date } from "../../text/format.ts";
import type { CandleSpan, DayRange } from "./run_range.ts";

/** "1 Jan 2021 – 31 Dec 2021. Stored from 1 Jan 2020 on; candles end 31 Dec 2022, 14:00, 3 years ago." */
export function daysWords(
  range: DayRange,
  span: CandleSpan & Omit<CandleEnd, "toMs"> | null,
  nowMs: number,
): string {
  const days = `${date(range.from)} – ${date(range.to)}.`;
  if (!span) return `${days} No candles are stored yet. They are fetched when a result needs them.`;
  return `${days} Stored from ${date(span.firstMs)} on; ${candlesEnd(span, nowMs)}.`;
}
