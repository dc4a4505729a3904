/** What keeps an entry signal from becoming an order. Exits, stops and targets are never held back. */
import type { SignalOutcome } from "../db/desk_schema.ts";

export type Block = Extract<SignalOutcome, "paused" | "largest_order" | "orders_per_hour">;

export interface GuardLimits {
  /** Quote currency; `null` = any. */
  readonly max_order: number | null;
  readonly max_orders_per_hour: number | null;
}

/** Why an entry is not ordered; `null` when it is. */
export function blockOf(
  limits: GuardLimits,
  { isPaused, orderValue, ordersThisHour }: {
    readonly isPaused: boolean;
    readonly orderValue: number;
    /** Orders of the hour before the close. */
    readonly ordersThisHour: number;
  },
): Block | null {
  if (isPaused) return "paused";
  if (limits.max_order !== null && orderValue > limits.max_order) return "largest_order";
  const most = limits.max_orders_per_hour;
  return most !== null && ordersThisHour >= most ? "orders_per_hour" : null;
}

const DAY_MS = 86_400_000;

/**
 * Loss since the UTC day of the last close began, as a fraction of the equity then; 0 or more.
 *
 * @param time open times, `equity` the worth at each close
 */
export function dailyLoss(
  { time, equity, timeframeMs, capital }: {
    readonly time: ArrayLike<number>;
    readonly equity: ArrayLike<number>;
    readonly timeframeMs: number;
    readonly capital: number;
  },
): number {
  const last = time.length - 1;
  // The candle that closes at midnight is the last one of the day that ends.
  const dayOf = (bar: number) => Math.floor((time[bar]! + timeframeMs - 1) / DAY_MS);
  let bar = last;
  while (bar >= 0 && dayOf(bar) === dayOf(last)) bar--;
  const before = bar >= 0 ? equity[bar]! : capital;
  return before > 0 ? Math.max(0, 1 - equity[last]! / before) : 0;
}
