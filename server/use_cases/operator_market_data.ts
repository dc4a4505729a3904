/** The candles there are, as an operator sees them: every shared series, and how much persons keep of their own, in numbers. */
import { type Kysely, sql } from "kysely";
import type { AdminMarketData } from "../../contracts/admin.ts";
import type { Database } from "../db/schema.ts";
import type { Restatements } from "../market_data/restatements.ts";
import type { OperatorRestatements } from "./operator_restatements.ts";

export interface MarketDataParts {
  readonly database: { readonly db: Kysely<Database> };
  readonly marketData: { readonly restatements: Pick<Restatements, "open"> };
  readonly operatorRestatements: Pick<OperatorRestatements, "list">;
}

/** From the counts that triggers keep by month: no candle is read. */
export async function marketDataOverview(
  { database: { db }, marketData, operatorRestatements }: MarketDataParts,
): Promise<AdminMarketData> {
  const rows = await db.selectFrom("candle_months")
    .select(["asset", "timeframe", "venue"])
    .select([
      sql<number>`sum(candles)::int`.as("candles"),
      sql<number>`min(month) filter (where candles > 0)`.as("first"),
      sql<number>`max(month) filter (where candles > 0)`.as("last"),
      sql<Date>`max(updated_at)`.as("changed_at"),
    ])
    .where("owner_id", "is", null).groupBy(["asset", "timeframe", "venue"])
    .having(sql`sum(candles)`, ">", 0)
    .orderBy("asset").orderBy("timeframe").orderBy("venue").execute();
  const own = await db.selectFrom("candle_months")
    .select([
      sql<number>`count(distinct (owner_id, asset, timeframe, venue))::int`.as("series"),
      sql<number>`coalesce(sum(candles), 0)::int`.as("candles"),
    ])
    .where("owner_id", "is not", null).where("candles", ">", 0).executeTakeFirstOrThrow();
  return {
    series: rows.map((row) => ({
      asset: row.asset,
      timeframe: row.timeframe,
      venue: row.venue,
      candles: row.candles,
      first_month: monthText(row.first),
      last_month: monthText(row.last),
      changed_at: row.changed_at.toISOString(),
    })),
    imports: own,
    restated: await marketData.restatements.open(),
    restatements: await operatorRestatements.list(),
  };
}

/** `2026-01`, of months since the year 0. */
function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, "0")}`;
}
