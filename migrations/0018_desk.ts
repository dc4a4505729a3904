/**
 * Versions that are followed candle by candle: what they were followed with, and the signals, orders, fills, trades and events
 * that came of it. Unique keys make each candle count once, however often it is looked at. Positions are not stored: they are
 * the sum of the fills.
 */
import { type CreateTableBuilder, type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;

/** Key, and a number that counts up with every row: newest first is a walk along an index. */
function withKeys<T extends string>(table: CreateTableBuilder<T, never>) {
  return table.addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("seq", "bigint", (c) => c.notNull().generatedAlwaysAsIdentity());
}

function withTimes<T extends string>(table: CreateTableBuilder<T, never>) {
  return table.addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now));
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await withTimes(
    schema.createTable("instruments")
      .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
      .addColumn("symbol", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("exchange", "text", (c) => c.notNull())
      .addColumn("venue", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull().check(sql`kind in ('pair', 'stock')`))
      .addColumn("base", "text", (c) => c.notNull())
      .addColumn("quote", "text", (c) => c.notNull())
      .addColumn("tick", "double precision", (c) => c.notNull().check(sql`tick > 0`))
      .addColumn("hours_json", "jsonb")
      .addUniqueConstraint("instruments_symbol", ["symbol", "venue"]),
  ).execute();

  // Candles as the desk first saw them: what a follow has acted on stays what it acted on.
  await withTimes(
    schema.createTable("desk_series")
      .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
      .addColumn("asset", "text", (c) => c.notNull())
      .addColumn("timeframe", "text", (c) => c.notNull())
      .addColumn("venue", "text", (c) => c.notNull())
      // Counts up whenever a candle of the past has changed.
      .addColumn("revision", "integer", (c) => c.notNull().defaultTo(0))
      .addUniqueConstraint("desk_series_key", ["asset", "timeframe", "venue"]),
  ).execute();
  await schema.createTable("desk_candles")
    .addColumn(
      "series_id",
      "uuid",
      (c) => c.notNull().references("desk_series.id").onDelete("cascade"),
    )
    .addColumn("open_time", "timestamptz", (c) => c.notNull())
    .addColumn("open", "double precision", (c) => c.notNull())
    .addColumn("high", "double precision", (c) => c.notNull())
    .addColumn("low", "double precision", (c) => c.notNull())
    .addColumn("close", "double precision", (c) => c.notNull())
    // NaN where the candle came without one.
    .addColumn("volume", "double precision", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("desk_candles_pkey", ["series_id", "open_time"]).execute();

  await withTimes(
    withKeys(schema.createTable("follows"))
      .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
      .addColumn(
        "strategy_id",
        "uuid",
        (c) => c.notNull().references("strategies.id").onDelete("cascade"),
      )
      .addColumn(
        "strategy_version_id",
        "uuid",
        (c) => c.notNull().references("strategy_versions.id").onDelete("cascade"),
      )
      .addColumn("instrument_id", "uuid", (c) => c.notNull().references("instruments.id"))
      .addColumn("series_id", "uuid", (c) => c.notNull().references("desk_series.id"))
      .addColumn(
        "broker",
        "text",
        (c) => c.notNull().defaultTo("simulated").check(sql`broker in ('simulated', 'ibkr_paper')`),
      )
      .addColumn(
        "status",
        "text",
        (c) =>
          c.notNull().defaultTo("active").check(sql`status in ('active', 'paused', 'stopped')`),
      )
      .addColumn("initial_capital", "double precision", (c) => c.notNull())
      .addColumn("fee_percent", "double precision", (c) => c.notNull())
      .addColumn("slippage_percent", "double precision", (c) => c.notNull())
      .addColumn("intrabar", "text", (c) => c.notNull())
      .addColumn("max_order", "double precision", (c) => c.check(sql`max_order > 0`))
      .addColumn(
        "max_daily_loss_percent",
        "double precision",
        (c) => c.check(sql`max_daily_loss_percent > 0`),
      )
      .addColumn("max_orders_per_hour", "integer", (c) => c.check(sql`max_orders_per_hour > 0`))
      .addColumn("started_at", "timestamptz", (c) => c.notNull())
      .addColumn("stopped_at", "timestamptz")
      .addColumn("history_from", "timestamptz")
      .addColumn("last_candle_at", "timestamptz")
      .addColumn("pending", "text", (c) => c.check(sql`pending in ('entry', 'exit')`))
      .addColumn("equity", "double precision", (c) => c.notNull())
      .addColumn("state_json", "jsonb")
      .addColumn("problem", "text"),
  ).execute();
  await schema.createIndex("follows_user").on("follows").columns(["user_id", "seq desc"]).execute();
  await schema.createIndex("follows_strategy").on("follows").column("strategy_id").execute();
  await schema.createIndex("follows_version").on("follows").column("strategy_version_id").execute();
  await schema.createIndex("follows_series").on("follows").columns(["series_id", "last_candle_at"])
    .where(sql<boolean>`stopped_at is null`).execute();

  await schema.createTable("follow_candles")
    .addColumn(
      "follow_id",
      "uuid",
      (c) => c.notNull().references("follows.id").onDelete("cascade"),
    )
    .addColumn("open_time", "timestamptz", (c) => c.notNull())
    // All five absent: there was no such candle.
    .addColumn("open", "double precision")
    .addColumn("high", "double precision")
    .addColumn("low", "double precision")
    .addColumn("close", "double precision")
    .addColumn("volume", "double precision")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("follow_candles_pkey", ["follow_id", "open_time"]).execute();

  await withTimes(
    schema.createTable("follow_pauses")
      .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      .addColumn("from_time", "timestamptz", (c) => c.notNull())
      .addColumn("to_time", "timestamptz")
      .addColumn(
        "reason",
        "text",
        (c) => c.notNull().check(sql`reason in ('owner', 'everything', 'daily_loss', 'problem')`),
      ),
  ).execute();
  await schema.createIndex("follow_pauses_follow").on("follow_pauses")
    .columns(["follow_id", "from_time"]).execute();
  await schema.createIndex("follow_pauses_open").on("follow_pauses").column("follow_id").unique()
    .where(sql<boolean>`to_time is null`).execute();

  await withTimes(
    withKeys(schema.createTable("signals"))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      .addColumn(
        "strategy_version_id",
        "uuid",
        (c) => c.notNull().references("strategy_versions.id").onDelete("cascade"),
      )
      .addColumn("candle_at", "timestamptz", (c) => c.notNull())
      .addColumn("type", "text", (c) => c.notNull().check(sql`type in ('entry', 'exit')`))
      .addColumn("cause", "text", (c) => c.notNull().check(sql`cause in ('signal', 'time')`))
      .addColumn("executed", "boolean", (c) => c.notNull().defaultTo(false))
      .addColumn(
        "outcome",
        "text",
        (c) =>
          c.notNull().check(
            sql`outcome in ('ordered', 'exit_at_same_close', 'cooldown', 'no_cash', 'paused', 'largest_order', 'orders_per_hour')`,
          ),
      )
      .addColumn("price", "double precision", (c) => c.notNull())
      .addColumn("values_json", "jsonb", (c) => c.notNull())
      .addUniqueConstraint("signals_candle", ["follow_id", "candle_at", "type"]),
  ).execute();
  await schema.createIndex("signals_follow").on("signals").columns(["follow_id", "seq desc"])
    .execute();
  await schema.createIndex("signals_version").on("signals")
    .columns(["strategy_version_id", "candle_at desc"]).execute();

  await withTimes(
    withKeys(schema.createTable("orders"))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      .addColumn("signal_id", "uuid", (c) => c.references("signals.id").onDelete("cascade"))
      .addColumn("client_order_id", "text", (c) => c.notNull().unique())
      .addColumn(
        "role",
        "text",
        (c) => c.notNull().check(sql`role in ('entry', 'exit', 'stop', 'target')`),
      )
      .addColumn("side", "text", (c) => c.notNull().check(sql`side in ('buy', 'sell')`))
      .addColumn("type", "text", (c) => c.notNull().check(sql`type in ('market', 'stop', 'limit')`))
      .addColumn("candle_at", "timestamptz", (c) => c.notNull())
      .addColumn("quantity", "double precision")
      .addColumn("price", "double precision")
      .addColumn(
        "status",
        "text",
        (c) =>
          c.notNull().check(
            sql`status in ('initialized', 'denied', 'submitted', 'accepted', 'rejected', 'triggered', 'pending_cancel', 'canceled', 'expired', 'filled')`,
          ),
      )
      .addColumn("broker", "text", (c) => c.notNull())
      .addColumn("broker_order_id", "text")
      .addColumn("submitted_at", "timestamptz", (c) => c.notNull())
      .addUniqueConstraint("orders_candle", ["follow_id", "role", "candle_at"]),
  ).execute();
  await schema.createIndex("orders_follow").on("orders").columns(["follow_id", "seq desc"])
    .execute();
  await schema.createIndex("orders_signal").on("orders").column("signal_id").execute();
  await schema.createIndex("orders_open").on("orders").column("follow_id")
    .where(sql<boolean>`status in ('initialized', 'submitted', 'accepted', 'triggered')`).execute();

  await withKeys(schema.createTable("order_events"))
    .addColumn("order_id", "uuid", (c) => c.notNull().references("orders.id").onDelete("cascade"))
    .addColumn("number", "integer", (c) => c.notNull())
    .addColumn(
      "event",
      "text",
      (c) =>
        c.notNull().check(
          sql`event in ('initialized', 'denied', 'submitted', 'accepted', 'rejected', 'triggered', 'pending_cancel', 'canceled', 'expired', 'replaced', 'filled')`,
        ),
    )
    .addColumn("price", "double precision")
    .addColumn("happened_at", "timestamptz", (c) => c.notNull())
    .addColumn("heard_at", "timestamptz", (c) => c.notNull())
    .addColumn("raw_json", "jsonb")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint("order_events_number", ["order_id", "number"]).execute();
  await sql`
    create function keep_order_events() returns trigger language plpgsql as $$
    begin
      -- They go with the order they belong to, and not before.
      if tg_op = 'DELETE' and not exists (select 1 from orders where id = old.order_id) then
        return old;
      end if;
      raise exception 'order_events is append-only' using errcode = 'integrity_constraint_violation';
    end $$`.execute(db);
  await sql`create trigger order_events_append_only before update or delete on order_events
    for each row execute function keep_order_events()`.execute(db);

  await withTimes(
    withKeys(schema.createTable("fills"))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      .addColumn("order_id", "uuid", (c) => c.notNull().references("orders.id").onDelete("cascade"))
      .addColumn("execution_id", "text", (c) => c.notNull().unique())
      .addColumn("side", "text", (c) => c.notNull().check(sql`side in ('buy', 'sell')`))
      .addColumn("quantity", "double precision", (c) => c.notNull().check(sql`quantity > 0`))
      .addColumn("price", "double precision", (c) => c.notNull())
      .addColumn("reference_price", "double precision", (c) => c.notNull())
      .addColumn("fee", "double precision", (c) => c.notNull())
      .addColumn("slippage", "double precision", (c) => c.notNull())
      .addColumn("candle_at", "timestamptz", (c) => c.notNull()),
  ).execute();
  await schema.createIndex("fills_follow").on("fills").columns(["follow_id", "seq desc"]).execute();
  await schema.createIndex("fills_order").on("fills").column("order_id").execute();

  await withTimes(
    withKeys(schema.createTable("trades"))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      .addColumn("entry_fill_id", "uuid", (c) => c.notNull().references("fills.id"))
      .addColumn("exit_fill_id", "uuid", (c) => c.references("fills.id"))
      .addColumn("entry_at", "timestamptz", (c) => c.notNull())
      .addColumn("exit_at", "timestamptz")
      .addColumn("entry_price", "double precision", (c) => c.notNull())
      .addColumn("exit_price", "double precision")
      .addColumn("quantity", "double precision", (c) => c.notNull())
      .addColumn("fees", "double precision", (c) => c.notNull())
      .addColumn("slippage", "double precision", (c) => c.notNull())
      .addColumn("pnl", "double precision", (c) => c.notNull())
      .addColumn("return", "double precision", (c) => c.notNull())
      .addColumn("r", "double precision")
      .addColumn("exit_reason", "text", (c) => c.notNull())
      .addColumn("initial_stop", "double precision")
      .addColumn("target", "double precision")
      // The trade as the engine tells it: bars held, furthest moves, tags.
      .addColumn("trade_json", "jsonb", (c) => c.notNull())
      // What every block showed at the close that gave the signal.
      .addColumn("market_context", "jsonb", (c) => c.notNull())
      .addUniqueConstraint("trades_entry", ["follow_id", "entry_at"]),
  ).execute();
  await schema.createIndex("trades_follow").on("trades").columns(["follow_id", "seq desc"])
    .execute();
  await schema.createIndex("trades_times").on("trades").columns([
    "follow_id",
    "entry_at",
    "exit_at",
  ])
    .execute();
  await schema.createIndex("trades_entry_fill").on("trades").column("entry_fill_id").execute();
  await schema.createIndex("trades_exit_fill").on("trades").column("exit_fill_id").execute();

  await withTimes(
    withKeys(schema.createTable("strategy_events"))
      .addColumn(
        "follow_id",
        "uuid",
        (c) => c.notNull().references("follows.id").onDelete("cascade"),
      )
      .addColumn("key", "text", (c) => c.notNull())
      .addColumn("type", "text", (c) => c.notNull())
      .addColumn(
        "severity",
        "text",
        (c) => c.notNull().check(sql`severity in ('info', 'warning', 'error')`),
      )
      .addColumn("message", "text", (c) => c.notNull())
      .addColumn("metadata_json", "jsonb", (c) => c.notNull())
      .addColumn("happened_at", "timestamptz", (c) => c.notNull())
      .addUniqueConstraint("strategy_events_key", ["follow_id", "key"]),
  ).execute();
  await schema.createIndex("strategy_events_follow").on("strategy_events")
    .columns(["follow_id", "seq desc"]).execute();
  await schema.createIndex("strategy_events_type").on("strategy_events")
    .columns(["follow_id", "type", "seq desc"]).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = ["strategy_events", "trades", "fills", "order_events", "orders", "signals"]
    .concat("follow_pauses", "follow_candles", "follows", "desk_candles", "desk_series")
    .concat("instruments");
  for (const table of tables) await db.schema.dropTable(table).execute();
  await sql`drop function keep_order_events()`.execute(db);
}
