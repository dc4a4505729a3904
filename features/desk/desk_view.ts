/** What the page of the desk is made of. */
import type { DeskEvent, DeskTrade, Follow, Order, Signal } from "../../contracts/desk.ts";
import { api } from "../../contracts/client/api_client.ts";
import { exactDecimals } from "../../text/prices.ts";
import { number, price } from "../../text/format.ts";

/** A version that can be followed: the newest of its strategy, or the one that was asked for. */
export interface FollowChoice {
  readonly strategyId: string;
  readonly name: string;
  readonly asset: string;
  readonly timeframe: string;
  readonly version: number;
  /** Whether its orders may go to a paper account too. */
  readonly hasPaperAccount: boolean;
}

export interface DeskData {
  readonly follows: readonly Follow[];
  readonly signals: readonly Signal[];
  readonly orders: readonly Order[];
  readonly trades: readonly DeskTrade[];
  readonly events: readonly DeskEvent[];
}

/** Rows of each list; the API has the others. */
export const LISTED = 50;

export async function readDesk(): Promise<DeskData> {
  const query = { limit: LISTED };
  const [{ follows }, { signals }, { orders }, { trades }, { events }] = await Promise.all([
    api("GET /follows"),
    api("GET /signals", { query }),
    api("GET /orders", { query }),
    api("GET /trades", { query }),
    api("GET /events", { query }),
  ]);
  return { follows, signals, orders, trades, events };
}

export const OUTCOME_WORDS: Readonly<Record<Signal["outcome"], string>> = {
  ordered: "Ordered",
  exit_at_same_close: "Ignored: it would sell at the same close",
  cooldown: "Ignored: cooldown after the last exit",
  no_cash: "Not bought: no cash",
  paused: "Not bought: paused",
  largest_order: "Not bought: larger than your largest order",
  orders_per_hour: "Not bought: too many orders in an hour",
};

export const STATUS_WORDS: Readonly<Record<Order["status"], string>> = {
  initialized: "Prepared",
  denied: "Refused",
  submitted: "Sent",
  accepted: "Open",
  rejected: "Rejected",
  triggered: "Triggered",
  pending_cancel: "Being canceled",
  canceled: "Canceled",
  expired: "Expired",
  filled: "Filled",
};

export const ROLE_WORDS: Readonly<Record<Order["role"], string>> = {
  entry: "Buy at the open",
  exit: "Sell at the open",
  stop: "Stop",
  target: "Target",
};

/** A price with the decimals of its market's candles. */
export function deskPrice(
  value: number | null,
  { last_close }: Pick<Follow, "last_close">,
): string {
  const decimals = last_close === null ? null : exactDecimals(last_close);
  return price(value, decimals === null ? undefined : Math.max(2, decimals));
}

/** "+0.12, 3 s later; −0.05": what each side of a trade was filled otherwise, quote currency a share. */
export function seenWords({ entry, exit }: NonNullable<DeskTrade["seen"]>): string {
  return [entry, exit].flatMap((side) => {
    if (!side) return [];
    const { difference, delay_ms } = side;
    const digits = difference !== 0 && Math.abs(difference) < 0.01 ? 4 : 2;
    const text = number(difference, digits, "always");
    return delay_ms === null ? [text] : [`${text}, ${delayWords(delay_ms)}`];
  }).join("; ");
}

function delayWords(ms: number): string {
  const seconds = Math.abs(Math.round(ms / 1000));
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return seconds === 0 ? "at once" : `${amount} ${ms < 0 ? "earlier" : "later"}`;
}

export function nameOf(follow: Follow | undefined): string {
  return follow ? `${follow.strategy_name} v${follow.version_number}` : "";
}
