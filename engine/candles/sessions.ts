/** Markets with closing hours: what is missing between two candles while the market was open. */
import type { CandleSeries } from "./candle_series.ts";

/** When a market is open: begin and end of one session after the other, Unix milliseconds, ascending. */
export type Sessions = ArrayLike<number>;

export interface MissingInSessions {
  /** Candles of sessions that have others. */
  readonly candles: number;
  /** Sessions without any candle: holidays, as far as anybody can tell. */
  readonly sessions: number;
}

const DAY_MS = 86_400_000;

/** Whether sessions tell what is missing: candles that are longer than a day have some of theirs in all of them. */
export function hasSessions(
  { timeframeMs }: Pick<CandleSeries, "timeframeMs">,
  sessions: Sessions | undefined,
): sessions is Sessions {
  return sessions !== undefined && timeframeMs <= DAY_MS;
}

/** What is missing between a bar, from 1 on, and the one before it. */
export function missingBefore(
  { time, timeframeMs }: Pick<CandleSeries, "time" | "timeframeMs">,
  bar: number,
  sessions: Sessions,
): MissingInSessions {
  const from = time[bar - 1]! + timeframeMs;
  const to = time[bar]!;
  let missing = 0;
  let whole = 0;
  for (let i = firstEndingAfter(sessions, from); i < sessions.length; i += 2) {
    const [opens, closes] = [sessions[i]!, sessions[i + 1]!];
    if (opens >= to) break;
    if (opens >= from && closes <= to) whole++;
    else missing += Math.ceil((Math.min(closes, to) - Math.max(opens, from)) / timeframeMs);
  }
  return { candles: missing, sessions: whole };
}

/** Sessions without a candle between the first candle and the last one. */
export function closedSessions(candles: CandleSeries, sessions: Sessions): number {
  let count = 0;
  for (let bar = 1; bar < candles.length; bar++) {
    if (candles.time[bar]! - candles.time[bar - 1]! > candles.timeframeMs) {
      count += missingBefore(candles, bar, sessions).sessions;
    }
  }
  return count;
}

/** Index of the begin of the first session that ends after a moment. */
function firstEndingAfter(sessions: Sessions, time: number): number {
  let low = 0;
  let high = sessions.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sessions[2 * middle + 1]! > time) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}
