/**
 * A version of each month of each series of candles, new with every change of one of its rows: what is kept of a month outside
 * the table (in memory, as a blob) holds as long as its version does. With it how many candles there are, so that nobody has to
 * read them all to know. Triggers keep this, so that no statement can forget to.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("candle_months")
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("venue", "text", (c) => c.notNull())
    .addColumn("owner_id", "uuid", (c) => c.references("users.id").onDelete("cascade"))
    // Months since the year 0, UTC.
    .addColumn("month", "integer", (c) => c.notNull())
    // Never one that has been before, also not where rows or the whole database come from a copy.
    .addColumn("version", "uuid", (c) => c.notNull().defaultTo(newId))
    .addColumn("candles", "integer", (c) => c.notNull())
    // Those of them without a volume.
    .addColumn("bare", "integer", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint(
      "candle_months_series",
      ["asset", "timeframe", "venue", "owner_id", "month"],
      (c) => c.nullsNotDistinct(),
    )
    .execute();

  await sql`
    create function candle_month(at timestamptz) returns integer language sql immutable as $$
      select (extract(year from at at time zone 'UTC') * 12
        + extract(month from at at time zone 'UTC') - 1)::integer
    $$`.execute(db);
  await sql`
    create function note_candle_months() returns trigger language plpgsql as $$
    begin
      if tg_op = 'TRUNCATE' then
        delete from candle_months;
      end if;
      if tg_op in ('UPDATE', 'DELETE') then
        update candle_months m
          set version = gen_random_uuid(), updated_at = now(),
            candles = m.candles - c.candles, bare = m.bare - c.bare
          from (select asset, timeframe, venue, owner_id, candle_month(timestamp) as month,
              count(*) as candles, count(*) filter (where volume = 'NaN') as bare
            from old_rows group by 1, 2, 3, 4, 5) c
          where m.asset = c.asset and m.timeframe = c.timeframe and m.venue = c.venue
            and m.owner_id is not distinct from c.owner_id and m.month = c.month;
      end if;
      if tg_op in ('INSERT', 'UPDATE') then
        insert into candle_months as m (asset, timeframe, venue, owner_id, month, candles, bare)
          select asset, timeframe, venue, owner_id, candle_month(timestamp),
              count(*), count(*) filter (where volume = 'NaN')
            from new_rows group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
          on conflict on constraint candle_months_series do update
            set version = gen_random_uuid(), updated_at = now(),
              candles = m.candles + excluded.candles, bare = m.bare + excluded.bare;
      end if;
      return null;
    end $$`.execute(db);
  await sql`create trigger candle_months_insert after insert on candles
    referencing new table as new_rows
    for each statement execute function note_candle_months()`.execute(db);
  await sql`create trigger candle_months_update after update on candles
    referencing old table as old_rows new table as new_rows
    for each statement execute function note_candle_months()`.execute(db);
  await sql`create trigger candle_months_delete after delete on candles
    referencing old table as old_rows
    for each statement execute function note_candle_months()`.execute(db);
  await sql`create trigger candle_months_truncate after truncate on candles
    for each statement execute function note_candle_months()`.execute(db);
  await sql`insert into candle_months (asset, timeframe, venue, owner_id, month, candles, bare)
    select asset, timeframe, venue, owner_id, candle_month(timestamp),
        count(*), count(*) filter (where volume = 'NaN')
      from candles group by 1, 2, 3, 4, 5`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const event of ["insert", "update", "delete", "truncate"]) {
    await sql`drop trigger ${sql.ref(`candle_months_${event}`)} on candles`.execute(db);
  }
  await sql`drop function note_candle_months()`.execute(db);
  await sql`drop function candle_month(timestamptz)`.execute(db);
  await db.schema.dropTable("candle_months").execute();
}
