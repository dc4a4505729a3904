/** Signals, orders, trades and events of an account, page by page, the newest first. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

export interface PageQuery {
  /** Of one follow alone. */
  readonly follow_id?: string | undefined;
  readonly limit: number;
  /** Rows before this one. */
  readonly before?: number | undefined;
}

type PagedTable = "signals" | "orders" | "trades" | "strategy_events";

/** The rows that a page shows, and one more where there are more. */
async function pageOf<T extends PagedTable>(
  db: Kysely<Database>,
  table: T,
  userId: string,
  { follow_id, limit, before }: PageQuery,
  where: { readonly column: string; readonly values: readonly string[] } | null,
): Promise<{ readonly ids: readonly string[]; readonly next: number | null }> {
  let rows = db.selectFrom(sql<{ id: string; seq: number }>`${sql.table(table)}`.as("x"))
    .innerJoin("follows as f", (join) => join.on(sql<boolean>`f.id = x.follow_id`))
    .select(["x.id", "x.seq"]).where("f.user_id", "=", userId);
  if (follow_id !== undefined) rows = rows.where("f.id", "=", follow_id);
  if (before !== undefined) rows = rows.where("x.seq", "<", before);
  if (where) rows = rows.where(sql<string>`${sql.ref(`x.${where.column}`)}`, "in", where.values);
  const found = await rows.orderBy("x.seq", "desc").limit(limit + 1).execute();
  const shown = found.slice(0, limit);
  return {
    ids: shown.map(({ id }) => id),
    next: found.length > limit ? shown.at(-1)!.seq : null,
  };
}

/** Rows with their strategy's document, for the words about them. */
export async function listSignals(
  db: Kysely<Database>,
  userId: string,
  { type, ...page }: PageQuery & { readonly type?: string | undefined },
) {
  const where = type === undefined ? null : { column: "type", values: [type] };
  const { ids, next } = await pageOf(db, "signals", userId, page, where);
  const rows = ids.length === 0 ? [] : await db.selectFrom("signals as x")
    .innerJoin("strategy_versions as v", "v.id", "x.strategy_version_id")
    .selectAll("x").select("v.definition_json").where("x.id", "in", ids)
    .orderBy("x.seq", "desc").execute();
  return { rows, next };
}

export async function listOrders(
  db: Kysely<Database>,
  userId: string,
  { status, ...page }: PageQuery & { readonly status?: string | undefined },
) {
  const where = status === undefined ? null : { column: "status", values: [status] };
  const { ids, next } = await pageOf(db, "orders", userId, page, where);
  if (ids.length === 0) return { rows: [], events: [], fills: [], next };
  const rows = await db.selectFrom("orders").selectAll().where("id", "in", ids)
    .orderBy("seq", "desc").execute();
  const events = await db.selectFrom("order_events").selectAll().where("order_id", "in", ids)
    .orderBy("number").execute();
  const fills = await db.selectFrom("fills").selectAll().where("order_id", "in", ids)
    .orderBy("seq").execute();
  return { rows, events, fills, next };
}

export async function listTrades(
  db: Kysely<Database>,
  userId: string,
  { state, ...page }: PageQuery & { readonly state?: "open" | "closed" | undefined },
) {
  const reasons = state === "open"
    ? ["open"]
    : ["signal", "stop_loss", "trailing_stop", "take_profit", "time"];
  const where = state === undefined ? null : { column: "exit_reason", values: reasons };
  const { ids, next } = await pageOf(db, "trades", userId, page, where);
  const rows = ids.length === 0
    ? []
    : await db.selectFrom("trades").selectAll().where("id", "in", ids).orderBy("seq", "desc")
      .execute();
  return { rows, next };
}

export async function listEvents(
  db: Kysely<Database>,
  userId: string,
  { type, ...page }: PageQuery & { readonly type?: string | undefined },
) {
  const where = type === undefined ? null : { column: "type", values: [type] };
  const { ids, next } = await pageOf(db, "strategy_events", userId, page, where);
  const rows = ids.length === 0
    ? []
    : await db.selectFrom("strategy_events").selectAll().where("id", "in", ids)
      .orderBy("seq", "desc").execute();
  return { rows, next };
}
