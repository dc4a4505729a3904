/** Rows of backtests for tests that look at a few of their columns alone. */
import type { Insertable, Kysely } from "kysely";
import type { Database } from "../../server/db/schema.ts";

/** Whose runs they are, and of which version. */
export interface VersionOf {
  readonly user_id: string;
  readonly strategy_id: string;
  readonly strategy_version_id: string;
}

/** A strategy of an account with one version, which is empty. */
export async function insertVersion(
  db: Kysely<Database>,
  user_id: string,
  { asset = "BTC/USDT" }: { readonly asset?: string } = {},
): Promise<VersionOf> {
  const { id: strategy_id } = await db.insertInto("strategies")
    .values({ user_id, name: "S", asset, timeframe: "1h" })
    .returning("id").executeTakeFirstOrThrow();
  const { id: strategy_version_id } = await db.insertInto("strategy_versions")
    .values({ strategy_id, version_number: 1, definition_json: "{}" })
    .returning("id").executeTakeFirstOrThrow();
  return { user_id, strategy_id, strategy_version_id };
}

/** A run, pending unless `more` says otherwise; its id. */
export async function insertRun(
  db: Kysely<Database>,
  of: VersionOf,
  more: Partial<Insertable<Database["backtest_runs"]>> = {},
): Promise<string> {
  const { id } = await db.insertInto("backtest_runs").values({
    ...of,
    asset: "BTC/USDT",
    timeframe: "1h",
    date_from: new Date(0),
    date_to: new Date(1),
    fee_percent: 0.1,
    slippage_percent: 0,
    initial_capital: 10_000,
    intrabar: "stop_first",
    ...more,
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}
