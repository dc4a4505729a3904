/** Limits of single accounts, as an operator sets them. */
import type { Kysely } from "kysely";
import { audit } from "../logging/audit.ts";
import type { Database } from "../db/schema.ts";
import type { Logger } from "../logging/log.ts";

/** The names an operator types, and the columns they stand for. */
export const LIMIT_COLUMNS = {
  strategies: "max_strategies",
  backtests: "max_backtests_per_day",
  imports: "max_imports",
  candles: "max_import_candles",
} as const;

export type LimitName = keyof typeof LIMIT_COLUMNS;
/** What is to change; `null` goes back to everybody's limit. */
export type LimitChanges = Partial<Record<LimitName, number | null | undefined>>;

const MAX = 1_000_000_000;

/** What was typed, such as `["strategies=25", "backtests=default"]`. @throws {RangeError} in words */
export function readLimitChanges(words: readonly string[]): LimitChanges {
  const changes: LimitChanges = {};
  for (const word of words) {
    const [, name = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(word) ?? [];
    if (!Object.hasOwn(LIMIT_COLUMNS, name)) {
      throw new RangeError(
        `There is no limit "${name}". There are ${Object.keys(LIMIT_COLUMNS).join(", ")}.`,
      );
    }
    const limit = value === "default" ? null : /^\d{1,10}$/.test(value) ? Number(value) : NaN;
    if (limit !== null && !(limit <= MAX)) {
      throw new RangeError(`${name} takes a whole number up to ${MAX}, or the word default.`);
    }
    changes[name as LimitName] = limit;
  }
  return changes;
}

/** Changes the limits of the account with this address and returns them; `null` when there is no such account. Logged. */
export async function setAccountLimits(
  db: Kysely<Database>,
  email: string,
  changes: LimitChanges,
  log?: Logger,
): Promise<Record<LimitName, number | null> | null> {
  const set = Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [LIMIT_COLUMNS[name as LimitName], value]),
  );
  const row = await db.updateTable("users").set({ ...set, updated_at: new Date() })
    .where("email", "=", email.trim().toLowerCase()).returningAll().executeTakeFirst();
  if (row && log && Object.keys(changes).length > 0) {
    audit(log, "limits_changed", { user_id: row.id, ...changes });
  }
  return row
    ? {
      strategies: row.max_strategies,
      backtests: row.max_backtests_per_day,
      imports: row.max_imports,
      candles: row.max_import_candles,
    }
    : null;
}
