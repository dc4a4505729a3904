import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { MARKET_TIMEFRAMES } from "./catalog.ts";

/** One stored series, counted candle by candle. */
export interface InventoryRow {
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  /** Open times, Unix ms. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly candles: number;
  /** Places where candles are missing, and how many are. */
  readonly gaps: number;
  readonly missing: number;
}

/** Every shared series with its gaps. Reads all candles: for the command line, not for pages. */
export async function takeInventory(db: Kysely<Database>): Promise<InventoryRow[]> {
  const { rows } = await sql<{
    asset: string;
    timeframe: string;
    venue: string;
    candles: number;
    first_ms: number;
    last_ms: number;
    gaps: number;
    missing: number;
  }>`
    with steps as (
      select asset, timeframe, venue, timestamp,
          extract(epoch from timestamp - lag(timestamp) over w) * 1000
            / (${JSON.stringify(MARKET_TIMEFRAMES)}::json ->> timeframe)::float8 - 1 as missing
        from candles where owner_id is null
        window w as (partition by asset, timeframe, venue order by timestamp)
    )
    select asset, timeframe, venue, count(*)::int as candles,
        (extract(epoch from min(timestamp)) * 1000)::float8 as first_ms,
        (extract(epoch from max(timestamp)) * 1000)::float8 as last_ms,
        count(*) filter (where missing > 0)::int as gaps,
        coalesce(sum(missing), 0)::float8 as missing
      from steps group by asset, timeframe, venue order by asset, timeframe, venue`.execute(db);
  return rows.map((row) => ({
    asset: row.asset,
    timeframe: row.timeframe,
    venue: row.venue,
    firstMs: row.first_ms,
    lastMs: row.last_ms,
    candles: row.candles,
    gaps: row.gaps,
    missing: Math.round(row.missing),
  }));
}
