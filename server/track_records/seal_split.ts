/** A result on both sides of a seal: the days before, from which the band is drawn, and what came after. Pure. */
import { timeframeToMs } from "../../engine/mod.ts";
import type { TrackRecordRow } from "../db/schema.ts";
import { dayStart } from "./days.ts";

const DAY_MS = 86_400_000;

/** The parts of a stored result that are needed; times are candle opens, Unix ms. */
export interface SplitResult {
  readonly data: { readonly first_tradable_bar: number | null };
  readonly equity: { readonly time: readonly number[]; readonly value: readonly number[] };
  readonly trades: readonly { readonly entry_time: number }[];
}

/**
 * Returns of the whole UTC days before `beforeMs`, the oldest first. A day's worth is that of its last candle; the first
 * day on which the strategy could trade only gives the worth that the second is compared with. Days without a candle give
 * no return of their own; of the days of a longer candle the last one has its return, and the others 0.
 */
export function dailyReturns(
  { data, equity }: SplitResult,
  { beforeMs, timeframeMs }: { readonly beforeMs: number; readonly timeframeMs: number },
): number[] {
  if (data.first_tradable_bar === null) return [];
  const end = dayStart(beforeMs);
  const closes: number[] = [];
  let day = -1;
  for (let bar = data.first_tradable_bar; bar < equity.time.length; bar++) {
    const close = (equity.time[bar] ?? 0) + timeframeMs;
    if (close > end) break;
    // The candle that closes at midnight is the last one of the day that ends.
    const closing = Math.floor((close - 1) / DAY_MS);
    const worth = equity.value[bar] ?? 0;
    if (closing === day) closes[closes.length - 1] = worth;
    else closes.push(worth);
    day = closing;
  }
  const returns: number[] = [];
  const daysBetween = Math.max(0, timeframeMs / DAY_MS - 1);
  for (let i = 1; i < closes.length; i++) {
    for (let day = 0; day < daysBetween; day++) returns.push(0);
    const before = closes[i - 1] ?? 0;
    // What has lost everything has no return any more.
    returns.push(before > 0 ? (closes[i] ?? 0) / before - 1 : 0);
  }
  return returns;
}

export interface AfterSeal {
  /** Close of the last candle, Unix ms. */
  readonly untilMs: number;
  /** From the worth at `startsMs` to that of the last candle, a fraction. */
  readonly return: number;
  /** Bought since. */
  readonly trades: number;
}

/**
 * What came after `startsMs`; `null` when no candle has closed since, or none before it. The return is that of the account
 * as a whole, so a position that was open at the seal counts from its worth then.
 */
export function afterSeal(
  { equity, trades }: SplitResult,
  { startsMs, timeframeMs }: { readonly startsMs: number; readonly timeframeMs: number },
): AfterSeal | null {
  const { time, value } = equity;
  const last = time.length - 1;
  const untilMs = (time[last] ?? 0) + timeframeMs;
  if (last < 0 || untilMs <= startsMs) return null;
  let base = last;
  while (base >= 0 && (time[base] ?? 0) + timeframeMs > startsMs) base--;
  const before = value[base];
  if (before === undefined || before <= 0) return null;
  return {
    untilMs,
    return: (value[last] ?? 0) / before - 1,
    trades: trades.filter(({ entry_time }) => entry_time >= startsMs).length,
  };
}

export interface SplitBySeal {
  readonly since: AfterSeal | null;
  /** Returns of the days before sealing; only while the record has none. */
  readonly past: readonly number[] | null;
}

/** A result on both sides of a record's seal. */
export function splitBySeal(
  result: SplitResult,
  record: Pick<TrackRecordRow, "sealed_at" | "starts_at" | "timeframe" | "past_days">,
): SplitBySeal {
  const timeframeMs = timeframeToMs(record.timeframe) ?? 0;
  return {
    since: afterSeal(result, { startsMs: record.starts_at.getTime(), timeframeMs }),
    past: record.past_days === null
      ? dailyReturns(result, { beforeMs: record.sealed_at.getTime(), timeframeMs })
      : null,
  };
}
