/** Which private imports there are, as the rows tell: coverage is written when an import is whole. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { isSeriesTimeframe } from "./catalog.ts";
import { ofSeries } from "./series.ts";

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
