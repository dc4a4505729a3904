/** Statements on what is stored and computed. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/** Adds what an account has computed to its day. */
export async function addUsage(
  db: Kysely<Database>,
  { userId, day, seconds }: {
    readonly userId: string;
    /** UTC, `2026-01-31`. */
    readonly day: string;
    readonly seconds: number;
  },
): Promise<void> {
  // Of an account that has been deleted meanwhile nothing is kept.
  await sql`
    insert into compute_usage (user_id, utc_day, runs, seconds)
    select id, ${day}, 1, ${seconds} from users where id = ${userId}
    on conflict (user_id, utc_day) do update
      set runs = compute_usage.runs + 1, seconds = compute_usage.seconds + excluded.seconds,
        updated_at = now()`.execute(db);
}

/** What an account uses, or all of them together. */
export interface Usage {
  /** Of stored results, bytes. */
  readonly bytes: number;
  /** Results that are kept whole. */
  readonly results: number;
  /** Own candles. */
  readonly candles: number;
  readonly runs: number;
  /** Of backtests. */
  readonly seconds: number;
}

export interface AccountUsage extends Usage {
  readonly id: string;
  readonly email: string;
}

/** Every account that uses something, those that store or compute most first; computing from a day on. */
export async function usageByAccount(
  db: Kysely<Database>,
  { from, until, limit }: {
    /** UTC days, the last one exclusive. */
    readonly from: string;
    readonly until: string;
    readonly limit?: number;
  },
): Promise<AccountUsage[]> {
  const { rows } = await sql<AccountUsage>`
    with stored as (
      select user_id, sum(coalesce(result_bytes, 0)) as bytes, count(*) as results
      from backtest_runs where results_storage_key is not null group by user_id
    ), own as (
      select owner_id, sum(candles) as candles from candle_months
      where owner_id is not null group by owner_id
    ), computed as (
      select user_id, sum(runs) as runs, sum(seconds) as seconds from compute_usage
      where utc_day >= ${from} and utc_day < ${until} group by user_id
    )
    select u.id, u.email,
      coalesce(s.bytes, 0)::double precision as bytes, coalesce(s.results, 0)::int as results,
      coalesce(o.candles, 0)::int as candles,
      coalesce(c.runs, 0)::int as runs, coalesce(c.seconds, 0)::double precision as seconds
    from users u left join stored s on s.user_id = u.id left join own o on o.owner_id = u.id
      left join computed c on c.user_id = u.id
    where s.user_id is not null or o.owner_id is not null or c.user_id is not null
    order by bytes desc, seconds desc, u.id
    ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db);
  return rows;
}

/** The results of completed daily updates that are older than the newest `kept` of their strategy. */
export async function oldDailyResults(
  db: Kysely<Database>,
  { kept, limit }: { readonly kept: number; readonly limit: number },
): Promise<{ readonly id: string; readonly key: string }[]> {
  // What a day still waits for is left; and the newest of each record, which is what the record says in full.
  const { rows } = await sql<{ id: string; key: string }>`
    select id, key from (
      select r.id, r.results_storage_key as key, d.outcome,
        row_number() over (partition by r.strategy_id order by r.created_at desc, r.id) as place,
        row_number() over (
          partition by d.forward_record_id order by d.utc_day desc
        ) as place_in_record
      from backtest_runs r left join scheduled_runs d on d.run_id = r.id
      where r.triggered_by = 'schedule' and r.status = 'completed'
    ) daily
    where key is not null and place > ${kept}
      and coalesce(outcome, 'completed') <> 'open'
      and (outcome is null or place_in_record > 1)
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** Keeps the summaries of some runs alone; answers the keys whose blobs are to go. */
export async function reduceResults(
  trx: Kysely<Database>,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await trx.selectFrom("backtest_runs").select(["id", "results_storage_key"])
    .where("id", "in", ids).where("results_storage_key", "is not", null)
    .forUpdate().execute();
  if (rows.length === 0) return [];
  await trx.updateTable("backtest_runs")
    .set({ results_storage_key: null, result_bytes: null, result_reduced_at: sql<Date>`now()` })
    .where("id", "in", rows.map(({ id }) => id)).execute();
  return rows.map(({ results_storage_key }) => results_storage_key ?? "");
}
