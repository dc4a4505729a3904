/** What a strategy is tested with, in the few words of a chip. */
import { date, endTime, percentPoints, plain } from "../../text/format.ts";
import { type CandleSpan, type Period, PRESETS } from "./run_range.ts";

/** "2 years", "All candles", "1 Mar 2021 – 30 Sep 2021". */
export function periodWords(period: Period): string {
  if (typeof period === "object") return `${date(period.from)} – ${date(period.to)}`;
  if (period === "all") return "All candles";
  return PRESETS.find(({ id }) => id === period)?.label ?? period;
}

/** How far the candles go: "ends 31 Dec 2022" of a period up to the newest one, "candles end 31 Dec 2022, 14:00" beside days. */
export function endWords(period: Period, span: CandleSpan | null): string {
  if (!span) return "no candles yet";
  const end = endTime(span.toMs);
  return typeof period === "object" ? `candles end ${end}` : `ends ${end}`;
}

/** "0.1 % + 0.05 %": the fee per trade side and the slippage per fill. */
export function costWords(feePercent: number, slippagePercent: number): string {
  return `${percentPoints(feePercent)} + ${percentPoints(slippagePercent)}`;
}

/** "10,000". */
export function capitalWords(capital: number): string {
  return plain(capital);
}
