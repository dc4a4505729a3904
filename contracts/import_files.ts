/** What is said of a candle file that is imported, for pages: without the validation library, which no page loads for this. */
import type { ColumnChoice } from "../engine/candle_files.ts";

/** Any pair: candles of one's own need not be of a market on offer. */
export const PAIR = /^[A-Z0-9.]{1,15}\/[A-Z0-9]{2,10}$/;
/** What an import may be called. */
export const IMPORT_NAME = /^[a-z0-9][a-z0-9._-]{0,31}$/;

export const COLUMN_ROLES = ["time", "clock", "open", "high", "low", "close", "volume"] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** The columns of a file as a query has them: `time:0,open:1,high:2,low:3,close:4`. */
export function columnsText(columns: ColumnChoice): string {
  return COLUMN_ROLES.flatMap((role) => columns[role] === null ? [] : [`${role}:${columns[role]}`])
    .join(",");
}
