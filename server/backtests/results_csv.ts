/** Parts of a stored result as CSV: times in ISO 8601 UTC, numbers in full precision, unknown as an empty cell. */
import type { RunResult } from "../../contracts/results.ts";

const TRADE_COLUMNS = [
  "side",
  "entry_time",
  "entry_bar",
  "entry_price",
  "exit_time",
  "exit_bar",
  "exit_price",
  "quantity",
  "fees",
  "slippage",
  "pnl",
  "return",
  "exit_reason",
  "bars_held",
  "mae",
  "mfe",
  "r",
  "ambiguous",
  "gap",
  "after_gap",
] as const;

/** One line a trade, with the columns named as in the JSON. */
export function tradesCsv({ trades }: Pick<RunResult, "trades">): string {
  return table(
    TRADE_COLUMNS,
    trades.map((trade) =>
      TRADE_COLUMNS.map((name) => name.endsWith("_time") ? time(trade[name]) : cell(trade[name]))
    ),
  );
}

/** One line a bar: its open time, the equity at its close, and that of holding. */
export function equityCsv(
  { equity, buy_and_hold }: Pick<RunResult, "equity" | "buy_and_hold">,
): string {
  return table(
    ["time", "equity", "buy_and_hold"],
    equity.time.map((ms, i) => [time(ms), cell(equity.value[i]), cell(buy_and_hold?.value[i])]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((row) => row.join(",") + "\r\n").join("");
}

function cell(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

function time(value: unknown): string {
  return typeof value === "number" ? new Date(value).toISOString() : "";
}
