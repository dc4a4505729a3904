/** Which private imports there are, as the rows tell: coverage is written when an import is whole. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import { isSeriesTimeframe } from "./catalog.ts";
import { lockOf, ofSeries } from "./series.ts";

/** A series that somebody imported. */
export interface ImportKey {
  readonly asset: string;
  readonly timeframe: string;
  readonly name: string;
}

/** Whether an account has this import. */
export async function hasImport(
  db: Kysely<Database>,
  ownerId: string,
  { asset, timeframe, name }: ImportKey,
): Promise<boolean> {
  if (!isSeriesTimeframe(timeframe)) return false;
  const { rows } = await sql<{ there: boolean }>`select exists (select from candle_coverage
    where ${ofSeries({ asset, timeframe, venue: name, ownerId })}) as there`.execute(db);
  return rows[0]?.there ?? false;
}

/**
 * Removes what imports have stored that ended before they were whole: candles of a private series outside the stretches that are
 * known to be complete. Not while an import into it is under way. Answers how many there were.
 */
export async function removeUnfinished(
  trx: Transaction<Database>,
  ownerId: string,
  { asset, timeframe, name }: ImportKey,
): Promise<number> {
  if (!isSeriesTimeframe(timeframe)) return 0;
  const key = { asset, timeframe, venue: name, ownerId };
  await lockOf(key).execute(trx);
  const { numAffectedRows } = await sql`delete from candles c where ${ofSeries(key)}
    and not exists (select from candle_coverage k where k.asset = c.asset
      and k.timeframe = c.timeframe and k.venue = c.venue
      and k.owner_id is not distinct from c.owner_id
      and c.timestamp >= k.from_time and c.timestamp < k.to_time)`.execute(trx);
  await sql`delete from candle_months where ${ofSeries(key)} and candles = 0`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
