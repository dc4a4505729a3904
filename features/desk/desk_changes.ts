/** What is shown of the desk, brought up to date with what is told of it. */
import type { Order } from "../../contracts/desk.ts";
import type { DeskTold } from "../../studio/desk/watch_desk.ts";
import { type DeskData, LISTED } from "./desk_view.ts";

/** The desk after `told`; telling a thing twice changes nothing. */
export function withTold(desk: DeskData, told: DeskTold): DeskData {
  switch (told.topic) {
    case "follows":
      return withMarks({ ...desk, follows: replaced(desk.follows, told.data) }, told.data.id);
    case "signals":
      return { ...desk, signals: newestFirst(desk.signals, told.data, "candle_at") };
    case "events":
      return { ...desk, events: newestFirst(desk.events, told.data, "happened_at") };
    case "trades":
      return { ...desk, trades: newestFirst(desk.trades, told.data, "entry_at") };
    case "orders":
      return withOutcome(
        { ...desk, orders: newestFirst(desk.orders, told.data, "submitted_at") },
        told.data,
      );
  }
}

interface Row {
  readonly id: string;
}

/** In its place, or first. */
function replaced<T extends Row>(rows: readonly T[], row: T): readonly T[] {
  return rows.some(({ id }) => id === row.id)
    ? rows.map((other) => other.id === row.id ? row : other)
    : [row, ...rows];
}

/** In its place; a new one before all that are older. Those that would make the list too long are left out. */
function newestFirst<T extends Row & Readonly<Record<K, string>>, K extends keyof T>(
  rows: readonly T[],
  row: T,
  time: K,
): readonly T[] {
  if (rows.some(({ id }) => id === row.id)) return replaced(rows, row);
  const at = rows.findIndex((other) => other[time] <= row[time]);
  return (at < 0 ? [...rows, row] : rows.toSpliced(at, 0, row)).slice(0, LISTED);
}

/** An open trade is worth what its follow says, at every close. */
function withMarks(desk: DeskData, followId: string): DeskData {
  const position = desk.follows.find(({ id }) => id === followId)?.position;
  if (!position) return desk;
  return {
    ...desk,
    trades: desk.trades.map((trade) =>
      trade.follow_id === followId && trade.exit_at === null
        ? { ...trade, pnl: position.pnl, return: position.return }
        : trade
    ),
  };
}

/** What became of the signal that an order came of. */
function withOutcome(desk: DeskData, { signal_id, status }: Order): DeskData {
  if (signal_id === null || (status !== "filled" && status !== "rejected")) return desk;
  const outcome = status === "filled" ? { executed: true } : { outcome: "no_cash" as const };
  return {
    ...desk,
    signals: desk.signals.map((signal) =>
      signal.id === signal_id ? { ...signal, ...outcome } : signal
    ),
  };
}
