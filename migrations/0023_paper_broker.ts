/**
 * What a broker's paper account did with the orders of a follow: the orders as the broker was asked for them, what was heard about
 * each, and its executions. They stand beside the rows of the simulation, which they never change.
 */
import { type CreateTableBuilder, type Kysely, sql } from "kysely";

const now = sql`now()`;

/** Key, and a number that counts up with every row: newest first is a walk along an index. */
function withKeys<T extends string>(table: CreateTableBuilder<T, never>) {
  return table
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn("seq", "bigint", (c) => c.notNull().generatedAlwaysAsIdentity());
}

function withTimes<T extends string>(table: CreateTableBuilder<T, never>) {
  return table.addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now));
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await withTimes(
    withKeys(schema.createTable("broker_orders"))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      // The entry whose shares it sells; an entry has none.
      .addColumn("entry_id", "uuid", (c) => c.references("broker_orders.id").onDelete("cascade"))
      .addColumn("client_order_id", "text", (c) => c.notNull().unique())
      .addColumn(
        "role",
        "text",
        (c) => c.notNull().check(sql`role in ('entry', 'exit', 'stop', 'target')`),
      )
      .addColumn("type", "text", (c) => c.notNull().check(sql`type in ('market', 'stop', 'limit')`))
      .addColumn("symbol", "text", (c) => c.notNull())
      .addColumn("currency", "text", (c) => c.notNull())
      // Whole shares.
      .addColumn("quantity", "double precision", (c) => c.notNull().check(sql`quantity >= 0`))
      .addColumn("filled", "double precision", (c) => c.notNull().defaultTo(0))
      .addColumn("price", "double precision")
      .addColumn("sent_price", "double precision")
      .addColumn("is_wanted", "boolean", (c) => c.notNull().defaultTo(true))
      // Of an entry: what is to become of its shares.
      .addColumn("goal", "text", (c) => c.check(sql`goal in ('hold', 'flat', 'leave')`))
      // Of an entry: the levels that its position is protected with.
      .addColumn("stop_price", "double precision")
      .addColumn("target_price", "double precision")
      .addColumn(
        "status",
        "text",
        (c) =>
          c.notNull().check(
            sql`status in ('initialized', 'submitted', 'accepted', 'rejected', 'pending_cancel', 'canceled', 'expired', 'filled')`,
          ),
      )
      .addColumn("broker_order_id", "integer")
      .addColumn("perm_id", "bigint")
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("queued_at", "timestamptz", (c) => c.notNull())
      .addColumn("sent_at", "timestamptz"),
  ).execute();
  await schema.createIndex("broker_orders_follow").on("broker_orders")
    .columns(["follow_id", "seq desc"]).execute();
  await schema.createIndex("broker_orders_entry").on("broker_orders").column("entry_id").execute();
  await schema.createIndex("broker_orders_perm").on("broker_orders").column("perm_id").unique()
    .where(sql<boolean>`perm_id is not null`).execute();
  await schema.createIndex("broker_orders_open").on("broker_orders").column("seq")
    .where(sql<boolean>`status in ('initialized', 'submitted', 'accepted', 'pending_cancel')`)
    .execute();

  await withKeys(schema.createTable("broker_order_events"))
    .addColumn(
      "broker_order_id",
      "uuid",
      (c) => c.notNull().references("broker_orders.id").onDelete("cascade"),
    )
    .addColumn(
      "event",
      "text",
      (c) =>
        c.notNull().check(
          sql`event in ('initialized', 'submitted', 'accepted', 'rejected', 'pending_cancel', 'canceled', 'expired', 'replaced', 'part_filled', 'filled', 'corrected')`,
        ),
    )
    .addColumn("price", "double precision")
    .addColumn("quantity", "double precision")
    .addColumn("happened_at", "timestamptz", (c) => c.notNull())
    .addColumn("heard_at", "timestamptz", (c) => c.notNull())
    .addColumn("raw_json", "jsonb")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await schema.createIndex("broker_order_events_order").on("broker_order_events")
    .columns(["broker_order_id", "seq"]).execute();
  await sql`
    create function keep_broker_order_events() returns trigger language plpgsql as $$
    begin
      -- They go with the order they belong to, and not before.
      if tg_op = 'DELETE' and not exists (select 1 from broker_orders where id = old.broker_order_id) then
        return old;
      end if;
      raise exception 'broker_order_events is append-only' using errcode = 'integrity_constraint_violation';
    end $$`.execute(db);
  await sql`create trigger broker_order_events_append_only before update or delete
    on broker_order_events for each row execute function keep_broker_order_events()`.execute(db);

  await withTimes(
    withKeys(schema.createTable("broker_fills"))
      .addColumn(
        "broker_order_id",
        "uuid",
        (c) => c.notNull().references("broker_orders.id").onDelete("cascade"),
      )
      // Without the number of its correction: a corrected execution is the same one.
      .addColumn("execution_key", "text", (c) => c.notNull().unique())
      .addColumn("execution_id", "text", (c) => c.notNull())
      .addColumn("side", "text", (c) => c.notNull().check(sql`side in ('buy', 'sell')`))
      .addColumn("quantity", "double precision", (c) => c.notNull().check(sql`quantity > 0`))
      .addColumn("price", "double precision", (c) => c.notNull())
      // Absent until the broker has told it.
      .addColumn("fee", "double precision")
      .addColumn("happened_at", "timestamptz", (c) => c.notNull())
      .addColumn("heard_at", "timestamptz", (c) => c.notNull()),
  ).execute();
  await schema.createIndex("broker_fills_order").on("broker_fills").column("broker_order_id")
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ["broker_fills", "broker_order_events", "broker_orders"]) {
    await db.schema.dropTable(table).execute();
  }
  await sql`drop function keep_broker_order_events()`.execute(db);
}
