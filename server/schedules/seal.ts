/** Sealing a version: from then on a track record tells what it does, on the settings of that day. */
import type { Transaction } from "kysely";
import {
  DEFAULT_CAPITAL,
  DEFAULT_FEE_PERCENT,
  DEFAULT_SLIPPAGE_PERCENT,
} from "../../contracts/backtests.ts";
import type { Horizon } from "../../contracts/schedules.ts";
import type { Validation } from "../../contracts/strategies.ts";
import type { Database, StrategyRow, TrackRecordRow } from "../db/schema.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import { validateDefinition } from "../strategies/service.ts";
import { horizonStart, nextClose } from "../track_records/days.ts";

export type SealOutcome =
  | { readonly kind: "sealed"; readonly record: TrackRecordRow }
  /** Nothing has been saved yet. */
  | { readonly kind: "no_version" }
  /** The newest version has faults. */
  | { readonly kind: "faulty"; readonly errors: Validation["errors"] };

export interface SealOptions {
  readonly nowMs: number;
  /** Open of the first candle at hand, Unix ms; only the horizon `all` needs it. */
  readonly firstMs: number | null;
}

/**
 * The strategy's row, locked until the transaction ends, so that no other process decides about it meanwhile; `undefined`
 * when it is gone. The account comes first, in the order in which deleting one locks them.
 */
export async function lockStrategy(
  trx: Transaction<Database>,
  id: string,
): Promise<StrategyRow | undefined> {
  await trx.selectFrom("users").select("id").where(
    "id",
    "in",
    (eb) => eb.selectFrom("strategies").select("user_id").where("strategies.id", "=", id),
  ).forKeyShare().execute();
  return await trx.selectFrom("strategies").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
}

/** Begins a record of the newest version. The strategy must be locked, and have no record that goes on. */
export async function sealLatest(
  trx: Transaction<Database>,
  strategy: StrategyRow,
  { nowMs, firstMs }: SealOptions,
): Promise<SealOutcome> {
  const version = await trx.selectFrom("strategy_versions").select(["id", "definition_json"])
    .where("strategy_id", "=", strategy.id).orderBy("version_number", "desc").limit(1)
    .executeTakeFirst();
  if (!version) return { kind: "no_version" };
  const { valid, errors } = validateDefinition(version.definition_json);
  if (!valid) return { kind: "faulty", errors };
  const owner = await trx.selectFrom("users")
    .select(["default_fee_percent", "default_slippage_percent"])
    .where("id", "=", strategy.user_id).executeTakeFirstOrThrow();
  const { asset, timeframe } = strategy;
  const horizon = strategy.auto_update_horizon as Horizon;
  const now = new Date(nowMs);
  const record = await trx.insertInto("forward_records").values({
    strategy_id: strategy.id,
    strategy_version_id: version.id,
    sealed_at: now,
    starts_at: new Date(nextClose(nowMs, MARKET_TIMEFRAMES[timeframe as MarketTimeframe])),
    asset,
    timeframe,
    horizon,
    date_from: new Date(horizonStart(nowMs, horizon, firstMs)),
    fee_percent: owner.default_fee_percent ?? DEFAULT_FEE_PERCENT,
    slippage_percent: owner.default_slippage_percent ?? DEFAULT_SLIPPAGE_PERCENT,
    initial_capital: DEFAULT_CAPITAL,
    intrabar: "stop_first",
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    created_at: now,
    updated_at: now,
  }).returningAll().executeTakeFirstOrThrow();
  return { kind: "sealed", record };
}

/** Ends the record that goes on; it stays readable. */
export async function endRecord(
  trx: Transaction<Database>,
  strategyId: string,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  await trx.updateTable("forward_records").set({ ended_at: now, updated_at: now })
    .where("strategy_id", "=", strategyId).where("ended_at", "is", null).execute();
}
