/**
 * What is known about stored candles beside their values: answers of a vendor that differ from them, what an hourly look found, and
 * who is fetching which series. Rows of candles lose their `id`: nothing names a candle but its series and its time, and the
 * index of a random key was a third of the work of storing one.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;
const PRICES = ["open", "high", "low", "close", "volume"];

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("candles").dropColumn("id").execute();

  let restatements = db.schema.createTable("candle_restatements")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("venue", "text", (c) => c.notNull())
    .addColumn("timestamp", "timestamptz", (c) => c.notNull());
  for (const name of ["old", "new"].flatMap((age) => PRICES.map((price) => `${age}_${price}`))) {
    restatements = restatements.addColumn(name, "double precision", (c) => c.notNull());
  }
  await restatements
    // Who gave the new values.
    .addColumn("vendor", "text", (c) => c.notNull())
    .addColumn(
      "status",
      "text",
      (c) =>
        c.notNull().defaultTo("open")
          .check(sql`status in ('open', 'accepted', 'rejected', 'superseded')`),
    )
    .addColumn("seen_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("decided_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  // The same answer twice is one record, also after it was rejected. Accepted, the values are stored, and can be restated again.
  const values = ["old", "new"].flatMap((age) => PRICES.map((price) => `${age}_${price}`));
  await sql`create unique index candle_restatements_answer on candle_restatements
    (asset, timeframe, venue, timestamp, vendor, ${sql.join(values.map((name) => sql.ref(name)))})
    where status in ('open', 'rejected')`.execute(db);
  await sql`create index candle_restatements_series on candle_restatements
    (asset, timeframe, venue, timestamp) where status in ('open', 'accepted')`.execute(db);

  await db.schema.createTable("candle_checks")
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("venue", "text", (c) => c.notNull())
    .addColumn("checked_at", "timestamptz")
    // The months as they were then, with their versions: only what has changed since is read again.
    .addColumn("months", "text", (c) => c.notNull().defaultTo(""))
    // Up to where the vendor has been asked a second time.
    .addColumn("rechecked_to", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint("candle_checks_series", ["asset", "timeframe", "venue"])
    .execute();

  await db.schema.createTable("candle_findings")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("venue", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    // The other venue of a disagreement; empty for all else.
    .addColumn("other_venue", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("from_time", "timestamptz", (c) => c.notNull())
    // Exclusive.
    .addColumn("to_time", "timestamptz", (c) => c.notNull())
    .addColumn("candles", "integer", (c) => c.notNull())
    // How far off, as a share; `null` where there is no such number.
    .addColumn("size", "double precision")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint(
      "candle_findings_place",
      ["asset", "timeframe", "venue", "kind", "other_venue", "from_time"],
    )
    .execute();

  // Work that one process does at a time; a killed one keeps it no longer than it was lent.
  await db.schema.createTable("work_leases")
    .addColumn("name", "text", (c) => c.primaryKey())
    .addColumn("holder", "uuid", (c) => c.notNull())
    .addColumn("expires_at", "timestamptz", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  // Open time of the first candle that a run read, its history included; `null` of runs before this.
  await db.schema.alterTable("backtest_runs").addColumn("candles_from", "timestamptz").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("backtest_runs").dropColumn("candles_from").execute();
  for (
    const table of ["work_leases", "candle_findings", "candle_checks", "candle_restatements"]
  ) await db.schema.dropTable(table).execute();
  await db.schema.alterTable("candles")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId)).execute();
}
