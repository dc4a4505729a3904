/** The statements of the desk's feeds: which rows are new of a follow or an account, and the rows themselves. */
import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { DeskTables } from "../db/desk_schema.ts";
import type { Database } from "../db/schema.ts";

type Row<T extends keyof DeskTables> = Selectable<DeskTables[T]>;

/** What is told of each kind. */
export interface FeedRows {
  readonly signals: Row<"signals"> & { readonly definition_json: unknown };
  readonly orders: {
    readonly rows: readonly Row<"orders">[];
    readonly events: readonly Row<"order_events">[];
    readonly fills: readonly Row<"fills">[];
  };
  readonly fills: Row<"fills">;
  readonly trades: Row<"trades">;
  readonly events: Row<"strategy_events">;
}
export type FeedKind = keyof FeedRows;

/** A row that is new, with what is told of it. */
export interface NewRow {
  readonly seq: number;
  readonly follow_id: string;
  readonly key: string;
}

/** Where the rows of a kind come from: a number that counts up, the follow, and the key of what is told. */
function sourceOf(kind: FeedKind): RawBuilder<unknown> {
  if (kind === "orders") {
    return sql`(select e.seq, o.follow_id, e.order_id as key, e.created_at
      from order_events e join orders o on o.id = e.order_id)`;
  }
  const table = { signals: "signals", fills: "fills", trades: "fills", events: "strategy_events" }[
    kind
  ];
  return sql`(select seq, follow_id, id as key, created_at from ${sql.table(table)})`;
}

/** How far each follow of an account has come; follows without a row are left out. */
export async function marksOf(
  db: Kysely<Database>,
  kind: FeedKind,
  userId: string,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ follow_id: string; seq: number }>`
    select x.follow_id, max(x.seq) as seq from ${sourceOf(kind)} x
      join follows f on f.id = x.follow_id
      where f.user_id = ${userId} group by x.follow_id`.execute(db);
  return new Map(rows.map(({ follow_id, seq }) => [follow_id, seq]));
}

/** Rows of a follow after `seq`, the oldest first. */
export async function newRows(
  db: Kysely<Database>,
  kind: FeedKind,
  { userId, followId, seq, limit }: {
    readonly userId: string;
    readonly followId: string;
    readonly seq: number;
    readonly limit: number;
  },
): Promise<NewRow[]> {
  const { rows } = await sql<NewRow>`
    select x.seq, x.follow_id, x.key from ${sourceOf(kind)} x join follows f on f.id = x.follow_id
      where x.follow_id = ${followId} and f.user_id = ${userId} and x.seq > ${seq}
      order by x.seq limit ${limit}`.execute(db);
  return rows;
}

/**
 * The newest rows of an account after `seq`, the oldest first, and those of the minute before: two transactions may have taken
 * their numbers in one order and ended in the other.
 */
export async function rowsAfter(
  db: Kysely<Database>,
  kind: FeedKind,
  { userId, seq, limit }: {
    readonly userId: string;
    readonly seq: number;
    readonly limit: number;
  },
): Promise<NewRow[]> {
  const { rows } = await sql<NewRow>`
    with own as not materialized (
      select x.seq, x.follow_id, x.key, x.created_at from ${sourceOf(kind)} x
        join follows f on f.id = x.follow_id where f.user_id = ${userId}
    )
    select seq, follow_id, key from own
      where seq > ${seq} or (seq < ${seq} and created_at >
        (select max(created_at) from own where seq <= ${seq}) - interval '1 minute')
      order by seq desc limit ${limit}`.execute(db);
  return rows.reverse();
}

/** What is told of rows, by their keys; what is gone is left out. */
export async function rowsOf<K extends FeedKind>(
  db: Kysely<Database>,
  kind: K,
  keys: readonly string[],
): Promise<ReadonlyMap<string, FeedRows[K]>> {
  const found = keys.length === 0 ? new Map() : await READS[kind](db, [...new Set(keys)]);
  return found as ReadonlyMap<string, FeedRows[K]>;
}

type Reads = {
  readonly [K in FeedKind]: (
    db: Kysely<Database>,
    keys: readonly string[],
  ) => Promise<ReadonlyMap<string, FeedRows[K]>>;
};

const READS: Reads = {
  async signals(db, keys) {
    const rows = await db.selectFrom("signals as x")
      .innerJoin("strategy_versions as v", "v.id", "x.strategy_version_id")
      .selectAll("x").select("v.definition_json").where("x.id", "in", keys).execute();
    return new Map(rows.map((row) => [row.id, row]));
  },
  async orders(db, keys) {
    const rows = await db.selectFrom("orders").selectAll().where("id", "in", keys).execute();
    const events = await db.selectFrom("order_events").selectAll().where("order_id", "in", keys)
      .orderBy("number").execute();
    const fills = await db.selectFrom("fills").selectAll().where("order_id", "in", keys)
      .orderBy("seq").execute();
    return new Map(rows.map((row) => [row.id, {
      rows: [row],
      events: events.filter(({ order_id }) => order_id === row.id),
      fills: fills.filter(({ order_id }) => order_id === row.id),
    }]));
  },
  async fills(db, keys) {
    const rows = await db.selectFrom("fills").selectAll().where("id", "in", keys).execute();
    return new Map(rows.map((row) => [row.id, row]));
  },
  async trades(db, keys) {
    const rows = await db.selectFrom("trades").selectAll()
      .where((eb) => eb.or([eb("entry_fill_id", "in", keys), eb("exit_fill_id", "in", keys)]))
      .execute();
    const byFill = new Map<string, Row<"trades">>();
    for (const row of rows) {
      byFill.set(row.entry_fill_id, row);
      if (row.exit_fill_id !== null) byFill.set(row.exit_fill_id, row);
    }
    return byFill;
  },
  async events(db, keys) {
    const rows = await db.selectFrom("strategy_events").selectAll().where("id", "in", keys)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  },
};

/** The follows of accounts that go on, with when each has changed last. */
export async function followChanges(
  db: Kysely<Database>,
  userIds: readonly string[],
): Promise<{ id: string; user_id: string; updated_at: Date }[]> {
  return await db.selectFrom("follows").select(["id", "user_id", "updated_at"])
    .where("user_id", "in", userIds).where("stopped_at", "is", null).execute();
}
