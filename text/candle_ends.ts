/** Where candles end and how old that is, in words: what stands wherever a page would say "now" or "latest". */
import { counted, endTime } from "./format.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** So long after its end a candle counts as closed, as the server has it. */
export const CLOSE_MARGIN_MS = 10_000;

/** The end of a series, or of what was read of one. */
export interface CandleEnd {
  /** Close of the newest candle, Unix ms. */
  readonly toMs: number;
  readonly timeframeMs: number;
  /** Whether they are a person's own, which nobody but they can bring up to date. */
  readonly isOwn?: boolean;
  /** Close of the newest candle that the market has by now, where it has closing hours. */
  readonly newestMs?: number;
}

/** Whether every candle is there that has closed; of one's own nobody knows. */
export function hasNewestCandle({ toMs, timeframeMs, isOwn, newestMs }: CandleEnd, nowMs: number) {
  if (isOwn) return false;
  return newestMs === undefined ? nowMs < toMs + timeframeMs + CLOSE_MARGIN_MS : toMs >= newestMs;
}

/** `up to date`, `up to date, the market is closed`, `5 hours ago`, `yesterday`, `3 years ago`. */
export function candleAge(end: CandleEnd, nowMs: number): string {
  if (!hasNewestCandle(end, nowMs)) return ago(end.toMs, nowMs);
  const isClosed = end.newestMs !== undefined &&
    nowMs >= end.toMs + end.timeframeMs + CLOSE_MARGIN_MS;
  return isClosed ? "up to date, the market is closed" : "up to date";
}

/** `candles end 31 Dec 2022, 14:00, 3 years ago` */
export function candlesEnd(end: CandleEnd, nowMs: number, zone = "UTC"): string {
  return `candles end ${endTime(end.toMs, zone)}, ${candleAge(end, nowMs)}`;
}

/** How long ago: the last day that candles are of counts, and within two days the hours. */
function ago(toMs: number, nowMs: number): string {
  const ms = Math.max(0, nowMs - toMs);
  if (ms < HOUR_MS) return `${counted(Math.floor(ms / MINUTE_MS), "minute")} ago`;
  if (ms < 2 * DAY_MS) return `${counted(Math.floor(ms / HOUR_MS), "hour")} ago`;
  const days = Math.floor(nowMs / DAY_MS) - Math.floor((toMs - 1) / DAY_MS);
  if (days < 60) return `${counted(days, "day")} ago`;
  if (days < 730) return `${counted(Math.floor(days / 30.44), "month")} ago`;
  return `${counted(Math.floor(days / 365.25), "year")} ago`;
}
